"""Coming in: with the personal link, with the code, or as somebody who leads."""

from uuid import UUID, uuid4, uuid5

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell, traces
from deelgenoot_web.meetings.actions.moving import hold, hold_people
from deelgenoot_web.meetings.models import Meeting, Participant, Registration
from deelgenoot_web.meetings.placing import group_for


class NoWalkInError(Exception):
    """This meeting is for who registered."""


class WipedMeetingError(Exception):
    """The personal data of this meeting is gone, so nobody comes in: it would stay for ever."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting.slug)
        self.meeting = meeting


def refuse_wiped(meeting: Meeting) -> None:
    """Raise WipedMeetingError where the personal data of a meeting is gone."""
    if meeting.purged_at is not None:
        raise WipedMeetingError(meeting)


@transaction.atomic
def join_registered(*, registration: Registration) -> Participant:
    """Come in with a registration; again, and on another device, it is the same participant.

    Raises WipedMeetingError.
    """
    refuse_wiped(hold(registration.meeting_id))
    registration.refresh_from_db(fields=["group"])
    participant, is_new = Participant.objects.get_or_create(
        registration=registration,
        defaults={
            "meeting": registration.meeting,
            "name": registration.name,
            "gm_code": registration.gm_code,
            "group": registration.group,
        },
    )
    return _tell_of_newcomer(participant, is_new=is_new)


@transaction.atomic
def walk_in(*, meeting: Meeting, name: str, gm_code: str, form: UUID | None = None) -> Participant:
    """Come in with the code. The group follows from the municipality, also for who is late.

    The same `form` sent again, by the same name, is the same participant: a double click, or an
    answer that was lost. Raises NoWalkInError when the meeting does not allow it, and
    WipedMeetingError.
    """
    if not meeting.may_walk_in:
        raise NoWalkInError
    refuse_wiped(hold(meeting.pk))
    participant, is_new = Participant.objects.get_or_create(
        came_in_by=uuid5(form or uuid4(), f"{meeting.pk} {gm_code} {name}"),
        defaults={
            "meeting": meeting,
            "name": name,
            "gm_code": gm_code,
            "group": group_for(meeting, gm_code),
        },
    )
    return _tell_of_newcomer(participant, is_new=is_new)


@transaction.atomic
def join_leading(*, by: Person, meeting: Meeting) -> Participant:
    """Take part as somebody who leads: a presenter may vote too. In no group.

    Whoever gave no name is called by the role. Raises WipedMeetingError.
    """
    refuse_wiped(hold(meeting.pk))
    role = meeting.roles.filter(person=by).first()
    name = by.name or (role.get_kind_display() if role else "")
    participant, is_new = Participant.objects.get_or_create(
        meeting=meeting, person=by, defaults={"name": name, "gm_code": by.municipality}
    )
    return _tell_of_newcomer(participant, is_new=is_new)


@transaction.atomic
def leave(*, participant: Participant) -> None:
    """Forget that somebody was here, at once. What they wrote and chose stays, without them."""
    hold(participant.meeting_id)
    hold_people(Participant.objects.filter(pk=participant.pk))
    rooms, screens = bell.of_group(participant.group_id), bell.of_people([participant.pk])
    participant.delete()
    traces.drop()
    bell.ring(participant.meeting_id, [*bell.HALL, *bell.SHOW, "desk", *rooms, *screens])


def _tell_of_newcomer(participant: Participant, *, is_new: bool) -> Participant:
    if is_new:
        rooms = bell.of_group(participant.group_id)
        bell.ring(participant.meeting_id, [*bell.HALL, *bell.SHOW, "desk", *rooms])
    return participant
