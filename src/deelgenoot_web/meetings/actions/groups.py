"""The groups of a meeting, and the links to the video rooms."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions.moving import hold
from deelgenoot_web.meetings.edits import Edit, check, end_of, values_of
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import Group, LogEvent, Meeting, Registration

PLENARY = "plenary"
"""Under this name the plenary room stands among the links."""


class InUseError(Exception):
    """People are in this group, or it is the group of a cluster."""


@transaction.atomic
def add(*, by: Person, meeting: Meeting, name: str) -> Group:
    """One more group, for no cluster: the organiser places people in it."""
    hold(meeting.pk)
    group = Group.objects.create(meeting=meeting, position=end_of(meeting.groups.all()), name=name)
    log(by=by, event=LogEvent.GROUP_ADDED, about=group)
    bell.ring(meeting.pk, ["desk"])
    return group


@transaction.atomic
def rename(*, by: Person, group: Group, edit: Edit) -> None:
    """Give a group another name. Raises ChangedMeanwhileError."""
    locked_group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    check(values_of(locked_group, ["name"]), edit)
    Group.objects.filter(pk=locked_group.pk).update(name=edit.values["name"])
    log(by=by, event=LogEvent.GROUP_RENAMED, about=locked_group)
    bell.ring(group.meeting_id, ["desk", f"room:{group.pk}"])


@transaction.atomic
def remove(*, by: Person, group: Group) -> None:
    """Take out a group of the organiser's own that nobody is in. Raises InUseError.

    Who was placed there and holds no place (any more) goes by their municipality once they do.
    """
    hold(group.meeting_id)
    locked_group = Group.objects.select_for_update().get(pk=group.pk)
    registrations = locked_group.registrations
    has_place = registrations.filter(state__in=Registration.HOLDS_PLACE)
    has_people = has_place.exists() or locked_group.participants.exists()
    if locked_group.archetype or has_people or locked_group.joined.exists():
        raise InUseError
    registrations.update(group=None, is_placed_by_hand=False)
    locked_group.delete()
    log(by=by, event=LogEvent.GROUP_REMOVED, about=group.meeting)
    bell.ring(group.meeting_id, ["desk"])


def links_of(meeting: Meeting) -> dict[str, str]:
    """Every link of a meeting: of the plenary, and by the key of each group."""
    groups = meeting.groups.values_list("pk", "video_url")
    return {PLENARY: meeting.plenary_url, **{str(pk): url for pk, url in groups}}


@transaction.atomic
def set_links(*, by: Person, meeting: Meeting, edit: Edit) -> None:
    """Keep where the video rooms are. Raises ChangedMeanwhileError."""
    locked_meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    check(links_of(locked_meeting), edit)
    locked_meeting.plenary_url = edit.values[PLENARY]
    locked_meeting.save(update_fields=["plenary_url"])
    for group in locked_meeting.groups.all():
        _set_link(group, edit.values)
    log(by=by, event=LogEvent.LINKS_CHANGED, about=locked_meeting)
    bell.ring(locked_meeting.pk, [bell.EVERYTHING])


def _set_link(group: Group, links: Mapping[str, Any]) -> None:
    group.video_url = links[str(group.pk)]
    group.save(update_fields=["video_url"])
