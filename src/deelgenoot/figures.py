"""One table of figures as a catalogue, for a study without a data package.

A CSV with a line per area: a column `code`, if there are any `name` and `region`, and a column per
indicator. Commas, semicolons or tabs; a decimal point or a decimal comma. Nothing is guessed: what
cannot be read is refused with its line and column. What the table cannot tell (years, neighbours,
inhabitants) is not there.
"""

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from deelgenoot import sheets
from deelgenoot.areas import Area, Areas, NamePeriod
from deelgenoot.catalog import Catalog, Indicator, Theme
from deelgenoot.errors import BadData
from deelgenoot.words import Text

Floats = NDArray[np.float64]

_KEYS = {"code": "code", "name": "name", "naam": "name", "region": "region", "regio": "region"}
"""What the columns that hold no figures may be called, and what they are."""
_NO_FIGURE = {"", "NA", "NaN", "nan"}
_NUMBERS = {
    mark: re.compile(rf"[-+]?(\d+[{mark}]?\d*|[{mark}]\d+)([eE][-+]?\d+)?") for mark in ".,"
}
"""Per decimal mark what a figure looks like."""
_UNSAID = Theme("figures", Text("Cijfers", "Figures"), Text("Cijfers", "Figures"))
"""The theme of columns for which the study names none."""


class FiguresDescription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a study may say of a column."""

    theme: str | None = None
    """Its id, which is also its label."""
    label: Text | str | None = None
    """None for the name of the column."""
    unit: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in its file: figures are still text."""

    file: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    regions: tuple[str, ...]
    """Empty where there is no such column."""
    columns: Mapping[str, tuple[str, ...]]
    """Every other column."""
    lines: tuple[int, ...]
    """On which line each area stands, as an editor counts."""

    @classmethod
    def read(cls, path: Path) -> "Sheet":
        """Read a CSV. Raises BadData for one that is no table of areas, with the line."""
        try:
            text = sheets.decode_text(path.read_bytes())
        except OSError as error:
            msg = f"{path.name} cannot be read: {error.strerror}."
            raise BadData(msg) from error
        except sheets.NoTextError as error:
            msg = f"{path.name}: {error}"
            raise BadData(msg) from error
        above, lines = sheets.split_head(text)
        head, separator = _head(path.name, lines[0] if lines else "", above + 1)
        rows = list(_rows(path.name, lines, separator, head, above))
        if not rows:
            msg = f"{path.name} holds no areas: give each a line under the names of the columns."
            raise BadData(msg)
        columns = dict(zip(head, zip(*(cells for _, cells in rows), strict=True), strict=True))
        codes = columns.pop("code")
        names = columns.pop("name", codes)
        regions = columns.pop("region", ("",) * len(codes))
        sheet = cls(path.name, codes, names, regions, columns, tuple(line for line, _ in rows))
        sheet.check_codes()
        return sheet

    def check_codes(self) -> None:
        """Raise BadData with the lines unless every area has a code of its own."""
        first: dict[str, int] = {}
        for line, code in zip(self.lines, self.codes, strict=True):
            if not code:
                msg = f"{self.file}, line {line}: there is no code. Give each area one of its own."
                raise BadData(msg)
            if code in first:
                msg = (
                    f"{self.file}, line {line}: {code} also stands on line {first[code]}. "
                    "Leave one of them out."
                )
                raise BadData(msg)
            first[code] = line

    def areas(self) -> Areas:
        """Make areas of the rows, without a year."""
        every = zip(self.codes, self.names, self.regions, strict=True)
        areas = [
            Area(code, name or code, code, "", region, 0, math.nan, math.nan, ())
            for code, name, region in every
        ]
        return Areas(areas, history=[NamePeriod(area.code, area.name, 0, 0) for area in areas])

    def figures(self, columns: Sequence[str]) -> Floats:
        """Read the figures of these columns, areas in order of code; NaN where a cell is empty.

        Raises BadData for a cell that holds no number.
        """
        cells = [self.columns[column] for column in columns]
        mark = "," if any("," in cell for column in cells for cell in column) else "."
        table = np.array(
            [
                [self._figure(column, at, mark) for at in range(len(self.codes))]
                for column in columns
            ]
        )
        by_code: Floats = table.T[np.argsort(np.array(self.codes))]
        return by_code

    def _figure(self, column: str, at: int, mark: str) -> float:
        cell = self.columns[column][at]
        if cell in _NO_FIGURE:
            return math.nan
        if _NUMBERS[mark].fullmatch(cell):
            return float(cell.replace(mark, "."))
        comma = " Decimals follow a comma here, and thousands have no mark." if mark == "," else ""
        msg = (
            f"{self.file}, line {self.lines[at]}, column '{column}': '{cell}' is no number.{comma} "
            "Leave a cell empty where there is no figure. Of a table with other columns besides, "
            "name those with figures under [indicators] in study.toml."
        )
        raise BadData(msg)


def build_catalog(sheet: Sheet, columns: Mapping[str, FiguresDescription], folder: Path) -> Catalog:
    """Build the catalogue of these columns; `folder` may hold more, shaped as a data package."""
    indicators = [_indicator(column, description) for column, description in columns.items()]
    ids = dict.fromkeys(one.theme for one in indicators)
    themes = [_UNSAID if theme == _UNSAID.id else _theme(theme) for theme in ids]
    return Catalog(folder, sheet.areas(), themes, indicators, sheet.figures(tuple(columns)))


def _head(file: str, line: str, number: int) -> tuple[list[str], str]:
    """Find the names of the columns and their separator."""
    for separator in sheets.SEPARATORS:
        names = [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
        head = [_KEYS.get(name.casefold(), name) for name in names]
        if "code" in head:
            break
    else:
        msg = (
            f"{file}, line {number}: there is no column 'code'. The first line names the columns, "
            f"as in 'code,name,homes'; it says '{line.strip()[:60]}'."
        )
        raise BadData(msg)
    if "" in head:
        msg = f"{file}, line {number}: column {head.index('') + 1} has no name."
        raise BadData(msg)
    twice = next((name for name in head if head.count(name) > 1), None)
    if twice:
        msg = f"{file}, line {number}: column '{twice}' is there twice. Rename one of them."
        raise BadData(msg)
    return head, separator


def _rows(
    file: str, lines: Sequence[str], separator: str, head: Sequence[str], above: int
) -> Iterator[tuple[int, list[str]]]:
    """Read line and cells of every row under the head that is not empty."""
    reader = csv.reader((f"{line}\n" for line in lines[1:]), delimiter=separator)
    line = above + 2
    for row in reader:
        cells = [cell.strip() for cell in row]
        if any(cells):
            if len(cells) != len(head):
                comma = " A decimal comma needs semicolons between columns."
                msg = (
                    f"{file}, line {line} has {len(cells)} cells and the first line "
                    f"{len(head)}.{comma if separator == ',' else ''}"
                )
                raise BadData(msg)
            yield line, cells
        line = above + 2 + reader.line_num


def _theme(label: str) -> Theme:
    return Theme(label, Text(label, label), Text(label, label))


def _indicator(column: str, description: FiguresDescription) -> Indicator:
    label = description.label or column
    text = Text(label, label) if isinstance(label, str) else label
    return Indicator(
        id=column,
        theme=description.theme or _UNSAID.id,
        label=text,
        unit=description.unit,
        decimals=None,
        direction=0,
        description=text,
        publisher="",
        table="",
        licence="",
        url="",
        level_years=() if description.year is None else (description.year,),
        level_rule="mean",
        assumed_year=False,
        weak=False,
        note=None,
        plausible=(-math.inf, math.inf),
    )
