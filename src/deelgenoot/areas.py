"""Areas of one reference year, and every name and code by which people have known them.

Nothing here knows a country. A folder of small tables does: `areas.csv` (the reference year),
`neighbours.csv`, `history.csv` (which code had which name in which years), `mergers.csv` (what
went into what) and `aliases.csv` (names that people use and no list holds). Only the standard
library is imported, so that a command line that needs no more than a name starts at once.
"""

import csv
import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal

from deelgenoot.errors import UnknownArea

How = Literal["same", "renamed", "successor", "parts"]

BUNDLED = Path(__file__).parent / "studies" / "middelgroot" / "data"
_SUGGESTIONS = 3
_LONG = 4  # letters
_LONGEST_MISSPELT = 40  # signs: no name is nearly as long, and looking for one like it takes long
_ALIKE = 0.7  # difflib's ratio below which two names no longer look like one misspelt


@dataclass(frozen=True, slots=True)
class Area:
    """One area on the boundaries of the reference year; neighbours share a border.

    `urbanity` is a class by address density, 1 the most urban; None where nobody gave one.
    """

    code: str
    name: str
    slug: str
    province: str
    region: str
    population: int
    lon: float
    lat: float
    neighbours: tuple[str, ...]
    urbanity: int | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a typed name or code means on the reference year's boundaries.

    `how` says "same", "renamed", "successor" (what was asked is gone: `areas` took it over, more
    than one when it was divided) or "parts" (what was asked is newer: `areas` are its parts).
    `year` is the year of that change, or the reference year for "same".
    """

    query: str
    areas: tuple[Area, ...]
    how: How
    year: int


@dataclass(frozen=True, slots=True)
class Merger:
    """From the first of January of `year`, all (`whole`) or part of `source` is in `target`."""

    year: int
    source: str
    target: str
    whole: bool


@dataclass(frozen=True, slots=True)
class NamePeriod:
    """A code and the name it had from `first` up to and including `last`."""

    code: str
    name: str
    first: int
    last: int


@lru_cache(maxsize=8192)  # a search folds all names of all areas
def fold(name: str) -> str:
    """Reduce `name` to its letters, without case and accents: what two spellings have in common."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def strip_qualifier(name: str) -> str:
    """Remove the words in brackets that tell `name` from a namesake."""
    return name.partition(" (")[0]


