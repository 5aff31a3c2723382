"""What actions leave as it is, and what they refuse that no page offers."""

import pytest
from tests.web import small_meeting as small

from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.actions import report, rows, together
from deelgenoot_web.meetings.models import Meeting, Poll

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
