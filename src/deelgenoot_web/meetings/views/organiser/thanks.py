"""The letter of thanks: fill in, look at it as somebody gets it, send it once."""

from contextlib import suppress
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.meetings.actions import thanks as actions
from deelgenoot_web.meetings.forms.people import ThanksForm
from deelgenoot_web.meetings.models import Meeting, Registration
from deelgenoot_web.meetings.placing import name_of
from deelgenoot_web.meetings.queries.invitation import door
from deelgenoot_web.meetings.queries.thanks import results_in_words
from deelgenoot_web.meetings.rules import may_participants_read_report
from deelgenoot_web.meetings.views.organiser.entrance import form_for_directors, workspace_page


class ExampleLetter(NamedTuple):
    """The letter as somebody of this municipality gets it; in which language."""

    municipality: str
    language: str
    text: str


@form_for_directors
def thank(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    form = ThanksForm(request.POST or None, initial={"words": _first_words(meeting)})
    examples: list[ExampleLetter] = []
    if form.is_valid():
        letter = actions.ThanksLetter(form.cleaned_data["words"], _results(meeting))
        if request.POST.get("do") == "send":
            with suppress(actions.ThankedBeforeError, actions.NoReportError):
                now = timezone.now()
                actions.thank(by=request.user, meeting=meeting, letter=letter, now=now)
            # What the page says then is so, whoever sent it.
            return redirect(request.path)
        if request.POST.get("do") == "preview":
            examples = _examples(meeting, letter)
    return workspace_page(
        request,
        meeting,
        "mail",
        _("Bedankbrief"),
        template="thank",
        form=form,
        examples=examples,
        n=actions.recipients(meeting).count(),
        is_over=door(meeting, timezone.now()) == "over",
        has_report=may_participants_read_report(meeting),
    )


def _first_words(meeting: Meeting) -> str:
    with override(meeting.written_in or active_language()):
        return _("Dank voor uw bijdrage aan de bijeenkomst.")


def _results(meeting: Meeting) -> dict[str, str]:
    results = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            results[language] = results_in_words(meeting)
    return results


def _examples(meeting: Meeting, letter: actions.ThanksLetter) -> list[ExampleLetter]:
    """Write one letter in each language that goes; of somebody with a municipality, if any."""
    first: dict[str, Registration] = {}
    for registration in actions.recipients(meeting).order_by("-gm_code", "pk"):
        first.setdefault(registration.language, registration)
    return [
        ExampleLetter(name_of(meeting.study, one.gm_code), language, letter.text_for(one))
        for language, one in sorted(first.items())
    ]
