"""Answers shown while a question is open: no two pictures differ by fewer than five voters."""

from itertools import combinations
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web import small_meeting as small
from tests.web.raw import words
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.actions import director, joining, polls
from deelgenoot_web.meetings.actions.votes import record
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.disclosure import MINIMUM, n_to_show
from deelgenoot_web.meetings.forms.rows import PollForm
from deelgenoot_web.meetings.models import LogEvent, LogLine, Meeting, Participant, Poll
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.queries.clicker import Click
from deelgenoot_web.meetings.queries.outcomes import count_votes, live_outcome_of
from deelgenoot_web.meetings.queries.presenting import presenting_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll() -> Poll:
    meeting = small.made()
    poll = Poll.objects.create(
        meeting=meeting,
        position=90,
        kind="choice",
        question="Wat eerst?",
        options=["Wonen", "Werk"],
        is_live=True,
    )
    polls.put_to_vote(by=small.person(), poll=poll, now=timezone.now())
    return poll


def _people(poll: Poll, n: int) -> list[Participant]:
    return [
        joining.join_registered(registration=small.registered(poll.meeting, number))
        for number in range(n)
    ]


def _vote(poll: Poll, people: list[Participant], value: object) -> None:
    record([Ballot(poll.meeting_id, poll.pk, one.pk, value) for one in people])


def _values_on_screen(poll: Poll) -> list[int]:
    poll.refresh_from_db()
    return list(poll.live_values)


def test_five_are_shown_when_ten_voted_and_the_next_five_when_fifteen_did(poll: Poll) -> None:
    people = _people(poll, 16)
    _vote(poll, people[:9], 0)
    assert _values_on_screen(poll) == []
    assert live_outcome_of(poll) is None
    _vote(poll, people[9:10], 0)
    assert _values_on_screen(poll) == [0] * 5
    _vote(poll, people[10:14], 1)
    assert len(_values_on_screen(poll)) == 5
    _vote(poll, people[14:15], 1)
    assert len(_values_on_screen(poll)) == 10
    assert poll.votes.filter(is_counted=True).count() == 10


def test_a_changed_vote_shows_only_after_closing_and_nothing_is_left_of_who_was_shown(
    poll: Poll,
) -> None:
    people = _people(poll, 10)
    _vote(poll, people, 0)
    _vote(poll, people, 1)
    assert _values_on_screen(poll) == [0] * 5
    polls.close(by=small.person(), poll=poll, now=timezone.now())
    poll.refresh_from_db()
    assert poll.live_values == []
    assert not poll.votes.filter(is_counted=True).exists()
    assert poll.votes.filter(group=None).count() == 10
    tally = count_votes(poll)
    assert [(line.label, line.value) for line in tally.lines] == [("Wonen", 0), ("Werk", 10)]
    assert tally.by_group == {}


def test_the_large_screen_shows_them_in_the_order_of_the_question(
    page: Visitor, poll: Poll
) -> None:
    people = _people(poll, 10)
    page.client.force_login(small.person())
    address = f"/bijeenkomsten/{poll.meeting.slug}/scherm/"
    _vote(poll, people[:9], 1)
    assert page(address).select(".stage-live") == []
    _vote(poll, people[9:], 1)
    stage = page(address)
    rows = [words(one) for one in stage.select(".stage-live .grid tbody tr")]
    assert rows == ["Wonen 0%", "Werk 100%"]
    assert "Tussenstand van 5 antwoorden; 10 van 10" in words(stage.select_one(".stage-live"))
    page(f"/en/meetings/{poll.meeting.slug}/screen/")


def _seen(poll: Poll) -> tuple[str, Click | None]:
    """What is on, and what back does."""
    page = presenting_of(Meeting.objects.get(pk=poll.meeting_id))
    return page.now.scene, page.clicks.back


@pytest.mark.parametrize("closes", ["by hand", "by the clock"])
def test_answers_that_stood_on_the_large_screen_stay_when_the_question_closes(
    poll: Poll, closes: str
) -> None:
    by, now = small.person(), timezone.now()
    Meeting.objects.update(current_item=poll.meeting.programme.all()[0])
    _vote(poll, _people(poll, 10), 1)
    if closes == "by hand":
        polls.close(by=by, poll=poll, now=now)
    else:
        Poll.objects.filter(pk=poll.pk).update(closes_at=now)
        polls.close_due(now)
    assert _seen(poll) == ("result", Click("hide", poll))
    newest = LogLine.objects.all()[0]
    assert (newest.event, newest.person) == (
        (LogEvent.POLL_SHOWN, by) if closes == "by hand" else (LogEvent.POLL_SHOWN_IN_TIME, None)
    )
    parts = paint_parts(Meeting.objects.get(pk=poll.meeting_id), ["stage", "poll", "presenter"])
    assert "stage-poll--shown" in parts["stage-scene"]
    assert "100" in parts["poll"]
    assert "Toon de uitkomst" not in parts["presenter-keys"]
    polls.hide(by=by, poll=poll)
    assert _seen(poll) == ("closed", None)
    assert presenting_of(Meeting.objects.get(pk=poll.meeting_id)).forward == Click("show", poll)


