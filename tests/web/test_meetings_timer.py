"""A question with a clock: it closes by itself, by the clock of the server."""

from datetime import timedelta
from queue import Queue
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions import joining, polls
from deelgenoot_web.meetings.actions.votes import record
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.forms.rows import PollForm
from deelgenoot_web.meetings.models import LogEvent, LogLine, Meeting, Participant, Poll
from deelgenoot_web.site.timekeeper import PATIENCE, Timekeeper

NOW = small.NOW


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


@pytest.fixture
def poll(meeting: Meeting) -> Poll:
    return Poll.objects.create(
        meeting=meeting,
        position=90,
        kind="choice",
        question="Wat eerst?",
        options=["Wonen", "Werk"],
        seconds=60,
    )


def _put(poll: Poll, now: Any = NOW) -> Poll:
    polls.put_to_vote(by=small.person(), poll=poll, now=now)
    poll.refresh_from_db()
    return poll


def _cast(poll: Poll, by: Participant) -> Any:
    [outcome] = record([Ballot(poll.meeting_id, poll.pk, by.pk, 0)])
    return outcome.refusal


def test_the_clock_begins_when_the_question_is_put_and_closes_it_at_its_moment(poll: Poll) -> None:
    _put(poll)
    assert poll.closes_at == NOW + timedelta(seconds=60)
    assert polls.close_due(NOW + timedelta(seconds=59)) == NOW + timedelta(seconds=60)
    poll.refresh_from_db()
    assert poll.state == "open"

    assert polls.close_due(NOW + timedelta(seconds=60)) is None
    closed = Poll.objects.get(pk=poll.pk)
    assert (closed.state, closed.secret, closed.closes_at) == ("closed", None, None)
    line = LogLine.objects.latest("pk")
    assert (line.event, line.person) == (LogEvent.POLL_TIME_OVER, None)


def test_a_vote_after_its_time_is_refused_also_where_nobody_closed_it_yet(poll: Poll) -> None:
    voter = joining.join_registered(registration=small.registered(poll.meeting, 1))
    _put(poll, timezone.now() - timedelta(seconds=59))
    assert _cast(poll, voter) is None
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(milliseconds=1))
    assert _cast(poll, voter) == "closed"
    assert poll.votes.count() == 1


def test_time_is_added_to_what_is_left_and_the_clock_can_be_stopped(poll: Poll) -> None:
    _put(poll)
    by, later = small.person(), NOW + timedelta(seconds=50)
    polls.give_time(by=by, poll=poll, seconds=30, now=later)
    poll.refresh_from_db()
    assert poll.closes_at == NOW + timedelta(seconds=90)
    assert poll.lasts == 90

    for _ in range(2):
        polls.stop_time(by=by, poll=poll)
    assert LogLine.objects.filter(event=LogEvent.POLL_UNTIMED).count() == 1
    assert polls.close_due(NOW + timedelta(hours=1)) is None
    poll.refresh_from_db()
    assert (poll.state, poll.lasts) == ("open", 0)

    polls.give_time(by=by, poll=poll, seconds=60, now=later)
    poll.refresh_from_db()
    assert poll.closes_at == later + timedelta(seconds=60)


def test_a_question_taken_back_and_a_copy_of_it_have_no_moment_but_keep_their_time(
    poll: Poll,
) -> None:
    _put(poll)
    assert polls.take_back(by=small.person(), poll=poll)
    poll.refresh_from_db()
    assert (poll.state, poll.closes_at, poll.seconds) == ("draft", None, 60)
    polls.close(by=small.person(), poll=_put(poll), now=NOW)
    again = polls.ask_again(by=small.person(), poll=poll)
    assert (again.seconds, again.closes_at) == (60, None)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"seconds": ""}, None),
        ({"seconds": "120"}, 120),
        ({"seconds": "0", "own_seconds": "45"}, 45),
        ({"seconds": "60", "own_seconds": "45"}, 60),
    ],
)
def test_the_form_takes_a_time_from_the_list_or_an_own_one(
    typed: dict[str, str], stored: int | None
) -> None:
    form = PollForm("text", {"question": "Wat nu?", **typed})
    assert form.is_valid(), form.errors
    assert form.values()["seconds"] == stored


@pytest.mark.parametrize("own", ["", "4", "3601"])
def test_an_own_time_is_a_number_within_bounds(own: str) -> None:
    form = PollForm("text", {"question": "Wat nu?", "seconds": "0", "own_seconds": own})
    assert list(form.errors) == ["own_seconds"]


def test_an_own_time_stands_in_the_form_again() -> None:
    form = PollForm("text", initial={"question": "Wat nu?", "seconds": 45})
    assert (form["seconds"].value(), form["own_seconds"].value()) == (0, 45)


def test_phone_screen_and_presenter_show_until_when_and_the_presenter_gives_time(
    meeting: Meeting, poll: Poll, page: Visitor
) -> None:
    page.client.force_login(small.person())
    _put(poll, timezone.now())
    for name in ("stage", "present", "desk"):
        found: Any = page(reverse(f"meetings:{name}", args=[meeting.slug]))
        assert found.select_one(".timer__clock")["data-lasts"] == "60"
        assert "sluit om" in found.select_one(".timer__until").text
    drive = reverse("meetings:drive_poll", args=[meeting.slug, poll.pk])
    page.client.post(drive, {"do": "longer", "back": "present"})
    poll.refresh_from_db()
    assert poll.lasts == 90
    page.client.post(drive, {"do": "untimed", "back": "present"})
    poll.refresh_from_db()
    assert poll.closes_at is None


def test_the_timekeeper_closes_at_once_what_fell_due_and_waits_for_the_next_moment() -> None:
    moments: Queue[Any] = Queue()
    after: list[timedelta | None] = [timedelta(seconds=0.05), None, None]

    def close(now: Any) -> Any:
        moments.put(now)
        wait = after.pop(0)
        return wait and now + wait

    keeper = Timekeeper(close)
    keeper.start()
    first, second = moments.get(timeout=2), moments.get(timeout=2)
    assert 0.04 < (second - first).total_seconds() < PATIENCE / 2
    bell.tell(1, (bell.CLOCK,))  # somebody gave a question time
    moments.get(timeout=2)
    keeper.stop()
    assert not keeper.is_alive()
