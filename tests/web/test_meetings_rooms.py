"""What happens in the rooms: the script and its clock, calling the organiser, moving people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.web import small_meeting as small

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions import (
    board,
    calls,
    director,
    harvest,
    joining,
    moving,
    script,
    together,
)
from deelgenoot_web.meetings.models import Card, Group, Meeting, Participant, ProgrammeItem
from deelgenoot_web.meetings.queries.board import board_of
from deelgenoot_web.meetings.queries.mine import mine
from deelgenoot_web.meetings.queries.room import groups_item, rooms_of, script_of, table_of

pytestmark = pytest.mark.django_db
NOW = small.NOW


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


@pytest.fixture
def group(meeting: Meeting) -> Group:
    return meeting.groups.get(archetype="stad-in-transitie")


@pytest.fixture
def item(meeting: Meeting) -> ProgrammeItem:
    found = groups_item(meeting)
    assert found is not None
    return found


def _participant(group: Group, name: str = "Deelnemer 1") -> Participant:
    return Participant.objects.create(
        meeting=group.meeting, name=name, group=group, gm_code=small.HEERLEN
    )


def test_beginning_the_groups_starts_each_script_and_lays_out_each_board(
    meeting: Meeting, item: ProgrammeItem
) -> None:
    by = small.person()
    director.go_to(by=by, meeting=meeting, item=item, now=NOW)
    later = NOW + timedelta(minutes=2)
    plenary = meeting.programme.exclude(pk=item.pk).first()
    assert plenary is not None
    director.go_to(by=by, meeting=meeting, item=plenary, now=later)
    director.go_to(by=by, meeting=meeting, item=item, now=later)
    for group in meeting.groups.all():
        # Six minutes for the first step, and a clock that still runs goes on.
        assert (group.script_step, group.step_ends_at) == (0, NOW + timedelta(minutes=6))
        assert group.cards.exists()


def test_another_part_in_groups_begins_its_own_script_while_a_clock_still_runs(
    meeting: Meeting, group: Group, item: ProgrammeItem
) -> None:
    by = small.person()
    director.go_to(by=by, meeting=meeting, item=item, now=NOW)
    script.go_to(by=by, group=group, item=item, step=1, now=NOW)
    second = meeting.programme.create(
        position=9,
        kind=ProgrammeItem.Kind.GROUPS,
        title="Verder",
        minutes=20,
        script=[{"title": "Verder", "minutes": 20, "text": ""}],
    )
    director.go_to(by=by, meeting=meeting, item=second, now=NOW)
    group.refresh_from_db()
    assert (group.script_step, group.step_ends_at) == (0, NOW + timedelta(minutes=20))


def test_the_facilitator_goes_through_the_steps_and_gives_them_time(
    group: Group, item: ProgrammeItem
) -> None:
    by = small.person()
    script.go_to(by=by, group=group, item=item, step=1, now=NOW)
    script.add_minutes(by=by, group=group, minutes=2, now=NOW)
    group.refresh_from_db()
    assert group.step_ends_at == NOW + timedelta(minutes=11)
    shown = script_of(group, item)
    assert [(step.is_done, step.is_now) for step in shown.steps[:3]] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    late = NOW + timedelta(hours=1)
    script.add_minutes(by=by, group=group, minutes=2, now=late)
    script.go_to(by=by, group=group, item=item, step=99, now=late)
    group.refresh_from_db()
    assert (group.script_step, group.step_ends_at) == (1, late + timedelta(minutes=2))


def test_calling_twice_is_one_call_until_it_is_answered(meeting: Meeting, group: Group) -> None:
    by = small.person()
    first = calls.call(by=by, group=group)
    assert calls.call(by=by, group=group).pk == first.pk
    assert [room.call for room in rooms_of(meeting) if room.call] == [first]
    calls.answer(by=by, call=first, now=NOW)
    assert not [room.call for room in rooms_of(meeting) if room.call]
    assert calls.call(by=by, group=group).pk != first.pk


def test_who_is_moved_gets_the_dots_back_and_the_screens_load_anew(
    meeting: Meeting, group: Group, django_capture_on_commit_callbacks: object
) -> None:
    registration = small.registered(meeting, 1)
    one = joining.join_registered(registration=registration)
    card = board.add(by=one, group=group, card_id=uuid4(), kind=Card.Kind.IDEA, text="Zorg")
    board.give_dot(by=one, card=card, dot_id=uuid4())
    assert mine(one)["dots"] == {"given": [str(card.pk)], "left": 2, "free": True}
    other = meeting.groups.exclude(pk=group.pk)[0]
    heard: list[str] = []
    bell.listen(lambda _meeting, topics: heard.extend(topics))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        moving.move(by=small.person(), participant=one, group=other)

    one.refresh_from_db()
    registration.refresh_from_db()
    assert (one.group, registration.group, registration.is_placed_by_hand) == (other, other, True)
    assert mine(one)["dots"] == {"given": [], "left": 3, "free": True}
    assert {f"who:{one.pk}", f"room:{group.pk}", f"room:{other.pk}"} <= set(heard)


def test_nobody_is_moved_to_a_room_of_another_meeting(group: Group) -> None:
    one = _participant(group)
    elsewhere = small.made(by=small.person("ander@voorbeeld.nl")).groups.first()
    moving.move(by=small.person(), participant=one, group=elsewhere)
    one.refresh_from_db()
    assert one.group == group


def test_the_contact_list_is_for_who_registered(meeting: Meeting, group: Group) -> None:
    registration = small.registered(meeting, 1)
    one = joining.join_registered(registration=registration)
    moving.share_contact(by=one, shares=True)
    moving.share_contact(by=_participant(group), shares=True)
    registration.refresh_from_db()
    assert registration.shares_contact
    assert mine(Participant.objects.get(pk=one.pk))["contact"] is True


def test_the_table_shows_who_is_there_and_who_is_still_expected(
    meeting: Meeting, group: Group
) -> None:
    joining.join_registered(registration=small.registered(meeting, 1))
    small.registered(meeting, 2, "GM1883")
    _participant(group, "Deelnemer 0")
    table = table_of(group)
    assert [(seat.municipality, seat.names) for seat in table.seats] == [
        ("Heerlen", ("Deelnemer 0", "Deelnemer 1"))
    ]
    assert (table.missing, table.n_people, table.n_municipalities) == (("Sittard-Geleen",), 2, 1)


def test_cards_move_only_when_they_are_sorted(group: Group) -> None:
    one = _participant(group)
    add = board.add
    cards = [
        add(by=one, group=group, card_id=uuid4(), kind=Card.Kind.CHALLENGE, text=text)
        for text in ("Eén", "Twee", "Drie")
    ]
    for number in (2, 2, 1):
        board.give_dot(by=one, card=cards[number], dot_id=uuid4())

    def order() -> list[str]:
        piles = board_of(group).columns[0].piles
        return [shown.card.text for pile in piles for shown in pile.cards]

    assert order() == ["Eén", "Twee", "Drie"]
    assert [top.text for top in harvest.most_dots(group)] == ["Drie", "Twee"]
    board.sort(by=small.person(), group=group)
    assert order() == ["Drie", "Twee", "Eén"]


def test_a_card_with_figures_shows_them_and_a_top_keeps_its_opgave(group: Group) -> None:
    board.lay_out(group=group)
    shown = board_of(group).columns[0].piles[0].cards[0]
    [evidence] = shown.evidence
    counts = evidence.counts
    assert 0 < counts.n_cluster <= counts.of_cluster
    assert counts.of_elsewhere > 0
    [known, own] = harvest.top_of(group, [shown.card.text, "Van onszelf", ""])
    assert (known.challenge_id, own.challenge_id) == (shown.card.challenge_id, "")


def test_a_group_that_is_joined_brings_the_opgaven_of_its_own_cluster(group: Group) -> None:
    by = small.person()
    other = group.meeting.groups.exclude(pk=group.pk).exclude(archetype="")[0]
    board.lay_out(group=group)
    before = [card.text for card in group.cards.all()]

    together.join(by=by, group=other, into=group)

    texts = [card.text for card in group.cards.all()]
    assert texts[: len(before)] == before, "cards that lay there stay where they lie"
    assert len(texts) > len(before)
    assert len(texts) == len(set(texts))
    cards = [shown for pile in board_of(group).columns[0].piles for shown in pile.cards]
    found = release().typology.cluster
    assert {one.letter for card in cards for one in card.evidence} == {
        found(group.archetype).letter,
        found(other.archetype).letter,
    }
    assert all(card.evidence for card in cards)
    assert max(len(card.evidence) for card in cards) == 2, "an opgave of both says so of both"


def test_a_heading_stands_where_its_first_card_lies_and_merged_cards_lie_with_it(
    group: Group,
) -> None:
    one, by = _participant(group), small.person()
    cards = [
        board.add(by=who, group=group, card_id=uuid4(), kind=Card.Kind.IDEA, text=text)
        for who, text in ((one, "Eén"), (by, "Twee"), (one, "Drie"), (one, "Vier"))
    ]
    for card in (cards[0], cards[2]):
        board.stack(by=one, group=group, card=card, title="Zorg")
    board.merge(by=by, card=cards[3], into=cards[1])
    ideas = board_of(group).columns[3]
    assert [(pile.title, [shown.card.text for shown in pile.cards]) for pile in ideas.piles] == [
        ("Zorg", ["Eén", "Drie"]),
        ("", ["Twee"]),
    ]
    assert [card.text for card in ideas.piles[1].cards[0].merged_cards] == ["Vier"]
    assert cards[1].author is None


def test_the_overview_asks_as_much_for_one_room_as_for_seven(
    meeting: Meeting, group: Group, django_assert_num_queries: object
) -> None:
    for room in meeting.groups.all():
        _participant(room)
    with django_assert_num_queries(6):  # type: ignore[operator]
        rooms = rooms_of(meeting)
    assert [(room.number, room.n_people) for room in rooms] == [(n, 1) for n in range(1, 8)]
