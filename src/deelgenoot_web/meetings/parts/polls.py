"""The question that is on: on the phones, on the large screen, and at the desk."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from deelgenoot_web.meetings.ballots import MOST_WORDS, SCALE
from deelgenoot_web.meetings.models import Group, Meeting, Poll
from deelgenoot_web.meetings.outcomes import Outcome
from deelgenoot_web.meetings.queries.moderation import written
from deelgenoot_web.meetings.queries.outcomes import outcome_of
from deelgenoot_web.meetings.queries.polls import PollOnScreen, poll_on, poll_to_come


def poll(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """The question with its form, that it closed, or what came out."""
    return {"poll": _shown(meeting, "meetings/parts/poll.html")}


def stage(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """The same for the large screen: no form, large bars, and the buttons that drive it."""
    shown = {"meeting": meeting, "asked": poll_on(meeting), "following": poll_to_come(meeting)}
    return {
        "stage-poll": _shown(meeting, "meetings/parts/stage_poll.html"),
        "stage-keys": render_to_string("meetings/parts/stage_keys.html", shown),
    }


def desk(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """All questions, with the buttons that put, close and show them; earlier ones are folded.

    Under the one that is on stands its result, which whoever directs sees before the others do, to
    take out what should not be shown.
    """
    asked = poll_on(meeting)
    one = asked.poll if asked else None
    polls = list(meeting.polls.all())
    earlier = [poll for poll in polls if poll.state == Poll.State.CLOSED and poll != one]
    shown = {
        "meeting": meeting,
        "earlier": earlier,
        "polls": [poll for poll in polls if poll not in earlier],
        "asked": asked,
        "outcome": outcome_of(one) if one else None,
        "written": written(one),
    }
    return {"polls": render_to_string("meetings/parts/desk_polls.html", shown)}


def _shown(meeting: Meeting, template: str) -> str:
    asked = poll_on(meeting)
    outcome = _outcome(asked.poll) if asked else None
    shown = {
        "meeting": meeting,
        "asked": asked,
        "said": _said(asked.poll, outcome) if asked else "",
        "said_now": _said_now(asked) if asked else "",
        "steps": SCALE,
        "fields": f"meetings/parts/ballots/{asked.poll.kind}.html" if asked else "",
        "fields_of_words": range(1, 1 + _most_words(asked.poll)) if asked else (),
        "outcome": outcome,
    }
    return render_to_string(template, shown)


def _outcome(one: Poll) -> Outcome | None:
    return outcome_of(one) if one.is_shown else None


def _said(one: Poll, outcome: Outcome | None) -> str:
    """What is read out when the question comes to stand like this."""
    if one.state == Poll.State.OPEN:
        return _("Vraag open: %(question)s") % {"question": one.question}
    if outcome is None:
        return _("Vraag gesloten: %(question)s") % {"question": one.question}
    if outcome.remark:
        return _("De uitkomst staat er. Valt op: %(remark)s") % {"remark": outcome.remark}
    return _("De uitkomst staat er: %(question)s") % {"question": one.question}


def _said_now(asked: PollOnScreen) -> str:
    """How many answered; while it is open, for who waits."""
    if asked.poll.state != Poll.State.OPEN:
        return ""
    counted = {"n": asked.n_votes, "people": asked.n_people}
    return _("%(n)s van %(people)s deelnemers stemden.") % counted


def _most_words(one: Poll) -> int:
    return int(one.settings.get("most") or MOST_WORDS)
