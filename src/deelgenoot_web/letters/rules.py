"""Lets only people at this machine read the mailbox."""

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

_LOOPBACK = frozenset({"127.0.0.1", "::1", "[::1]", "localhost"})
_OF_PROXIES = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")


def may_read_mailbox(request: HttpRequest) -> bool:
    """Whether mail stays here, and this request came straight from this machine.

    A proxy on this machine has its address too, so a request that a proxy passed on is refused.
    """
    host, _ = split_domain_port(request.get_host())
    return (
        settings.HAS_MAILBOX
        and request.META.get("REMOTE_ADDR") in _LOOPBACK
        and host in _LOOPBACK
        and not any(name in request.headers for name in _OF_PROXIES)
    )
