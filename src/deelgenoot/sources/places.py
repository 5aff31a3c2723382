"""The places themselves: lists per year, mergers, regions, networks, outlines."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from deelgenoot.areas import Merger, fold
from deelgenoot.errors import BadData
from deelgenoot.sources import shapes
from deelgenoot.sources.meta import HERE

_LISTS = "cbs-gebieden"
_WHOLE = "geheel"


@dataclass(frozen=True)
class Region:
    """Where an area lies: its province, its COROP-plus region, and how urban it is there.

    `urbanity` is the class of Statistics Netherlands, from 1 (2,500 addresses or more per square
    kilometre around an address) to 5 (fewer than 500).
    """

    province: str
    region: str
    urbanity: int


@dataclass(frozen=True)
class Places:
    """Everything about areas that is no figure. `named_mergers` are those of before the table."""

    year: int
    names: Mapping[int, Mapping[str, str]]
    mergers: tuple[Merger, ...]
    named_mergers: tuple[Merger, ...]
    aliases: Mapping[str, str]
    regions: Mapping[str, Region]
    networks: tuple[tuple[str, str, str, str], ...]
    outlines: Mapping[str, BaseGeometry]
    centres: Mapping[str, tuple[float, float]]

    def slugs(self) -> dict[str, str]:
        """Map each code to the last part of its address, unique and stable for a year's names."""
        slug_of = {code: slug(name) for code, name in self.names[self.year].items()}
        twice = [one for one, times in Counter(slug_of.values()).items() if times > 1]
        if twice:
            raise BadData(f"two areas would get the address '{twice[0]}'")
        return slug_of


def slug(name: str) -> str:
    """Write a name as in an address: `Bergen (NH.)` becomes `bergen-nh`."""
    words = name.replace("-", " ").replace("'", "").split()
    return "-".join(filter(None, map(fold, words)))


def read_places(raw: Path) -> Places:
    """Read and check the lists, the mergers and the outlines under `raw`."""
    lists = raw / _LISTS
    names: dict[int, dict[str, str]] = {}
    for row in _rows(lists / "gemeenten_per_jaar_2010_2026.csv"):
        name_of = names.setdefault(int(row["year"]), {})
        if row["gm_code"] in name_of:
            raise BadData(f"{row['name']} ({row['gm_code']}) stands twice in {row['year']}")
        name_of[row["gm_code"]] = row["name"]
    regions = {
        row["gm_code"]: Region(row["provincie"], row["coropplus"], int(row["stedelijkheid_2020"]))
        for row in _rows(lists / "gemeenten_2020.csv")
    }
    year = max(at for at, name_of in names.items() if name_of.keys() == regions.keys())
    outlines = shapes.outlines(raw / "kadaster-grenzen" / "gemeenten_2020.geojson")
    if outlines.keys() != regions.keys():
        raise BadData(f"outlines and list differ: {sorted(outlines.keys() ^ regions.keys())}")
    early = tuple(_merger(row) for row in _rows(HERE / _LISTS / "herindelingen_2011_2015.csv"))
    mergers = tuple(_published_mergers(lists / "herindelingen_2016_2023.csv"))
    check_mergers(names, [*early, *mergers])
    return Places(
        year=year,
        names=names,
        mergers=mergers,
        named_mergers=early,
        aliases={r["alias"]: r["code"] for r in _rows(HERE / _LISTS / "bijnamen.csv")},
        regions=regions,
        networks=tuple(
            (row["netwerk"], row["gm_code_2020"], row["peildatum"], row["naam"])
            for row in _rows(raw / "netwerken" / "netwerken.csv")
        ),
        outlines=outlines,
        centres=shapes.centres(outlines),
    )


def check_mergers(names: Mapping[int, Mapping[str, str]], mergers: list[Merger]) -> None:
    """Raise BadData unless every code that leaves the lists has a merger in that very year."""
    for year in sorted(names):
        if year - 1 not in names:
            continue
        leavers = names[year - 1].keys() - names[year].keys()
        sources = {m.source for m in mergers if m.year == year}
        if leavers != sources:
            raise BadData(f"{year}: lists and mergers differ about {sorted(leavers ^ sources)}")
        absent = {m.target for m in mergers if m.year == year} - names[year].keys()
        if absent:
            raise BadData(
                f"{year}: mergers lead to {sorted(absent)}, which that year does not have"
            )


def _published_mergers(path: Path) -> Iterator[Merger]:
    """Read the mergers without the lines in which an area stays itself.

    Figures are of 1 January, so a merger later in the year counts from the next one.
    """
    for row in _rows(path):
        year, _, day = row["datum"].partition("-")
        if row["gm_from"] != row["gm_to"]:
            first_year = int(year) if day == "01-01" else int(year) + 1
            whole = row["aandeel"].startswith(_WHOLE)
            yield Merger(first_year, row["gm_from"], row["gm_to"], whole)


def _merger(row: Mapping[str, str]) -> Merger:
    return Merger(int(row["year"]), row["source"], row["target"], row["extent"] == "whole")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
