"""Questions from the audience, hands and applause."""

from django.template.loader import render_to_string

from deelgenoot_web.meetings.models import Group, Meeting, Poll, Question
from deelgenoot_web.meetings.queries.polls import poll_on
from deelgenoot_web.meetings.queries.questions import OPEN, hands_of, n_applauding, questions_of

_ON_STAGE = 5


def questions(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """What was asked and may be read by all, with the buttons of who finds it worth answering."""
    asked = questions_of(meeting, (*OPEN, Question.State.ANSWERED))
    shown = {
        "meeting": meeting,
        "questions": [one for one in asked if one.question.state in OPEN],
        "answered": [one for one in asked if one.question.state not in OPEN],
    }
    return {"questions": render_to_string("meetings/parts/questions.html", shown)}


def applause(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """How many people applaud now."""
    shown = {"n": n_applauding(meeting)}
    return {"applause": render_to_string("meetings/parts/applause.html", shown)}


def stage(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """The questions on top, when no poll or result asks for the screen."""
    asked = poll_on(meeting)
    is_free = asked is None or not (asked.poll.state == Poll.State.OPEN or asked.poll.is_shown)
    shown = {"questions": questions_of(meeting, OPEN)[:_ON_STAGE] if is_free else []}
    return {"stage-questions": render_to_string("meetings/parts/stage_questions.html", shown)}


def desk(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """All questions with what can be done with them, and whose hand is up."""
    shown = {"meeting": meeting, "questions": questions_of(meeting)}
    return {
        "desk-questions": render_to_string("meetings/parts/desk_questions.html", shown),
        "hands": _hands(meeting, None),
    }


def group_hands(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Whose hand is up in this group, for who leads it."""
    return {"group-hands": _hands(meeting, group)}


def _hands(meeting: Meeting, group: Group | None) -> str:
    shown = {"meeting": meeting, "hands": hands_of(meeting, group)}
    return render_to_string("meetings/parts/hands.html", shown)