class Areas:
    """All areas of the reference year, in order of name, and the past and future of each."""

    def __init__(
        self,
        areas: Iterable[Area],
        history: Iterable[NamePeriod] = (),
        mergers: Iterable[Merger] = (),
        aliases: Mapping[str, str] | None = None,
        year: int = 0,
    ) -> None:
        by_name = sorted(areas, key=lambda area: (fold(area.name), area.code))
        self._by_code = {area.code: area for area in by_name}
        self._by_slug = {area.slug: area for area in by_name}
        self.history = tuple(history)
        self.mergers = tuple(sorted(mergers, key=lambda m: (m.year, m.source, m.target)))
        self.aliases = dict(aliases or {})
        self.year = year

    @classmethod
    def load(cls, folder: Path = BUNDLED) -> "Areas":
        """Read the areas of a data package: `areas.csv` and the other tables that it has."""
        beside: dict[str, list[str]] = {}
        for row in rows_of(folder / "neighbours.csv"):
            beside.setdefault(row["code"], []).append(row["neighbour"])
        rows = list(rows_of(folder / "areas.csv"))
        return cls(
            areas=[_area(row, tuple(beside.get(row["code"], ()))) for row in rows],
            history=[
                NamePeriod(row["code"], row["name"], int(row["first_year"]), int(row["last_year"]))
                for row in rows_of(folder / "history.csv")
            ],
            mergers=[
                Merger(int(row["year"]), row["source"], row["target"], row["extent"] == "whole")
                for row in rows_of(folder / "mergers.csv")
            ],
            aliases={row["alias"]: row["code"] for row in rows_of(folder / "aliases.csv")},
            year=int(rows[0]["boundary_year"]),
        )

    def __getitem__(self, code: str) -> Area:
        return self._by_code[code]

    def __iter__(self) -> Iterator[Area]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def by_slug(self, slug: str) -> Area:
        """Find the area whose address ends in `slug`; KeyError if there is none."""
        return self._by_slug[slug]

    def resolve(self, query: str) -> Resolution:
        """Find the areas of the reference year that a name or code of any year stands for.

        Accents, case, spaces, hyphens and apostrophes do not matter. A misspelling is never
        resolved but raises `UnknownArea` with names that look like it; so does a name that two
        areas share.
        """
        code = self._code(query)
        if code in self._by_code:
            return self._present(query, code)
        later, year = self._forward(code)
        if later:
            how: How = "renamed" if self._is_recoded(code) else "successor"
            return Resolution(query, self._these(later), how, year)
        parts, year = self._backward(code)
        if parts:
            return Resolution(query, self._these(parts), "parts", year)
        raise UnknownArea(query, self._suggestions(query))

    def is_known(self, query: str) -> bool:
        """Tell whether any area of any year has this name or code, which takes no time."""
        code = query.strip()
        return bool({code, code.upper()} & self._codes) or fold(query) in self._spellings

    @cached_property
    def known_names(self) -> dict[str, tuple[str, ...]]:
        """Map every name of any year to the codes of the reference year that it leads to."""
        leads: dict[str, set[str]] = {}
        for period in self.history:
            leads.setdefault(period.name, set()).update(self._codes_reached(period.code))
        for alias, code in self.aliases.items():
            leads.setdefault(alias, set()).add(code)
        names = sorted((name for name in leads if leads[name]), key=fold)
        return {name: tuple(sorted(leads[name])) for name in names}

    def _these(self, codes: set[str]) -> tuple[Area, ...]:
        return tuple(area for area in self if area.code in codes)

    def _present(self, query: str, code: str) -> Resolution:
        area = self._by_code[code]
        now = {fold(code), fold(area.name), fold(strip_qualifier(area.name))}
        now |= {fold(alias) for alias, target in self.aliases.items() if target == code}
        spellings = {fold(query), fold(strip_qualifier(query))}
        return Resolution(query, (area,), "same" if spellings & now else "renamed", self.year)

    def _code(self, query: str) -> str:
        """Find the one code, of any year, that the query means."""
        for code in (query.strip(), query.strip().upper()):
            if code in self._codes:
                return code
        codes = self._spellings.get(fold(query), frozenset())
        if not codes:
            raise UnknownArea(query, self._suggestions(query))
        if len(codes) > 1:
            current = sorted(self._told_apart(code) for code in codes if code in self._by_code)
            raise UnknownArea(query, tuple(current[:_SUGGESTIONS]))
        return next(iter(codes))

    def _told_apart(self, code: str) -> str:
        """Name an area, with its code where others have the same name."""
        name = self._by_code[code].name
        return name if len(self._codes_of_name[name]) == 1 else f"{name} ({code})"

    @cached_property
    def _codes_of_name(self) -> dict[str, list[str]]:
        codes_of: dict[str, list[str]] = {}
        for area in self:
            codes_of.setdefault(area.name, []).append(area.code)
        return codes_of

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(self._by_code) | {period.code for period in self.history}

    @cached_property
    def _spellings(self) -> dict[str, frozenset[str]]:
        """Map folded names to codes; a name of the reference year wins from an older namesake."""
        codes_of: dict[str, set[str]] = {}
        names = [(area.name, area.code) for area in self]
        names += [(period.name, period.code) for period in self.history]
        for name, code in [*names, *self.aliases.items()]:
            for spelling in {fold(name), fold(strip_qualifier(name))}:
                codes_of.setdefault(spelling, set()).add(code)
        present = self._by_code.keys()
        return {name: frozenset(codes & present or codes) for name, codes in codes_of.items()}

    def _codes_reached(self, code: str) -> set[str]:
        if code in self._by_code:
            return {code}
        return self._forward(code)[0] or self._backward(code)[0]

    def _forward(self, code: str) -> tuple[set[str], int]:
        """Follow the mergers of an area that is gone to its successors in the reference year."""
        steps = [m for m in self.mergers if m.source == code and m.year <= self.year]
        targets: set[str] = set()
        for merger in steps:
            present = merger.target in self._by_code
            targets |= {merger.target} if present else self._forward(merger.target)[0]
        return targets, max((m.year for m in steps), default=0)

    def _backward(self, code: str) -> tuple[set[str], int]:
        """Follow the mergers of a newer area back to its parts in the reference year."""
        steps = [m for m in self.mergers if m.target == code and m.year > self.year]
        sources: set[str] = set()
        for merger in steps:
            present = merger.source in self._by_code
            sources |= {merger.source} if present else self._backward(merger.source)[0]
        return sources, min((m.year for m in steps), default=0)

    def _is_recoded(self, code: str) -> bool:
        """Tell whether the only successor is the same territory under another code or name."""
        after = [m for m in self.mergers if m.source == code and m.year <= self.year]
        if len(after) != 1:
            return False
        target = after[0].target
        until = [m for m in self.mergers if m.target == target and m.year <= self.year]
        alone = all(m.source == code for m in until)
        is_older = any(n.code == target and n.first < after[0].year for n in self.history)
        return alone and not is_older and target in self._by_code

    def _suggestions(self, query: str) -> tuple[str, ...]:
        """List names that begin with the query or share a word, then names that look like it."""
        if len(query) > _LONGEST_MISSPELT:
            return ()
        start, words = fold(query), _words(query)
        beginning = [name for name in self.known_names if start and fold(name).startswith(start)]
        sharing = [name for word in words for name in self._pieces.get(word, ())]
        alike = [
            name
            for spelling in dict.fromkeys([start, *words])
            for piece in difflib.get_close_matches(spelling, self._pieces, _SUGGESTIONS, _ALIKE)
            for name in self._pieces[piece]
        ]
        return tuple(dict.fromkeys([*beginning, *sharing, *alike]))[:_SUGGESTIONS]

    @cached_property
    def _pieces(self) -> dict[str, list[str]]:
        """Map every folded name, and every longer word of one, to the names that contain it."""
        names_of: dict[str, list[str]] = {}
        for name in self.known_names:
            for piece in dict.fromkeys([fold(name), *_words(name)]):
                names_of.setdefault(piece, []).append(name)
        return names_of


def _words(name: str) -> list[str]:
    """Fold the longer words of a name: the short ones (of, upon, the) tell nothing."""
    words = map(fold, name.replace("-", " ").split())
    return [word for word in words if len(word) >= _LONG]


def resolve(query: str) -> Resolution:
    """Resolve a name or code among the areas that come with the distribution."""
    return bundled_areas().resolve(query)


@cache
def bundled_areas() -> Areas:
    """Read the areas that come with the distribution, once."""
    return Areas.load()


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Read the rows of a table; none where there is no such file."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _area(row: dict[str, str], neighbours: tuple[str, ...]) -> Area:
    return Area(
        code=row["code"],
        name=row["name"],
        slug=row["slug"],
        province=row["province"],
        region=row["region"],
        population=int(row["population"]),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        neighbours=neighbours,
        urbanity=int(row["urbanity"]) if row.get("urbanity") else None,
    )
