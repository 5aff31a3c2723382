"""Give people a place in the group of the cluster of their municipality."""

from collections.abc import Iterable, Iterator

from deelgenoot.areas import Area
from deelgenoot.errors import UnknownArea
from deelgenoot.study import study_folder
from deelgenoot.words import Text
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.models import Group, Harvest, Meeting, Registration


def group_for(meeting: Meeting, gm_code: str) -> Group | None:
    """Find the group of the cluster that this municipality belongs to, or lies nearest to.

    None without a municipality, and for a cluster that has no group in this meeting. A group that
    was joined to another leads to that one.
    """
    archetype = cluster_of(meeting.study, gm_code)
    if archetype is None:
        return None
    group = meeting.groups.filter(archetype=archetype).select_related("joined_into").first()
    return group and (group.joined_into or group)


def room_of(group: Group) -> Group:
    """Find the room where the people of a group talk now: of this group, or the one it joined."""
    current = Group.objects.select_related("joined_into").get(pk=group.pk)
    return current.joined_into or current


def harvests_by_room(meeting: Meeting) -> dict[int, Harvest]:
    """Map the key of each group to its harvest; of a group that wrote nothing (yet), to that of a
    group that joined it."""
    harvests = Harvest.objects.filter(group__meeting=meeting).select_related("group")
    # A later harvest replaces an earlier one, so the own harvest of a room comes last.
    own_last = sorted(
        harvests, key=lambda one: (one.group.joined_into_id is None, one.group.position)
    )
    return {one.group.joined_into_id or one.group_id: one for one in own_last}


def cluster_of(study: str, gm_code: str) -> str | None:
    """Return the archetype of the cluster of a municipality; the nearest one outside the study."""
    if not gm_code:
        return None
    member = release(study).typology.members.get(gm_code)
    return member.cluster if member else None


def study_cluster_of(study: str, gm_code: str) -> str | None:
    """Return the archetype of a municipality that the study grouped; None for any other."""
    member = release(study).typology.members.get(gm_code)
    return member.cluster if member and member.in_study else None


def archetypes_of(group: Group) -> tuple[str, ...]:
    """List the clusters that talk in a group: its own, then those of the groups joined to it."""
    others = group.joined.values_list("archetype", flat=True)
    return tuple(one for one in (group.archetype, *others) if one)


def letter_of(group: Group, study: str) -> str:
    """Return the letter of the cluster of a group; empty for a group of the organiser's own."""
    clusters = release(study).typology.clusters
    return next((one.letter for one in clusters if one.archetype == group.archetype), "")


def name_of_group(group: Group | None, study: str) -> str:
    """Name a group: by its cluster in the active language, until the organiser renames it.

    Empty for no group. The study is that of its meeting.
    """
    if group is None:
        return ""
    cluster = _cluster_name(group, study)
    return cluster.in_language(active_language()) if cluster else group.name


def taken_names(groups: Iterable[Group], study: str) -> Iterator[str]:
    """Give all names by which these groups are shown, in either language."""
    for group in groups:
        cluster = _cluster_name(group, study)
        yield from (cluster.nl, cluster.en) if cluster else (group.name,)


def _cluster_name(group: Group, study: str) -> Text | None:
    """Find the name of the cluster of a group that still bears it, in one of the languages."""
    clusters = release(study).typology.clusters
    names = (one.name for one in clusters if one.archetype == group.archetype)
    return next((one for one in names if group.name in (one.nl, one.en)), None)


def code_of(study: str, name: str) -> str:
    """Return the code of a municipality by any name or code since 2010.

    Raises UnknownArea, with suggestions, for an unknown name and for a municipality that was split.
    """
    areas = release(study).catalog.areas.resolve(name).areas
    if len(areas) != 1:
        raise UnknownArea(name, tuple(area.name for area in areas))
    return areas[0].code


def area_of(study: str, gm_code: str) -> Area | None:
    """Return the municipality with this code; None without a code."""
    areas = release(study).catalog.areas
    if gm_code not in areas:
        return None
    return areas[gm_code]


def name_of(study: str, gm_code: str) -> str:
    """Return the name of a municipality; empty without a code."""
    area = area_of(study, gm_code)
    return area.name if area else ""


def is_published(study: str) -> bool:
    """Whether this study has a typology, so that a meeting can have its clusters."""
    return (study_folder(study) / "typology.json").is_file()


def has_place(meeting: Meeting) -> bool:
    """Whether somebody can still register. A person on the waiting list takes a place too."""
    if meeting.capacity is None:
        return True
    n_taken = meeting.registrations.filter(state__in=Registration.HOLDS_PLACE).count()
    return n_taken < meeting.capacity
