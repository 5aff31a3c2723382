"""Find the municipality of an address or a typed name, by every name and code of 2010-2026."""

from dataclasses import dataclass

from deelgenoot.areas import Area, Areas, Resolution, fold, strip_qualifier
from deelgenoot.errors import UnknownArea


@dataclass(frozen=True)
class Arrival:
    """One municipality of the reference year; `came_from` is the former name, if that led here."""

    area: Area
    came_from: str = ""


@dataclass(frozen=True)
class AreaChoice:
    """Several municipalities: the parts of a newer one, the heirs of an old one, or namesakes."""

    name: str
    areas: tuple[Area, ...]
    resolution: Resolution | None = None
    """What became of the municipality of that name; None for namesakes, of which one is meant."""

    @property
    def is_ambiguous(self) -> bool:
        """Whether one of them is meant, and it is not known which."""
        return self.resolution is None


def destination(areas: Areas, query: str) -> Arrival | AreaChoice:
    """Find where `query` leads; raise `UnknownArea`, with suggestions, when it leads nowhere."""
    try:
        resolution = areas.resolve(query)
    except UnknownArea as unknown:
        namesakes = _namesakes(areas, query, unknown)
        if not namesakes:
            raise
        return AreaChoice(strip_qualifier(namesakes[0].name), namesakes)
    if resolution.how == "same":
        return Arrival(resolution.areas[0])
    name = known_name(areas, query)
    if len(resolution.areas) == 1:
        return Arrival(resolution.areas[0], name)
    return AreaChoice(name, resolution.areas, resolution)


def known_name(areas: Areas, query: str) -> str:
    """Give the name that a resolvable `query` stands for, as it was written when in use."""
    code = query.strip().upper()
    periods = [period for period in areas.history if period.code == code]
    if periods:
        return max(periods, key=lambda period: period.last).name
    spelling = fold(query)
    exact = [name for name in areas.known_names if fold(name) == spelling]
    short = [name for name in areas.known_names if fold(strip_qualifier(name)) == spelling]
    return next(iter(exact or short), "")


def _namesakes(areas: Areas, query: str, unknown: UnknownArea) -> tuple[Area, ...]:
    """Find the municipalities that share a name; names that only look alike do not count."""
    spelling = fold(strip_qualifier(query))
    names = set(unknown.suggestions)
    return tuple(a for a in areas if a.name in names and fold(strip_qualifier(a.name)) == spelling)
