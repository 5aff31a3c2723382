"""Notes as PDF: read the address, ask the press, answer."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot_web.atlas.answers import html
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.atlas.notes.press import (
    PRESS,
    Kind,
    NoteName,
    UnknownNoteError,
)
from deelgenoot_web.atlas.notes.printing import BusyPressError, PrintingError

_RETRY = 5
"""Seconds after which to ask again."""
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NoNotePage:
    """A note that is not there now."""

    title: str
    description: str


@require_safe
def study_note(request: HttpRequest) -> HttpResponse:
    return _answer(request, "study", "")


@require_safe
def cluster_note(request: HttpRequest, archetype: str) -> HttpResponse:
    return _answer(request, "cluster", archetype)


@require_safe
def municipality_note(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, "municipality", slug)


@require_safe
def alderman_note(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, "alderman", slug)


def _answer(request: HttpRequest, kind: Kind, about: str) -> HttpResponse:
    name = NoteName(kind, active_language(), about)

    def give_note() -> HttpResponse:
        answer = HttpResponse(PRESS.give(name), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{name.file}"'
        return answer

    try:
        return answer_when_printed(request, give_note)
    except UnknownNoteError as error:
        raise Http404(about) from error


def answer_when_printed(request: HttpRequest, give: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer with what the press makes, or 503 with a page that says why there is nothing now."""
    try:
        return give()
    except BusyPressError:
        words = _(
            "Er worden al andere notities gemaakt. Laad deze pagina over enkele seconden opnieuw."
        )
        return _not_now(request, NoNotePage(_("De notitie is nog niet klaar"), words))
    except PrintingError:
        _logger.exception("nothing printed for %s", request.path)
        words = _(
            "Het maken van de notitie is niet gelukt. Dezelfde inhoud staat op de pagina’s van de "
            "site."
        )
        return _not_now(request, NoNotePage(_("De notitie kan niet worden gemaakt"), words))


def _not_now(request: HttpRequest, page: NoNotePage) -> HttpResponse:
    answer = html(request, "atlas/no_note.html", page, status=503)
    answer["Retry-After"] = str(_RETRY)
    return answer
