"""A group that is joined to another brings all that is theirs, and takes it back when they part."""

from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from tests.web import small_meeting as small
from tests.web.postgres import apart
from tests.web.visitor import Visitor

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions import (
    board,
    calls,
    groups,
    harvest,
    joining,
    moving,
    registration,
    together,
)
from deelgenoot_web.meetings.actions.harvest import HarvestText, Top
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.models import (
    N_DOTS,
    Card,
    Comment,
    Dot,
    Group,
    Harvest,
    Meeting,
    Participant,
    Poll,
    Registration,
    Role,
    Stack,
    Vote,
)
from deelgenoot_web.meetings.queries.admission import admit
from deelgenoot_web.meetings.queries.board import CardOnBoard, board_of
from deelgenoot_web.meetings.queries.harvest import harvests_of
from deelgenoot_web.meetings.queries.mine import mine
from deelgenoot_web.meetings.queries.outcomes import outcome_of
from deelgenoot_web.meetings.queries.report import report_of
from deelgenoot_web.meetings.queries.room import rooms_of
from deelgenoot_web.meetings.rules import may_facilitate
from deelgenoot_web.meetings.tickets import Ticket

pytestmark = pytest.mark.django_db
IDEA = Card.Kind.IDEA


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


@pytest.fixture
def joined(meeting: Meeting) -> Group:
    """The small group."""
    return meeting.groups.get(archetype="stad-in-transitie")


@pytest.fixture
def target(meeting: Meeting) -> Group:
    """The group where its people land."""
    return meeting.groups.get(archetype="centrumstad-met-uitdagingen")


@pytest.fixture
def one(meeting: Meeting, joined: Group) -> Participant:
    """Of the small group."""
    found = joining.join_registered(registration=small.registered(meeting, 1))
    assert found.group == joined
    return found


@pytest.fixture
def host(target: Group) -> Participant:
    """Of the other."""
    return Participant.objects.create(meeting=target.meeting, name="Deelnemer 9", group=target)


def _card(by: Participant, text: str, kind: Card.Kind = IDEA) -> Card:
    by.refresh_from_db()
    assert by.group
    return board.add(by=by, group=by.group, card_id=uuid4(), kind=kind, text=text)


def _dot(by: Participant, card: Card) -> None:
    board.give_dot(by=by, card=card, dot_id=uuid4())


def _join(joined: Group, target: Group) -> None:
    together.join(by=small.person(), group=joined, into=target)
    joined.refresh_from_db()


def _part(joined: Group) -> None:
    joined.refresh_from_db()
    together.part(by=small.person(), group=joined)
    joined.refresh_from_db()


def _cards_by_text(group: Group) -> dict[str, CardOnBoard]:
    """What lies open on a board, by its text."""
    columns = board_of(Group.objects.get(pk=group.pk)).columns
    cards = [one for column in columns for pile in column.piles for one in pile.cards]
    assert len({one.card.text for one in cards}) == len(cards), "nothing lies there twice"
    return {one.card.text: one for one in cards}


def _all_of(*groups: Group) -> object:
    """Everything on the boards, by key: where it lies and with what."""
    return (
        list(
            Card.objects.filter(group__in=groups)
            .order_by("pk")
            .values_list("pk", "group", "stack__title", "merged_into", "is_hidden", "came_from")
        ),
        list(Comment.objects.order_by("pk").values_list("pk", "card", "text")),
        list(Dot.objects.order_by("pk").values_list("pk", "card", "participant")),
        list(Participant.objects.order_by("pk").values_list("pk", "group", "came_from")),
        list(Registration.objects.order_by("pk").values_list("pk", "group", "is_placed_by_hand")),
    )


