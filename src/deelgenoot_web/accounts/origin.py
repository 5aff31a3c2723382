"""Keeps out forms that another site sends in a visitor's name (docs/decisions/0051)."""

from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def is_own(method: str, headers: Mapping[str, str], own_origin: str) -> bool:
    """Whether a request that may change something does not come from a page of another site.

    The browser says so itself, and a page cannot make it lie: `Sec-Fetch-Site`, or the older
    `Origin` where there is none (over http). Without both it is no browser, so no cookie was sent
    against the will of its owner.
    """
    if method in _SAFE:
        return True
    if site := headers.get("Sec-Fetch-Site"):
        return site in _OURS
    origin = headers.get("Origin")
    return origin is None or origin == own_origin


def _own_origin(request: HttpRequest) -> str:
    # A proxy need not say that it was spoken to over https; the setting does.
    scheme = urlsplit(settings.ORIGIN).scheme or request.scheme
    return f"{scheme}://{request.get_host()}"


def own_forms_only(get_response: GetResponse) -> GetResponse:
    """Answer a form of another site with 403, before anything reads it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not is_own(request.method or "", request.headers, _own_origin(request)):
            raise PermissionDenied(
                _(
                    "Dit formulier kwam van een andere site. Open de pagina hier en probeer het "
                    "nog eens."
                )
            )
        return get_response(request)

    return answer


def network_of(address: str, prefix: int = 64) -> str:
    """Return what stands for one visitor: of IPv6 addresses one household has very many.

    They are taken together by their first `prefix` bits; an IPv4 address stands for itself.
    """
    try:
        ip = ip_address(address)
    except ValueError:  # not over a network, as in a test
        return address
    if not isinstance(ip, IPv6Address) or ip.ipv4_mapped:
        return address
    return str(ip_network((int(ip), prefix), strict=False))
