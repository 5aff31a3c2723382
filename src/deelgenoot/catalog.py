"""The only door to built data: which figures there are, their values, and the shapes of the areas.

A data package is a folder of plain tables with a `datapackage.json` (docs/method/data.md). Reading
takes the standard library and numpy alone: the process that serves people opens it too. Series,
boundaries and networks are read when somebody first asks for them.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from deelgenoot.areas import Areas
from deelgenoot.errors import BadData
from deelgenoot.words import Text, as_written, format_figure, per_unit, written_beyond

Floats = NDArray[np.float64]
_NO_FIGURE = np.nan
_SERIES, _MARKS = ("indicator", "code"), ("indicator", "code", "year", "mark")
_NETWORKS = ("network", "code")
"""With which columns the tables begin that may stand beside a table of one's own."""
_MARK_WORDS = frozenset({"merged", "break"})
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the themes, in the order in which they stand everywhere."""

    id: str
    label: Text
    short: Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured number per area and year, and where it comes from.

    `direction` says whether more of it weighs on an area (-1), is neither (0) or is an asset (1);
    it is never a judgement and never a colour. A level is the mean of `level_years`, or the first
    of them that has a figure. `plausible` is the range outside which a value stops the build.
    `decimals` is how many the publisher gives where that is fewer than is usual for the unit.
    """

    id: str
    theme: str
    label: Text
    unit: str
    decimals: int | None
    direction: int
    description: Text
    publisher: str
    table: str
    licence: str
    url: str
    level_years: tuple[int, ...]
    level_rule: Literal["mean", "first"]
    assumed_year: bool
    weak: bool
    note: Text | None
    plausible: tuple[float, float]

    def text_of(self, value: float, language: str = "nl") -> str:
        """Write a figure as in a cell, never more precise than its source."""
        return format_figure(value, self.unit, language, self.decimals)

    def as_written(self, value: float) -> float:
        """Round a figure to the precision of `text_of`; it is still a number."""
        return as_written(value, self.unit, self.decimals)

    def as_typed(self, number: float) -> float:
        """Return the figure that people mean who type `number` beside figures of `text_of`."""
        return number / per_unit(self.unit)

    def written_beyond(self, value: float, side: int) -> float:
        """Find the nearest figure that can be written, from `value` up (1) or down (-1)."""
        return written_beyond(value, side, self.unit, self.decimals)


@dataclass(frozen=True, slots=True)
class Series:
    """All years of one indicator; rows in order of `Catalog.codes`, NaN where there is no figure.

    A mark is "" (as published), "merged" (computed from the areas that later became one) or
    "break" (from this year on another territory: no line may join it to the year before).
    """

    years: tuple[int, ...]
    values: Floats
    marks: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Missing:
    """How many levels have no figure, per indicator and per area."""

    per_indicator: Mapping[str, int]
    per_area: Mapping[str, int]


