"""Lets only the person who started the server, at this machine, read the mailbox."""

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from deelgenoot_web.letters.console import has_access

_LOOPBACK = frozenset({"127.0.0.1", "::1", "[::1]", "localhost"})
_OF_PROXIES = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")


def may_read_mailbox(request: HttpRequest) -> bool:
    """Whether mail stays here, and this is a browser of whoever started the server."""
    return seems_to_be_here(request) and has_access(request)


def seems_to_be_here(request: HttpRequest) -> bool:
    """Whether mail stays here, and nothing shows that this request is of another machine.

    A proxy on this machine has its address too, and need not say so: no proof of anything.
    """
    host, _ = split_domain_port(request.get_host())
    return (
        settings.HAS_MAILBOX
        and request.META.get("REMOTE_ADDR") in _LOOPBACK
        and host in _LOOPBACK
        and not any(name in request.headers for name in _OF_PROXIES)
    )
