"""The filter of the list of all municipalities."""

from dataclasses import dataclass

from deelgenoot.areas import Area
from deelgenoot_web.atlas.facts.release import Release


@dataclass(frozen=True)
class Filter:
    """The archetype and the province that a visitor asked for; empty for everything."""

    cluster: str = ""
    province: str = ""


def known_filter(release: Release, query: Filter) -> Filter:
    """Drop what does not exist: a filter for an unknown cluster or province is no filter."""
    provinces = {area.province for area in release.catalog.areas}
    return Filter(
        cluster=query.cluster if query.cluster in release.typology.archetypes else "",
        province=query.province if query.province in provinces else "",
    )


def filtered_areas(release: Release, query: Filter) -> list[Area]:
    """List the municipalities that pass a known filter, in order of name."""
    members = release.typology.members
    return [
        area
        for area in release.catalog.areas
        if query.province in {"", area.province}
        and query.cluster in {"", members[area.code].cluster}
    ]
