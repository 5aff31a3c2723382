"""Cards that several people change at once, dots that are given once, merging and hiding."""

from uuid import UUID, uuid4

import pytest
from tests.web.small_meeting import made, person
from tests.web.visitor import Visitor

from deelgenoot_web.atlas.facts.opgaven import cluster_opgaven
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.actions import board
from deelgenoot_web.meetings.models import Card, Comment, Dot, Group, Participant, Stack
from deelgenoot_web.meetings.queries.board import board_of
from deelgenoot_web.meetings.queries.mine import mine

pytestmark = pytest.mark.django_db
IDEA = Card.Kind.IDEA


@pytest.fixture
def group() -> Group:
    return made().groups.get(archetype="stad-in-transitie")


@pytest.fixture
def one(group: Group) -> Participant:
    return Participant.objects.create(meeting=group.meeting, name="Deelnemer 1", group=group)


@pytest.fixture
def other(group: Group) -> Participant:
    return Participant.objects.create(meeting=group.meeting, name="Deelnemer 2", group=group)


def _card(by: Participant, text: str = "Zorg") -> Card:
    assert by.group
    return board.add(by=by, group=by.group, card_id=uuid4(), kind=IDEA, text=text)


def test_a_board_opens_with_the_opgaven_that_the_figures_show_here_once(group: Group) -> None:
    board.lay_out(group=group)
    board.lay_out(group=group)
    cluster = release().typology.cluster("stad-in-transitie")
    with_evidence = {one.challenge for one in cluster.challenges if one.n_cluster}
    laid = list(group.cards.values_list("challenge_id", flat=True))
    assert laid
    assert len(laid) == len(set(laid))
    assert set(laid) <= with_evidence
    shared_ids = [one.challenge for one in cluster.challenges if one.is_shared]
    assert laid[: len(shared_ids)] == shared_ids


def test_a_cluster_that_shares_little_has_enough_to_begin_with() -> None:
    """Voorstad shares nothing: what the research names comes first, then what half of it shows."""
    opgaven = cluster_opgaven(release(), release().typology.cluster("voorstad"))
    assert opgaven.commoner == ()
    first, *others = opgaven.to_discuss
    assert first.id == "profiteren-van-de-grote-stad"
    assert len(others) == 5
    assert all(opgaven.counts[one.id].n_cluster >= 4 for one in others)


@pytest.mark.parametrize(("archetype", "silent"), [("voorstad", ("Voorstad",)), ("werkstad", ())])
def test_a_board_says_of_which_cluster_the_figures_are_silent(
    page: Visitor, archetype: str, silent: tuple[str, ...]
) -> None:
    group = made().groups.get(archetype=archetype)
    board.lay_out(group=group)
    assert board_of(group).silent == silent
    page.client.force_login(person())
    room = page(f"/bijeenkomsten/{group.meeting.slug}/groep/{group.position + 1}/")
    assert len(room.select(".board__silent")) == len(silent)


def test_a_card_that_is_sent_twice_is_added_once(one: Participant, group: Group) -> None:
    for _ in range(2):
        board.add(by=one, group=group, card_id=UUID(int=1), kind=IDEA, text="Zorg")
    assert group.cards.count() == 1


def test_a_text_that_was_changed_while_its_answer_was_lost_is_kept_too_and_once(
    one: Participant, group: Group
) -> None:
    card, texts = UUID(int=1), ("Zorg", "Zorg dichtbij", "Zorg dichtbij", "Zorg")
    added = [board.add(by=one, group=group, card_id=card, kind=IDEA, text=t) for t in texts]
    assert sorted(group.cards.values_list("text", flat=True)) == ["Zorg", "Zorg dichtbij"]
    for text in texts:
        board.comment(by=one, card=added[0], comment_id=UUID(int=2), text=text)
    assert Comment.objects.count() == 2


def test_a_card_that_is_sent_again_after_an_edit_is_the_same_card(
    one: Participant, other: Participant, group: Group
) -> None:
    card = board.add(by=one, group=group, card_id=UUID(int=1), kind=IDEA, text="Zorg")
    board.edit(by=other, card=card, text="Zorg dichtbij", version=1)
    board.add(by=one, group=group, card_id=UUID(int=1), kind=IDEA, text="Zorg")
    assert [one.text for one in group.cards.all()] == ["Zorg dichtbij"]


def test_an_edit_of_an_older_text_is_refused_with_both_texts(
    one: Participant, other: Participant
) -> None:
    card = _card(one)
    board.edit(by=one, card=card, text="Zorg dichtbij", version=1)
    with pytest.raises(board.ConflictError) as refused:
        board.edit(by=other, card=card, text="Zorg thuis", version=1)
    assert (refused.value.theirs, refused.value.version) == ("Zorg dichtbij", 2)
    assert board.edit(by=other, card=card, text="Zorg dichtbij en thuis", version=2).version == 3


def test_an_edit_that_is_sent_twice_is_no_conflict_with_itself(one: Participant) -> None:
    card = _card(one)
    for _ in range(2):
        board.edit(by=one, card=card, text="Zorg dichtbij", version=1)
    assert (card.text, card.version) == ("Zorg dichtbij", 2)