class Catalog:
    """The figures of one data package. Nothing in it changes after loading."""

    def __init__(
        self,
        folder: Path,
        areas: Areas,
        themes: Sequence[Theme],
        indicators: Sequence[Indicator],
        levels: Floats,
    ) -> None:
        """`levels` is (areas in order of code, indicators); `folder` holds what else is known."""
        self.folder = folder
        self.areas = areas
        self.codes = tuple(sorted(area.code for area in areas))
        self.themes = tuple(themes)
        self.indicators = MappingProxyType({one.id: one for one in indicators})
        self._column = {one.id: at for at, one in enumerate(indicators)}
        self._levels = levels
        self._levels.flags.writeable = False

    @classmethod
    def load(cls, folder: Path) -> "Catalog":
        """Read a data package; `BadData` if its tables do not belong together."""
        about = json.loads((folder / "indicators.json").read_text(encoding="utf-8"))
        areas = Areas.load(folder)
        indicators = [_indicator(entry) for entry in about["indicators"]]
        levels = _levels(folder / "levels.csv", areas, [one.id for one in indicators])
        return cls(folder, areas, [_theme(one) for one in about["themes"]], indicators, levels)

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id; StopIteration for an unknown one."""
        return next(theme for theme in self.themes if theme.id == theme_id)

    def in_theme(self, theme_id: str) -> list[Indicator]:
        """The indicators of a theme, in order of the catalogue."""
        return [one for one in self.indicators.values() if one.theme == theme_id]

    def level(self, ids: Sequence[str]) -> Floats:
        """Give levels, (areas, indicators), rows in order of `codes`; NaN where there is none."""
        return self._levels[:, [self._column[one] for one in ids]]

    def series(self, indicator: str) -> Series:
        """Give the years of one indicator, none without a table of years; KeyError if unknown."""
        years, values, places = self._series[indicator]
        marks = np.full(values.shape, "", dtype="<U6")
        for row, column, mark in places:
            marks[row, column] = mark
        return Series(years, values.copy(), marks)

    @cached_property
    def missing(self) -> Missing:
        """Count the levels without a figure."""
        absent = np.isnan(self._levels)
        per_indicator = dict(zip(self.indicators, absent.sum(axis=0).tolist(), strict=True))
        per_area = dict(zip(self.codes, absent.sum(axis=1).tolist(), strict=True))
        return Missing(MappingProxyType(per_indicator), MappingProxyType(per_area))

    @property
    def boundaries(self) -> dict[str, Any]:
        """Read the outlines as GeoJSON, each time: kept, they would weigh more than all figures."""
        read: dict[str, Any] = json.loads(self._outlines.read_bytes())
        return read

    @property
    def has_map(self) -> bool:
        """Tell whether there are outlines."""
        return self._outlines.is_file()

    @property
    def _outlines(self) -> Path:
        return self.folder / "boundaries.geojson"

    @cached_property
    def networks(self) -> Mapping[str, tuple[str, ...]]:
        """Map each network of areas to the codes of its members."""
        members: dict[str, list[str]] = {}
        for _line, (network, code, *_) in _rows(self.folder / "networks.csv", _NETWORKS):
            if code in self.areas:
                members.setdefault(network, []).append(code)
        return MappingProxyType({name: tuple(sorted(codes)) for name, codes in members.items()})

    @cached_property
    def _series(self) -> dict[str, tuple[tuple[int, ...], Floats, list[tuple[int, int, str]]]]:
        """Read, per indicator, its years, its values and its marks (row, column, mark)."""
        if not (self.folder / "series.csv").is_file():
            nothing = np.empty((len(self.codes), 0))
            return {one: ((), nothing, []) for one in self.indicators}
        row_of = {code: at for at, code in enumerate(self.codes)}
        rows = _rows(self.folder / "series.csv", _SERIES, has_years=True)
        _line, (_indicator, _code, *years) = next(rows)
        every = np.array(years, dtype=int)
        table = {one: np.full((len(row_of), len(every)), _NO_FIGURE) for one in self.indicators}
        for line, (indicator, code, *cells) in rows:
            if indicator in table and code in row_of:
                table[indicator][row_of[code]] = _figures("series.csv", line, cells)
        marks_of: dict[str, list[tuple[int, int, str]]] = {one: [] for one in self.indicators}
        for line, (indicator, code, year, mark, *_) in _rows(self.folder / "marks.csv", _MARKS):
            if mark not in _MARK_WORDS or not year.isdecimal():
                raise _no_row("marks.csv", line, _MARKS)
            if indicator in marks_of and code in row_of:
                marks_of[indicator].append((row_of[code], int(year), mark))
        return {one: _trim_years(every, table[one], marks_of[one]) for one in self.indicators}

    def check_files(self) -> None:
        """Raise BadData for a file of years, networks or outlines that cannot be used.

        Columns and lines that are not in the table are passed over.
        """
        _ = self._series, self.networks
        if not self.has_map:
            return
        try:
            codes_outlined = {
                feature["properties"]["code"]
                for feature in self.boundaries["features"]
                if feature["geometry"]["coordinates"]
            }
        except (ValueError, KeyError, TypeError) as error:
            raise BadData(
                "boundaries.geojson cannot be used: give GeoJSON of features that each have a "
                "geometry and a property 'code'.",
                "boundaries.geojson is niet te gebruiken: geef GeoJSON met features die elk een "
                "geometry en een eigenschap 'code' hebben.",
            ) from error
        if absent := [code for code in self.codes if code not in codes_outlined]:
            codes = ", ".join(absent[:_MOST_TOLD]) + (", …" if len(absent) > _MOST_TOLD else "")
            raise BadData(
                f"boundaries.geojson has no outline of {codes}. Give every area one.",
                f"boundaries.geojson heeft geen omtrek van {codes}. Geef elk gebied er een.",
            )


def _rows(
    path: Path, columns: tuple[str, ...], *, has_years: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Give line and cells of every row; the head begins with these columns, years may follow.

    With years the head comes first. Nothing without such a file; BadData for another one.
    """
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        try:
            head = next(reader, [])
            years = head[len(columns) :] if has_years else []
            if tuple(head[: len(columns)]) != columns or not all(map(str.isdecimal, years)):
                raise _no_row(path.name, 1, columns)
            if has_years:
                yield 1, head
            for row in reader:
                if row and len(row) != len(head):
                    raise _no_row(path.name, reader.line_num, columns)
                if row:
                    yield reader.line_num, row
        except (csv.Error, UnicodeDecodeError) as error:
            raise _no_row(path.name, reader.line_num + 1, columns) from error