def test_cards_go_along_with_their_comments_dots_and_headings_and_say_where_they_come_from(
    joined: Group, target: Group, one: Participant, host: Participant
) -> None:
    theirs, own = _card(one, "Zorg"), _card(host, "Werk")
    board.comment(by=one, card=theirs, comment_id=uuid4(), text="Bij ons")
    _dot(one, theirs)
    board.stack(by=one, group=joined, card=theirs, title="Samen")
    board.stack(by=host, group=target, card=own, title="Samen")

    _join(joined, target)

    lies = _cards_by_text(target)["Zorg"]
    assert [comment.text for comment in lies.comments] == ["Bij ons"]
    assert (lies.n_dots, lies.card.author, lies.card.came_from) == (1, one, joined)
    [pile] = board_of(target).columns[3].piles
    assert (pile.title, [pin.card.text for pin in pile.cards]) == ("Samen", ["Werk", "Zorg"])
    assert Stack.objects.count() == 1
    assert not joined.cards.exists()
    assert mine(one)["dots"] == {"given": [str(theirs.pk)], "left": N_DOTS - 1, "free": True}


def test_nobody_has_more_dots_to_give_after_joining(
    joined: Group, target: Group, one: Participant, host: Participant
) -> None:
    cards = [_card(one, text) for text in ("Een", "Twee")]
    for card in (*cards, cards[0]):
        _dot(one, card)
    own = _card(host, "Werk")
    _join(joined, target)
    with pytest.raises(board.NoDotsLeftError):
        _dot(one, own)
    board.take_dot(by=one, card=cards[0])
    _dot(one, own)
    assert {text: pin.n_dots for text, pin in _cards_by_text(target).items() if pin.n_dots} == {
        "Een": 1,
        "Twee": 1,
        "Werk": 1,
    }


def test_an_opgave_that_both_had_is_one_card_with_the_dots_and_the_figures_of_both(
    joined: Group, target: Group, one: Participant, host: Participant
) -> None:
    for group in (joined, target):
        board.lay_out(group=group)
    shared = set(joined.cards.values_list("text", flat=True)) & set(
        target.cards.values_list("text", flat=True)
    )
    text = min(shared)
    for who, group in ((one, joined), (host, target)):
        _dot(who, group.cards.get(text=text))
    board.comment(
        by=one, card=joined.cards.get(text=text), comment_id=uuid4(), text="Bij ons in de wijk"
    )
    before = [card.text for card in target.cards.all()]

    _join(joined, target)

    cards = _cards_by_text(target)
    assert [card for card in cards if card in before] == before, "what lay there stays where it lay"
    assert (cards[text].n_dots, len(cards[text].comments), cards[text].merged_cards) == (2, 1, ())
    assert len(cards[text].evidence) == 2
    assert all(pin.evidence for pin in cards.values())
    assert {pin.card.came_from for name, pin in cards.items() if name not in before} == {joined}


def test_parting_at_once_leaves_everything_as_it_was(
    joined: Group, target: Group, one: Participant, host: Participant
) -> None:
    for group in (joined, target):
        board.lay_out(group=group)
    known = joined.cards.filter(text__in=target.cards.values("text"))[0]
    extra, hidden, headed = (_card(one, text) for text in ("Zorg", "Onaardig", "Wonen"))
    board.merge(by=small.person(), card=extra, into=known)
    board.hide(by=small.person(), card=hidden, is_hidden=True)
    board.stack(by=one, group=joined, card=headed, title="Samen")
    for card in (known, extra, headed):
        board.comment(by=host, card=card, comment_id=uuid4(), text="Ja")
        _dot(one, card)
    _dot(host, _card(host, "Werk"))
    Registration.objects.update(is_placed_by_hand=True)
    before = _all_of(joined, target)

    _join(joined, target)
    assert _all_of(joined, target) != before
    _part(joined)

    assert _all_of(joined, target) == before


