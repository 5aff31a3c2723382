"""Moving somebody to another room while the session is on, and the contact list from there."""

from django.db import transaction
from django.db.models import QuerySet

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions import board
from deelgenoot_web.meetings.edits import check_seen
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import Group, LogEvent, Meeting, Participant, Registration
from deelgenoot_web.meetings.placing import room_of


def hold(meeting: int) -> Meeting:
    """Hold a meeting until the end of this transaction: no groups are joined or parted; return it.

    What changes both a meeting and rows of it holds the meeting first. Of two that begin at
    different ends each waits for the other, until the database ends one after a second.
    """
    return Meeting.objects.select_for_update(no_key=True).get(pk=meeting)


def hold_to_delete(meetings: QuerySet[Meeting]) -> None:
    """Hold meetings that are deleted in this transaction; nothing comes into them meanwhile."""
    list(meetings.select_for_update().values_list("pk"))


def hold_people(people: QuerySet[Participant]) -> None:
    """Hold people of whom something changes, within a transaction that holds their meeting.

    Before what is theirs: a dot that is given or taken back is held after the person it is of.
    """
    list(people.select_for_update().order_by("pk").values_list("pk"))


def seat(people: QuerySet[Participant], group: Group | None) -> None:
    """Let people be in a group, within the transaction of who calls. Their dots come back."""
    people.update(group=group, came_from=None)
    board.return_dots(people)


def log_placing(by: Person, where: Group | Meeting) -> None:
    """Write that somebody was placed in a group, or in none of this meeting."""
    event = LogEvent.PERSON_PLACED if isinstance(where, Group) else LogEvent.PERSON_UNPLACED
    log(by=by, event=event, about=where)


@transaction.atomic
def move(
    *, by: Person, participant: Participant, group: Group | None, seen: str | None = None
) -> None:
    """Put a participant in another room. Their screens follow; their dots come back to them.

    The registration goes along, so that a second device lands in the same room. Raises
    ChangedMeanwhileError for who is not in the room that was `seen`.
    """
    hold(participant.meeting_id)
    mover = Participant.objects.select_for_update().get(pk=participant.pk)
    before, there = mover.group_id, room_of(group) if group else None
    if there is not None and (there.pk == before or there.meeting_id != mover.meeting_id):
        return
    check_seen(before, seen)
    by_hand, inside = there is not None, Participant.objects.filter(pk=mover.pk)
    seat(inside, there)
    inside.filter(registration=None).update(is_placed_by_hand=by_hand)
    Registration.objects.filter(participant=mover).update(
        group=there, came_from=None, is_placed_by_hand=by_hand
    )
    log_placing(by, there or mover.meeting)
    now = there.pk if there else None
    topics = [*bell.of_group(before), *bell.of_group(now), *bell.of_people([mover.pk])]
    bell.ring(mover.meeting_id, ["desk", *topics])


@transaction.atomic
def share_contact(*, by: Participant, shares: bool) -> None:
    """Stand in the contact list of the own group that stays, or no longer. For who registered."""
    Registration.objects.filter(participant=by).update(shares_contact=shares)
