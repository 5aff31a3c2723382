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
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from deelgenoot.errors import UnknownArea

How = Literal["same", "renamed", "successor", "parts"]

BUNDLED = Path(__file__).parent / "studies" / "middelgroot" / "data"
_SUGGESTIONS = 3
_LONG = 4  # letters
_ALIKE = 0.7  # difflib's ratio below which two names no longer look like one misspelt


@dataclass(frozen=True, slots=True)
class Area:
    """One area on the boundaries of the reference year; neighbours share a border."""

    code: str
    name: str
    slug: str
    province: str
    region: str
    population: int
    lon: float
    lat: float
    neighbours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a typed name or code means on the reference year's boundaries.

    `how` says "same", "renamed", "successor" (what was asked is gone: `areas` took it over, more
    than one when it was divided) or "parts" (what was asked is newer: `areas` are its parts).
    `year` is the year of that change, or the reference year for "same".
    """

    asked: str
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


def folded(name: str) -> str:
    """`name` without case, accents, spaces and marks: what two spellings have in common."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def unqualified(name: str) -> str:
    """`name` without what stands in brackets to tell it from a namesake."""
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
        ordered = sorted(areas, key=lambda area: (folded(area.name), area.code))
        self._by_code = {area.code: area for area in ordered}
        self._by_slug = {area.slug: area for area in ordered}
        self.history = tuple(history)
        self.mergers = tuple(sorted(mergers, key=lambda m: (m.year, m.source, m.target)))
        self.aliases = dict(aliases or {})
        self.year = year

    @classmethod
    def load(cls, folder: Path = BUNDLED) -> "Areas":
        """The areas of a data package: `areas.csv`, and what other tables are there."""
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
        """The area whose address ends in `slug`; KeyError if there is none."""
        return self._by_slug[slug]

    def resolve(self, asked: str) -> Resolution:
        """The areas of the reference year that a name or code of any year stands for.

        Accents, case, spaces, hyphens and apostrophes do not matter. A misspelling is never
        resolved but raises `UnknownArea` with names that look like it; so does a name that two
        areas share.
        """
        code = self._code(asked)
        if code in self._by_code:
            return self._present(asked, code)
        gone, year = self._forward(code)
        if gone:
            how: How = "renamed" if self._is_recoded(code) else "successor"
            return Resolution(asked, self._these(gone), how, year)
        newer, year = self._backward(code)
        if newer:
            return Resolution(asked, self._these(newer), "parts", year)
        raise UnknownArea(asked, self._suggestions(asked))

    @cached_property
    def known_names(self) -> dict[str, tuple[str, ...]]:
        """Every name of any year, with the codes of the reference year that it leads to."""
        leads: dict[str, set[str]] = {}
        for named in self.history:
            leads.setdefault(named.name, set()).update(self._reached(named.code))
        for alias, code in self.aliases.items():
            leads.setdefault(alias, set()).add(code)
        names = sorted((name for name in leads if leads[name]), key=folded)
        return {name: tuple(sorted(leads[name])) for name in names}

    def _these(self, codes: set[str]) -> tuple[Area, ...]:
        return tuple(area for area in self if area.code in codes)

    def _present(self, asked: str, code: str) -> Resolution:
        area = self._by_code[code]
        now = {folded(code), folded(area.name), folded(unqualified(area.name))}
        now |= {folded(alias) for alias, target in self.aliases.items() if target == code}
        spelt = {folded(asked), folded(unqualified(asked))}
        return Resolution(asked, (area,), "same" if spelt & now else "renamed", self.year)

    def _code(self, asked: str) -> str:
        """The one code that is meant, of whatever year."""
        for spelt in (asked.strip(), asked.strip().upper()):
            if spelt in self._codes:
                return spelt
        codes = self._spellings.get(folded(asked), frozenset())
        if not codes:
            raise UnknownArea(asked, self._suggestions(asked))
        if len(codes) > 1:
            current = sorted(self._told_apart(code) for code in codes if code in self._by_code)
            raise UnknownArea(asked, tuple(current[:_SUGGESTIONS]))
        return next(iter(codes))

    def _told_apart(self, code: str) -> str:
        """Its name, with the code where others have that very name."""
        name = self._by_code[code].name
        return name if len(self._named[name]) == 1 else f"{name} ({code})"

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for area in self:
            found.setdefault(area.name, []).append(area.code)
        return found

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(self._by_code) | {named.code for named in self.history}

    @cached_property
    def _spellings(self) -> dict[str, frozenset[str]]:
        """Folded name -> codes; a name in the reference year wins from an older namesake."""
        found: dict[str, set[str]] = {}
        names = [(area.name, area.code) for area in self]
        names += [(named.name, named.code) for named in self.history]
        for name, code in [*names, *self.aliases.items()]:
            for spelling in {folded(name), folded(unqualified(name))}:
                found.setdefault(spelling, set()).add(code)
        present = self._by_code.keys()
        return {name: frozenset(codes & present or codes) for name, codes in found.items()}

    def _reached(self, code: str) -> set[str]:
        if code in self._by_code:
            return {code}
        return self._forward(code)[0] or self._backward(code)[0]

    def _forward(self, code: str) -> tuple[set[str], int]:
        """Where an area that is gone went, through a chain of mergers up to the reference year."""
        steps = [m for m in self.mergers if m.source == code and m.year <= self.year]
        found: set[str] = set()
        for merger in steps:
            present = merger.target in self._by_code
            found |= {merger.target} if present else self._forward(merger.target)[0]
        return found, max((m.year for m in steps), default=0)

    def _backward(self, code: str) -> tuple[set[str], int]:
        """What an area that came after the reference year was made of."""
        steps = [m for m in self.mergers if m.target == code and m.year > self.year]
        found: set[str] = set()
        for merger in steps:
            present = merger.source in self._by_code
            found |= {merger.source} if present else self._backward(merger.source)[0]
        return found, min((m.year for m in steps), default=0)

    def _is_recoded(self, code: str) -> bool:
        """Whether its successor is the same territory under another code or name."""
        after = [m for m in self.mergers if m.source == code and m.year <= self.year]
        if len(after) != 1:
            return False
        target = after[0].target
        until = [m for m in self.mergers if m.target == target and m.year <= self.year]
        alone = all(m.source == code for m in until)
        existed = any(n.code == target and n.first < after[0].year for n in self.history)
        return alone and not existed and target in self._by_code

    def _suggestions(self, asked: str) -> tuple[str, ...]:
        """Names that begin with what was asked or share a word with it, then names like it."""
        typed, words = folded(asked), _words(asked)
        begun = [name for name in self.known_names if typed and folded(name).startswith(typed)]
        shared = [name for word in words for name in self._pieces.get(word, ())]
        alike = [
            name
            for spelt in dict.fromkeys([typed, *words])
            for piece in difflib.get_close_matches(spelt, self._pieces, _SUGGESTIONS, _ALIKE)
            for name in self._pieces[piece]
        ]
        return tuple(dict.fromkeys([*begun, *shared, *alike]))[:_SUGGESTIONS]

    @cached_property
    def _pieces(self) -> dict[str, list[str]]:
        """Every folded name, and every longer word in one, with the names it stands in."""
        found: dict[str, list[str]] = {}
        for name in self.known_names:
            for piece in dict.fromkeys([folded(name), *_words(name)]):
                found.setdefault(piece, []).append(name)
        return found


def _words(name: str) -> list[str]:
    """The longer words of a name, folded: the short ones (of, upon, the) tell nothing."""
    words = map(folded, name.replace("-", " ").split())
    return [word for word in words if len(word) >= _LONG]


def resolve(asked: str) -> Resolution:
    """`Areas.resolve` on the areas that come with the distribution."""
    return bundled().resolve(asked)


@cache
def bundled() -> Areas:
    """The areas that come with the distribution, read once."""
    return Areas.load()


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table; none where there is no such table."""
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
    )
