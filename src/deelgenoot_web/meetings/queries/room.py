"""The room of a group: who is there, and the current step of its script."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from deelgenoot_web.meetings.models import (
    Call,
    Group,
    Harvest,
    Meeting,
    ProgrammeItem,
    Registration,
)
from deelgenoot_web.meetings.placing import letter_of, name_of, name_of_group
from deelgenoot_web.meetings.rules import IS_LED, are_leaders_expected, has_leader_here


@dataclass(frozen=True)
class MunicipalitySeat:
    """The people of one municipality; an empty name for people without one."""

    municipality: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class SeatingTable:
    """The people who are there, and those who are expected."""

    seats: tuple[MunicipalitySeat, ...]
    missing: tuple[str, ...]
    """The municipality, or else the name, of each person who registered and did not come in yet."""

    @property
    def n_people(self) -> int:
        """How many people are there."""
        return sum(len(seat.names) for seat in self.seats)

    @property
    def n_municipalities(self) -> int:
        """How many municipalities they come from."""
        return sum(bool(seat.municipality) for seat in self.seats)


@dataclass(frozen=True)
class ScriptStep:
    """One step of the script."""

    number: int
    title: str
    text: str
    minutes: int
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class Script:
    """The steps of a group, and when the current one should be over."""

    item: ProgrammeItem | None
    steps: tuple[ScriptStep, ...]
    ends_at: datetime | None
    place: int

    @property
    def now(self) -> ScriptStep | None:
        """The current step; None before the groups began."""
        return next((step for step in self.steps if step.is_now), None)

    @property
    def following(self) -> ScriptStep | None:
        """The next step."""
        later = self.steps[self.place + 1 :] if self.now else self.steps
        return later[0] if later else None


@dataclass(frozen=True)
class RoomRow:
    """A room in the overview of the organiser."""

    group: Group
    name: str
    letter: str
    """The mark of its cluster; empty for a group of the organiser's own."""
    number: int
    n_people: int
    n_expected: int
    is_led: bool
    misses_leader: bool
    """Whether people who lead are expected by now, and none of this group is there."""
    script: Script
    n_dots: int
    harvest: Harvest | None
    call: Call | None

    @property
    def lacks_leader(self) -> bool:
        """Whether somebody comes to this group, and nobody leads it or whoever does is not here."""
        is_used = bool(self.n_people or self.n_expected)
        return is_used and (self.misses_leader or not self.is_led)


@dataclass(frozen=True)
class CallingGroup:
    """A call of a group that nobody answered yet, with the mark of its cluster."""

    call: Call
    name: str
    letter: str


def calling_groups(meeting: Meeting) -> tuple[CallingGroup, ...]:
    """List the calls that wait for the organiser, the longest wait first; none after the end."""
    if meeting.closed_at is not None:
        return ()
    calls = Call.objects.filter(group__meeting=meeting, answered_at=None).select_related("group")
    study = meeting.study
    return tuple(
        CallingGroup(call, name_of_group(call.group, study), letter_of(call.group, study))
        for call in calls
    )


def number_of(group: Group) -> int:
    """Return the number of a group in its address."""
    return group.position + 1


def table_of(group: Group) -> SeatingTable:
    """List who is in the room, per municipality."""
    study = group.meeting.study
    here: dict[str, list[str]] = {}
    for name, code in group.participants.values_list("name", "gm_code"):
        here.setdefault(name_of(study, code), []).append(name)
    coming = group.registrations.filter(state=Registration.State.CONFIRMED, participant=None)
    absent = [name_of(study, one.gm_code) or one.name for one in coming]
    seats = (MunicipalitySeat(place, tuple(sorted(names))) for place, names in here.items())
    return SeatingTable(
        seats=tuple(sorted(seats, key=lambda seat: (not seat.municipality, seat.municipality))),
        missing=tuple(dict.fromkeys(sorted(one for one in absent if one))),
    )


def script_of(group: Group, item: ProgrammeItem | None) -> Script:
    """Say where a group is in the script of a part of the programme."""
    steps = item.script if item else []
    has_begun = group.step_ends_at is not None
    place = min(group.script_step, max(len(steps) - 1, 0))
    return Script(
        item=item,
        steps=tuple(
            ScriptStep(
                number=number,
                title=step["title"],
                text=step.get("text", ""),
                minutes=step["minutes"],
                is_done=has_begun and number < place,
                is_now=has_begun and number == place,
            )
            for number, step in enumerate(steps)
        ),
        ends_at=group.step_ends_at,
        place=place,
    )


def groups_item(meeting: Meeting) -> ProgrammeItem | None:
    """Find the current part in groups, else the last one before it, else the first to come."""
    items = list(meeting.programme.filter(kind=ProgrammeItem.Kind.GROUPS))
    on = meeting.current_item
    past = [item for item in items if on is not None and item.position <= on.position]
    return past[-1] if past else next(iter(items), None)


def rooms_of(meeting: Meeting) -> tuple[RoomRow, ...]:
    """List all rooms but those joined to another, in a fixed number of queries."""
    item = groups_item(meeting)
    groups = meeting.groups.filter(joined_into=None).select_related("harvest")
    now = timezone.now()
    groups = groups.annotate(is_led=IS_LED, has_leader_here=has_leader_here(now))
    are_expected = are_leaders_expected(meeting, now)
    people = Counter(meeting.participants.values_list("group", flat=True))
    coming = meeting.registrations.filter(state=Registration.State.CONFIRMED)
    expected = Counter(coming.values_list("group", flat=True))
    dots = Counter(meeting.participants.filter(dots__isnull=False).values_list("group", flat=True))
    open_calls = Call.objects.filter(group__meeting=meeting, answered_at=None)
    calls = {call.group_id: call for call in open_calls}
    return tuple(
        RoomRow(
            group=group,
            name=name_of_group(group, meeting.study),
            letter=letter_of(group, meeting.study),
            number=number_of(group),
            n_people=people[group.pk],
            n_expected=expected[group.pk],
            is_led=group.is_led,
            misses_leader=are_expected and group.is_led and not group.has_leader_here,
            script=script_of(group, item),
            n_dots=dots[group.pk],
            harvest=getattr(group, "harvest", None),
            call=calls.get(group.pk),
        )
        for group in groups
    )