def test_parting_gives_each_its_own_cards_and_dots_that_would_be_lost_come_back(
    joined: Group, target: Group, one: Participant, host: Participant
) -> None:
    old, own = _card(one, "Van ons"), _card(host, "Van hen")
    _join(joined, target)
    since = _card(one, "Samen bedacht, door ons")
    _card(host, "Samen bedacht, door hen")
    for card in (old, own, since):
        _dot(one, card)
        _dot(host, card)

    _part(joined)

    cards = Card.objects.filter(challenge_id="")
    assert set(cards.filter(group=joined).values_list("text", flat=True)) == {old.text, since.text}
    assert set(cards.filter(group=target).values_list("text", flat=True)) == {
        "Van hen",
        "Samen bedacht, door hen",
    }
    assert set(mine(one)["dots"]["given"]) == {str(old.pk), str(since.pk)}
    assert mine(host)["dots"]["given"] == [str(own.pk)]
    assert [mine(who)["dots"]["left"] for who in (one, host)] == [1, 2]
    assert all(pin.evidence for pin in _cards_by_text(joined).values() if pin.card.challenge_id)
    assert all(pin.evidence for pin in _cards_by_text(target).values() if pin.card.challenge_id)


def test_a_board_that_only_one_had_is_laid_out_for_both(joined: Group, target: Group) -> None:
    board.lay_out(group=joined)
    _join(joined, target)
    both = _cards_by_text(target)
    assert {pin.card.came_from for pin in both.values()} == {joined, None}
    assert all(pin.evidence for pin in both.values())
    _part(joined)
    for group in (joined, target):
        assert _cards_by_text(group)
        assert all(len(pin.evidence) == 1 for pin in _cards_by_text(group).values())


def test_a_board_that_nobody_began_is_laid_out_for_neither(joined: Group, target: Group) -> None:
    _join(joined, target)
    assert not Card.objects.exists()


def test_cards_stay_visible_when_their_twin_is_hidden_or_lies_with_another(
    joined: Group, target: Group, one: Participant
) -> None:
    by = small.person()
    for group in (joined, target):
        board.lay_out(group=group)
    first, second, *_ = joined.cards.filter(text__in=target.cards.values("text"))
    board.hide(by=by, card=target.cards.get(text=first.text), is_hidden=True)
    elsewhere = target.cards.exclude(text__in=[first.text, second.text])[0]
    board.merge(by=by, card=target.cards.get(text=second.text), into=elsewhere)
    for card in (first, second):
        _dot(one, card)

    _join(joined, target)

    cards = _cards_by_text(target)
    assert (cards[first.text].n_dots, cards[elsewhere.text].n_dots) == (1, 1)


def test_groups_that_were_joined_earlier_come_along_and_part_one_by_one(
    meeting: Meeting, joined: Group, target: Group, one: Participant
) -> None:
    third = meeting.groups.exclude(pk__in=[joined.pk, target.pk])[0]
    _card(one, "Van de eerste")
    _join(joined, third)
    _card(Participant.objects.create(meeting=meeting, name="D", group=third), "Van de derde")
    _join(third, target)
    assert {"Van de eerste", "Van de derde"} <= set(_cards_by_text(target))
    _part(joined)
    assert "Van de eerste" in _cards_by_text(joined)
    assert "Van de derde" in _cards_by_text(target)


def test_who_came_in_by_the_code_or_was_placed_by_hand_goes_back_too(
    meeting: Meeting, joined: Group, target: Group
) -> None:
    Meeting.objects.update(may_walk_in=True)
    meeting.refresh_from_db()
    walked, by = joining.walk_in(meeting=meeting, name="A", gm_code=small.HEERLEN), small.person()
    placed = small.registered(meeting, 1, small.VEERE)
    registration.place(by=by, registration=placed, group=joined)
    stays = small.registered(meeting, 2, small.HEERLEN)
    _join(joined, target)
    late = joining.walk_in(meeting=meeting, name="B", gm_code=small.HEERLEN)
    assert late.group == target
    registration.place(by=by, registration=stays, group=target)

    _part(joined)

    for row in (walked, placed, stays, late):
        row.refresh_from_db()
    assert [row.group for row in (walked, placed, late, stays)] == [joined, joined, joined, target]


