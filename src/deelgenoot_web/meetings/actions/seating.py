"""Putting several people in a group at once, and back where they were."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions.moving import hold
from deelgenoot_web.meetings.actions.registration import seat
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import Group, LogEvent, Meeting, Registration
from deelgenoot_web.meetings.placing import group_for


class GroupSeat(NamedTuple):
    """A group, or none, and whether somebody chose it."""

    group: int | None
    by_hand: bool


class Move(NamedTuple):
    """Who registered, from where and to where."""

    who: int
    before: GroupSeat
    after: GroupSeat

    def back(self) -> "Move":
        """The way back."""
        return Move(self.who, self.after, self.before)


class OvertakenError(Exception):
    """Somebody else placed some of these people meanwhile: nobody was moved."""

    def __init__(self, people: Sequence[Registration]) -> None:
        super().__init__([one.pk for one in people])
        self.people = people


def moves_to(meeting: Meeting, group: Group | None, seen: Mapping[int, GroupSeat]) -> list[Move]:
    """What has to happen to put these people in a group; None is the one of the own cluster."""
    people = meeting.registrations.filter(pk__in=seen).order_by("name", "pk")
    return [Move(one.pk, seen[one.pk], _seat(meeting, one, group)) for one in people]


@transaction.atomic
def move_all(*, by: Person, meeting: Meeting, moves: Sequence[Move]) -> None:
    """Put these people where they go. Twice is once.

    Raises OvertakenError when some of them are neither where they were nor where they go.
    """
    hold(meeting.pk)
    registrations = meeting.registrations.filter(pk__in=[move.who for move in moves])
    people = {one.pk: one for one in registrations.select_related("group")}
    groups = {group.pk: group for group in meeting.groups.all()}
    still = [move for move in moves if move.who in people]
    late = [
        people[move.who]
        for move in still
        if people[move.who].group_id not in {move.before.group, move.after.group}
    ]
    if late:
        raise OvertakenError(late)
    for move in still:
        there = groups.get(move.after.group) if move.after.group else None
        seat(people[move.who], there, by_hand=move.after.by_hand)
    log(by=by, event=LogEvent.PEOPLE_PLACED, about=meeting)


def _seat(meeting: Meeting, registration: Registration, group: Group | None) -> GroupSeat:
    there = group or group_for(meeting, registration.gm_code)
    return GroupSeat(there.pk if there else None, group is not None)
