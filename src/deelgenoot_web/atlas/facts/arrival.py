"""Which municipality an address or a typed name stands for: every name and code of 2010-2026."""

from dataclasses import dataclass

from deelgenoot.areas import Area, Areas, Resolution, fold, strip_qualifier
from deelgenoot.errors import UnknownArea


@dataclass(frozen=True)
class Arrival:
    """One municipality of the reference year; `came_from` when it was asked by a former name."""

    area: Area
    came_from: str = ""


@dataclass(frozen=True)
class AreaChoice:
    """Several municipalities: the parts of a newer one, the heirs of an old one, or namesakes."""

    name: str
    areas: tuple[Area, ...]
    resolution: Resolution | None = None
    """What became of the one that was asked for; None for namesakes, of which one is meant."""

    @property
    def is_ambiguous(self) -> bool:
        """Whether one of them is meant, and it is not known which."""
        return self.resolution is None


def destination(areas: Areas, asked: str) -> Arrival | AreaChoice:
    """Find where `asked` leads; raise `UnknownArea`, with suggestions, when it leads nowhere."""
    try:
        found = areas.resolve(asked)
    except UnknownArea as unknown:
        namesakes = _namesakes(areas, asked, unknown)
        if not namesakes:
            raise
        return AreaChoice(strip_qualifier(namesakes[0].name), namesakes)
    if found.how == "same":
        return Arrival(found.areas[0])
    name = known_name(areas, asked)
    if len(found.areas) == 1:
        return Arrival(found.areas[0], name)
    return AreaChoice(name, found.areas, found)


def known_name(areas: Areas, asked: str) -> str:
    """The name that a resolvable `asked` stands for, as it was written when it was in use."""
    code = asked.strip().upper()
    if any(named.code == code for named in areas.history):
        return max((n for n in areas.history if n.code == code), key=lambda n: n.last).name
    spelt = fold(asked)
    known = areas.known_names
    exact = [name for name in known if fold(name) == spelt]
    return next(iter(exact or [name for name in known if fold(strip_qualifier(name)) == spelt]), "")


def _namesakes(areas: Areas, asked: str, unknown: UnknownArea) -> tuple[Area, ...]:
    """The municipalities that share the name; a name that only looks like theirs has none."""
    spelt = fold(strip_qualifier(asked))
    names = set(unknown.suggestions)
    return tuple(a for a in areas if a.name in names and fold(strip_qualifier(a.name)) == spelt)
