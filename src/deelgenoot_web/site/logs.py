"""What is logged of a request: which address of the site it was for, without what is in it.

A path may hold a personal link, a link to sign in or the code of a session: whoever reads the log
could use it. A message of PostgreSQL may hold a row. What is refused is a line: with a traceback
each, anybody could fill the disk.
"""

import json
import logging
from datetime import UTC, datetime
from http import HTTPStatus

from django.http import HttpRequest

from deelgenoot_web.site.request_tags import request_number

_REFUSALS = range(HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR)
_UNKNOWN = "(an address that is not there)"
_HOLDS_A_ROW = ("DETAIL:", "CONTEXT:")


class RouteOnly(logging.Filter):
    """Put the route in the place of the path: `bijeenkomsten/<slug>/mijn/<token>/`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; every record passes."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route = _route(request)
            # Django escapes what is no ASCII before it logs.
            path = request.path.encode("unicode_escape").decode()
            record.args = tuple(
                part.replace(path, route) if isinstance(part, str) else part for part in record.args
            )
        if getattr(record, "status_code", HTTPStatus.OK) in _REFUSALS:
            record.exc_info = None
        return True


class NumberedLines(logging.Formatter):
    """Formats for people: the message, the number of its request, and where it went wrong."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Write the first line."""
        number = request_number()
        return super().formatMessage(record) + (f" [{number}]" if number else "")

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        """Write a traceback, without the rows that PostgreSQL quotes."""
        whole = super().formatException(ei)  # type: ignore[arg-type]  # what logging passes
        lines = (line for line in whole.splitlines() if not line.startswith(_HOLDS_A_ROW))
        return "\n".join(lines)


class JsonLines(NumberedLines):
    """Formats for machines: one object of JSON a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time (UTC), level, logger, message, and where there are these request and error."""
        at = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_number(),
            "error": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in line.items() if value})


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"/{match.route}" if match else _UNKNOWN
