"""Forgetting: what was kept of people goes, what they said and chose stays without them."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell, traces
from deelgenoot_web.meetings.actions import pictures, slides
from deelgenoot_web.meetings.actions.moving import hold, hold_people
from deelgenoot_web.meetings.actions.votes import seal
from deelgenoot_web.meetings.models import (
    Answer,
    LogLine,
    Meeting,
    Participant,
    Poll,
    Reaction,
    Registration,
    Role,
)

_Outcome = TypeVar("_Outcome")
_IN_CONTACT_LIST = Q(shares_contact=True, state=Registration.State.CONFIRMED, group__isnull=False)
_log = logging.getLogger(__name__)


@transaction.atomic
def purge(*, meeting: Meeting, now: datetime) -> None:
    """Delete the personal data of a meeting.

    Registrations and participants go, with their hands, what was written of those who lead and
    when they were there, and slides and pictures, which may name anybody; questions, cards, dots
    and votes stay, without who made them. A poll that is still open is closed, so that its secret
    is gone too. Who agreed to stand in the contact list of the own group stays there, with name,
    address, municipality and group alone, until the person takes it back.
    """
    locked_meeting = hold(meeting.pk)
    attendance = locked_meeting.took_part
    people = Registration.objects.filter(meeting=locked_meeting)
    stays = people.filter(_IN_CONTACT_LIST)
    Answer.objects.filter(registration__meeting=locked_meeting).delete()
    inside = Participant.objects.filter(meeting=locked_meeting)
    screens = bell.of_people(inside.values_list("pk", flat=True))
    hold_people(inside)
    inside.delete()
    locked_meeting.talk_rounds.all().delete()
    slides.drop_all(locked_meeting)
    pictures.drop_all(locked_meeting)
    LogLine.objects.filter(meeting=locked_meeting).delete()
    Role.objects.filter(meeting=locked_meeting).update(seen_at=None)
    people.exclude(pk__in=stays.values("pk")).delete()
    stays.update(job="", organisation="", reminded_at=None)
    Reaction.objects.filter(meeting=locked_meeting).exclude(state=Reaction.State.SHOWN).delete()
    Reaction.objects.filter(meeting=locked_meeting).update(name="", organisation="")
    for poll in locked_meeting.polls.select_for_update(no_key=True).filter(state=Poll.State.OPEN):
        seal(poll, now)
    Meeting.objects.filter(pk=locked_meeting.pk).update(purged_at=now, attendance=attendance)
    traces.drop()
    bell.ring(locked_meeting.pk, [bell.EVERYTHING, *screens])


def purge_due(now: datetime) -> int:
    """Purge every meeting of which the time is over; returns how many. For the due work."""
    return len(list(each_alone(overdue(now), lambda one: purge(meeting=one, now=now))))


def each_alone(
    meetings: Iterable[Meeting], deed: Callable[[Meeting], _Outcome]
) -> Iterator[_Outcome]:
    """Do what is due for every meeting; one that fails is logged and holds up no other."""
    for meeting in meetings:
        try:
            outcome = deed(meeting)
        except Exception:  # noqa: BLE001 - whatever it is, the rest is still due
            _log.exception("What is due for meeting %s failed", meeting.pk)
        else:
            yield outcome


def forget_people(_now: datetime) -> None:
    """Delete who signed in once and has no task any more, with their name and address.

    A task is a role, writing for a municipality, or reading a text of the site. Somebody who takes
    part in a session stays until that is purged, and the barred stay, so that they stay barred. For
    the due work.
    """
    inside = Participant.objects.filter(person__isnull=False)
    tasks = ("is_organiser", "is_administrator", "is_editor", "is_moderator", "is_barred")
    without = dict.fromkeys(tasks, False)
    people = Person.objects.filter(**without, gm_code="", meeting_roles=None, readings=None)
    people.exclude(pk__in=inside.values("person")).delete()


def forget_unconfirmed(now: datetime) -> None:
    """Delete requests for a place whose address nobody proved in time. For the due work."""
    since = now - timedelta(days=Registration.DAYS_TO_CONFIRM)
    requests = Registration.objects.filter(state=Registration.State.ASKED, registered_at__lt=since)

    @transaction.atomic
    def forget(meeting: Meeting) -> None:
        hold(meeting.pk)  # who confirms at this moment keeps the place
        requests.filter(meeting=meeting).delete()

    list(each_alone(Meeting.objects.filter(pk__in=requests.values("meeting")), forget))


def overdue(now: datetime) -> list[Meeting]:
    """Meetings whose personal data should have been gone by now, and those that hold some again."""
    people = Registration.objects.filter(meeting=OuterRef("pk"))
    more_than_contacts = people.exclude(_IN_CONTACT_LIST, job="", organisation="")
    inside = Participant.objects.filter(meeting=OuterRef("pk"))
    holds_people = Q(purged_at=None) | Exists(inside) | Exists(more_than_contacts)
    # How long each keeps is a number of days, which no two databases add to a time alike.
    ended_meetings = Meeting.objects.filter(holds_people, ends_at__lte=now, is_template=False)
    return [meeting for meeting in ended_meetings if meeting.forgets_at <= now]
