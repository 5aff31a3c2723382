"""The invitation, and the list of meetings."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.models import Meeting, Reaction, Registration
from deelgenoot_web.meetings.placing import has_place
from deelgenoot_web.meetings.rules import may_participants_read_report

Door = Literal["open", "full", "closed", "over", "cancelled"]
"""Whether people can register: for a place, for the waiting list, or no longer and why."""

# Raw HTML of an organiser is shown as text and images are left out, so that the page loads nothing
# from elsewhere.
_MARKDOWN = MarkdownIt("js-default", {"html": False}).disable("image")


@dataclass(frozen=True)
class ProgrammeLine:
    """One line of the programme, with the time at which it starts."""

    starts_at: datetime
    title: str
    text: str


@dataclass(frozen=True)
class Invitation:
    """The invitation, which everybody may read."""

    title: str
    description: str
    meeting: Meeting
    door: Door
    is_past: bool
    """Whether its time is over and nothing of it is on any more."""
    intro: str
    programme: tuple[ProgrammeLine, ...]
    n_taken: int
    n_municipalities: int
    n_views: int
    reactions: tuple[Reaction, ...]
    names: tuple[str, ...]
    """The names of all municipalities, to choose from."""

    @property
    def is_report_for_participants(self) -> bool:
        """Whether there is a report, for the people who took part or for everybody."""
        return may_participants_read_report(self.meeting)

    @property
    def takes_place(self) -> bool:
        """Whether the meeting is neither called off nor over."""
        return self.door not in {"cancelled", "over"}

    @property
    def takes_registrations(self) -> bool:
        """Whether the form stands on the page."""
        return self.door in {"open", "full"}


@dataclass(frozen=True)
class Meetings:
    """The list of all announced meetings."""

    title: str
    description: str
    coming: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    has_example: bool
    """Whether the example is on this machine, and this visitor may enter it."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What a page says of the next session; equal ones give the same page."""

    slug: str
    title: str
    for_whom: str
    starts_at: datetime
    ends_at: datetime


def next_meeting(now: datetime, archetype: str = "") -> Upcoming | None:
    """Find the first announced meeting that is not over and has a group for this cluster.

    Asked for each visit, so only what a page says is read.
    """
    coming = Meeting.objects.filter(state=Meeting.State.OPEN, is_rehearsal=False)
    coming = coming.filter(closed_at=None, purged_at=None, ends_at__gt=now)
    if archetype:
        coming = coming.filter(groups__archetype=archetype)
    names = [field.name for field in fields(Upcoming)]
    row = coming.order_by("starts_at").values_list(*names).first()
    return Upcoming(*row) if row else None


def meetings(now: datetime, *, has_example: bool = False) -> Meetings:
    """Make the list; past meetings stand at the end, latest first."""
    announced_meetings = Meeting.objects.exclude(state=Meeting.State.DRAFT)
    all_meetings = list(announced_meetings.filter(is_rehearsal=False))
    return Meetings(
        title=_("Bijeenkomsten"),
        description=_(
            "Online werksessies waarin gemeenten uit hetzelfde cluster elkaar ontmoeten: wat zijn "
            "onze opgaven, en wat werkt?"
        ),
        coming=tuple(one for one in all_meetings if not one.is_over(now)),
        past=tuple(one for one in reversed(all_meetings) if one.is_over(now)),
        has_example=has_example,
    )


def invitation(meeting: Meeting, now: datetime) -> Invitation:
    """Make one invitation; times in the time zone of the site."""
    coming = meeting.registrations.filter(state=Registration.State.CONFIRMED)
    codes = set(coming.exclude(gm_code="").values_list("gm_code", flat=True))
    areas = release(meeting.study).catalog.areas
    entrance = door(meeting, now)
    return Invitation(
        title=meeting.title,
        description=meeting.for_whom or _("Een online werksessie."),
        meeting=meeting,
        door=entrance,
        is_past=entrance == "over" and not meeting.is_running(now),
        intro=as_html(meeting.intro),
        programme=_programme(meeting),
        n_taken=coming.count(),
        n_municipalities=len(codes),
        n_views=meeting.views.aggregate(all=Sum("count"))["all"] or 0,
        reactions=tuple(meeting.reactions.filter(state=Reaction.State.SHOWN)),
        names=tuple(area.name for area in areas),
    )


def as_html(text: str) -> str:
    """Turn the Markdown of an organiser into the HTML of the invitation."""
    html: str = _MARKDOWN.render(text)
    return html


def door(meeting: Meeting, now: datetime) -> Door:
    """Say whether people can register now. They can until the end, unless it closes earlier."""
    if meeting.state == Meeting.State.CANCELLED:
        return "cancelled"
    if meeting.is_over(now):
        return "over"
    if meeting.registration_closes_at and now >= meeting.registration_closes_at:
        return "closed"
    return "open" if has_place(meeting) else "full"


def _programme(meeting: Meeting) -> tuple[ProgrammeLine, ...]:
    starts_at = timezone.localtime(meeting.starts_at)
    parts = []
    for item in meeting.programme.all():
        parts.append(ProgrammeLine(starts_at, item.title, item.text))
        starts_at += timedelta(minutes=item.minutes)
    return (*parts, ProgrammeLine(starts_at, _("Einde"), ""))
