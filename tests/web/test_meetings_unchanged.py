"""What actions leave as it is, and what they refuse that no page offers."""

from uuid import uuid4

import pytest
from tests.web import small_meeting as small

from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings.actions import (
    calls,
    director,
    invitation,
    joining,
    mailing,
    polls,
    questions,
    report,
    rows,
    together,
)
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.models import LogEvent, LogLine, Meeting, Participant, Poll, Reaction

pytestmark = pytest.mark.django_db


def test_a_draft_that_is_called_off_tells_nobody_and_twice_is_once() -> None:
    meeting = small.made(is_open=False)
    for _ in range(2):
        meetings.call_off(by=small.person(), meeting=meeting, now=small.NOW)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == (Meeting.State.CANCELLED, 1)
    assert not Letter.objects.exists()


def test_a_row_that_is_gone_is_not_moved() -> None:
    poll = small.made().polls.all()[0]
    Poll.objects.filter(pk=poll.pk).delete()
    with pytest.raises(Poll.DoesNotExist):
        rows.move(by=small.person(), row=poll, step=1)


def test_a_group_is_joined_to_another_one_of_its_meeting_only() -> None:
    own, other = (meeting.groups.all()[0] for meeting in (small.made(), small.made()))
    for into in (own, other):
        with pytest.raises(ValueError, match="another one of the same meeting"):
            together.join(by=small.person(), group=own, into=into)


def test_a_group_that_is_alone_parts_from_nobody() -> None:
    group = small.made().groups.all()[0]
    together.part(by=small.person(), group=group)
    group.refresh_from_db()
    assert group.joined_into is None


def test_a_report_for_organisers_is_mailed_to_nobody() -> None:
    meeting = small.made()
    small.registered(meeting, 1)
    n_letters = Letter.objects.count()
    audience = Meeting.Audience.ORGANISERS
    report.publish(by=small.person(), meeting=meeting, audience=audience, now=small.NOW)
    assert Meeting.objects.get(pk=meeting.pk).report_for == audience
    assert Letter.objects.count() == n_letters


def _n_lines(event: LogEvent) -> int:
    return LogLine.objects.filter(event=event).count()


def test_a_call_is_answered_once() -> None:
    call = calls.call(by=small.person(), group=small.made().groups.all()[0])
    for _ in range(2):
        calls.answer(by=small.person(), call=call, now=small.NOW)
    assert LogLine.objects.get(event=LogEvent.CALL_ANSWERED).times == 1


def test_without_a_part_that_is_on_there_is_nothing_to_make_longer() -> None:
    meeting = small.made()
    director.add_minutes(by=small.person(), meeting=meeting, minutes=5, now=small.NOW)
    meeting.refresh_from_db()
    assert meeting.item_ends_at is None
    assert _n_lines(LogEvent.ITEM_TIMED) == 0


def test_with_many_unread_a_reaction_is_refused() -> None:
    meeting = small.made()
    Reaction.objects.bulk_create(
        Reaction(meeting=meeting, name=f"Lezer {number}", organisation="", text="Goed")
        for number in range(invitation.MOST_UNREAD)
    )
    with pytest.raises(invitation.TooManyUnreadError):
        invitation.react(meeting=meeting, name="Lezer", organisation="", text="Beter")
    assert meeting.reactions.count() == invitation.MOST_UNREAD


def test_nobody_walks_into_a_meeting_that_does_not_allow_it() -> None:
    meeting = small.made()
    Meeting.objects.filter(pk=meeting.pk).update(may_walk_in=False)
    meeting.refresh_from_db()
    with pytest.raises(joining.NoWalkInError):
        joining.walk_in(meeting=meeting, name="Deelnemer 1", gm_code="")
    assert not Participant.objects.exists()


def test_a_letter_to_nobody_is_no_letter() -> None:
    letter = mailing.Mailing("waiting", "Plaats", "Er is plaats.", "sleutel")
    assert mailing.mail(by=small.person(), meeting=small.made(), mailing=letter, now=small.NOW) == 0
    assert _n_lines(LogEvent.LETTER_SENT) == 0


def test_a_poll_that_is_open_is_not_opened_again() -> None:
    poll = small.made().polls.all()[0]
    for _ in range(2):
        polls.put_to_vote(by=small.person(), poll=poll, now=small.NOW)
    assert LogLine.objects.get(event=LogEvent.POLL_OPENED).times == 1


def test_a_question_of_another_meeting_is_not_voted_for() -> None:
    own, other = (
        Participant.objects.create(meeting=meeting, name="Deelnemer 1")
        for meeting in (small.made(), small.made())
    )
    question = questions.ask(by=other, question_id=uuid4(), text="Waarom?", with_name=False)
    with pytest.raises(ValueError, match="own meeting"):
        questions.upvote(by=own, question=question, wants=True)
    assert not question.upvotes.exists()
