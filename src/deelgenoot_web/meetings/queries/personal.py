"""The page of somebody's own registration."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.models import Group, Meeting, Poll, Registration
from deelgenoot_web.meetings.placing import letter_of, name_of
from deelgenoot_web.meetings.queries.invitation import Door, door
from deelgenoot_web.meetings.queries.polls import evaluation_of
from deelgenoot_web.meetings.rules import may_participants_read_report

_JOIN_EARLY = timedelta(minutes=30)


@dataclass(frozen=True)
class Contact:
    """Somebody of the own group who agreed to be found."""

    name: str
    email: str
    municipality: str


@dataclass(frozen=True)
class Personal:
    """The page behind the personal link."""

    title: str
    description: str
    registration: Registration
    meeting: Meeting
    token: str
    door: Door
    letter: str
    """The mark of the cluster of the group; empty without one."""
    group: Group | None
    may_join: bool
    """False without a name: people who moved up from the waiting list gave an address only."""
    report: str
    """The address of the report, with the key; empty while it is not for participants."""
    evaluates: bool
    """Whether the meeting is over and its evaluation is open, which people then come in for."""
    is_past: bool
    """Whether its time is over and nothing of it is on any more."""
    is_saved: bool
    names: tuple[str, ...]
    contacts: tuple[Contact, ...]

    @property
    def takes_place(self) -> bool:
        """Whether the meeting is neither called off nor over, so that there are places to give."""
        return self.door not in {"cancelled", "over"}


def personal(registration: Registration, now: datetime, *, is_saved: bool = False) -> Personal:
    """Make the page of a registration; the contact list is for people who stand in it."""
    meeting = registration.meeting
    is_in = registration.state == Registration.State.CONFIRMED
    is_running = meeting.is_running(now)
    may_be_on = meeting.still_takes_place(now) or is_running
    is_on = meeting.starts_at - _JOIN_EARLY <= now and may_be_on
    entrance = door(meeting, now)
    keeps_people = entrance == "over" and meeting.purged_at is None
    evaluates = keeps_people and evaluation_of(meeting, Poll.State.OPEN) is not None
    reads = may_participants_read_report(meeting)
    return Personal(
        title=_("Uw aanmelding"),
        description=meeting.title,
        registration=registration,
        meeting=meeting,
        token=links.token(registration),
        door=entrance,
        letter=letter_of(registration.group, meeting.study) if registration.group else "",
        group=registration.group,
        may_join=is_in and bool(registration.name) and (is_on or evaluates),
        report=links.report(meeting, registration.language) if is_in and reads else "",
        evaluates=is_in and evaluates,
        is_past=entrance == "over" and not is_running,
        is_saved=is_saved,
        names=tuple(area.name for area in release(meeting.study).catalog.areas),
        contacts=_contacts(registration) if is_in and registration.shares_contact else (),
    )


def _contacts(registration: Registration) -> tuple[Contact, ...]:
    theirs = Registration.objects.filter(
        meeting=registration.meeting,
        group=registration.group,
        shares_contact=True,
        state=Registration.State.CONFIRMED,
    ).exclude(pk=registration.pk)
    study = registration.meeting.study
    return tuple(
        Contact(other.name, other.email, name_of(study, other.gm_code))
        for other in theirs.order_by("name")
        if registration.group is not None
    )