def test_who_came_in_by_the_code_and_was_placed_in_the_other_group_by_hand_stays_there(
    meeting: Meeting, joined: Group, target: Group
) -> None:
    Meeting.objects.update(may_walk_in=True)
    meeting.refresh_from_db()
    by, elsewhere = small.person(), meeting.groups.exclude(pk__in=[joined.pk, target.pk])[0]
    before, since, back = (
        joining.walk_in(meeting=meeting, name=name, gm_code=small.HEERLEN) for name in "ABC"
    )
    moving.move(by=by, participant=before, group=target)
    _join(joined, target)
    for group in (elsewhere, target):
        moving.move(by=by, participant=since, group=group)

    _part(joined)

    for row in (before, since, back):
        row.refresh_from_db()
    assert [row.group for row in (before, since, back)] == [target, target, joined]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL itself passes a ring on")
def test_the_rooms_hear_of_it_and_the_screens_of_who_is_moved_load_anew(
    joined: Group, target: Group, one: Participant, django_capture_on_commit_callbacks: object
) -> None:
    person = small.role(joined.meeting, Role.Kind.FACILITATOR, "g@voorbeeld.nl", joined)
    heard: list[str] = []
    bell.listen(lambda _meeting, topics: heard.extend(topics))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        _join(joined, target)
    assert {f"leads:{person.pk}", f"who:{one.pk}", f"cards:{target.pk}"} <= set(heard)


def test_more_screens_than_one_message_of_postgresql_holds_all_hear_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    screens = tuple(bell.of_people(range(10**6, 10**6 + 1000)))
    heard: list[str] = []
    bell.listen(lambda _meeting, topics: heard.extend(topics), to_own=True)
    with django_capture_on_commit_callbacks(execute=True):
        bell.ring(1, screens)
    assert set(heard) >= set(screens)


def test_who_leads_the_joined_group_leads_along_until_they_part(
    joined: Group, target: Group
) -> None:
    person = small.role(joined.meeting, Role.Kind.FACILITATOR, "g@voorbeeld.nl", joined)
    client, meeting = Client(), joined.meeting
    client.force_login(person)
    topics = (f"lead:{target.pk}", f"board:{target.pk}")
    ticket = Ticket(meeting.pk, topics, "nl", 0, person.pk, person.sign_in)
    rooms = [
        reverse("meetings:room", args=[meeting.slug, group.position + 1])
        for group in (joined, target)
    ]
    assert not may_facilitate(person, target)
    _join(joined, target)
    assert may_facilitate(person, target)
    assert admit([ticket]) == [True]
    assert client.get(rooms[0])["Location"] == rooms[1]
    assert client.get(rooms[1]).status_code == 200
    _part(joined)
    assert admit([ticket]) == [False]
    assert client.get(rooms[1])["Location"] == rooms[0]


def test_a_call_for_the_organiser_is_still_there_after_joining(
    joined: Group, target: Group
) -> None:
    calls.call(by=small.person(), group=joined)
    _join(joined, target)
    assert [room.group for room in rooms_of(joined.meeting) if room.call] == [target]


def test_what_reaches_a_group_just_after_it_was_joined_lands_where_its_people_are(
    joined: Group, target: Group, one: Participant
) -> None:
    known = Group.objects.get(pk=joined.pk)
    first = _card(one, "Eerste")
    other = Participant.objects.create(meeting=joined.meeting, name="C", group=target)
    late = small.registered(joined.meeting, 5)
    _join(joined, target)

    board.add(by=one, group=known, card_id=uuid4(), kind=IDEA, text="Te laat")
    board.stack(by=one, group=known, card=first, title="Kop")
    board.comment(by=one, card=first, comment_id=uuid4(), text="Ja")
    board.lay_out(group=known)
    moving.move(by=small.person(), participant=other, group=known)
    registration.place(by=small.person(), registration=late, group=known)

    assert {"Eerste", "Te laat"} <= set(_cards_by_text(target))
    assert not Card.objects.filter(group=known).exists()
    assert [pile.title for pile in board_of(target).columns[3].piles] == ["Kop", ""]
    assert not Registration.objects.filter(group=known).exists()
    assert not Participant.objects.filter(group=known).exists()


def _written(group: Group, *top: str, main_challenge: str = "", what_works: str = "") -> None:
    written = HarvestText(tuple(Top(text) for text in top), main_challenge, what_works, "")
    harvest.save(by=small.person(), group=group, words=written, version=0)


