"""The question that is on: on the phones, on the large screen, and at the desk."""

from django.utils.translation import gettext as _

from deelgenoot_web.meetings.ballots import MOST_WORDS, SCALE
from deelgenoot_web.meetings.models import Group, Meeting, Poll
from deelgenoot_web.meetings.outcomes import Outcome
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.queries.moderation import texts_of
from deelgenoot_web.meetings.queries.outcomes import outcome_of
from deelgenoot_web.meetings.queries.polls import PollOnScreen, poll_on, poll_to_come


def poll(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the question with its form, that it closed, or what came out."""
    return {"poll": _poll_html(meeting, "poll")}


def stage(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the question for the large screen: large bars, its buttons, and no form."""
    current, following = poll_on(meeting), poll_to_come(meeting)
    return {
        "stage-poll": _poll_html(meeting, "stage_poll"),
        "stage-keys": paint("stage_keys", meeting=meeting, asked=current, following=following),
    }


def desk(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint all questions with the buttons that put, close and show them; earlier ones are folded.

    The organiser sees the result of the current question before the others do, to take out what
    should not be shown.
    """
    current = poll_on(meeting)
    current_poll = current.poll if current else None
    polls = list(meeting.polls.all())
    earlier = [poll for poll in polls if poll.state == Poll.State.CLOSED and poll != current_poll]
    html = paint(
        "desk_polls",
        meeting=meeting,
        earlier=earlier,
        polls=[poll for poll in polls if poll not in earlier],
        asked=current,
        outcome=outcome_of(current_poll) if current_poll else None,
        written=texts_of(current_poll),
    )
    return {"polls": html}


def _poll_html(meeting: Meeting, name: str) -> str:
    current = poll_on(meeting)
    outcome = outcome_of(current.poll) if current and current.poll.is_shown else None
    return paint(
        name,
        meeting=meeting,
        asked=current,
        said=_announcement(current.poll, outcome) if current else "",
        said_now=_progress(current) if current else "",
        steps=SCALE,
        fields=f"meetings/parts/ballots/{current.poll.kind}.html" if current else "",
        fields_of_words=range(1, 1 + _most_words(current.poll)) if current else (),
        outcome=outcome,
    )


def _announcement(poll: Poll, outcome: Outcome | None) -> str:
    """Say the text that screen readers hear when the question changes state."""
    if poll.state == Poll.State.OPEN:
        return _("Vraag open: %(question)s") % {"question": poll.question}
    if outcome is None:
        return _("Vraag gesloten: %(question)s") % {"question": poll.question}
    if outcome.remark:
        return _("De uitkomst staat er. Valt op: %(remark)s") % {"remark": outcome.remark}
    return _("De uitkomst staat er: %(question)s") % {"question": poll.question}


def _progress(current: PollOnScreen) -> str:
    """Say how many people answered, while the question is open."""
    if current.poll.state != Poll.State.OPEN:
        return ""
    counts = {"n": current.n_votes, "people": current.n_people}
    return _("%(n)s van %(people)s deelnemers stemden.") % counts


def _most_words(poll: Poll) -> int:
    return int(poll.settings.get("most") or MOST_WORDS)