def test_a_live_question_of_which_nothing_was_shown_and_an_evaluation_wait_for_who_shows_them(
    poll: Poll,
) -> None:
    by, now, people = small.person(), timezone.now(), _people(poll, 10)
    _vote(poll, people[:9], 1)
    polls.close(by=by, poll=poll, now=now)
    assert _seen(poll)[0] == "closed"
    again = polls.ask_again(by=by, poll=poll)
    polls.put_to_vote(by=by, poll=again, now=now)
    _vote(again, people, 1)
    Poll.objects.filter(pk=again.pk).update(purpose="evaluation")
    polls.close(by=by, poll=again, now=now)
    assert not Poll.objects.filter(is_shown=True).exists()


@pytest.mark.parametrize(
    ("kind", "value", "scene"), [("choice", 1, "result"), ("words", ["groen"], "closed")]
)
def test_ending_and_reopening_lets_the_result_follow_live_answers_as_closing_does(
    poll: Poll, kind: str, value: object, scene: str
) -> None:
    by, meeting = small.person(), poll.meeting
    Meeting.objects.update(current_item=meeting.programme.all()[0])
    Poll.objects.filter(pk=poll.pk).update(kind=kind)
    _vote(poll, _people(poll, 10), value)
    director.close(by=by, meeting=Meeting.objects.get(pk=meeting.pk), now=timezone.now())
    assert _seen(poll)[0] == "over"
    assert not Poll.objects.filter(is_shown=True).exists()
    director.reopen(by=by, meeting=Meeting.objects.get(pk=meeting.pk), now=timezone.now())
    assert _seen(poll)[0] == scene


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "words", "options": [], "settings": {"most": 1}},
        {"settings": {"right": [1]}},
    ],
    ids=["words that nobody read", "a quiz"],
)
def test_what_should_not_be_known_by_closing_alone_waits_for_who_shows_it(
    poll: Poll, asked: dict[str, Any]
) -> None:
    Meeting.objects.update(current_item=poll.meeting.programme.all()[0])
    Poll.objects.filter(pk=poll.pk).update(**asked)
    _vote(poll, _people(poll, 10), ["groen"] if "kind" in asked else 1)
    assert len(_values_on_screen(poll)) == MINIMUM
    polls.close(by=small.person(), poll=poll, now=timezone.now())
    assert _seen(poll)[0] == "closed"
    assert not Poll.objects.filter(is_shown=True).exists()


def test_another_question_that_is_put_takes_the_place_of_live_answers(poll: Poll) -> None:
    _vote(poll, _people(poll, 10), 1)
    other = polls.ask_again(by=small.person(), poll=poll)
    polls.put_to_vote(by=small.person(), poll=other, now=timezone.now())
    assert not Poll.objects.filter(is_shown=True).exists()
    assert _seen(poll)[0] == "question"


def test_a_word_of_a_live_cloud_is_taken_off_and_put_back_while_the_question_is_open(
    page: Visitor, poll: Poll
) -> None:
    Poll.objects.filter(pk=poll.pk).update(kind="words", options=[])
    page.client.force_login(small.person())
    people, desk = _people(poll, 15), f"/bijeenkomsten/{poll.meeting.slug}/regie/"

    def words_at_desk() -> list[str]:
        return [words(one) for one in page(desk).select(".moderated li")]

    def on_stage() -> str:
        return paint_parts(Meeting.objects.get(pk=poll.meeting_id), ["stage"])["stage-scene"]

    def press(do: str) -> None:
        [form] = page(desk).select(f".moderated form:has([value={do}])")
        stem = str(form.select("[name=stem]")[0]["value"])
        assert page.client.post(str(form["action"]), {"do": do, "stem": stem}).status_code == 302

    _vote(poll, people[:9], ["Rotwoord"])
    assert words_at_desk() == []
    _vote(poll, people[9:10], ["Rotwoord"])
    assert words_at_desk() == ["Rotwoord 5 Verberg: Rotwoord"]
    # What is not on the large screen yet is not at the desk either.
    _vote(poll, people[10:14], ["Groen"])
    assert words_at_desk() == ["Rotwoord 5 Verberg: Rotwoord"]
    press("hide")
    assert "Rotwoord" not in on_stage()
    _vote(poll, people[14:], ["Rotwoord"])
    assert "Rotwoord" not in on_stage()
    assert "Rotwoord" in " ".join(words_at_desk())
    press("back")
    assert "Rotwoord" in on_stage()
    assert page(desk).select(".merges") == []


@pytest.mark.parametrize(
    ("kind", "may"), [("choice", True), ("words", True), ("scale", False), ("matrix", False)]
)
def test_only_kinds_of_which_everybody_answers_all_can_be_live(kind: str, may: bool) -> None:
    assert ("is_live" in PollForm(kind).fields) is may
    assert "is_live" not in PollForm("text").fields


VOTES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2)), max_size=120)


@settings(max_examples=50, deadline=None)
@given(VOTES)
def test_any_two_pictures_differ_by_nobody_or_by_five_voters(
    votes: list[tuple[int, int]],
) -> None:
    """Voters come and change their vote in any order; the last picture is that after closing."""
    now: dict[int, int] = {}
    shown: dict[int, int] = {}
    pictures: list[dict[int, int]] = []
    for voter, value in votes:
        now[voter] = value
        waiting = [one for one in now if one not in shown]
        joining_now = waiting[: n_to_show(len(waiting), len(shown))]
        if joining_now:
            shown |= {one: now[one] for one in joining_now}
            pictures.append(dict(shown))
    for one, other in combinations([*pictures, now] if pictures else [], 2):
        differing = {who for who in one | other if one.get(who) != other.get(who)}
        assert len(differing) == 0 or len(differing) >= MINIMUM
