"""What a talk of two municipalities is worth, with the reasons that people read."""

from collections.abc import Collection
from dataclasses import dataclass

from deelgenoot_web.atlas.facts.release import Release, release

PER_THEME, PER_OPGAVE = 8, 10
MOST_OPGAVEN = 4
"""More shared opgaven than this make a talk no better."""


@dataclass(frozen=True)
class Affinity:
    """What two municipalities have in common."""

    themes: tuple[str, ...] = ()
    """The ids of the themes in which they strongly resemble each other."""
    opgaven: tuple[str, ...] = ()
    """The ids of the opgaven that the figures of both show."""
    is_near: bool = False
    """Whether they lie in one region, where people know each other already."""

    @property
    def points(self) -> int:
        """The worth of a talk, from 0 to 96; half of it within a region."""
        points = PER_THEME * len(self.themes)
        points += PER_OPGAVE * min(MOST_OPGAVEN, len(self.opgaven))
        return points // 2 if self.is_near else points


def affinities(study: str, codes: Collection[str]) -> dict[frozenset[str], Affinity]:
    """Judge every pair of these municipalities; codes that the study does not know have none."""
    of_study = release(study)
    members = sorted(code for code in set(codes) if code in of_study.typology.members)
    if len(members) < 2:  # noqa: PLR2004 - a pair
        return {}
    return {
        frozenset((code, peer.code)): Affinity(
            tuple(theme for theme, word in peer.likeness.items() if word == "strong"),
            _both_show(of_study, code, peer.code),
            _one_region(of_study, code, peer.code),
        )
        for code in members
        for peer in of_study.peers.nearest(code, among=[first for first in members if first > code])
    }


def _both_show(of_study: Release, first: str, second: str) -> tuple[str, ...]:
    members = of_study.typology.members
    evidence, theirs = members[first].evidence, members[second].evidence
    return tuple(id_ for id_, shows in evidence.items() if shows and theirs.get(id_))


def _one_region(of_study: Release, first: str, second: str) -> bool:
    areas = of_study.catalog.areas
    return bool(areas[first].region) and areas[first].region == areas[second].region