def test_what_the_joined_group_wrote_down_is_there_to_take_over_and_back_after_parting(
    page: Visitor, joined: Group, target: Group
) -> None:
    _written(joined, "Zorg", "Wonen", main_challenge="Van ons", what_works="Een loket")
    _written(target, "Werk", "Zorg", main_challenge="Van hen")
    _join(joined, target)
    page.client.force_login(small.role(target.meeting, Role.Kind.FACILITATOR, "g@b.nl", target))
    room = reverse("meetings:room", args=[target.meeting.slug, target.position + 1])
    left = page(room).select_one('[data-live="left"]')
    assert left is not None
    assert "Dit schreef Stad in transitie al op" in left.get_text()
    assert "Een loket" in left.get_text()
    kept = {"top1": "Werk", "top2": "Zorg", "main_challenge": "Van hen", "version": "1"}

    address = reverse("meetings:save_harvest", args=[target.meeting.slug, target.position + 1])
    page.client.post(address, kept | {"do": "theirs"})

    now = Harvest.objects.get(group=target)
    assert [line["text"] for line in now.top] == ["Werk", "Zorg", "Wonen"]
    assert (now.main_challenge, now.what_works) == ("Van hen", "Een loket")
    assert harvest.suggest(by=small.person(), meeting=target.meeting) == 0, "one room, one harvest"
    _part(joined)
    assert Harvest.objects.get(group=joined).main_challenge == "Van ons"


def test_what_a_joined_group_wrote_stands_for_the_room_while_that_wrote_nothing(
    meeting: Meeting, joined: Group, target: Group
) -> None:
    _written(joined, "Wonen", main_challenge="Van ons")
    other = meeting.groups.exclude(pk__in=[joined.pk, target.pk])[0]
    _written(other, "wonen")
    _join(joined, target)

    def brought() -> list[tuple[Group, str]]:
        found = harvests_of(meeting).groups
        rooms = report_of(meeting, for_organiser=True).rooms
        told = [one.harvest for one in rooms if one.harvest]
        assert told == [one.harvest for one in found if one.harvest]
        return [(one.group, one.top[0].text) for one in found if one.harvest]

    assert sorted(brought(), key=lambda one: one[1]) == [(target, "Wonen"), (other, "wonen")]
    assert harvest.suggest(by=small.person(), meeting=meeting) == 1
    [laid] = harvests_of(meeting).bundles
    assert {one.group for _entry, one, _text in laid.lines} == {target, other}
    _written(target, "Zorg")
    assert (target, "Zorg") in brought()


def test_the_board_says_of_which_cluster_figures_are_and_where_a_card_comes_from(
    page: Visitor, joined: Group, target: Group, one: Participant
) -> None:
    for group in (joined, target):
        board.lay_out(group=group)
    _card(one, "Zorg")
    page.client.force_login(small.person())
    room = reverse("meetings:room", args=[target.meeting.slug, target.position + 1])
    assert target.name not in str(page(room).select_one("#soort-challenge"))
    _join(joined, target)
    found = page(room)
    figures = [pin.get_text() for pin in found.select("#soort-challenge .pin__basis")]
    assert figures
    assert all(joined.name in words or target.name in words for words in figures)
    assert any(joined.name in words and target.name in words for words in figures)
    ideas = found.select_one("#soort-idea")
    assert ideas
    assert "Deelnemer 1 · uit Stad in transitie" in " ".join(ideas.text.split())


def test_the_report_says_from_which_group_a_card_came(
    page: Visitor, joined: Group, target: Group, one: Participant, host: Participant
) -> None:
    _card(one, "Zorg")
    _card(host, "Werk")
    _join(joined, target)
    page.client.force_login(small.person())
    address = f"/bijeenkomsten/{target.meeting.slug}/verslag/"

    rooms = page.client.get(f"{address}verslag.json").json()["groups"]
    shown = page(address).select("details .rows li")

    cards = {card["text"]: card["cameFrom"] for room in rooms for card in room["cards"]}
    assert (cards["Zorg"], cards["Werk"]) == (joined.name, "")
    lines = {" ".join(row.text.split()) for row in shown}
    assert {f"Zorg idee · uit {joined.name}", "Werk idee"} <= lines


