"""The harvests of the groups, side by side, and what recurs in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from deelgenoot_web.meetings.models import (
    Bundle,
    BundleEntry,
    Group,
    Harvest,
    Meeting,
    Participant,
)
from deelgenoot_web.meetings.placing import harvests_by_room, letter_of, name_of_group

SENTENCES = ("main_challenge", "what_works", "what_is_needed")
TOPS = ("top1", "top2", "top3")


@dataclass(frozen=True)
class HarvestLine:
    """A line of the top of a harvest; `bundle` is the bundle it lies in."""

    rank: int
    text: str
    challenge_id: str
    bundle: Bundle | None


@dataclass(frozen=True)
class GroupHarvest:
    """The harvest of one group; None while it wrote nothing yet."""

    group: Group
    name: str
    number: int
    letter: str
    harvest: Harvest | None
    top: tuple[HarvestLine, ...]


@dataclass(frozen=True)
class BundleContent:
    """Opgaven of several groups in one bundle, with the group of each line."""

    bundle: Bundle
    lines: tuple[tuple[BundleEntry, GroupHarvest, str], ...]

    @property
    def n_groups(self) -> int:
        """How many groups share the bundle."""
        return len({one.group.pk for _entry, one, _text in self.lines})


@dataclass(frozen=True)
class Harvests:
    """All harvests and bundles, for the plenary after the groups."""

    groups: tuple[GroupHarvest, ...]
    bundles: tuple[BundleContent, ...]

    @property
    def n_ready(self) -> int:
        """How many groups say that they are ready."""
        return sum(bool(one.harvest and one.harvest.is_ready) for one in self.groups)

    @property
    def confirmed_bundles(self) -> tuple[BundleContent, ...]:
        """The bundles that a person confirmed: only these are shown to everybody."""
        return tuple(one for one in self.bundles if one.bundle.is_confirmed)

    @property
    def loose(self) -> tuple[tuple[GroupHarvest, HarvestLine], ...]:
        """The lines that lie in no bundle, to put in one."""
        lines = ((group, line) for group in self.groups for line in group.top)
        return tuple((group, line) for group, line in lines if line.bundle is None)


def written_in(harvest: Harvest | None) -> dict[str, Any]:
    """Return the fields of the form that writes a harvest, with their version."""
    top = [one["text"] for one in harvest.top] if harvest else []
    texts = dict(zip(TOPS, [*top, "", "", ""], strict=False))
    sentences = {name: getattr(harvest, name) if harvest else "" for name in SENTENCES}
    return {**texts, **sentences, "version": harvest.version if harvest else 0}


def harvests_of_joined(group: Group) -> tuple[Harvest, ...]:
    """List the harvests that groups wrote before they joined this one, to copy from."""
    harvests = Harvest.objects.filter(group__joined_into=group).select_related("group")
    return tuple(harvests.order_by("group__position"))


def fill_gaps(texts: Mapping[str, str], others: Iterable[Harvest]) -> dict[str, str]:
    """Return the fields of the form, with each empty one filled from what others wrote."""
    theirs = [written_in(one) for one in others]
    top = dict.fromkeys(one[name] for one in (texts, *theirs) for name in TOPS if one[name])
    sentences = {
        name: next((one[name] for one in (texts, *theirs) if one[name]), "") for name in SENTENCES
    }
    return {**dict(zip(TOPS, [*top, "", "", ""], strict=False)), **sentences}


def harvests_of(meeting: Meeting) -> Harvests:
    """Read the harvests of the groups that were not joined to another, in their order.

    Groups where nobody is and nothing was written have nothing to show.
    """
    by_room = harvests_by_room(meeting)
    entries = list(BundleEntry.objects.filter(bundle__meeting=meeting).select_related("bundle"))
    is_used = Exists(Participant.objects.filter(group=OuterRef("pk"))) | Q(pk__in=by_room)
    groups = tuple(
        _group_harvest(group, by_room.get(group.pk), meeting.study, entries)
        for group in meeting.groups.filter(is_used, joined_into=None)
    )
    by_harvest = {one.harvest.pk: one for one in groups if one.harvest}
    return Harvests(
        groups=groups,
        bundles=tuple(
            BundleContent(bundle, tuple(_lines(bundle, entries, by_harvest)))
            for bundle in meeting.bundles.all()
        ),
    )


def _group_harvest(
    group: Group, harvest: Harvest | None, study: str, entries: list[BundleEntry]
) -> GroupHarvest:
    bundles = {one.rank: one.bundle for one in entries if harvest and one.harvest_id == harvest.pk}
    return GroupHarvest(
        group=group,
        name=name_of_group(group, study),
        number=group.position + 1,
        letter=letter_of(group, study),
        harvest=harvest,
        top=tuple(
            HarvestLine(rank, one["text"], one["challenge_id"], bundles.get(rank))
            for rank, one in enumerate(harvest.top if harvest else (), start=1)
        ),
    )


def _lines(
    bundle: Bundle, entries: list[BundleEntry], by_harvest: dict[int, GroupHarvest]
) -> Iterable[tuple[BundleEntry, GroupHarvest, str]]:
    for entry in entries:
        group_harvest = by_harvest.get(entry.harvest_id)
        if entry.bundle_id == bundle.pk and group_harvest and entry.rank <= len(group_harvest.top):
            yield entry, group_harvest, group_harvest.top[entry.rank - 1].text
