"""Who enters the pages of one meeting, and the frame that these pages share."""

from collections.abc import Callable, Mapping
from functools import update_wrapper
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.rules import anybody
from deelgenoot_web.meetings.edits import ChangedMeanwhileError, Edit, mark
from deelgenoot_web.meetings.forms.editing import EditingForm
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.rules import may_direct

P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, Meeting, P], HttpResponse]

SECTIONS = (
    ("overview", gettext_lazy("Overzicht")),
    ("details", gettext_lazy("Uitnodiging")),
    ("links", gettext_lazy("Videolinks")),
    ("programme", gettext_lazy("Programma")),
    ("polls", gettext_lazy("Peilingen")),
    ("fields", gettext_lazy("Eigen vragen")),
    ("groups", gettext_lazy("Groepen")),
    ("leaders", gettext_lazy("Wie leidt")),
    ("attendance", gettext_lazy("Aanmeldingen")),
    ("mail", gettext_lazy("Bericht sturen")),
    ("reactions", gettext_lazy("Reacties")),
    ("rehearsal", gettext_lazy("Oefenen")),
    ("logbook", gettext_lazy("Wat gebeurde er")),
)


def directed(view: View[P]) -> Callable[..., HttpResponse]:
    """The view is for who directs the meeting; a stranger signs in first."""

    def guarded(
        request: PersonRequest, /, slug: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        meeting = get_object_or_404(Meeting, slug=slug)
        if not may_direct(request.user, meeting):
            raise PermissionDenied
        return view(request, meeting, *args, **kwargs)

    update_wrapper(guarded, view)
    return only(anybody)(guarded)


def shown(
    request: PersonRequest, meeting: Meeting, section: str, title: str, **more: Any
) -> HttpResponse:
    """A page of the workspace; `template` and `status` may be given among the rest."""
    template = more.pop("template", section)
    status = more.pop("status", HTTPStatus.OK)
    said, _sign, count = request.GET.get("gedaan", "").partition("-")
    context = {
        "title": title,
        "description": meeting.title,
        "meeting": meeting,
        "sections": SECTIONS,
        "section": section,
        "trail": trail(meeting, section, title),
        "said": said,
        "n_said": key_from(count),
        **more,
    }
    return render(request, f"meetings/organiser/{template}.html", context, status=status)


def trail(meeting: Meeting, section: str, title: str) -> list[tuple[str, str]]:
    """The way to a page of the workspace."""
    way = [(reverse("meetings:organise"), _("Mijn bijeenkomsten"))]
    if title != meeting.title:
        way.append((reverse("meetings:overview", args=[meeting.slug]), meeting.title))
    words = str(dict(SECTIONS)[section])
    if section != "overview" and words != title:
        way.append((reverse(f"meetings:{section}", args=[meeting.slug]), words))
    return way


def is_saved(form: EditingForm, request: PersonRequest, save: Callable[[Edit], object]) -> bool:
    """Whether what was filled in is kept now; otherwise the form says why not."""
    if not form.is_valid():
        return False
    try:
        save(Edit(form.values(), request.POST.get("seen", "")))
    except ChangedMeanwhileError as error:
        form.show_theirs(error.now)
        return False
    return True


def seen(form: EditingForm, request: PersonRequest, now: Mapping[str, Any]) -> str:
    """The mark that goes with a form: of what was read first, until it shows what another made."""
    first = request.POST.get("seen", "")
    return first if first and not form.shows_theirs else mark(now)


def status_of(form: EditingForm) -> HTTPStatus:
    """Of the answer: a form with mistakes was not taken."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def key_from(text: str) -> int:
    """The key of a row as a form sent it; 0, which no row has, for anything else."""
    is_one = text.isascii() and text.isdecimal() and len(text) < len("9223372036854775807")
    return int(text) if is_one else 0