def test_everybody_has_three_dots_and_may_give_two_to_one_card(one: Participant) -> None:
    first, second = _card(one), _card(one, "Werk")
    for card in (first, first, second):
        board.give_dot(by=one, card=card, dot_id=uuid4())
    with pytest.raises(board.NoDotsLeftError):
        board.give_dot(by=one, card=second, dot_id=uuid4())
    assert (first.dots.count(), second.dots.count()) == (2, 1)


def test_a_dot_that_is_sent_twice_is_given_once(one: Participant) -> None:
    card = _card(one)
    for _ in range(2):
        board.give_dot(by=one, card=card, dot_id=UUID(int=7))
    assert card.dots.count() == 1


def test_a_dot_that_is_taken_back_twice_over_a_bad_line_is_taken_once(one: Participant) -> None:
    card = _card(one)
    for _ in range(2):
        board.give_dot(by=one, card=card, dot_id=uuid4())
    for _ in range(2):
        board.take_dot(by=one, card=card, leaves=1)
    assert Dot.objects.count() == 1
    board.take_dot(by=one, card=card, leaves=0)
    assert not Dot.objects.exists()


def test_a_dot_that_is_taken_back_can_be_given_again(one: Participant) -> None:
    card = _card(one)
    for _ in range(3):
        board.give_dot(by=one, card=card, dot_id=uuid4())
    board.take_dot(by=one, card=card)
    board.give_dot(by=one, card=card, dot_id=uuid4())
    assert card.dots.count() == 3


def test_nobody_takes_a_dot_of_somebody_else(one: Participant, other: Participant) -> None:
    card = _card(one)
    board.give_dot(by=one, card=card, dot_id=uuid4())
    board.take_dot(by=other, card=card)
    assert card.dots.count() == 1


def test_a_merge_shows_comments_dots_and_earlier_merges_together(
    one: Participant, other: Participant, group: Group
) -> None:
    target, middle, small = _card(one), _card(one, "Zorgen"), _card(other, "De zorg")
    board.comment(by=one, card=middle, comment_id=uuid4(), text="Ja")
    board.give_dot(by=other, card=small, dot_id=uuid4())
    board.merge(by=person(), card=small, into=middle)
    board.merge(by=person(), card=middle, into=target)
    [shown] = board_of(group).columns[3].piles[0].cards
    assert (shown.card, shown.n_dots) == (target, 1)
    assert [one.text for one in shown.comments] == ["Ja"]
    assert {one.text for one in shown.merged_cards} == {"Zorgen", "De zorg"}
    board.take_dot(by=other, card=target)
    assert mine(other)["dots"]["given"] == []


def test_a_card_that_is_parted_again_takes_its_own_comments_and_dots_back(
    one: Participant, other: Participant, group: Group
) -> None:
    target, small = _card(one), _card(other, "De zorg")
    board.comment(by=one, card=small, comment_id=uuid4(), text="Ja")
    for card in (small, target):
        board.give_dot(by=other, card=card, dot_id=uuid4())
    board.merge(by=person(), card=small, into=target)
    assert mine(other)["dots"]["given"] == [str(target.pk)] * 2
    [both] = board_of(group).columns[3].piles[0].cards
    assert both.n_dots == 2
    board.part(by=person(), card=small)
    piles = board_of(group).columns[3].piles
    found = [(one.card.text, one.n_dots, len(one.comments)) for [one] in (p.cards for p in piles)]
    assert found == [("Zorg", 1, 0), ("De zorg", 1, 1)]


def test_a_card_is_not_merged_into_itself_nor_into_what_is_inside_it(one: Participant) -> None:
    target, inside = _card(one), _card(one, "Zorgen")
    board.merge(by=person(), card=inside, into=target)
    # Also by who read them before.
    for card, into in ((target, target), (target, inside)):
        with pytest.raises(ValueError, match="card"):
            board.merge(by=person(), card=card, into=into)


def test_cards_of_another_board_are_not_merged(one: Participant, group: Group) -> None:
    elsewhere = Card.objects.create(
        group=group.meeting.groups.get(archetype="voorstad"), text="Zorg"
    )
    with pytest.raises(ValueError, match="same board"):
        board.merge(by=person(), card=_card(one), into=elsewhere)


def test_hiding_a_card_gives_its_dots_back(one: Participant) -> None:
    card = _card(one)
    board.give_dot(by=one, card=card, dot_id=uuid4())
    board.hide(by=person(), card=card, is_hidden=True)
    assert not Dot.objects.filter(participant=one).exists()


def test_a_stack_that_loses_its_last_card_goes_away(one: Participant, group: Group) -> None:
    first, second = _card(one), _card(one, "Werk")
    for card, title in ((first, "Samen"), (second, "Samen"), (second, "Apart")):
        board.stack(by=one, group=group, card=card, title=title)
    assert set(Stack.objects.values_list("title", flat=True)) == {"Samen", "Apart"}
    board.stack(by=one, group=group, card=first, title="")
    assert set(Stack.objects.values_list("title", flat=True)) == {"Apart"}


def test_a_comment_that_is_sent_twice_stands_once(one: Participant) -> None:
    card = _card(one)
    for _ in range(2):
        board.comment(by=one, card=card, comment_id=UUID(int=3), text="Ja")
    assert Comment.objects.count() == 1
