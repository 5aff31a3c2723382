"""What somebody sees of the own registration."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.models import Group, Meeting, Poll, Registration
from deelgenoot_web.meetings.placing import letter_of, name_of
from deelgenoot_web.meetings.queries.invitation import Door, door
from deelgenoot_web.meetings.queries.polls import evaluation_of

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
    """Not before one said a name: who moved up from the waiting list gave an address only."""
    evaluates: bool
    """It is over, and the evaluation is open: that is what one comes in for."""
    is_saved: bool
    names: tuple[str, ...]
    contacts: tuple[Contact, ...]


def personal(one: Registration, now: datetime, *, is_saved: bool = False) -> Personal:
    """All of the own registration; the contact list of the group only for who stands in it."""
    meeting = one.meeting
    is_in = one.state == Registration.State.CONFIRMED
    is_on = meeting.starts_at - _JOIN_EARLY <= now < meeting.ends_at
    is_done = meeting.closed_at is not None or now >= meeting.ends_at
    evaluates = is_done and evaluation_of(meeting, Poll.State.OPEN) is not None
    return Personal(
        title=_("Uw aanmelding"),
        description=meeting.title,
        registration=one,
        meeting=meeting,
        token=links.token(one),
        door=door(meeting, now),
        letter=letter_of(one.group, meeting.study) if one.group else "",
        group=one.group,
        may_join=is_in and bool(one.name) and (is_on or evaluates),
        evaluates=is_in and evaluates,
        is_saved=is_saved,
        names=tuple(area.name for area in release(meeting.study).catalog.areas),
        contacts=_contacts(one) if is_in and one.shares_contact else (),
    )


def _contacts(one: Registration) -> tuple[Contact, ...]:
    theirs = Registration.objects.filter(
        meeting=one.meeting,
        group=one.group,
        shares_contact=True,
        state=Registration.State.CONFIRMED,
    ).exclude(pk=one.pk)
    study = one.meeting.study
    return tuple(
        Contact(other.name, other.email, name_of(study, other.gm_code))
        for other in theirs.order_by("name")
        if one.group is not None
    )
