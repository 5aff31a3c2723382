"""What is logged of a request: which address of the site it was for, without what is in it.

A path may hold a personal link, a link to sign in or the code of a session: whoever reads the log
could use it.
"""

import logging

from django.http import HttpRequest

_UNKNOWN = "(an address that is not there)"


class RouteOnly(logging.Filter):
    """Put the route in the place of the path: `bijeenkomsten/<slug>/mijn/<token>/`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; every record passes."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route = _route(request)
            record.args = tuple(
                part.replace(request.path, route) if isinstance(part, str) else part
                for part in record.args
            )
        return True


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"/{match.route}" if match else _UNKNOWN
