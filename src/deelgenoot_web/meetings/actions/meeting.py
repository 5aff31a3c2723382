"""Making, changing and calling off a meeting, and the copy to rehearse with."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings import bell, notes
from deelgenoot_web.meetings.actions.moving import hold_to_delete
from deelgenoot_web.meetings.actions.registration import fill_places
from deelgenoot_web.meetings.edits import Edit, check, values_of
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import (
    Group,
    LogEvent,
    Meeting,
    Poll,
    ProgrammeItem,
    Registration,
    Role,
)
from deelgenoot_web.meetings.patterns import pattern

# Read aloud and typed over: no letters or digits that look or sound alike.
_CODE_SIGNS = "23456789"
_CODE_LENGTH = 9
"""134 million codes, said in threes; no 0 and 1, which are taken for letters."""


@dataclass(frozen=True)
class Plan:
    """What a meeting begins with. Without a title it gets that of the pattern."""

    pattern_name: str
    starts_at: datetime
    language: str = "nl"
    study: str = "middelgroot"
    title: str = ""


@transaction.atomic
def make(*, by: Person, plan: Plan) -> Meeting:
    """Make a meeting from a pattern: programme, polls, and a group for each cluster of the study.

    It is a draft: nobody sees it until it is announced. Who makes it directs it.
    """
    content = pattern(plan.pattern_name, plan.language)
    title = plan.title or content["title"]
    minutes = sum(item["minutes"] for item in content["programme"])
    meeting = create_meeting(
        title=title,
        intro=content["intro"],
        for_whom=content["for_whom"],
        contact=by.email,
        languages=plan.language,
        study=plan.study,
        starts_at=plan.starts_at,
        ends_at=plan.starts_at + timedelta(minutes=minutes),
        keep_days=content["keep_days"],
    )
    Role.objects.create(meeting=meeting, person=by, kind=Role.Kind.ORGANISER)
    _lay_out(meeting, content, plan.language)
    log(by=by, event=LogEvent.MEETING_MADE, about=meeting)
    return meeting


@transaction.atomic
def announce(*, by: Person, meeting: Meeting) -> None:
    """Open the invitation and the registration; a template stays what it is."""
    if not Meeting.objects.filter(pk=meeting.pk, is_template=False).update(
        state=Meeting.State.OPEN
    ):
        return
    log(by=by, event=LogEvent.MEETING_ANNOUNCED, about=meeting)


@transaction.atomic
def change(*, by: Person, meeting: Meeting, now: datetime, **new: Any) -> Meeting:
    """Change what the organiser filled in; who registered hears of another title or time, and who
    leads also while it is a draft, as their role came with a letter that names the time.

    One that was ended, or of which the people were wiped, is held anew when it gets a date to come:
    it takes people in and forgets them again, and counts who takes part from none. Who is still in
    its contact list is told as well, for they hold a place again.
    """
    before = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    for name, value in new.items():
        setattr(meeting, name, value)
    told_fields = ("title", "starts_at", "ends_at")
    is_news = any(getattr(before, name) != getattr(meeting, name) for name in told_fields)
    meeting.sequence = before.sequence + is_news
    meeting.save(update_fields=[*new, "sequence"])
    was_held = before.purged_at is not None or before.closed_at is not None
    is_anew = was_held and before.starts_at != meeting.starts_at and meeting.ends_at > now
    if is_anew:
        _hold_anew(meeting)
    is_late_draft = meeting.state == Meeting.State.DRAFT and meeting.ends_at > now
    is_to_come = before.ends_at > now or is_anew or is_late_draft
    if is_news and meeting.state != Meeting.State.CANCELLED and is_to_come:
        for registration in _who_come(meeting):
            notes.tell_of_change(registration, now)
        _tell_leaders(meeting, by, notes.tell_leader_of_change)
    log(by=by, event=LogEvent.MEETING_CHANGED, about=meeting)
    bell.ring(meeting.pk, [*bell.HALL, "desk", *bell.SHOW])
    return meeting


@transaction.atomic
def revise(*, by: Person, meeting: Meeting, edit: Edit, now: datetime) -> None:
    """Change what the organiser saw and filled in. With more places, who waits moves up.

    Raises ChangedMeanwhileError.
    """
    locked_meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    check(values_of(locked_meeting, edit.values), edit)
    capacity = locked_meeting.capacity
    change(by=by, meeting=locked_meeting, now=now, **edit.values)
    if locked_meeting.capacity != capacity:
        fill_places(meeting=locked_meeting, now=now)


@transaction.atomic
def delete_draft(*, by: Person, meeting: Meeting, now: datetime) -> None:
    """Delete a meeting that nobody heard of but who leads; one that was announced is called off
    instead.
    """
    drafts = Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.DRAFT)
    hold_to_delete(drafts)
    for draft in drafts:
        if draft.still_takes_place(now):
            _tell_leaders(draft, by, notes.tell_leader_it_is_off)
    drafts.delete()


@transaction.atomic
def call_off(*, by: Person, meeting: Meeting, now: datetime) -> None:
    """The meeting does not take place: everybody hears it, calendars too."""
    locked_meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if locked_meeting.state == Meeting.State.CANCELLED or locked_meeting.is_template:
        return
    locked_meeting.state, locked_meeting.sequence = (
        Meeting.State.CANCELLED,
        locked_meeting.sequence + 1,
    )
    locked_meeting.save(update_fields=["state", "sequence"])
    log(by=by, event=LogEvent.MEETING_CALLED_OFF, about=locked_meeting)
    for registration in _who_come(locked_meeting):
        notes.called_off(registration, now)
    _tell_leaders(locked_meeting, by, notes.tell_leader_it_is_off)
    bell.ring(locked_meeting.pk, [*bell.HALL, "desk", *bell.SHOW])


def leaders_of(meeting: Meeting) -> QuerySet[Person]:
    """Select everybody with a role in a meeting, once."""
    return Person.objects.filter(meeting_roles__meeting=meeting).distinct()


def _tell_leaders(meeting: Meeting, by: Person, tell: Callable[[Meeting, Person], None]) -> None:
    """Write to who leads, but who does this; a template takes place at no time."""
    if meeting.is_template:
        return
    for person in leaders_of(meeting).exclude(pk=by.pk):
        tell(meeting, person)


def _hold_anew(meeting: Meeting) -> None:
    of_the_end = ("closed_at", "current_item", "item_ends_at", "thanked_at")
    chosen_fields = ("spotlight", "talk_round", "shown_at_end")
    names = ("purged_at", "attendance", *of_the_end, *chosen_fields)
    new = dict.fromkeys(names) | {"figure": "", "shows_harvests": False}
    for name, value in new.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(new))


def _who_come(meeting: Meeting) -> list[Registration]:
    coming = meeting.registrations.filter(state__in=Registration.HOLDS_PLACE)
    return list(coming.select_related("meeting"))


def _lay_out(meeting: Meeting, content: dict[str, Any], language: str) -> None:
    for position, item in enumerate(content["programme"]):
        ProgrammeItem.objects.create(meeting=meeting, position=position, **item)
    for position, poll in enumerate(content["polls"]):
        Poll.objects.create(meeting=meeting, position=position, **poll)
    for position, cluster in enumerate(release(meeting.study).typology.clusters):
        Group.objects.create(
            meeting=meeting,
            position=position,
            name=cluster.name.in_language(language),
            archetype=cluster.archetype,
        )


def create_meeting(*, title: str, starts_at: datetime, **values: Any) -> Meeting:
    """Create a meeting with a code to join and an address of its own: title and day, with more
    behind it where another has that, also one that is made at the same moment.
    """
    slug = slugify(f"{title[:60]} {starts_at:%Y-%m-%d}")[:72].strip("-")
    values |= {"title": title, "starts_at": starts_at, "join_code": free_code()}
    try:
        with transaction.atomic():
            return Meeting.objects.create(slug=slug, **values)
    except IntegrityError:
        return Meeting.objects.create(slug=f"{slug}-{secrets.token_hex(3)}", **values)


def free_code() -> str:
    """A code to join with that no other meeting has."""
    code = "".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_LENGTH))
    return free_code() if Meeting.objects.filter(join_code=code).exists() else code
