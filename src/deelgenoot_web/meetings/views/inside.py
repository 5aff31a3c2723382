"""The door of a group's room, and the frame around each deed in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.models import Group, Meeting, Participant
from deelgenoot_web.meetings.placing import name_of_group
from deelgenoot_web.meetings.rules import may_facilitate
from deelgenoot_web.meetings.views.screens import meeting_that_is_on, or_called_off
from deelgenoot_web.meetings.views.sent import (
    answer_done,
    answer_not_done,
    not_in,
    not_theirs,
    too_fast,
)
from deelgenoot_web.meetings.views.who import participant_of


@dataclass(frozen=True)
class GroupVisitor:
    """Somebody in the room of a group: its leader, one of its participants, or both."""

    meeting: Meeting
    group: Group
    leader: Person | None
    participant: Participant | None

    @property
    def by(self) -> Participant | Person:
        """The participant who acts, or else the leader."""
        visitor = self.participant or self.leader
        if visitor is None:
            raise PermissionDenied
        return visitor

    @property
    def lead(self) -> Person:
        """The leader who acts; for deeds of `for_leaders`."""
        if self.leader is None:
            raise PermissionDenied
        return self.leader

    @property
    def address(self) -> str:
        """The page of the room."""
        return reverse("meetings:room", args=[self.meeting.slug, self.group.position + 1])


class NotDoneError(Exception):
    """A deed that is not done, and why; the script gets `more` besides."""

    def __init__(
        self, why: str, status: int = HTTPStatus.UNPROCESSABLE_ENTITY, **more: str
    ) -> None:
        super().__init__(why)
        self.why = why
        self.status = status
        self.more = more


@dataclass(frozen=True)
class ReplyWords:
    """What to say of a deed that is done; the script gets `more` besides."""

    say: str = ""
    more: dict[str, Any] = field(default_factory=dict)


Deed = Callable[..., ReplyWords | HttpResponse]
View = Callable[..., HttpResponse]


def group_of(meeting: Meeting, number: int) -> Group:
    """Find the group with this number, or the group that it joined."""
    groups = meeting.groups.select_related("joined_into", "meeting")
    group = get_object_or_404(groups, position=number - 1)
    return group.joined_into or group


def inside_of(request: HttpRequest, meeting: Meeting, group: Group) -> GroupVisitor | None:
    """Find the visitor in this room; None for somebody who does not belong there."""
    participant = participant_of(request, meeting)
    if participant and participant.group_id != group.pk:
        participant = None
    leads = may_facilitate(request.user, group)
    leader = request.user if leads and isinstance(request.user, Person) else None
    return GroupVisitor(meeting, group, leader, participant) if leader or participant else None


def for_members(deed: Deed) -> View:
    """Make a view for a POST by anybody in the room."""

    @require_POST
    @or_called_off
    @wraps(deed)
    def view(request: HttpRequest, slug: str, number: int, **which: Any) -> HttpResponse:
        meeting = meeting_that_is_on(slug)
        back = reverse("meetings:take_part", args=[slug])
        refusal = not_theirs(request, participant_of(request, meeting), back)
        if refusal:
            return refusal
        inside = inside_of(request, meeting, group_of(meeting, number))
        if inside is None:
            return _turn_away(request, meeting)
        return _answer_deed(request, deed, inside, which)

    return view


def for_leaders(deed: Deed) -> View:
    """Make a view for a POST by the leader of the group."""

    @require_POST
    @or_called_off
    @wraps(deed)
    def view(request: HttpRequest, slug: str, number: int, **which: Any) -> HttpResponse:
        meeting = meeting_that_is_on(slug)
        inside = inside_of(request, meeting, group_of(meeting, number))
        if inside is None or inside.leader is None:
            raise PermissionDenied
        return _answer_deed(request, deed, inside, which)

    return view


def _turn_away(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Tell people who were moved or deleted meanwhile; raise PermissionDenied for others."""
    participant = participant_of(request, meeting)
    if participant is None:
        raise PermissionDenied
    if participant.group is None:
        return not_in(request, reverse("meetings:take_part", args=[meeting.slug]))
    why = _("U zit intussen in een andere groep: %(name)s. Dit is niet verstuurd.")
    back = reverse("meetings:room", args=[meeting.slug, participant.group.position + 1])
    name = name_of_group(participant.group, meeting.study)
    return answer_not_done(request, HTTPStatus.GONE, why % {"name": name}, back)


def _answer_deed(
    request: HttpRequest, deed: Deed, inside: GroupVisitor, which: dict[str, Any]
) -> HttpResponse:
    card = which.get("card_id")
    back = f"{inside.address}#kaart-{card}" if card else inside.address
    slow = too_fast(request, (type(inside.by), inside.by.pk), back)
    if slow:
        return slow
    try:
        reply = deed(request, inside, **which)
    except NotDoneError as no:
        return answer_not_done(request, no.status, no.why, back, no.more)
    if isinstance(reply, HttpResponse):
        return reply
    return answer_done(request, inside.participant, back, reply.say, reply.more)


def text_of(data: QueryDict, name: str = "text", most: int = 500) -> str:
    """Read a text on one line. Raises NotDoneError for an empty one and one that is too long."""
    text = " ".join(data.get(name, "").split())
    if not 0 < len(text) <= most:
        why = _("Schrijf een tekst van 1 tot en met %(most)s tekens.") % {"most": most}
        raise NotDoneError(why)
    return text
