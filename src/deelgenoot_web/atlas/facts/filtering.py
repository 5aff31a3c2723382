"""Which municipalities a visitor asks to see in the list of all."""

from dataclasses import dataclass

from deelgenoot.areas import Area
from deelgenoot_web.atlas.facts.release import Release


@dataclass(frozen=True)
class Filter:
    """What a visitor asked to see: an archetype and a province, both empty for everything."""

    cluster: str = ""
    province: str = ""


def known_filter(release: Release, asked: Filter) -> Filter:
    """Drop what does not exist: a filter for an unknown cluster or province is no filter."""
    provinces = {area.province for area in release.catalog.areas}
    return Filter(
        cluster=asked.cluster if asked.cluster in release.typology.archetypes else "",
        province=asked.province if asked.province in provinces else "",
    )


def filtered_areas(release: Release, known: Filter) -> list[Area]:
    """The municipalities that pass a known filter, in order of name."""
    members = release.typology.members
    return [
        area
        for area in release.catalog.areas
        if known.province in {"", area.province}
        and known.cluster in {"", members[area.code].cluster}
    ]
