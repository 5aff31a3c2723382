"""Who is in the room of a group, and where it is in its script."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from deelgenoot_web.meetings.models import (
    Call,
    Group,
    Harvest,
    Meeting,
    ProgrammeItem,
    Registration,
)
from deelgenoot_web.meetings.placing import name_of


@dataclass(frozen=True)
class MunicipalitySeat:
    """The people of one municipality; without one they stand under an empty name."""

    municipality: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class SeatingTable:
    """Who is there, and who is expected."""

    seats: tuple[MunicipalitySeat, ...]
    missing: tuple[str, ...]
    """The municipalities of who registered and did not come in yet; the name without one."""

    @property
    def n_people(self) -> int:
        """How many are there."""
        return sum(len(seat.names) for seat in self.seats)

    @property
    def n_municipalities(self) -> int:
        """From how many municipalities."""
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
    """The steps of a group, and when the one that is on should be over."""

    item: ProgrammeItem | None
    steps: tuple[ScriptStep, ...]
    ends_at: datetime | None
    place: int

    @property
    def now(self) -> ScriptStep | None:
        """The step that is on; None before the groups began."""
        return next((step for step in self.steps if step.is_now), None)

    @property
    def following(self) -> ScriptStep | None:
        """The step to come."""
        later = self.steps[self.place + 1 :] if self.now else self.steps
        return later[0] if later else None


@dataclass(frozen=True)
class RoomRow:
    """One line of the overview of who directs."""

    group: Group
    number: int
    n_people: int
    n_expected: int
    script: Script
    n_dots: int
    harvest: Harvest | None
    call: Call | None


def number_of(group: Group) -> int:
    """What its address ends with."""
    return group.position + 1


def table_of(group: Group) -> SeatingTable:
    """Who is in the room, per municipality."""
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
    """Where the group is in the script of a part of the programme."""
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
    """The part in groups that is on, else the last that was, else the first that will be."""
    items = list(meeting.programme.filter(kind=ProgrammeItem.Kind.GROUPS))
    on = meeting.current_item
    past = [item for item in items if on is not None and item.position <= on.position]
    return past[-1] if past else next(iter(items), None)


def rooms_of(meeting: Meeting) -> tuple[RoomRow, ...]:
    """All rooms, those that were joined to another left out; queries do not grow with them."""
    item = groups_item(meeting)
    groups = meeting.groups.filter(joined_into=None).select_related("harvest")
    people = Counter(meeting.participants.values_list("group", flat=True))
    coming = meeting.registrations.filter(state=Registration.State.CONFIRMED)
    expected = Counter(coming.values_list("group", flat=True))
    dots = Counter(meeting.participants.filter(dots__isnull=False).values_list("group", flat=True))
    calls = {call.group_id: call for call in _open_calls(meeting)}
    return tuple(
        RoomRow(
            group=group,
            number=number_of(group),
            n_people=people[group.pk],
            n_expected=expected[group.pk],
            script=script_of(group, item),
            n_dots=dots[group.pk],
            harvest=getattr(group, "harvest", None),
            call=calls.get(group.pk),
        )
        for group in groups
    )


def _open_calls(meeting: Meeting) -> Iterable[Call]:
    return Call.objects.filter(group__meeting=meeting, answered_at=None)
