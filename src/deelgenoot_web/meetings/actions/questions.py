"""Questions from the audience, and the small signs people give."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.edits import decide
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import LogEvent, Participant, Question, Upvote

_HALL = ("hall", *bell.SHOW, "desk", "calls")
MOST_OPEN = 20
"""How many questions of one participant may wait at the same time."""
UNNAMED = Allowance(per_second=1 / 60, burst=MOST_OPEN)
"""How often one participant may ask without a name; in memory alone, so that no row says who."""


class TooManyError(Exception):
    """This participant has enough questions waiting."""


@transaction.atomic
def ask(*, by: Participant, question_id: UUID, text: str, with_name: bool) -> Question:
    """Ask a question. The same id with the same words again is the same question: sent twice it is
    asked once, also when there were enough already.

    Without a name nothing says who asked. Raises TooManyError.
    """
    before = Question.objects.filter(pk=question_id, meeting=by.meeting_id).first()
    if before and before.text == text:
        return before
    waiting = Question.objects.filter(meeting=by.meeting_id, state=Question.State.NEW)
    if with_name and waiting.filter(participant=by).count() >= MOST_OPEN:
        raise TooManyError
    if not with_name and UNNAMED.wait(by.pk):
        raise TooManyError
    question, _is_new = Question.objects.get_or_create(
        id=uuid5(question_id, text) if before else question_id,
        defaults={
            "meeting_id": by.meeting_id,
            "participant": by if with_name else None,
            "text": text,
        },
    )
    bell.ring(by.meeting_id, _HALL)
    return question


@transaction.atomic
def upvote(*, by: Participant, question: Question, wants: bool) -> None:
    """Find a question worth answering, or no longer; once each, however often it is said."""
    if question.meeting_id != by.meeting_id:
        msg = "a participant votes on questions of the own meeting"
        raise ValueError(msg)
    if wants:
        Upvote.objects.bulk_create(
            [Upvote(question=question, participant=by)], ignore_conflicts=True
        )
    else:
        Upvote.objects.filter(question=question, participant=by).delete()
    bell.ring(by.meeting_id, _HALL)


@transaction.atomic
def moderate(
    *, by: Person, question: Question, state: Question.State, seen: str | None = None
) -> None:
    """Show a question, mark it answered, or take it away.

    Raises ChangedMeanwhileError for one that is no longer as it was `seen`, nor as it would be.
    """
    decide(question, state, seen)
    log(by=by, event=LogEvent(f"question.{state}"), about=question.meeting)
    bell.ring(question.meeting_id, _HALL)


@transaction.atomic
def raise_hand(*, by: Participant, is_up: bool, now: datetime) -> None:
    """Put a hand up, or down. Up twice keeps the first time: who waits longest comes first."""
    own_row = Participant.objects.filter(pk=by.pk)
    if is_up:
        own_row.filter(hand_raised_at=None).update(hand_raised_at=now)
    else:
        own_row.update(hand_raised_at=None)
    bell.ring(by.meeting_id, _where(by))


@transaction.atomic
def lower_hand(*, by: Person, participant: Participant) -> None:
    """The one who leads lowers a hand that had its turn."""
    Participant.objects.filter(pk=participant.pk).update(hand_raised_at=None)
    log(by=by, event=LogEvent.HAND_LOWERED, about=participant.meeting)
    bell.ring(participant.meeting_id, _where(participant))


def _where(participant: Participant) -> list[str]:
    own = participant.group_id
    return [*_HALL, *([f"room:{own}", f"lead:{own}"] if own else [])]
