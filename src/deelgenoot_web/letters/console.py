"""The key in the console of the server: a browser that has it belongs to whoever started it.

A proxy on this machine that does not say whom it speaks for looks like a browser of this machine,
so no address proves that nobody else is there (docs/decisions/0069).
"""

import secrets
import sys
from hmac import compare_digest
from threading import Lock

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from deelgenoot_web.letters.links import absolute

COOKIE = "deelgenoot-console"
LASTS = 12 * 60 * 60
"""Seconds that a browser keeps its access."""
_signer = TimestampSigner(salt="letters.console")
_MARK = "console"


class ConsoleKey:
    """A key that opens the mailbox and the example to one browser; then there is a next one."""

    def __init__(self) -> None:
        self._key = secrets.token_urlsafe(24)
        self._using = Lock()

    @property
    def path(self) -> str:
        """The path that uses the key."""
        return reverse("letters:open", args=[self._key])

    def use(self, key: str) -> bool:
        """Use up the key; False when this is not the one."""
        with self._using:
            fits = compare_digest(key.encode(), self._key.encode())
            if fits:
                self._key = secrets.token_urlsafe(24)
        return fits


console_key = ConsoleKey()


def print_address() -> None:
    """Print where the key opens the mailbox, in the console of the server."""
    sys.stdout.write(f"Postvak en voorbeeld openen: {absolute(console_key.path)}\n")
    sys.stdout.flush()


def give_access(response: HttpResponse) -> None:
    """Let the browser that gets `response` in from now on."""
    response.set_cookie(
        COOKIE, _signer.sign(_MARK), max_age=LASTS, httponly=True, samesite="Strict"
    )


def has_access(request: HttpRequest) -> bool:
    """Whether this browser has used a key."""
    try:
        return _signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=LASTS) == _MARK
    except BadSignature:
        return False