def test_cards_that_were_read_before_their_groups_parted_are_not_merged(
    joined: Group, target: Group, one: Participant, host: Participant
) -> None:
    theirs, own = _card(one, "Van ons"), _card(host, "Van hen")
    _join(joined, target)
    for card in (theirs, own):
        card.refresh_from_db()
    _part(joined)
    with pytest.raises(ValueError, match="same board"):
        board.merge(by=small.person(), card=theirs, into=own)
    assert "Van ons" in _cards_by_text(joined)


def test_a_group_is_not_parted_from_another_than_was_seen(
    meeting: Meeting, joined: Group, target: Group
) -> None:
    elsewhere = meeting.groups.exclude(pk__in=[joined.pk, target.pk])[0]
    _join(joined, target)
    with pytest.raises(ChangedMeanwhileError):
        together.part(by=small.person(), group=joined, seen=str(elsewhere.pk))
    assert Group.objects.get(pk=joined.pk).joined_into == target


def test_who_is_placed_elsewhere_gets_the_dots_back(joined: Group, one: Participant) -> None:
    _dot(one, _card(one, "Zorg"))
    assert one.registration
    there = joined.meeting.groups.exclude(pk=joined.pk)[0]
    registration.place(by=small.person(), registration=one.registration, group=there)
    assert mine(one)["dots"]["left"] == N_DOTS


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_what_is_added_in_the_moment_of_joining_is_not_left_behind(
    joined: Group, target: Group, one: Participant
) -> None:
    late = small.registered(joined.meeting, 2)

    def add(text: str) -> None:
        board.add(by=one, group=joined, card_id=uuid4(), kind=IDEA, text=text)

    with ThreadPoolExecutor(3) as pool:
        with transaction.atomic():
            add("Net ervoor")
            moving_along = pool.submit(apart(lambda: _join(joined, target)))
            assert not wait([moving_along], timeout=0.3).done, "joining waits for the card"
        moving_along.result()
        _part(joined)
        with transaction.atomic():
            _join(joined, target)
            deeds = [
                pool.submit(apart(lambda: add("Net erna"))),
                pool.submit(apart(lambda: joining.join_registered(registration=late))),
            ]
            assert not wait(deeds, timeout=0.3).done, "the card waits for joining, and so do people"
        for deed in deeds:
            deed.result()
    assert {"Net ervoor", "Net erna"} <= set(_cards_by_text(target))
    assert set(joined.meeting.participants.values_list("group", flat=True)) == {target.pk}


def test_a_result_keeps_the_split_of_a_group_that_was_joined_since_it_voted(
    joined: Group, target: Group
) -> None:
    closed = Poll.State.CLOSED
    poll = Poll.objects.create(
        meeting=joined.meeting,
        position=99,
        kind=Poll.Kind.CHOICE,
        question="Waarheen?",
        options=["Noord", "Zuid"],
        state=closed,
        secret=None,
    )
    for number in range(12):
        group = (joined, target)[number % 2]
        Vote.objects.create(poll=poll, voter=str(number), group=group, value=number % 2)
    _join(joined, target)
    drawn = outcome_of(poll)
    assert drawn is not None
    assert [one.name for one in drawn.columns if one.n_votes] == [target.name, joined.name]
    [told] = report_of(joined.meeting, for_organiser=True).polls
    assert [name for name, _lines in told.groups] == [target.name, joined.name]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_groups_added_at_once_have_positions_of_their_own() -> None:
    meeting = small.made()

    def add(name: str) -> None:
        groups.add(by=small.person(), meeting=meeting, name=name)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            add("Een")
            later = pool.submit(apart(lambda: add("Twee")))
            assert not wait([later], timeout=0.3).done, "the second waits for the first"
        later.result()
    positions = list(meeting.groups.values_list("position", flat=True))
    assert positions == list(range(len(positions)))
