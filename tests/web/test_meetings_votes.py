"""Keeping votes: each once, only while the poll is open, and nobody's afterwards."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection, transaction
from tests.web import small_meeting as small
from tests.web.postgres import apart

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions import polls, votes
from deelgenoot_web.meetings.actions.votes import record
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.models import LogLine, Meeting, Participant, Poll, Vote
from deelgenoot_web.meetings.placing import group_for
from deelgenoot_web.meetings.queries.mine import mine
from deelgenoot_web.meetings.queries.outcomes import outcome_of
from deelgenoot_web.meetings.queries.polls import poll_on

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 11, 9, 30, tzinfo=UTC)


def test_a_vote_that_the_database_fails_is_counted_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_ballots: object) -> None:
        raise OperationalError

    monkeypatch.setattr(votes, "record", fail)
    before = votes.outcomes.copy()
    with pytest.raises(OperationalError):
        votes.cast(Ballot(1, 1, 1, 1))
    assert votes.outcomes - before == {"failed": 1}


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


@pytest.fixture
def poll(meeting: Meeting) -> Poll:
    made = Poll.objects.create(
        meeting=meeting,
        position=90,
        kind="choice",
        question="Wat eerst?",
        options=["Wonen", "Werk"],
    )
    polls.put_to_vote(by=small.person(), poll=made, now=NOW)
    made.refresh_from_db()
    return made


def _people(meeting: Meeting, n: int) -> list[Participant]:
    group = group_for(meeting, small.HEERLEN)
    return [
        Participant.objects.create(
            meeting=meeting, name=f"Deelnemer {i}", gm_code=small.HEERLEN, group=group
        )
        for i in range(n)
    ]


def _ballot(poll: Poll, participant: Participant, value: object) -> Ballot:
    return Ballot(poll.meeting_id, poll.pk, participant.pk, value)


def _refusals(*ballots: Ballot) -> list[str | None]:
    return [outcome.refusal for outcome in record(ballots)]


def test_each_vote_is_a_row_and_a_later_one_takes_its_place(meeting: Meeting, poll: Poll) -> None:
    one, two = _people(meeting, 2)

    first = record([_ballot(poll, one, 0), _ballot(poll, two, 1), _ballot(poll, one, 1)])
    second = record([_ballot(poll, two, 0)])

    assert [outcome.value for outcome in (*first, *second)] == [0, 1, 1, 0]
    assert sorted(Vote.objects.values_list("value", "group")) == [
        (0, two.group_id),
        (1, one.group_id),
    ]


def test_many_votes_take_as_many_questions_to_the_database_as_one(
    meeting: Meeting, poll: Poll, django_assert_num_queries: object
) -> None:
    people = _people(meeting, 40)
    for n in (1, 40):
        with django_assert_num_queries(6):  # type: ignore[operator]
            record([_ballot(poll, one, 0) for one in people[:n]])


def test_a_vote_counts_for_the_cluster_of_the_municipality_and_guests_stand_apart(
    meeting: Meeting, poll: Poll
) -> None:
    [one, *others] = _people(meeting, 5)
    elsewhere = group_for(meeting, small.ZUTPHEN)
    own = meeting.groups.create(position=30, name="Provincies")
    # Heerlen moved to the group of another cluster, Veere is outside the study, nobody knows where
    # from, and Veere again in a group of the organiser's own.
    codes = (small.HEERLEN, small.VEERE, "", small.VEERE)
    groups = (elsewhere, one.group, one.group, own)
    for person, code, group in zip(others, codes, groups, strict=True):
        Participant.objects.filter(pk=person.pk).update(gm_code=code, group=group)
    record([_ballot(poll, person, place % 2) for place, person in enumerate((one, *others))])
    counted = Counter(Vote.objects.values_list("group__name", flat=True))
    assert counted == {"Stad in transitie": 2, None: 2, "Provincies": 1}


def test_guests_have_a_column_of_their_own_from_five_on(meeting: Meeting, poll: Poll) -> None:
    people = _people(meeting, 10)
    guests = [person.pk for person in people[5:]]
    Participant.objects.filter(pk__in=guests).update(gm_code="")
    record([_ballot(poll, person, int(person.pk in guests)) for person in people])
    polls.close(by=small.person(), poll=poll, now=NOW)
    poll.refresh_from_db()
    outcome = outcome_of(poll)
    assert outcome
    *_clusters, last = outcome.columns
    assert (last.name, last.n_votes, last.letter) == ("Overige", 5, "")
    assert [(cell.label, cell.number) for cell in last.cells] == [("Werk", "100%"), ("Wonen", "0%")]
    assert "Overige" not in outcome.remark


def test_what_may_not_be_kept_is_refused_and_the_rest_is_kept(meeting: Meeting, poll: Poll) -> None:
    [one] = _people(meeting, 1)
    other = small.made()
    [stranger] = _people(other, 1)
    draft = Poll.objects.create(
        meeting=meeting, position=91, kind="choice", question="Later?", options=["Ja", "Nee"]
    )

    assert _refusals(
        _ballot(poll, one, 0),
        _ballot(poll, one, 9),
        _ballot(draft, one, 0),
        _ballot(poll, stranger, 0),
        Ballot(other.pk, poll.pk, stranger.pk, 0),
        Ballot(meeting.pk, poll.pk, 0, 0),
        Ballot(meeting.pk, 2**62, one.pk, 0),
    ) == [None, "unfit", "closed", "gone", "closed", "gone", "closed"]
    assert list(Vote.objects.values_list("value", flat=True)) == [0]


def test_after_closing_no_vote_comes_in_and_nobody_can_be_traced(
    meeting: Meeting, poll: Poll
) -> None:
    [one] = _people(meeting, 1)
    record([_ballot(poll, one, 1)])
    assert mine(one)["votes"] == {str(poll.pk): 1}

    polls.close(by=small.person(), poll=poll, now=NOW)

    assert _refusals(_ballot(poll, one, 0)) == ["closed"]
    poll.refresh_from_db()
    assert (poll.state, poll.secret, poll.closed_at) == ("closed", None, NOW)
    assert mine(one)["votes"] == {}
    assert list(poll.votes.values_list("value", flat=True)) == [1]


def test_after_closing_the_order_of_rows_is_not_that_of_arrival(
    meeting: Meeting, poll: Poll
) -> None:
    poll.kind = "text"
    poll.save()
    people = _people(meeting, 30)
    for place, one in enumerate(people):
        record([_ballot(poll, one, f"{place:02}")])
    arrived = [f"{place:02}" for place in range(30)]
    before = {row[0] for row in poll.votes.values_list("pk")}
    assert _as_stored() == arrived

    polls.close(by=small.person(), poll=poll, now=NOW)

    assert sorted(_as_stored()) == arrived
    # In the same order once in 30! times.
    assert _as_stored() != arrived
    rows = poll.votes.values_list("pk", "voter")
    assert not before & {pk for pk, _voter in rows}
    assert {voter for _pk, voter in rows} == {None}


def _as_stored() -> list[str]:
    """The values of all votes, in the order in which the database keeps its rows."""
    of_sqlite = "SELECT value FROM meetings_vote ORDER BY rowid"
    of_postgresql = "SELECT value FROM meetings_vote ORDER BY ctid"
    with connection.cursor() as cursor:
        cursor.execute(of_sqlite if connection.vendor == "sqlite" else of_postgresql)
        return [json.loads(value) for (value,) in cursor.fetchall()]


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ((6, 5), {0: 6, 1: 5}),
        ((6, 4), {None: 10}),  # four would be what is left of all but six
        ((7, 6, 3), {0: 7, None: 9}),
        ((3,), {None: 3}),
    ],
)
def test_after_closing_no_small_group_is_kept_apart(
    meeting: Meeting, poll: Poll, sizes: tuple[int, ...], kept: dict[int | None, int]
) -> None:
    members = {c.archetype: c.members[0] for c in release().typology.clusters}
    groups = list(meeting.groups.exclude(archetype=""))
    for place, size in enumerate(sizes):
        code = members[groups[place].archetype]
        for one in _people(meeting, size):
            Participant.objects.filter(pk=one.pk).update(gm_code=code)
            record([_ballot(poll, one, 0)])
    polls.close(by=small.person(), poll=poll, now=NOW)
    names = {group.pk: place for place, group in enumerate(groups)} | {None: None}
    counts = Counter(names[key] for (key,) in poll.votes.values_list("group"))
    assert counts == kept


def test_a_vote_in_a_meeting_without_groups_counts_for_none(meeting: Meeting, poll: Poll) -> None:
    [one] = _people(meeting, 1)
    meeting.participants.update(group=None)
    meeting.groups.all().delete()
    record([_ballot(poll, one, 0)])
    assert [vote.group_id for vote in poll.votes.all()] == [None]


def test_votes_of_one_person_have_another_name_in_each_poll(meeting: Meeting, poll: Poll) -> None:
    [one] = _people(meeting, 1)
    record([_ballot(poll, one, 0)])
    again = polls.ask_again(by=small.person(), poll=poll)
    polls.put_to_vote(by=small.person(), poll=again, now=NOW)
    record([_ballot(again, one, 0)])
    assert len(set(Vote.objects.values_list("voter", flat=True))) == 2


def test_putting_a_question_closes_the_one_that_was_open(meeting: Meeting, poll: Poll) -> None:
    again = polls.ask_again(by=small.person(), poll=poll)
    polls.put_to_vote(by=small.person(), poll=again, now=NOW)
    states = dict(Poll.objects.filter(pk__in=[poll.pk, again.pk]).values_list("pk", "state"))
    assert states == {poll.pk: "closed", again.pk: "open"}
    assert again.round_of == poll


def test_putting_a_question_that_was_put_before_leaves_the_running_vote(
    meeting: Meeting, poll: Poll
) -> None:
    by = small.person()
    again = polls.ask_again(by=by, poll=poll)
    polls.put_to_vote(by=by, poll=again, now=NOW)
    n_lines = LogLine.objects.count()
    polls.put_to_vote(by=by, poll=poll, now=NOW)
    again.refresh_from_db()
    assert (again.state, again.secret is None) == ("open", False)
    assert LogLine.objects.count() == n_lines


def test_asking_again_twice_makes_one_round(meeting: Meeting, poll: Poll) -> None:
    by = small.person()
    polls.close(by=by, poll=poll, now=NOW)
    again = polls.ask_again(by=by, poll=poll)
    assert polls.ask_again(by=by, poll=poll) == again, "while it is to be put"
    polls.put_to_vote(by=by, poll=again, now=NOW)
    assert polls.ask_again(by=by, poll=poll) == again, "while it is open"
    polls.close(by=by, poll=again, now=NOW)
    assert polls.ask_again(by=by, poll=poll) not in {poll, again}
    assert poll.later_rounds.count() == 2


def test_a_result_shows_only_when_closed_and_one_at_a_time(meeting: Meeting, poll: Poll) -> None:
    by = small.person()
    polls.show(by=by, poll=poll)
    poll.refresh_from_db()
    assert not poll.is_shown
    for one in _people(meeting, 5):
        record([_ballot(poll, one, 1)])
    again = polls.ask_again(by=by, poll=poll)
    polls.put_to_vote(by=by, poll=again, now=NOW)
    polls.show(by=by, poll=poll)
    polls.close(by=by, poll=again, now=NOW)
    polls.show(by=by, poll=again)

    assert list(Poll.objects.filter(is_shown=True)) == [again]
    again.refresh_from_db()
    poll.refresh_from_db()
    few, first = outcome_of(again), outcome_of(poll)
    assert few is not None
    assert few.everybody.cells == ()
    assert first is not None
    assert [(bar.label, bar.number, bar.width) for bar in first.everybody.cells] == [
        ("Werk", "100%", 100),
        ("Wonen", "0%", 0),
    ]
    polls.hide(by=by, poll=again)
    assert not Poll.objects.filter(is_shown=True).exists()


def test_a_result_does_not_come_back_when_the_next_question_closes(
    meeting: Meeting, poll: Poll
) -> None:
    by = small.person()
    polls.close(by=by, poll=poll, now=NOW)
    polls.show(by=by, poll=poll)
    again = polls.ask_again(by=by, poll=poll)
    polls.put_to_vote(by=by, poll=again, now=NOW)
    polls.close(by=by, poll=again, now=NOW.replace(hour=10))

    on = poll_on(meeting)
    assert on is not None
    assert (on.poll, on.poll.is_shown) == (again, False)


def test_the_poll_that_is_on_is_the_open_one_then_the_shown_one_then_the_last(
    meeting: Meeting, poll: Poll
) -> None:
    by = small.person()
    asked = poll_on(meeting)
    assert asked is not None
    assert asked.poll == poll
    again = polls.ask_again(by=by, poll=poll)
    polls.put_to_vote(by=by, poll=again, now=NOW)
    polls.close(by=by, poll=again, now=NOW.replace(hour=10))
    found = poll_on(meeting)
    assert found is not None
    assert found.poll == again
    polls.show(by=by, poll=poll)
    found = poll_on(meeting)
    assert found is not None
    assert found.poll == poll


def test_a_change_rings_after_the_commit(
    meeting: Meeting, poll: Poll, django_capture_on_commit_callbacks: object
) -> None:
    [one] = _people(meeting, 1)
    heard: list[tuple[int, tuple[str, ...]]] = []
    bell.listen(lambda meeting_id, topics: heard.append((meeting_id, topics)))
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            record([_ballot(poll, one, 0)])
            assert heard == []
            polls.close(by=small.person(), poll=poll, now=NOW)
    finally:
        bell._listeners.pop()
    # A vote rings the questions at the desk alone; what else changes there rings all of it.
    assert heard == [
        (meeting.pk, ("poll", "later:stage", "later:presenter", "later:tally")),
        (meeting.pk, ("hall", "poll", "stage", "presenter", "desk", "clock", "tally")),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_of_two_questions_put_at_once_the_later_one_is_open(meeting: Meeting) -> None:
    first, second = (
        Poll.objects.create(meeting=meeting, position=n, kind="open", question=f"Vraag {n}?")
        for n in (90, 91)
    )

    def put(poll: Poll) -> None:
        polls.put_to_vote(by=small.person(), poll=poll, now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            put(first)
            later = pool.submit(apart(lambda: put(second)))
            assert not wait([later], timeout=0.3).done, "the second waits for the first"
        later.result()
    assert [poll.state for poll in meeting.polls.filter(position__gte=90)] == ["closed", "open"]
