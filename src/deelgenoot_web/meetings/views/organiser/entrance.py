"""The door to the pages of one meeting for its organisers, and the frame that these pages share."""

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
from django.views.decorators.http import require_http_methods

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.rules import anybody
from deelgenoot_web.meetings.edits import ChangedMeanwhileError, Edit, mark
from deelgenoot_web.meetings.forms.editing import EditingForm
from deelgenoot_web.meetings.forms.keys import key_from
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
    ("talks", gettext_lazy("Gesprekken in tweetallen")),
    ("leaders", gettext_lazy("Wie leidt")),
    ("attendance", gettext_lazy("Aanmeldingen")),
    ("mail", gettext_lazy("Bericht sturen")),
    ("reactions", gettext_lazy("Reacties")),
    ("rehearsal", gettext_lazy("Oefenen")),
    ("logbook", gettext_lazy("Wat gebeurde er")),
    ("report", gettext_lazy("Verslag")),
)


def for_directors(view: View[P]) -> Callable[..., HttpResponse]:
    """Let only organisers of the meeting use the view; a stranger signs in first."""

    def enter(
        request: PersonRequest, /, slug: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        meeting = get_object_or_404(Meeting, slug=slug)
        if not may_direct(request.user, meeting):
            raise PermissionDenied
        return view(request, meeting, *args, **kwargs)

    update_wrapper(enter, view)
    return only(anybody)(enter)


def form_for_directors(view: View[P]) -> Callable[..., HttpResponse]:
    """Do as `for_directors`, for a page with a form."""
    return require_http_methods(["GET", "HEAD", "POST"])(for_directors(view))


def workspace_page(
    request: PersonRequest, meeting: Meeting, section: str, title: str = "", **more: Any
) -> HttpResponse:
    """Render a page of the workspace; without a `title` it has that of its section.

    `more` may hold its `template` and `status`: by default those of the section and its `form`.
    """
    title = title or str(dict(SECTIONS)[section])
    template = more.pop("template", section)
    form_status = status_of(more["form"]) if "form" in more else HTTPStatus.OK
    status = more.pop("status", form_status)
    words, _sign, count = request.GET.get("gedaan", "").partition("-")
    context = {
        "title": title,
        "description": meeting.title,
        "meeting": meeting,
        "sections": _sections(meeting),
        "section": section,
        "trail": trail(meeting, section, title),
        "said": words,
        "n_said": key_from(count),
        **more,
    }
    return render(request, f"meetings/organiser/{template}.html", context, status=status)


def _sections(meeting: Meeting) -> list[tuple[str, Any]]:
    """List the parts of the workspace; a template has only what it passes on."""
    left_out = {"mail"} if meeting.is_rehearsal else set()
    if meeting.is_template:
        left_out = {"links", "attendance", "mail", "reactions", "rehearsal", "report"}
    return [(name, words) for name, words in SECTIONS if name not in left_out]


def trail(meeting: Meeting, section: str, title: str) -> list[tuple[str, str]]:
    """Return the way to a page of the workspace."""
    way = [(reverse("meetings:organise"), _("Mijn bijeenkomsten"))]
    if title != meeting.title:
        way.append((reverse("meetings:overview", args=[meeting.slug]), meeting.title))
    words = str(dict(SECTIONS)[section])
    if section != "overview" and words != title:
        way.append((reverse(f"meetings:{section}", args=[meeting.slug]), words))
    return way


def is_saved(form: EditingForm, request: PersonRequest, save: Callable[..., object]) -> bool:
    """Save the form with `save(edit=...)`; return whether it is stored. The form says why not."""
    if not form.is_valid():
        return False
    try:
        save(edit=Edit(form.values(), request.POST.get("seen", "")))
    except ChangedMeanwhileError as error:
        form.show_theirs(error.now)
        return False
    return True


def form_mark(form: EditingForm, request: PersonRequest, now: Mapping[str, Any]) -> str:
    """Return the mark of a form: of what was read first, until it shows another's changes."""
    first = request.POST.get("seen", "")
    return first if first and not form.shows_theirs else mark(now)


def status_of(form: EditingForm) -> HTTPStatus:
    """Return the status of the answer: a form with mistakes was refused."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