def _figures(file: str, line: int, cells: Sequence[str]) -> list[float]:
    """Read the figures of a row; NaN for an empty cell. Raises BadData for what is no number."""
    try:
        return [float(cell) if cell else _NO_FIGURE for cell in cells]
    except ValueError as error:
        raise _no_row(file, line, _SERIES) from error


def _no_row(file: str, line: int, columns: tuple[str, ...]) -> BadData:
    years_en = ", and a figure for each year" if columns == _SERIES else ""
    years_nl = ", en een cijfer per jaar" if columns == _SERIES else ""
    names = ", ".join(columns)
    return BadData(
        f"{file}, line {line}: this is no row of {names}{years_en}, with commas between and a "
        "decimal point (docs/method/data.md).",
        f"{file}, regel {line}: dit is geen regel met {names}{years_nl}, met komma's ertussen en "
        "een punt voor de decimalen (docs/method/data.md).",
    )


def _trim_years(
    every: NDArray[np.int_], values: Floats, marks: list[tuple[int, int, str]]
) -> tuple[tuple[int, ...], Floats, list[tuple[int, int, str]]]:
    """Keep the years in which an area has a figure, and move the marks along."""
    has_figures = ~np.isnan(values).all(axis=0)
    years = tuple(int(year) for year in every[has_figures])
    place = {year: at for at, year in enumerate(years)}
    places = [(row, place[year], mark) for row, year, mark in marks if year in place]
    return years, np.ascontiguousarray(values[:, has_figures]), places


def _levels(path: Path, areas: Areas, ids: list[str]) -> Floats:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader)
        rows = {row[0]: row[1:] for row in reader}
    codes = sorted(area.code for area in areas)
    if header[1:] != ids or sorted(rows) != codes:
        raise BadData(
            f"{path}: the columns or the areas are not those of the package.",
            f"{path}: de kolommen of de gebieden zijn niet die van het pakket.",
        )
    return np.array([[float(v) if v else _NO_FIGURE for v in rows[code]] for code in codes])


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["nl"], entry["en"])


def _theme(entry: Mapping[str, Any]) -> Theme:
    return Theme(entry["id"], _text(entry["label"]), _text(entry["short"]))


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    source = entry["source"]
    level = entry["level"]
    return Indicator(
        id=entry["id"],
        theme=entry["theme"],
        label=_text(entry["label"]),
        unit=entry["unit"],
        decimals=entry["decimals"],
        direction=entry["direction"],
        description=_text(entry["description"]),
        publisher=source["publisher"],
        table=source["table"],
        licence=source["licence"],
        url=source["url"],
        level_years=tuple(level["years"]),
        level_rule=level["rule"],
        assumed_year=level["assumed_year"],
        weak=entry["weak"],
        note=_text(entry["note"]) if entry["note"] else None,
        plausible=(entry["plausible"][0], entry["plausible"][1]),
    )
