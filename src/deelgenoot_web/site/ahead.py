"""What is made before somebody asks for it: the notes of the study, and the pages most asked for.

Pages are made by `python -m deelgenoot_web.site.ahead`, a process that is given one end of a pipe,
sends each page as an unknown visitor gets it, and ends. The one that serves people spends no
time on them, and holds nothing that making them needs (docs/decisions/0054).
"""

import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db import InterfaceError, OperationalError, connection
from django.urls import reverse

from deelgenoot_web.processes import BoundedProcess, open_pipe

MEMORY = 2_000_000_000
"""Bytes of address space; a tenth of that is used."""
_LONGEST = 60.0
"""Seconds for a page, or for the start of the process, on a machine that is busy with others."""
_CALM = 60.0
"""Seconds between a page that is no longer right and making all anew: changes come in rows."""


def make_ahead() -> None:
    """Keep the notes of the study, and pages where visitors come. On a thread of its own."""
    from deelgenoot_web.atlas.notes.press import PRESS  # noqa: PLC0415 - only after setup
    from deelgenoot_web.site.finished import SHELVES  # noqa: PLC0415 - only after setup

    for name, note in made_ahead("notes"):
        PRESS.keep(name, note)
    # On one's own machine the site starts often, and few pages are asked for.
    (shelf,) = SHELVES if settings.ORIGIN else (None,)
    when_started = _installed_at()
    # A new version is installed beside the server that runs: its pages are not for this one.
    while shelf is not None and _installed_at() == when_started:
        shelf.page_missed.clear()
        has_pages = False
        for key, page in made_ahead("pages"):
            shelf.bring(key, page)
            has_pages = True
        # Where nothing came, nobody can miss a page that was brought: it is tried again.
        shelf.page_missed.wait(None if has_pages else _CALM)
        time.sleep(_CALM)


def _installed_at() -> tuple[float, ...]:
    """Tell which version stands on the disk, by the moments at which it was put there."""
    files = (Path(__file__), Path(settings.STATIC_ROOT) / "staticfiles.json")
    return tuple(one.stat().st_mtime for one in files if one.exists())


def made_ahead(kind: Literal["notes", "pages"]) -> Iterator[tuple[Any, Any]]:
    """Give what the process makes, with what it is kept by, as far as it comes."""
    with (
        # It closes the pipe when it is done. What it did not make is made when somebody asks.
        suppress(EOFError, OSError),
        BoundedProcess("deelgenoot_web.site.ahead", MEMORY, kind) as process,
    ):
        while process.pipe.poll(_LONGEST):
            yield process.pipe.recv()


def main(arguments: list[str]) -> None:
    """Send notes or pages through the pipe with this file number, within so many bytes."""
    number, memory, kind = arguments
    pipe = open_pipe(number, memory)
    site = get_wsgi_application()
    from deelgenoot_web.atlas.notes.press import notes_ahead  # noqa: PLC0415 - only after setup

    with suppress(OSError):  # the other end is gone
        for entry in notes_ahead() if kind == "notes" else _pages_ahead(site):
            pipe.send(entry)


def _pages_ahead(site: WSGIHandler) -> Iterator[tuple[Any, Any]]:
    from deelgenoot_web.site.finished import find_page  # noqa: PLC0415 - only after setup

    with suppress(OperationalError, InterfaceError):
        connection.ensure_connection()
    if connection.connection is None:  # pages without their next session are good for nobody
        return
    for address in _addresses():
        request = _request(address)
        site.get_response(request)
        key, page = find_page(request)
        if page is not None:
            yield key, page


def _addresses() -> Iterator[str]:
    """List the pages that many open at the same time: a cluster, or everybody their own place."""
    from deelgenoot_web.atlas.facts.release import release  # noqa: PLC0415 - only after setup

    typology, areas = release().typology, release().catalog.areas
    for name in ("home", "clusters", "challenges", "municipalities"):
        yield reverse(f"atlas:{name}")
    for cluster in typology.clusters:
        yield reverse("atlas:cluster", args=[cluster.archetype])
    # Those of the study first.
    for code in sorted(typology.members, key=lambda code: not typology.members[code].in_study):
        yield reverse("atlas:municipality", args=[areas[code].slug])


def _request(address: str) -> WSGIRequest:
    """Ask for a page as a browser does at the public address of the site."""
    origin = urlsplit(settings.ORIGIN)
    environ: dict[str, Any] = {
        "PATH_INFO": address,
        "HTTP_HOST": origin.netloc,
        "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.url_scheme": origin.scheme,
    }
    setup_testing_defaults(environ)
    return WSGIRequest(environ)


if __name__ == "__main__":
    main(sys.argv[1:])
