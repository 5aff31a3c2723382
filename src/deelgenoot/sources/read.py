"""Raw figures into memory, with every guard at this one door.

A figure that cannot be right stops the build, and the message names municipality, column and value.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from deelgenoot.errors import BadData
from deelgenoot.sources.meta import SourceColumn

Names = Mapping[int, Mapping[str, str]]  # the code list of each year

# A share of a hundred whose largest value is this small was given as a fraction of one.
_FRACTION = 1.5


@dataclass
class Figures:
    """Values[column][year][code] as published, and the boundary year of each column and year."""

    values: dict[str, dict[int, dict[str, float]]] = field(default_factory=dict)
    boundary: dict[tuple[str, int], int] = field(default_factory=dict)


def figures(
    raw: Path, columns: Iterable[SourceColumn], names: Mapping[int, Mapping[str, str]]
) -> Figures:
    """Read all figures of `columns` under `raw`; `names` holds the code list of each year."""
    read = Figures()
    by_source: dict[str, list[SourceColumn]] = {}
    for column in columns:
        by_source.setdefault(column.source, []).append(column)
    for source, source_columns in sorted(by_source.items()):
        table = pl.read_parquet(raw / source / "figures.parquet")
        for column in source_columns:
            add(read, column, table.filter(pl.col("variable") == column.name), names)
    return read


def add(read: Figures, column: SourceColumn, table: pl.DataFrame, names: Names) -> None:
    """Check the rows of one column and put them with the others."""
    if table.is_empty():
        raise BadData(f"{column.source}: there are no figures of column '{column.name}'")
    for (year,), rows in sorted(table.group_by("year")):
        if year in column.skipped_years:
            continue
        years = rows["boundary_year"].unique().to_list()
        if len(years) != 1:
            raise BadData(f"{column.name} {year} stands on more than one division: {years}")
        pairs = zip(rows["gm_code"].to_list(), rows["value"].to_list(), strict=True)
        good = [(code, value) for code, value in pairs if (year, code) not in column.bad_figures]
        check(column, int(year), good, names[years[0]])
        read.values.setdefault(column.name, {})[int(year)] = dict(good)
        read.boundary[column.name, int(year)] = years[0]


def check(
    column: SourceColumn, year: int, rows: list[tuple[str, float]], names: Mapping[str, str]
) -> None:
    """Raise BadData for an unknown code, a code twice, an impossible value, or a wrong unit."""
    where = f"{column.name} {year}"
    unknown = sorted(code for code, _ in rows if code not in names)
    if unknown:
        raise BadData(f"{where}: {unknown[0]} is no municipality of that year")
    twice = [code for code, times in Counter(code for code, _ in rows).items() if times > 1]
    if twice:
        raise BadData(f"{where}: {names[twice[0]]} ({twice[0]}) stands in it twice")
    largest_code, largest = max(rows, key=lambda row: row[1])
    if column.unit == "%" and largest <= _FRACTION:
        raise BadData(
            f"{where}: no value is above {largest} ({names[largest_code]}, {largest_code}); "
            "these are fractions of one, not shares of a hundred"
        )
    low, high = column.plausible
    for code, value in rows:
        if not low <= value <= high:
            raise BadData(
                f"{where}: {names[code]} ({code}) has {value}, "
                f"outside {low} to {high} {column.unit}"
            )
