"""How two municipalities resemble each other on the themes of an opgave, in figures."""

from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from deelgenoot.areas import Area
from deelgenoot.study import Challenge
from deelgenoot.typology.peers import Peer, own_region
from deelgenoot.typology.published import Member
from deelgenoot_web.atlas.facts.release import Release

_OF_THE_CHALLENGE = 2.0
"""How heavy a theme of the opgave weighs; all others weigh 1."""
_EARTH_KM = 6371.0
_LARGE = 1.0
"""Standard deviations: a smaller difference is not worth a sentence."""


@dataclass(frozen=True)
class PracticeLikeness:
    """What one municipality is to another, about one opgave."""

    distance: float
    kilometres: int
    is_shared: bool
    """The figures of both show the opgave."""
    alike: tuple[str, ...]
    """Themes in which they resemble each other strongly; those of the opgave come first."""
    nearest: tuple[str, ...]
    """The two themes in which they resemble each other most, strongly or not."""
    different: str | None
    """The indicator in which they differ most, of the themes of the opgave where one of those
    differs by a standard deviation; None where no indicator does."""


@lru_cache(maxsize=20_000)
def resemble(release: Release, reader: str, other: str, challenge: Challenge) -> PracticeLikeness:
    """Compare two municipalities, by code, on all themes; those of the opgave weigh double."""
    members = release.typology.members
    both = members[reader], members[other]
    peer = _peer(release, reader, other, challenge)
    in_order = sorted(peer.likeness, key=lambda theme: theme not in challenge.themes)
    areas = release.catalog.areas
    return PracticeLikeness(
        distance=peer.distance,
        kilometres=round(kilometres(areas[reader], areas[other])),
        is_shared=all(member.evidence.get(challenge.id) for member in both),
        alike=tuple(theme for theme in in_order if peer.likeness[theme] == "strong"),
        nearest=peer.alike,
        different=_most_different(release, both, challenge),
    )


def region_of(release: Release, code: str) -> frozenset[str]:
    """List the codes of the region of a municipality, and of those at its border."""
    areas = release.catalog.areas
    return own_region(areas, code, "region") | own_region(areas, code, "neighbours")


def kilometres(start: Area, other: Area) -> float:
    """Compute the distance as the crow flies (haversine formula)."""
    east = radians(other.lon - start.lon) / 2
    north = radians(other.lat - start.lat) / 2
    along = cos(radians(start.lat)) * cos(radians(other.lat)) * sin(east) ** 2
    return 2 * _EARTH_KM * asin(sqrt(sin(north) ** 2 + along))


def _peer(release: Release, reader: str, other: str, challenge: Challenge) -> Peer:
    weights = dict.fromkeys(challenge.themes, _OF_THE_CHALLENGE)
    return release.peers.nearest(reader, weights, among=[other])[0]


def _most_different(
    release: Release, both: tuple[Member, Member], challenge: Challenge
) -> str | None:
    """Find the indicator in which two municipalities differ most; one without a figure is none."""
    here, there = both
    unknown = {*here.filled, *there.filled}
    gaps = {one: abs(here.z[one] - there.z[one]) for one in here.z if one not in unknown}
    large = [one for one in gaps if gaps[one] >= _LARGE]
    indicators = release.catalog.indicators

    def place(indicator: str) -> tuple[bool, float, str]:
        return indicators[indicator].theme in challenge.themes, gaps[indicator], indicator

    return max(large, key=place, default=None)
