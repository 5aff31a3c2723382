"""Groups that talk in one room: joined with all that is theirs, and apart again.

People and cards keep where they came from, and a harvest stays where it was written. So parting
gives back what joining brought, also when it follows at once because joining was a mistake.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions import board
from deelgenoot_web.meetings.actions.moving import hold
from deelgenoot_web.meetings.edits import ChangedMeanwhileError, check_seen, end_of
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import (
    Call,
    Card,
    Group,
    LogEvent,
    Participant,
    Registration,
    Role,
    Stack,
)
from deelgenoot_web.meetings.placing import cluster_of

_People = TypeVar("_People", Registration, Participant)


@transaction.atomic
def join(*, by: Person, group: Group, into: Group) -> None:
    """Let the people of one group talk in another one, with their cards. Who comes later goes there
    too; who leads the group leads along.

    Raises ChangedMeanwhileError for a group that somebody joined to yet another one.
    """
    if group.pk == into.pk or group.meeting_id != into.meeting_id:
        msg = "a group can only be joined to another one of the same meeting"
        raise ValueError(msg)
    groups = _lock_groups(group.meeting_id)
    now = groups[group.pk].joined_into_id
    target = groups[groups[into.pk].joined_into_id or into.pk]
    if target.pk in {group.pk, now}:
        return
    if now is not None:
        raise ChangedMeanwhileError({"joined_into": now})
    moved_groups = [one.pk for one in groups.values() if group.pk in {one.pk, one.joined_into_id}]
    people = list(Participant.objects.filter(group__in=moved_groups).values_list("pk", flat=True))
    has_begun = Card.objects.filter(group__in=[*moved_groups, target.pk]).exists()
    Group.objects.filter(pk__in=moved_groups).update(joined_into=target)
    for kind in (Registration, Participant, Card):
        kind.objects.filter(group__in=moved_groups, came_from=None).update(came_from=F("group"))
    Registration.objects.filter(group__in=moved_groups).update(group=target)
    Participant.objects.filter(group__in=moved_groups).update(group=target)
    Call.objects.filter(group__in=moved_groups, answered_at=None).update(group=target)
    _carry(Card.objects.filter(group__in=moved_groups), target)
    _lay_alike_together(target)
    if has_begun:
        board.lay_out(group=target)
    log(by=by, event=LogEvent.GROUP_JOINED, about=group)
    _ring(target, moved_groups, people)


@transaction.atomic
def part(*, by: Person, group: Group, seen: str | None = None) -> None:
    """Undo a join. Who came from this group or belongs to its cluster goes back, and with them the
    cards of the group and what they put on the board since.

    Who was placed in the other group by hand since stays there. A dot on a card that its giver sees
    no more comes back. Raises ChangedMeanwhileError for a group that is joined to another one than
    was `seen`.
    """
    groups = _lock_groups(group.meeting_id)
    now = groups[group.pk].joined_into_id
    if now is None:
        return
    check_seen(now, seen)
    target = groups[now]
    Group.objects.filter(pk=group.pk).update(joined_into=None)
    own_registrations = _theirs(Registration.objects.filter(group=target), group)
    walked_in = _theirs(Participant.objects.filter(group=target, registration=None), group)
    inside = Participant.objects.filter(registration__in=own_registrations).values_list(
        "pk", flat=True
    )
    people = [*inside, *walked_in]
    Registration.objects.filter(pk__in=own_registrations).update(group=group, came_from=None)
    Participant.objects.filter(pk__in=people).update(group=group, came_from=None)
    has_begun = target.cards.exists()
    since = Q(came_from=None, author__in=people)
    _carry(target.cards.filter(Q(came_from=group) | since), group)
    group.cards.update(came_from=None)
    _take_astray_apart([group, target])
    board.return_dots(Participant.objects.filter(group__in=[group, target]))
    for group_in_part in (group, target) if has_begun else ():
        board.lay_out(group=group_in_part)
    log(by=by, event=LogEvent.GROUP_PARTED, about=group)
    _ring(target, [group.pk], people)


def _lock_groups(meeting: int) -> dict[int, Group]:
    """All groups of a meeting: nobody comes in, is moved or adds a card until this is done."""
    hold(meeting)
    groups = Group.objects.select_for_update(no_key=True).filter(meeting=meeting)
    return {group.pk: group for group in groups}


def _theirs(people: QuerySet[_People], group: Group) -> list[int]:
    """Who goes back to a group: who came from there, and who came in later from its cluster."""
    study = group.meeting.study
    return [
        one.pk
        for one in people
        if one.came_from_id == group.pk
        or (
            one.came_from_id is None
            and not one.is_placed_by_hand
            and group.archetype
            and cluster_of(study, one.gm_code) == group.archetype
        )
    ]


def _carry(cards: QuerySet[Card], to: Group) -> None:
    """Lay cards on the board of another group, after what lies there, under the same headings."""
    cards = Card.objects.filter(pk__in=list(cards.values_list("pk", flat=True)))
    for stack in Stack.objects.filter(cards__in=cards).distinct():
        there, _is_new = Stack.objects.get_or_create(group=to, title=stack.title)
        cards.filter(stack=stack).update(stack=there)
    cards.update(group=to, position=F("position") + end_of(to.cards.all()))
    Stack.objects.filter(group__meeting=to.meeting_id, cards=None).delete()


def _lay_alike_together(group: Group) -> None:
    """Of one opgave with figures that lies there twice, the second goes with the first."""
    first: dict[str, object] = {}
    visible = group.cards.filter(is_hidden=False).exclude(merged_into__is_hidden=True)
    for card in visible.exclude(challenge_id=""):
        host = first.setdefault(card.challenge_id, card.merged_into_id or card.pk)
        if card.merged_into_id is None and card.pk != host:
            Card.objects.filter(Q(pk=card.pk) | Q(merged_into=card)).update(merged_into_id=host)
            first = {one: host if pk == card.pk else pk for one, pk in first.items()}


def _take_astray_apart(groups: Iterable[Group]) -> None:
    """No card lies with one on another board: it comes loose, or goes with the own one about the
    same opgave."""
    astray = Card.objects.filter(group__in=groups, merged_into__isnull=False)
    pairs = astray.exclude(merged_into__group=F("group")).values_list(
        "pk", "group", "challenge_id", "merged_into__challenge_id"
    )
    # Those that lie with the same opgave first: others may have to lie with them.
    for pk, own, _challenge, of in sorted(pairs, key=lambda one: one[2] != one[3]):
        loose = Card.objects.filter(group=own, is_hidden=False, merged_into=None)
        alike = loose.filter(challenge_id=of).exclude(challenge_id="").exclude(pk=pk)
        Card.objects.filter(pk=pk).update(merged_into=alike.first())


def _ring(target: Group, group_keys: list[int], people: list[int]) -> None:
    """The rooms show it; the screens of who was moved, or leads what was moved, load anew."""
    rooms = [topic for pk in (target.pk, *group_keys) for topic in bell.of_group(pk)]
    leading = Role.objects.filter(group__in=group_keys).values_list("person_id", flat=True)
    screens = [*bell.of_people(people), *(f"{bell.LEADS}{pk}" for pk in leading)]
    bell.ring(target.meeting_id, ["desk", *bell.HALL, *rooms, *screens])
