"""One table of figures as a catalogue: what somebody has who has no data package.

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
"""The theme of columns of which none is said."""


class FiguresDescription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a study says of a column; none of it is needed."""

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
            text = sheets.decoded(path.read_bytes())
        except OSError as error:
            msg = f"{path.name} cannot be read: {error.strerror}."
            raise BadData(msg) from error
        except sheets.NoTextError as error:
            msg = f"{path.name}: {error}"
            raise BadData(msg) from error
        above, lines = sheets.headed(text)
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
        """Every area has a code of its own; BadData with the lines otherwise."""
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
        """The areas, of no known year."""
        every = zip(self.codes, self.names, self.regions, strict=True)
        areas = [
            Area(code, name or code, code, "", region, 0, math.nan, math.nan, ())
            for code, name, region in every
        ]
        return Areas(areas, history=[NamePeriod(area.code, area.name, 0, 0) for area in areas])

    def figures(self, columns: Sequence[str]) -> Floats:
        """(areas in order of code, these columns), NaN where a cell is empty.

        Raises BadData for a cell that holds no number.
        """
        cells = [self.columns[column] for column in columns]
        mark = "," if any("," in cell for column in cells for cell in column) else "."
        found = np.array(
            [
                [self._figure(column, at, mark) for at in range(len(self.codes))]
                for column in columns
            ]
        )
        ordered: Floats = found.T[np.argsort(np.array(self.codes))]
        return ordered

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


def catalogued(sheet: Sheet, described: Mapping[str, FiguresDescription], folder: Path) -> Catalog:
    """The catalogue of these columns; `folder` may hold more, in the shape of a data package."""
    indicators = [_indicator(column, said) for column, said in described.items()]
    themes = dict.fromkeys(one.theme for one in indicators)
    known = [_UNSAID if theme == _UNSAID.id else _theme(theme) for theme in themes]
    return Catalog(folder, sheet.areas(), known, indicators, sheet.figures(tuple(described)))


def _head(file: str, line: str, number: int) -> tuple[list[str], str]:
    """The names of the columns and what separates them."""
    for separator in sheets.SEPARATORS:
        named = [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
        head = [_KEYS.get(name.casefold(), name) for name in named]
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
    """Line and cells of every row under the head that holds something."""
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


def _indicator(column: str, said: FiguresDescription) -> Indicator:
    label = said.label or column
    text = Text(label, label) if isinstance(label, str) else label
    return Indicator(
        id=column,
        theme=said.theme or _UNSAID.id,
        label=text,
        unit=said.unit,
        decimals=None,
        direction=0,
        description=text,
        publisher="",
        table="",
        licence="",
        url="",
        level_years=() if said.year is None else (said.year,),
        level_rule="mean",
        assumed_year=False,
        weak=False,
        note=None,
        plausible=(-math.inf, math.inf),
    )
