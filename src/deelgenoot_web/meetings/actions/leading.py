"""Who organises, leads a group or presents: given by address, and taken away again."""

from django.db import transaction

from deelgenoot_web.accounts.audit import note_deed
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell, notes
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import Group, LogEvent, Meeting, Participant, Role


class LastOrganiserError(Exception):
    """Without an organiser nobody could lead the meeting any more."""


@transaction.atomic
def give(*, by: Person, meeting: Meeting, email: str, kind: Role.Kind, group: Group | None) -> Role:
    """Let somebody lead, known or not, and tell them; once, however often it is given.

    A facilitator needs a group, others have none.
    """
    person, _is_new = Person.objects.get_or_create(
        email=email.strip().lower(), defaults={"language": by.language}
    )
    role, is_new = Role.objects.get_or_create(
        meeting=meeting, person=person, kind=kind, group=group
    )
    if is_new:
        note_deed(f"role given: {kind}", person=person.pk, meeting=meeting.pk, by=by.pk)
    if is_new and person != by:
        notes.leads(role)
    log(by=by, event=LogEvent(f"{kind}.added"), about=group or meeting)
    bell.ring(meeting.pk, ["desk"])
    return role


class NoAddressError(Exception):
    """Somebody without an address cannot sign in, or sits in no group."""


@transaction.atomic
def let_lead(*, by: Person, participant: Participant) -> Role:
    """Let a participant lead the group they sit in; their screens say so. Raises NoAddressError."""
    if not participant.email or participant.group is None:
        raise NoAddressError
    role = give(
        by=by,
        meeting=participant.meeting,
        email=participant.email,
        kind=Role.Kind.FACILITATOR,
        group=participant.group,
    )
    bell.ring(participant.meeting_id, [f"{bell.WHO}{participant.pk}"])
    return role


@transaction.atomic
def take(*, by: Person, role: Role) -> None:
    """Take a role away; its screens end at once. Raises LastOrganiserError for the only one."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=role.meeting_id)
    organisers = meeting.roles.filter(kind=Role.Kind.ORGANISER)
    if role.kind == Role.Kind.ORGANISER and organisers.count() == 1:
        raise LastOrganiserError
    log(by=by, event=LogEvent(f"{role.kind}.removed"), about=role.group or meeting)
    role.delete()
    note_deed(f"role taken: {role.kind}", person=role.person_id, meeting=meeting.pk, by=by.pk)
    # What they still may hear they hear again, with a new ticket.
    bell.ring(meeting.pk, ["desk", f"{bell.LEADS}{role.person_id}"])
