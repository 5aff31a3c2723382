"""Asks an identity provider, by OpenID Connect, whose address a visitor has (decision 156).

Nothing of it is loaded where the settings name no provider.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest

_log = logging.getLogger(__name__)

Failure = Literal["down", "refused", "stopped", "unproven"]
"""It does not answer; what it or the browser brings is not to be believed; the visitor stopped
there, or was not let in; no proven address."""

_SECONDS = 5
_ASKING = BoundedSemaphore(2)
"""A slow provider may keep two of the threads waiting: the others stay for the site."""


_NO_ANSWER = (AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What reading an answer raises that is JSON, and not what was agreed on."""


class ProviderError(Exception):
    """Nobody signs in by the provider now; `failure` says why, the log what it was exactly."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


@dataclass(frozen=True)
class Proven:
    """An address that the provider says is of the visitor, and where they wanted to go."""

    email: str
    onward: str


def begin(request: HttpRequest, back: str, onward: str) -> str:
    """Keep a state, a nonce and a secret in the session; return where the visitor proves it.

    `back` is the address to which the provider sends them then. Raises ProviderError.
    """
    client = _client(settings.SIGN_IN_PROVIDER)
    data = _ask(lambda: _load(client).create_authorization_url(back))
    client.save_authorize_data(request, redirect_uri=back, onward=onward, **data)
    return str(data["url"])


def finish(request: HttpRequest) -> Proven:
    """Read what the visitor brings from the provider, and what that says. Raises ProviderError."""
    client = _client(settings.SIGN_IN_PROVIDER)
    state_data = client.framework.get_state_data(request.session, request.GET.get("state"))
    if not state_data:  # before anything is asked: others cannot make the site ask
        raise ProviderError("refused")
    if request.GET.get("error") == "access_denied":
        raise ProviderError("stopped")
    claims_options = {
        "iss": {"value": _issuer()},
        "aud": {"value": client.client_id},
    }
    token = _ask(
        lambda: _load(client).authorize_access_token(request, claims_options=claims_options)
    )
    claims = token.get("userinfo") or {}
    # As JSON says it: a provider that writes "false" did not prove it.
    if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
        raise ProviderError("unproven")
    return Proven(claims["email"], state_data.get("onward", ""))


@cache
def _client(provider: Any) -> Any:
    """Make the client, which keeps what the provider says of itself."""
    from authlib.integrations.django_client import (  # noqa: PLC0415 - only where it is set
        DjangoIntegration,
        DjangoOAuth2App,
    )

    return DjangoOAuth2App(
        DjangoIntegration("provider"),
        client_id=provider.client_id,
        client_secret=provider.secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": _SECONDS,
        },
    )


def _issuer() -> str:
    return settings.SIGN_IN_PROVIDER.issuer if settings.SIGN_IN_PROVIDER else ""


def _load(client: Any) -> Any:
    """Let the client load what the provider says of itself, which must be of the issuer."""
    if client.load_server_metadata().get("issuer") != _issuer():
        client.server_metadata.clear()  # to be asked again: it may be mended
        raise ProviderError("refused")
    return client


def _ask(question: Callable[[], Any]) -> Any:
    """Ask the provider something. Raises ProviderError."""
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - only where it is set
    from joserfc.errors import JoseError  # noqa: PLC0415 - only where it is set
    from requests import RequestException  # noqa: PLC0415 - only where it is set

    if not _ASKING.acquire(blocking=False):
        raise ProviderError("down")
    try:
        return question()
    except RequestException as error:
        raise _error_of("down", error) from error
    except (AuthlibBaseError, JoseError, *_NO_ANSWER) as error:
        raise _error_of("refused", error) from error
    finally:
        _ASKING.release()


def _error_of(failure: Failure, error: Exception) -> ProviderError:
    # What a token or an answer holds stays out of the log.
    _log.warning("Signing in by the provider failed: %s %.60r", type(error).__name__, _code(error))
    return ProviderError(failure)


def _code(error: Exception) -> str:
    return str(getattr(error, "error", ""))
