"""The figures of one indicator as files: plain CSV, with a description in CSV on the Web (W3C).

The source, the licence and the notes stand in the description, not in the CSV: a line that is no
data breaks most programs that read it.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from deelgenoot.catalog import Indicator
from deelgenoot_web.atlas.facts.release import Release

LEVELS, YEARS = KINDS = "levels", "years"
_COLUMNS: dict[str, tuple[tuple[str, str, str], ...]] = {
    LEVELS: (
        ("code", "string", "Code of the municipality (CBS)"),
        ("name", "string", "Name of the municipality"),
        ("value", "number", "The figure; empty where there is none"),
    ),
    YEARS: (
        ("code", "string", "Code of the municipality (CBS)"),
        ("name", "string", "Name of the municipality"),
        ("year", "gYear", "The year of the figure"),
        ("value", "number", "The figure"),
        (
            "mark",
            "string",
            "merged: computed from the areas that became one; break: another territory before",
        ),
    ),
}


@dataclass(frozen=True)
class CsvFile:
    """One CSV, and what it says of itself."""

    name: str
    text: str


def csv_file(release: Release, indicator_id: str, kind: str) -> CsvFile:
    """The file of this kind; KeyError for an unknown indicator or kind."""
    one = release.catalog.indicators[indicator_id]
    rows = _ROWS[kind](release, one)
    return CsvFile(f"{one.id}-{kind}.csv", _written(kind, rows))


def _levels(release: Release, one: Indicator) -> Iterator[Sequence[str]]:
    """One figure per municipality, also those without."""
    levels = release.catalog.level([one.id])[:, 0].tolist()
    for code, value in zip(release.catalog.codes, levels, strict=True):
        yield code, release.catalog.areas[code].name, _plain(value)


def _years(release: Release, one: Indicator) -> Iterator[Sequence[str]]:
    """Every year of every municipality that has a figure."""
    series = release.catalog.series(one.id)
    figures = zip(release.catalog.codes, series.values.tolist(), series.marks.tolist(), strict=True)
    for code, values, marks in figures:
        name = release.catalog.areas[code].name
        for year, value, mark in zip(series.years, values, marks, strict=True):
            if not np.isnan(value):
                yield code, name, str(year), _plain(value), mark


_ROWS: dict[str, Callable[[Release, Indicator], Iterator[Sequence[str]]]] = {
    LEVELS: _levels,
    YEARS: _years,
}


def described(release: Release, indicator_id: str, kind: str) -> dict[str, Any]:
    """The description beside a CSV (https://www.w3.org/TR/tabular-metadata/)."""
    one = release.catalog.indicators[indicator_id]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{kind}.csv",
        "dc:title": {"nl": one.label.nl, "en": one.label.en},
        "dc:description": {"nl": one.description.nl, "en": one.description.en},
        "dc:publisher": one.publisher,
        "dc:source": {"dc:title": one.table, "schema:url": one.url},
        "dc:license": one.licence,
        "schema:unitText": one.unit,
        "schema:temporalCoverage": [str(year) for year in _covered(release, one, kind)],
        "schema:version": release.typology.versions["deelgenoot"],
        "rdfs:comment": _comments(release, one),
        "tableSchema": {"columns": [_column(*column) for column in _COLUMNS[kind]]},
    }


def _covered(release: Release, one: Indicator, kind: str) -> Sequence[int]:
    return one.level_years if kind == LEVELS else release.catalog.series(one.id).years


def _comments(release: Release, one: Indicator) -> list[str]:
    """Every reserve: boundaries, how the level is made, what is assumed or weak."""
    said = [f"On the municipal boundaries of {release.catalog.areas.year}."]
    if len(one.level_years) > 1:
        rule = "the mean of these years" if one.level_rule == "mean" else "the first year with one"
        said.append(f"The level is {rule}: {', '.join(map(str, one.level_years))}.")
    if one.assumed_year:
        said.append("The year is assumed: the source does not state it.")
    if one.weak:
        said.append("A weak figure: an indication, no proof.")
    if one.note:
        said.append(one.note.en)
    return said


def _column(name: str, datatype: str, description: str) -> dict[str, str]:
    return {"name": name, "datatype": datatype, "dc:description": description}


def _plain(value: float) -> str:
    """As the package writes it: as short as it can be, nothing where there is no figure."""
    return "" if np.isnan(value) else f"{value:.12g}"


def _written(kind: str, rows: Iterable[Sequence[str]]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")  # RFC 4180
    writer.writerow([name for name, *_ in _COLUMNS[kind]])
    writer.writerows(rows)
    return target.getvalue()
