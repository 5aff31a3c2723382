"""Moving somebody to another room while the session is on, and the contact list from there."""

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.edits import check_seen
from deelgenoot_web.meetings.models import Dot, Group, Participant, Registration


@transaction.atomic
def move(
    *, by: Person, participant: Participant, group: Group | None, seen: str | None = None
) -> None:
    """Put a participant in another room. Their screens follow; their dots come back to them.

    The registration goes along, so that a second device lands in the same room. Raises
    ChangedMeanwhileError for who is not in the room that was `seen`.
    """
    one = Participant.objects.select_for_update().get(pk=participant.pk)
    before = one.group_id
    if group is not None and (group.pk == before or group.meeting_id != one.meeting_id):
        return
    check_seen(before, seen)
    one.group = group
    one.save(update_fields=["group"])
    Dot.objects.filter(participant=one).delete()
    Registration.objects.filter(participant=one).update(
        group=group, is_placed_by_hand=group is not None
    )
    told = [*bell.of_group(before), *bell.of_group(one.group_id), f"{bell.WHO}{one.pk}"]
    bell.ring(one.meeting_id, ["desk", *told])


@transaction.atomic
def share_contact(*, by: Participant, shares: bool) -> None:
    """Stand in the contact list of the own group that stays, or no longer. For who registered."""
    Registration.objects.filter(participant=by).update(shares_contact=shares)
