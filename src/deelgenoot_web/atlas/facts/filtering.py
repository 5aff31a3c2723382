"""The filter of the list of all municipalities."""

import re
from dataclasses import dataclass

from deelgenoot.areas import Area, fold
from deelgenoot_web.atlas.facts.release import Release


@dataclass(frozen=True)
class Filter:
    """The archetype, the province and the name that a visitor asked for; empty for everything."""

    cluster: str = ""
    province: str = ""
    name: str = ""
    """How a word of the name begins, in any spelling."""


def known_filter(release: Release, query: Filter) -> Filter:
    """Drop what does not exist: a filter for an unknown cluster or province is no filter."""
    provinces = {area.province for area in release.catalog.areas}
    return Filter(
        cluster=query.cluster if query.cluster in release.typology.archetypes else "",
        province=query.province if query.province in provinces else "",
        name=query.name.strip(),
    )


def filtered_areas(release: Release, query: Filter) -> list[Area]:
    """List the municipalities that pass a known filter, in order of name."""
    members, beginning = release.typology.members, fold(query.name)
    return [
        area
        for area in release.catalog.areas
        if query.province in {"", area.province}
        and query.cluster in {"", members[area.code].cluster}
        and _begins(area.name, beginning)
    ]


def _begins(name: str, beginning: str) -> bool:
    """Tell whether a word of a name, and what follows it, begins like this."""
    words = re.split(r"[\s-]+", name)
    return any(fold("".join(words[at:])).startswith(beginning) for at in range(len(words)))
