"""Copies of a meeting: at other dates, or as a template; without its people and its results."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions.meeting import create_meeting
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import Group, LogEvent, Meeting, Poll, Role
from deelgenoot_web.meetings.models.poll import new_secret

TEXTS = ("intro", "for_whom", "host", "organiser_name", "contact", "languages", "study")
"""What every copy says, a rehearsal too."""
_RULES = ("capacity", "may_walk_in", "keep_days", "report_for", "has_gestures")


@transaction.atomic
def copy(*, by: Person, meeting: Meeting, title: str, starts: Sequence[datetime]) -> list[Meeting]:
    """Make a draft for each date: texts, programme, questions and groups of `meeting`.

    Who copies organises them; other roles, video links and joined groups do not go along.
    """
    copies = [_copy(by, meeting, title, starts_at) for starts_at in starts]
    for draft in copies:
        log(by=by, event=LogEvent.MEETING_MADE, about=draft)
    log(by=by, event=LogEvent.MEETING_COPIED, about=meeting)
    return copies


@transaction.atomic
def save_as_template(*, by: Person, meeting: Meeting, title: str) -> Meeting:
    """Keep a copy to begin other meetings with."""
    template = _copy(by, meeting, title, meeting.starts_at)
    template.is_template = True
    template.save(update_fields=["is_template"])
    log(by=by, event=LogEvent.TEMPLATE_SAVED, about=meeting)
    return template


def _copy(by: Person, original: Meeting, title: str, starts_at: datetime) -> Meeting:
    later = starts_at - original.starts_at
    # At the same time of the day, also where the clock goes forward or back in between.
    days_later = _on_the_wall(starts_at) - _on_the_wall(original.starts_at)
    closes_at = original.registration_closes_at
    meeting = create_meeting(
        title=title,
        starts_at=starts_at,
        ends_at=original.ends_at + later,
        registration_closes_at=closes_at
        and timezone.make_aware(_on_the_wall(closes_at) + days_later),
        **{name: getattr(original, name) for name in (*TEXTS, *_RULES)},
    )
    Role.objects.create(meeting=meeting, person=by, kind=Role.Kind.ORGANISER)
    for group in copy_groups(original, meeting).values():
        group.joined_into, group.video_url = None, ""
        group.save(update_fields=["joined_into", "video_url"])
    copy_rows(original, meeting)
    return meeting


def _on_the_wall(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(tzinfo=None)


def copy_groups(original: Meeting, copy: Meeting) -> dict[int | None, Group]:
    """Give a copy the groups of a meeting; returns them by the key of the original."""
    copies: dict[int | None, Group] = {}
    joins = {}
    for group in original.groups.all():
        key, target = group.pk, group.joined_into_id
        group.pk, group.meeting, group.joined_into = None, copy, None
        group.script_of, group.script_step, group.step_ends_at = None, 0, None
        group.save()
        copies[key] = group
        if target:
            joins[key] = target
    for key, target in joins.items():
        copies[key].joined_into = copies[target]
        copies[key].save(update_fields=["joined_into"])
    return copies


def copy_rows(original: Meeting, copy: Meeting) -> None:
    """Give a copy the programme and questions of a meeting: those that nobody answered yet.

    A closing vote stays behind, as its choices are what groups brought back.
    """
    for item in original.programme.all():
        item.pk, item.meeting = None, copy
        item.save()
    for field in original.fields.all():
        field.pk, field.meeting = None, copy
        field.save()
    polls = original.polls.filter(round_of=None).exclude(purpose=Poll.Purpose.CLOSING)
    for poll in polls:
        poll.pk, poll.meeting = None, copy
        poll.state, poll.secret = Poll.State.DRAFT, new_secret()
        poll.is_shown = poll.is_split = False
        poll.opened_at = poll.closed_at = None
        poll.closes_at, poll.live_values, poll.answer = None, [], None
        poll.save()
