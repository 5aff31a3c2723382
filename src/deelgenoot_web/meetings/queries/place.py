"""Where a meeting is in its programme."""

from dataclasses import dataclass
from datetime import datetime

from deelgenoot_web.meetings.models import Meeting, ProgrammeItem


@dataclass(frozen=True)
class MeetingMoment:
    """The current part of the programme and its end. Without an item: not begun yet, or over."""

    item: ProgrammeItem | None
    ends_at: datetime | None
    following: ProgrammeItem | None
    starts_at: datetime
    is_over: bool
    is_called_off: bool

    @property
    def is_in_groups(self) -> bool:
        """Whether everybody should be in their group now."""
        return self.item is not None and self.item.kind == ProgrammeItem.Kind.GROUPS


def place_of(meeting: Meeting) -> MeetingMoment:
    """Say where this meeting is now, as the organiser drives it."""
    is_over = meeting.closed_at is not None
    is_called_off = meeting.state == Meeting.State.CANCELLED
    item = None if is_over or is_called_off else meeting.current_item
    later = [one for one in meeting.programme.all() if not item or one.position > item.position]
    return MeetingMoment(
        item=item,
        ends_at=meeting.item_ends_at if item else None,
        following=None if is_over or is_called_off else next(iter(later), None),
        starts_at=meeting.starts_at,
        is_over=is_over,
        is_called_off=is_called_off,
    )
