"""Questions from the audience, hands, and signs that float by."""

from deelgenoot_web.meetings.gestures import NAMES
from deelgenoot_web.meetings.models import Group, Meeting, Question
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.queries.questions import OPEN, hands_of, questions_of


def questions(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the questions that all may read, with the buttons to vote them up."""
    readable = questions_of(meeting, (*OPEN, Question.State.ANSWERED))
    html = paint(
        "questions",
        meeting=meeting,
        questions=[one for one in readable if one.question.state in OPEN],
        answered=[one for one in readable if one.question.state not in OPEN],
    )
    return {"questions": html}


def gestures(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the buttons of the signs that float over the large screen, where they are on."""
    is_on = meeting.has_gestures and meeting.state == Meeting.State.OPEN and not meeting.closed_at
    return {"gestures": paint("gestures", meeting=meeting, kinds=NAMES.items()) if is_on else ""}


def desk(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint all questions with their buttons, and whose hand is up."""
    return {
        "desk-questions": paint("desk_questions", meeting=meeting, questions=questions_of(meeting)),
        "hands": _hands(meeting, None),
    }


def hands(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint whose hand is up, with the buttons that lower them."""
    return {"hands": _hands(meeting, None)}


def group_hands(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint whose hand is up in this group, for its leader."""
    return {"group-hands": _hands(meeting, group)}


def _hands(meeting: Meeting, group: Group | None) -> str:
    return paint("hands", meeting=meeting, hands=hands_of(meeting, group))
