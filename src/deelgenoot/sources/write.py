"""The data package on disk: plain tables and a `datapackage.json`, the same bytes every time."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from deelgenoot.areas import fold
from deelgenoot.sources import shapes
from deelgenoot.sources.describe import datapackage
from deelgenoot.sources.meta import PlannedIndicator, SourceMeta, text, themes
from deelgenoot.sources.places import Places
from deelgenoot.sources.territory import ConvertedColumn
from deelgenoot.words import Text


@dataclass(frozen=True)
class BuiltPackage:
    """One indicator, built: its series, and its level per code."""

    source: SourceMeta
    plan: PlannedIndicator
    series: ConvertedColumn
    level: Mapping[str, float]


def write(
    folder: Path, places: Places, inhabitants: Mapping[str, float], indicators: list[BuiltPackage]
) -> None:
    """Write every table of the package, and then the page that describes them."""
    _areas(folder, places, inhabitants)
    _indicators(folder / "indicators.json", indicators)
    _levels(folder / "levels.csv", sorted(places.regions), indicators)
    _series(folder, places, indicators)
    datapackage(folder)


def number(value: float) -> str:
    """Write a figure in eight significant digits: more than any publisher gives."""
    return f"{value:.8g}"


def table(path: Path, header: list[str], rows: Iterable[Iterable[object]]) -> None:
    """Write one CSV file, UTF-8, lines ending in a newline alone."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def dump(path: Path, value: Any, indent: int | None = None) -> None:
    """Write one JSON file, letters as they are."""
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    path.write_text(text + "\n", encoding="utf-8")


def _areas(folder: Path, places: Places, inhabitants: Mapping[str, float]) -> None:
    names, slugs = places.names[places.year], places.slugs()
    table(
        folder / "areas.csv",
        [
            *["code", "name", "slug", "province", "region", "urbanity"],
            *["population", "lon", "lat", "boundary_year"],
        ],
        (
            [
                *[code, names[code], slugs[code], where.province, where.region, where.urbanity],
                *[int(inhabitants[code]), *places.centres[code], places.year],
            ]
            for code, where in sorted(places.regions.items())
        ),
    )
    table(folder / "history.csv", ["code", "name", "first_year", "last_year"], _history(places))
    table(
        folder / "mergers.csv",
        ["year", "source", "target", "extent"],
        sorted(
            (m.year, m.source, m.target, "whole" if m.whole else "part")
            for m in (*places.named_mergers, *places.mergers)
        ),
    )
    table(folder / "aliases.csv", ["alias", "code"], sorted(places.aliases.items()))
    table(folder / "networks.csv", ["network", "code", "date", "name"], sorted(places.networks))
    table(folder / "neighbours.csv", ["code", "neighbour"], shapes.neighbours(places.outlines))
    dump(folder / "boundaries.geojson", shapes.geojson(shapes.simplify(places.outlines), names))


def _history(places: Places) -> list[tuple[str, str, int, int]]:
    """List every code with each of its names, and the first and last year of it."""
    spans: list[tuple[str, str, int, int]] = []
    every = sorted({code for listed in places.names.values() for code in listed})
    for code in every:
        years = [
            (year, names[code]) for year, names in sorted(places.names.items()) if code in names
        ]
        for name, span in groupby(years, key=lambda one: one[1]):
            span_years = [year for year, _ in span]
            spans.append((code, name, span_years[0], span_years[-1]))
    return sorted(spans, key=lambda span: (span[0], span[2], fold(span[1])))


def _indicators(path: Path, indicators: list[BuiltPackage]) -> None:
    heads = [{"id": one["id"], "label": one["label"], "short": one["short"]} for one in themes()]
    dump(path, {"themes": heads, "indicators": [_describe(one) for one in indicators]}, indent=1)


def _describe(indicator: BuiltPackage) -> dict[str, Any]:
    entry, source = indicator.plan.entry, indicator.source.entry
    return {
        "id": indicator.plan.id,
        "theme": indicator.plan.theme,
        "label": _both(text(entry["label"])),
        "unit": indicator.plan.unit,
        "decimals": decimals(indicator),
        "direction": entry["direction"],
        "description": _both(text(entry["description"])),
        "source": {
            "id": source["id"],
            "publisher": source["publisher"],
            "table": entry.get("table", source["table"]),
            "licence": source["licence"],
            "url": entry.get("url", source["url"]),
        },
        "level": {
            "years": list(indicator.plan.years),
            "rule": indicator.plan.rule,
            "assumed_year": entry.get("assumed_year", False),
        },
        "weak": entry.get("weak", False),
        "note": _both(text(entry["note"])) if "note" in entry else None,
        "plausible": list(indicator.plan.plausible),
    }


def decimals(indicator: BuiltPackage) -> int | None:
    """Give 0 for a percentage of which every level is whole; None for the decimals of the unit.

    The level is what pages show. Where a table of another year has a decimal, its series is
    written in whole numbers all the same: one indicator, one precision.
    """
    if indicator.plan.unit != "%":
        return None
    is_whole = all(float(number(value)).is_integer() for value in indicator.level.values())
    return 0 if is_whole else None


def _both(words: Text) -> dict[str, str]:
    return {"nl": words.nl, "en": words.en}


def _levels(path: Path, codes: list[str], indicators: list[BuiltPackage]) -> None:
    header = ["code", *(one.plan.id for one in indicators)]
    rows = (
        [code, *(number(one.level[code]) if code in one.level else "" for one in indicators)]
        for code in codes
    )
    table(path, header, rows)


def _series(folder: Path, places: Places, indicators: list[BuiltPackage]) -> None:
    years = sorted({year for indicator in indicators for year in indicator.series.values})
    rows, marks = [], []
    for indicator in indicators:
        for code in sorted(places.regions):
            values = [indicator.series.values.get(year, {}).get(code) for year in years]
            if any(value is not None for value in values):
                cells = ["" if value is None else number(value) for value in values]
                rows.append([indicator.plan.id, code, *cells])
                marks_of_area = marks_of(indicator.series, code, places.year)
                marks += [[indicator.plan.id, code, *mark] for mark in marks_of_area]
    table(folder / "series.csv", ["indicator", "code", *map(str, years)], rows)
    table(folder / "marks.csv", ["indicator", "code", "year", "mark"], marks)


def marks_of(series: ConvertedColumn, code: str, reference: int) -> list[tuple[int, str]]:
    """List the years of one line that need a mark: where it was computed, and where it breaks.

    A break stands at the first figure after it, whatever the year of the change itself; also at the
    very first figure, when that is already of an area that grew after the reference year.
    """
    years = sorted(year for year, row in series.values.items() if code in row)
    divisions = [reference, *(series.boundary[year] for year in years)]
    marks = []
    for before, now, year in zip(divisions, divisions[1:], years, strict=False):
        is_first = year == years[0]
        if series.is_broken(code, before, now) and not (is_first and now < reference):
            marks.append((year, "break"))
        elif (year, code) in series.mergers:
            marks.append((year, "merged"))
    return marks
