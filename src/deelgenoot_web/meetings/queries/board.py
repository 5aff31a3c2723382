"""The board of a group as it is shown: cards under their headings, each with its evidence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.meetings.models import Card, Comment, Dot, Group
from deelgenoot_web.meetings.placing import archetypes_of


@dataclass(frozen=True)
class CardEvidence:
    """In how many municipalities of the cluster, and of all others, the figures show an opgave."""

    name: str
    letter: str
    n: int
    of: int
    n_elsewhere: int
    of_elsewhere: int


@dataclass(frozen=True)
class CardOnBoard:
    """One card. A merged card is listed with the one that it went into."""

    card: Card
    evidence: tuple[CardEvidence, ...]
    """Of each cluster in the group that has it; empty for a card without figures."""
    comments: tuple[Comment, ...]
    merged: tuple[Card, ...]
    n_dots: int

    @property
    def dots(self) -> range:
        """One for each dot, to draw them."""
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


@dataclass(frozen=True)
class Board:
    """All that lies on the board; what is hidden is only for who leads."""

    group: Group
    columns: tuple[BoardColumn, ...]
    cards: tuple[Card, ...]
    """Those that lie open, to merge into."""
    headings: tuple[str, ...]
    hidden_cards: tuple[Card, ...]
    hidden_comments: tuple[Comment, ...]
    n_dots: int
    has_figures: bool
    """Whether there are opgaven with figures to lay out."""
    is_joined: bool
    """Whether several clusters talk here, so that figures say of which they are."""


def board_of(group: Group) -> Board:
    """The board, in a number of queries that does not grow with it."""
    every = list(group.cards.select_related("stack", "author", "came_from"))
    open_ones = [card for card in every if not card.is_hidden and card.merged_into_id is None]
    shown = _shown(group, every, open_ones)
    comments = Comment.objects.filter(card__group=group, is_hidden=True).select_related("card")
    clusters = archetypes_of(group)
    return Board(
        group=group,
        columns=tuple(
            BoardColumn(kind, str(name), _piles(one for one in shown if one.card.kind == kind))
            for kind, name in Card.Kind.choices
        ),
        cards=tuple(open_ones),
        headings=tuple(group.stacks.values_list("title", flat=True)),
        hidden_cards=tuple(card for card in every if card.is_hidden),
        hidden_comments=tuple(comments),
        n_dots=sum(one.n_dots for one in shown),
        has_figures=bool(clusters),
        is_joined=len(clusters) > 1,
    )


def _shown(group: Group, every: list[Card], open_ones: list[Card]) -> list[CardOnBoard]:
    evidence = _evidence(group)
    lies_with = {card.pk: card.merged_into_id or card.pk for card in every}
    given = Dot.objects.filter(card__group=group).values_list("card", flat=True)
    dots = Counter(lies_with[card] for card in given if card in lies_with)
    comments = Comment.objects.filter(card__group=group, is_hidden=False).select_related("author")
    said = [(lies_with.get(one.card_id), one) for one in comments]
    return [
        CardOnBoard(
            card=card,
            evidence=tuple(evidence.get(card.challenge_id, ())),
            comments=tuple(one for where, one in said if where == card.pk),
            merged=tuple(one for one in every if _adds_words(one, card)),
            n_dots=dots[card.pk],
        )
        for card in open_ones
    ]


def _adds_words(one: Card, card: Card) -> bool:
    """Whether a card that lies with another says something else: of two groups that were joined,
    each had the same opgaven."""
    is_copy = one.challenge_id and (one.challenge_id, one.text) == (card.challenge_id, card.text)
    return one.merged_into_id == card.pk and not is_copy


def _piles(cards: Iterable[CardOnBoard]) -> tuple[Pile, ...]:
    """A heading stands where its first card lies."""
    piles: dict[object, list[CardOnBoard]] = {}
    for one in cards:
        piles.setdefault(one.card.stack or one.card.pk, []).append(one)
    return tuple(
        Pile(of[0].card.stack.title if of[0].card.stack else "", tuple(of)) for of in piles.values()
    )


def _evidence(group: Group) -> dict[str, list[CardEvidence]]:
    shown = edition(group.meeting.study)
    found: dict[str, list[CardEvidence]] = {}
    for archetype in archetypes_of(group):
        cluster = shown.typology.cluster(archetype)
        name = shown.words(cluster.name)
        for one in cluster.challenges:
            counts = (one.n_cluster, one.of_cluster, one.n_elsewhere, one.of_elsewhere)
            if one.n_cluster:
                found.setdefault(one.challenge, []).append(
                    CardEvidence(name, cluster.letter, *counts)
                )
    return found
