"""Whether there is a place, and in which group: that of the cluster of the own municipality."""

from deelgenoot.errors import UnknownArea
from deelgenoot.study import study_folder
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.models import Group, Harvest, Meeting, Registration


def group_for(meeting: Meeting, gm_code: str) -> Group | None:
    """The group of the cluster that this municipality belongs to, or lies nearest to.

    None without a municipality, and for a cluster that has no group in this meeting. A group that
    was joined to another leads to that one.
    """
    archetype = cluster_of(meeting.study, gm_code)
    if archetype is None:
        return None
    found = meeting.groups.filter(archetype=archetype).select_related("joined_into").first()
    return found and (found.joined_into or found)


def room_of(group: Group) -> Group:
    """Where the people of a group talk, as it is now: in the one that it was joined to, or here."""
    found = Group.objects.select_related("joined_into").get(pk=group.pk)
    return found.joined_into or found


def harvests_by_room(meeting: Meeting) -> dict[int, Harvest]:
    """What each room brings back, by the key of its group; of one that wrote nothing (yet), what a
    group wrote before it was joined to it."""
    found = Harvest.objects.filter(group__meeting=meeting).select_related("group")
    # The own one comes last, and so before others.
    ordered = sorted(found, key=lambda one: (one.group.joined_into_id is None, one.group.position))
    return {one.group.joined_into_id or one.group_id: one for one in ordered}


def cluster_of(study: str, gm_code: str) -> str | None:
    """The archetype of the cluster of a municipality; the nearest one outside the study."""
    if not gm_code:
        return None
    member = release(study).typology.members.get(gm_code)
    return member.cluster if member else None


def archetypes_of(group: Group) -> tuple[str, ...]:
    """The clusters that talk in a group: its own, then those of the groups joined to it."""
    joined = group.joined.values_list("archetype", flat=True)
    return tuple(one for one in (group.archetype, *joined) if one)


def letter_of(group: Group, study: str) -> str:
    """The letter of the cluster of a group; empty for one of the organiser's own."""
    clusters = release(study).typology.clusters
    return next((one.letter for one in clusters if one.archetype == group.archetype), "")


def code_of(study: str, written: str) -> str:
    """The code of the municipality that somebody wrote, by any name or code since 2010.

    Raises UnknownArea, with suggestions, for a name that nobody knows, and for one that became
    several municipalities.
    """
    found = release(study).catalog.areas.resolve(written).areas
    if len(found) != 1:
        raise UnknownArea(written, tuple(area.name for area in found))
    return found[0].code


def name_of(study: str, gm_code: str) -> str:
    """The name of a municipality; empty without one."""
    areas = release(study).catalog.areas
    return areas[gm_code].name if gm_code in areas else ""


def is_published(study: str) -> bool:
    """Whether this study has a typology, so that a meeting can have its clusters."""
    return (study_folder(study) / "typology.json").is_file()


def has_place(meeting: Meeting) -> bool:
    """Whether one more can come. Who waits goes first: while somebody waits there is no place."""
    if meeting.capacity is None:
        return True
    taken = meeting.registrations.exclude(state=Registration.State.CANCELLED).count()
    return taken < meeting.capacity
