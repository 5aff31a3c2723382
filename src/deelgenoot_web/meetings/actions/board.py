"""The board of a group: cards that several people change at once, without losing an edit."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, Q, QuerySet

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.opgaven import cluster_opgaven
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.edits import check_seen, end_of
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import (
    DOTS_SHOWN,
    N_DOTS,
    Card,
    Comment,
    Dot,
    Group,
    LogEvent,
    Participant,
    Stack,
)


@dataclass(frozen=True)
class ConflictError(Exception):
    """Somebody else changed the card since it was read; `theirs` is what it says now."""

    theirs: str
    version: int


class NoDotsLeftError(Exception):
    """All dots are given away; taking one back frees it."""


@transaction.atomic
def lay_out(*, group: Group) -> None:
    """Open the board with the opgaven that the figures show in the clusters of this group.

    What already lies there, or was hidden, is not laid again: a group that was joined to this one
    later adds its own.
    """
    board = _lock_board(group)
    present = set(board.cards.values_list("challenge_id", flat=True))
    position, n_before = end_of(board.cards.all()), len(present)
    for group_with_cards in (board, *board.joined.select_related("meeting")):
        for challenge, title in _to_discuss(group_with_cards).items():
            if challenge not in present:
                Card.objects.create(
                    group=board,
                    came_from=None if group_with_cards == board else group_with_cards,
                    text=title,
                    challenge_id=challenge,
                    position=position + len(present) - n_before,
                )
                present.add(challenge)
    if len(present) > n_before:
        _ring(board)


@transaction.atomic
def add(
    *, by: Participant | Person, group: Group, card_id: UUID, kind: Card.Kind, text: str
) -> Card:
    """Put a card on the board. The same id again is the same card: sending twice adds once.

    With the same id and other words, as when a text was changed while its answer was lost, it is
    another card: nothing that was written is lost.
    """
    board = _lock_board(group)
    before = Card.objects.filter(pk=card_id).first()
    # Of a card that somebody edited nobody knows what it said at first.
    is_same = before is None or before.version > 1 or before.text == text
    card, _is_new = Card.objects.get_or_create(
        id=card_id if is_same else uuid5(card_id, text),
        defaults={
            "group": board,
            "kind": kind,
            "text": text,
            "author": _author(by),
            "position": end_of(board.cards.all()),
        },
    )
    log(by=by, event=LogEvent.CARD_ADDED, about=board)
    _ring(board)
    return card


@transaction.atomic
def edit(*, by: Participant | Person, card: Card, text: str, version: int) -> Card:
    """Change what a card says, when it still says what the writer read.

    Raises ConflictError otherwise: with what it says now, so that the writer can put both together.
    When that is the same, as after an answer that was lost, there is nothing to put together.
    """
    n_changed = Card.objects.filter(pk=card.pk, version=version).update(
        text=text, version=F("version") + 1
    )
    card.refresh_from_db()
    if not n_changed and card.text != text:
        raise ConflictError(card.text, card.version)
    log(by=by, event=LogEvent.CARD_EDITED, about=card.group)
    _ring(card.group)
    return card


@transaction.atomic
def hide(*, by: Person, card: Card, is_hidden: bool) -> None:
    """Take a card off the board, or put it back. Its dots go back to who gave them."""
    Card.objects.filter(pk=card.pk).update(is_hidden=is_hidden)
    if is_hidden:
        _dots_on(card).delete()
    log(by=by, event=LogEvent.CARD_HIDDEN if is_hidden else LogEvent.CARD_BACK, about=card.group)
    _ring(card.group)


@transaction.atomic
def merge(*, by: Person, card: Card, into: Card) -> None:
    """Let a card lie with another, as does what was merged into it. Its comments and dots stay its
    own, and are shown with the other.
    """
    _lock_board(card.group)
    # As they are now: another may have merged them the other way, or parted their groups.
    into = Card.objects.select_related("merged_into").get(pk=into.pk)
    if card.pk == into.pk or not Card.objects.filter(pk=card.pk, group=into.group_id).exists():
        msg = "a card can only be merged into another card of the same board"
        raise ValueError(msg)
    target = into.merged_into or into
    if target.pk == card.pk:
        msg = "a card cannot be merged into what was merged into it"
        raise ValueError(msg)
    Card.objects.filter(merged_into=card).update(merged_into=target)
    Card.objects.filter(pk=card.pk).update(merged_into=target)
    log(by=by, event=LogEvent.CARDS_MERGED, about=card.group)
    _ring(card.group)


@transaction.atomic
def part(*, by: Person, card: Card) -> None:
    """Undo a merge: the card comes back, with its comments and dots."""
    Card.objects.filter(pk=card.pk).update(merged_into=None)
    log(by=by, event=LogEvent.CARD_PARTED, about=card.group)
    _ring(card.group)


@transaction.atomic
def stack(
    *, by: Participant | Person, group: Group, card: Card, title: str, seen: str | None = None
) -> None:
    """Lay a card under a heading, with the others there; under none without a `title`.

    A heading that loses its last card goes away. Raises ChangedMeanwhileError for a card that lies
    under another heading than was `seen`, nor under the one it would get.
    """
    # Two who give the same heading at the same moment make one.
    board = _lock_board(group)
    now = Stack.objects.filter(cards=card).values_list("title", flat=True).first() or ""
    check_seen(now, seen, goal=title)
    heading = Stack.objects.get_or_create(group=board, title=title)[0] if title else None
    Card.objects.filter(group=board, pk=card.pk).update(stack=heading)
    Stack.objects.filter(group=board, cards=None).delete()
    log(by=by, event=LogEvent.CARD_STACKED, about=board)
    _ring(board)


@transaction.atomic
def comment(*, by: Participant | Person, card: Card, comment_id: UUID, text: str) -> Comment:
    """Write under a card; the same id with the same words again is the same comment."""
    before = Comment.objects.filter(pk=comment_id).first()
    is_same = before is None or before.text == text
    remark, _is_new = Comment.objects.get_or_create(
        id=comment_id if is_same else uuid5(comment_id, text),
        defaults={"card": card, "author": _author(by), "text": text},
    )
    log(by=by, event=LogEvent.COMMENT_ADDED, about=card.group)
    _ring(card.group)
    return remark


@transaction.atomic
def hide_comment(*, by: Person, remark: Comment, is_hidden: bool) -> None:
    """Take a comment away, or put it back."""
    Comment.objects.filter(pk=remark.pk).update(is_hidden=is_hidden)
    event = LogEvent.COMMENT_HIDDEN if is_hidden else LogEvent.COMMENT_BACK
    log(by=by, event=event, about=remark.card.group)
    _ring(remark.card.group)


@transaction.atomic
def give_dot(*, by: Participant, card: Card, dot_id: UUID) -> None:
    """Give one of the own dots to a card. The same id again gives no second one.

    Raises NoDotsLeftError. The database keeps a dot from being given twice, also by two devices.
    """
    Participant.objects.select_for_update().get(pk=by.pk)
    if Dot.objects.filter(pk=dot_id).exists():
        return
    numbers = set(Dot.objects.filter(participant=by).values_list("number", flat=True))
    free = [number for number in range(1, N_DOTS + 1) if number not in numbers]
    if not free:
        raise NoDotsLeftError
    Dot.objects.create(id=dot_id, card=card, participant=by, number=free[0])
    _ring(card.group)


@transaction.atomic
def take_dot(*, by: Participant, card: Card, leaves: int | None = None) -> None:
    """Take one of the own dots back from a card; none is there: nothing changes.

    Who says how many it `leaves` there may say it twice: no more than that is taken.
    """
    Participant.objects.select_for_update().get(pk=by.pk)
    own = _dots_on(card).filter(participant=by).order_by("-number")
    if own.count() > (leaves or 0):
        own[0].delete()
        _ring(card.group)


def return_dots(people: QuerySet[Participant]) -> None:
    """Give people their dots back from cards on a board that is not theirs (any more)."""
    Dot.objects.filter(participant__in=people).exclude(card__group=F("participant__group")).delete()


@transaction.atomic
def sort(*, by: Person, group: Group) -> None:
    """Put the cards with most dots first, for everybody. Only this moves cards."""
    board = _lock_board(group)
    cards = board.cards.annotate(n=DOTS_SHOWN).order_by("-n", "position", "added_at", "id")
    for position, card in enumerate(cards):
        Card.objects.filter(pk=card.pk).update(position=position)
    log(by=by, event=LogEvent.CARDS_SORTED, about=board)
    _ring(board)


def _lock_board(group: Group) -> Group:
    """The group on whose board the cards of this one lie. Joining waits until this is done."""
    locked_group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    return locked_group.joined_into or locked_group


def _dots_on(card: Card) -> QuerySet[Dot]:
    """Those that are shown on a card: its own and of what lies with it."""
    return Dot.objects.filter(Q(card=card) | Q(card__merged_into=card))


def _to_discuss(group: Group) -> dict[str, str]:
    """Give the titles by opgave of the cluster of this group; none for a group of its own."""
    if not group.archetype:
        return {}
    edition = Edition(
        release(group.meeting.study), "en" if group.meeting.languages == "en" else "nl"
    )
    opgaven = cluster_opgaven(edition.release, edition.typology.cluster(group.archetype))
    return {one.id: edition.words(one.title) for one in opgaven.to_discuss}


def _author(by: Participant | Person) -> Participant | None:
    """Who leads writes without a name of their own."""
    return by if isinstance(by, Participant) else None


def _ring(group: Group) -> None:
    bell.ring(group.meeting_id, [*bell.of_group(group.pk), "desk"])
