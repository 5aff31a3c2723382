"""The door of a group's room, and what is done there: each deed is one short function."""

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
from deelgenoot_web.meetings.rules import may_facilitate
from deelgenoot_web.meetings.views.screens import meeting_that_is_on
from deelgenoot_web.meetings.views.sent import done, not_done, not_in, not_theirs, too_fast
from deelgenoot_web.meetings.views.who import participant_of


@dataclass(frozen=True)
class GroupVisitor:
    """Somebody in the room of a group: who leads it, one of its participants, or both."""

    meeting: Meeting
    group: Group
    leader: Person | None
    participant: Participant | None

    @property
    def by(self) -> Participant | Person:
        """In whose name something is done: one's own as a participant, else as who leads."""
        found = self.participant or self.leader
        if found is None:
            raise PermissionDenied
        return found

    @property
    def lead(self) -> Person:
        """Who leads the group and does this; for deeds of `for_leaders`."""
        if self.leader is None:
            raise PermissionDenied
        return self.leader

    @property
    def address(self) -> str:
        """The page of the room."""
        return reverse("meetings:room", args=[self.meeting.slug, self.group.position + 1])


class NotDoneError(Exception):
    """Not done, and why; `more` goes along to the script."""

    def __init__(self, why: str, status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        super().__init__(why)
        self.why = why
        self.status = status


@dataclass(frozen=True)
class ReplyWords:
    """Done, and what there is to say of it; `more` goes along to the script."""

    say: str = ""
    more: dict[str, Any] = field(default_factory=dict)


Deed = Callable[..., ReplyWords | HttpResponse]
View = Callable[..., HttpResponse]


def group_of(meeting: Meeting, number: int) -> Group:
    """The group with this number on its door; one that was joined leads to where its people are."""
    groups = meeting.groups.select_related("joined_into", "meeting")
    group = get_object_or_404(groups, position=number - 1)
    return group.joined_into or group


def inside_of(request: HttpRequest, meeting: Meeting, group: Group) -> GroupVisitor | None:
    """Who asks, in this room; None for who does not belong there."""
    found = participant_of(request, meeting)
    participant = found if found and found.group_id == group.pk else None
    leads = may_facilitate(request.user, group)
    leader = request.user if leads and isinstance(request.user, Person) else None
    return GroupVisitor(meeting, group, leader, participant) if leader or participant else None


def for_members(deed: Deed) -> View:
    """A POST by whoever is in the room."""

    @require_POST
    @wraps(deed)
    def view(request: HttpRequest, slug: str, number: int, **which: Any) -> HttpResponse:
        meeting = meeting_that_is_on(slug)
        back = reverse("meetings:take_part", args=[slug])
        refused = not_theirs(request, participant_of(request, meeting), back)
        if refused:
            return refused
        inside = inside_of(request, meeting, group_of(meeting, number))
        if inside is None:
            return _turned_away(request, meeting)
        return _answered(request, deed, inside, which)

    return view


def for_leaders(deed: Deed) -> View:
    """A POST by who leads the group."""

    @require_POST
    @wraps(deed)
    def view(request: HttpRequest, slug: str, number: int, **which: Any) -> HttpResponse:
        meeting = meeting_that_is_on(slug)
        inside = inside_of(request, meeting, group_of(meeting, number))
        if inside is None or inside.leader is None:
            raise PermissionDenied
        return _answered(request, deed, inside, which)

    return view


def _turned_away(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Whoever was moved meanwhile, or deleted, hears so; others have no business here."""
    one = participant_of(request, meeting)
    if one is None:
        raise PermissionDenied
    if one.group is None:
        return not_in(request, reverse("meetings:take_part", args=[meeting.slug]))
    why = _("U zit intussen in een andere groep: %(name)s. Dit is niet verstuurd.")
    back = reverse("meetings:room", args=[meeting.slug, one.group.position + 1])
    return not_done(request, HTTPStatus.GONE, why % {"name": one.group.name}, back)


def _answered(
    request: HttpRequest, deed: Deed, inside: GroupVisitor, which: dict[str, Any]
) -> HttpResponse:
    card = which.get("card_id")
    back = f"{inside.address}#kaart-{card}" if card else inside.address
    slow = too_fast(request, (type(inside.by), inside.by.pk), back)
    if slow:
        return slow
    try:
        said = deed(request, inside, **which)
    except NotDoneError as no:
        return not_done(request, no.status, no.why, back)
    if isinstance(said, HttpResponse):
        return said
    return done(request, inside.participant, back, said.say, said.more)


def text_of(data: QueryDict, name: str = "text", most: int = 500) -> str:
    """A text on one line. Raises RefusedError for an empty one and one that is too long."""
    text = " ".join(data.get(name, "").split())
    if not 0 < len(text) <= most:
        why = _("Schrijf een tekst van 1 tot en met %(most)s tekens.") % {"most": most}
        raise NotDoneError(why)
    return text
