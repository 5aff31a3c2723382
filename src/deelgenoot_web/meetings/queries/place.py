"""Where a meeting is in its programme."""

from dataclasses import dataclass
from datetime import datetime

from deelgenoot_web.meetings.models import Meeting, ProgrammeItem, SlideDeck


@dataclass(frozen=True)
class SlidePlace:
    """Where the slides of a part are: `number` is the slide that is on, 0 before the first."""

    item: ProgrammeItem
    deck: SlideDeck
    number: int

    @property
    def last(self) -> int:
        """The number of the last slide."""
        return self.deck.n_pages

    @property
    def following(self) -> int:
        """The number of the next slide; 0 after the last."""
        return self.number + 1 if self.number < self.last else 0


@dataclass(frozen=True)
class MeetingMoment:
    """The current part of the programme and its end. Without an item: not begun yet, or over."""

    item: ProgrammeItem | None
    ends_at: datetime | None
    following: ProgrammeItem | None
    slides: SlidePlace | None
    """The slides of the current part."""
    slides_before: SlidePlace | None
    """The last slide of the part before this one, which has none of its own."""
    starts_at: datetime
    is_after_groups: bool
    """Whether the groups had their part, and another part is on."""
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
    items = list(meeting.programme.select_related("deck"))
    later = [one for one in items if not item or one.position > item.position]
    earlier = [one for one in items if item and one.position < item.position]
    slides = slides_of(item, meeting.slide)
    return MeetingMoment(
        item=item,
        ends_at=meeting.item_ends_at if item else None,
        following=None if is_over or is_called_off else next(iter(later), None),
        slides=slides,
        slides_before=slides_of(earlier[-1], None) if earlier and not slides else None,
        starts_at=meeting.starts_at,
        is_after_groups=item is not None
        and item.kind != ProgrammeItem.Kind.GROUPS
        and any(one.kind == ProgrammeItem.Kind.GROUPS for one in earlier),
        is_over=is_over,
        is_called_off=is_called_off,
    )


def slides_of(item: ProgrammeItem | None, number: int | None) -> SlidePlace | None:
    """Say which slide of a part is on; the last one for None, or where there are fewer."""
    deck = item.slides if item else None
    if item is None or deck is None:
        return None
    return SlidePlace(item, deck, deck.n_pages if number is None else min(number, deck.n_pages))
