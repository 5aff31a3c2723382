"""The board of a group: cards under their headings, each with its evidence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from deelgenoot.typology.published import SharedChallenge
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.meetings.models import Card, Comment, Dot, Group
from deelgenoot_web.meetings.placing import archetypes_of


@dataclass(frozen=True)
class CardEvidence:
    """In how many municipalities of the cluster, and of all others, the figures show an opgave."""

    name: str
    letter: str
    counts: SharedChallenge


Evidence = dict[str, list[CardEvidence]]
"""By opgave: what the figures of each cluster in the group say of it."""


@dataclass(frozen=True)
class CardOnBoard:
    """A card on the board, with the cards that were merged into it."""

    card: Card
    evidence: tuple[CardEvidence, ...]
    """From each cluster in the group that has the opgave; empty for a card without figures."""
    comments: tuple[Comment, ...]
    merged_cards: tuple[Card, ...]
    n_dots: int

    @property
    def dots(self) -> range:
        """A number for each dot, to draw them."""
        return range(self.n_dots)


@dataclass(frozen=True)
class Pile:
    """Cards under one heading; a card without a heading lies on a pile of its own, without one."""

    title: str
    cards: tuple[CardOnBoard, ...]


@dataclass(frozen=True)
class BoardColumn:
    """One of the four kinds."""

    kind: str
    name: str
    piles: tuple[Pile, ...]
    n_first: ClassVar = 5
    """Piles that whoever leads sees at once on a phone; the rest is folded."""

    @property
    def n_rest(self) -> int:
        """How many cards are folded there."""
        return sum(len(pile.cards) for pile in self.piles[self.n_first :])


@dataclass(frozen=True)
class Board:
    """All that lies on the board; the hidden things are for the leader only."""

    group: Group
    columns: tuple[BoardColumn, ...]
    cards: tuple[Card, ...]
    """The cards that lie open, to merge into."""
    headings: tuple[str, ...]
    hidden_cards: tuple[Card, ...]
    hidden_comments: tuple[Comment, ...]
    n_dots: int
    has_figures: bool
    """Whether there are opgaven with figures to lay out."""
    is_joined: bool
    """Whether several clusters talk here, so that figures name theirs."""
    silent: tuple[str, ...]
    """The clusters here of which no opgave speaks from the figures."""


def board_of(group: Group) -> Board:
    """Read the board, in a number of queries that does not grow with it."""
    every = list(group.cards.select_related("stack", "author", "came_from"))
    open_ones = [card for card in every if not card.is_hidden and card.merged_into_id is None]
    evidence = _evidence(group)
    on_board = _cards_on_board(group, evidence, every, open_ones)
    comments = Comment.objects.filter(card__group=group, is_hidden=True).select_related("card")
    clusters = archetypes_of(group)
    return Board(
        group=group,
        columns=tuple(
            BoardColumn(kind, str(name), _piles(one for one in on_board if one.card.kind == kind))
            for kind, name in Card.Kind.choices
        ),
        cards=tuple(open_ones),
        headings=tuple(group.stacks.values_list("title", flat=True)),
        hidden_cards=tuple(card for card in every if card.is_hidden),
        hidden_comments=tuple(comments),
        n_dots=sum(one.n_dots for one in on_board),
        has_figures=bool(clusters),
        is_joined=len(clusters) > 1,
        silent=_silent(evidence),
    )


def _cards_on_board(
    group: Group, evidence: Evidence, every: list[Card], open_ones: list[Card]
) -> list[CardOnBoard]:
    lies_with = {card.pk: card.merged_into_id or card.pk for card in every}
    cards_of_dots = Dot.objects.filter(card__group=group).values_list("card", flat=True)
    dots = Counter(lies_with[card] for card in cards_of_dots if card in lies_with)
    comments = Comment.objects.filter(card__group=group, is_hidden=False).select_related("author")
    placed_comments = [(lies_with.get(one.card_id), one) for one in comments]
    return [
        CardOnBoard(
            card=card,
            evidence=tuple(evidence.get(card.challenge_id, ())),
            comments=tuple(one for place, one in placed_comments if place == card.pk),
            merged_cards=tuple(one for one in every if _adds_words(one, card)),
            n_dots=dots[card.pk],
        )
        for card in open_ones
    ]


def _adds_words(other: Card, card: Card) -> bool:
    """Whether a card that was merged into another says something else: groups that were joined may
    each have had the same opgave."""
    theirs, own = (other.challenge_id, other.text), (card.challenge_id, card.text)
    is_copy = other.challenge_id and theirs == own
    return other.merged_into_id == card.pk and not is_copy


def _piles(cards: Iterable[CardOnBoard]) -> tuple[Pile, ...]:
    """Lay cards under their headings; a heading stands where its first card lies."""
    piles: dict[object, list[CardOnBoard]] = {}
    for entry in cards:
        piles.setdefault(entry.card.stack or entry.card.pk, []).append(entry)
    return tuple(
        Pile(of[0].card.stack.title if of[0].card.stack else "", tuple(of)) for of in piles.values()
    )


def _silent(evidence: Evidence) -> tuple[str, ...]:
    every = [one for of_opgave in evidence.values() for one in of_opgave]
    speaking = {one.name for one in every if one.counts.is_shared}
    return tuple(sorted({one.name for one in every} - speaking))


def _evidence(group: Group) -> Evidence:
    atlas = edition(group.meeting.study)
    evidence: Evidence = {}
    for archetype in archetypes_of(group):
        cluster = atlas.typology.cluster(archetype)
        name = atlas.words(cluster.name)
        for counts in cluster.challenges:
            if counts.n_cluster:
                own = CardEvidence(name, cluster.letter, counts)
                evidence.setdefault(counts.challenge, []).append(own)
    return evidence
