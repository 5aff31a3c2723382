"""A table of figures as somebody keeps it, for a study without a data package.

A CSV with a line per area: a column `code`, if there are any `name` and `region`, and a column per
indicator. Commas, semicolons or tabs; a decimal point or a decimal comma. Nothing is guessed: what
cannot be read, or in two ways, is refused with its line and column. What the table cannot tell
(years, neighbours, inhabitants) is not there.
"""

import csv
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deelgenoot import notation, sheets
from deelgenoot.areas import Area, Areas, NamePeriod
from deelgenoot.errors import BadData
from deelgenoot.notation import Notation

Floats = NDArray[np.float64]

_KEYS = {"code": "code", "name": "name", "naam": "name", "region": "region", "regio": "region"}
"""What the columns that hold no figures may be called, and what they are."""
_AS_TYPED = Notation()
_FEW_TWICE, _SHARE_TWICE = 2, 0.05
"""With more lines that repeat a code than this, and than this share, lines are not areas."""


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
            raw = path.read_bytes()
        except FileNotFoundError as error:
            raise BadData(
                f"{path.name} cannot be read: there is no such file beside study.toml.",
                f"{path.name} is niet te lezen: dat bestand staat niet naast study.toml.",
            ) from error
        except OSError as error:
            raise BadData(
                f"{path.name} cannot be read: {error.strerror}.",
                f"{path.name} is niet te lezen: {error.strerror}.",
            ) from error
        return cls.parse(path.name, raw)

    @classmethod
    def parse(cls, file: str, raw: bytes) -> "Sheet":
        """Read the bytes of a CSV with this name; raises BadData as `read` does."""
        try:
            text = sheets.decode_text(raw)
        except sheets.NoTextError as error:
            raise BadData(f"{file}: {error}", f"{file}: {error.message_in('nl')}") from error
        above, lines = sheets.split_head(text)
        if not lines:
            raise BadData(f"{file} is empty.", f"{file} is leeg.")
        head, reader = _open(file, lines, above + 1)
        rows = list(_rows(file, reader, len(head), above + 1))
        if not rows:
            raise BadData(
                f"{file} holds no areas: give each a line under the names of the columns.",
                f"{file} bevat geen gebieden: geef elk een regel onder de kolomnamen.",
            )
        cells = zip(*(cells for _, cells in rows), strict=True)
        columns = _name_columns(f"{file}, {{}} {above + 1}", head, cells)
        codes = columns.pop("code")
        names = columns.pop("name", codes)
        regions = columns.pop("region", ("",) * len(codes))
        sheet = cls(file, codes, names, regions, columns, tuple(line for line, _ in rows))
        sheet.check_codes()
        return sheet

    def check_codes(self) -> None:
        """Raise BadData with the lines unless every area has a code of its own."""
        first: dict[str, int] = {}
        for line, code in zip(self.lines, self.codes, strict=True):
            if not code:
                raise BadData(
                    f"{self.file}, line {line}: there is no code. Give each area one of its own.",
                    f"{self.file}, regel {line}: er staat geen code. Geef elk gebied een eigen.",
                )
            if code in first:
                raise self._repeats(code, first[code], line)
            first[code] = line

    def _repeats(self, code: str, first: int, line: int) -> BadData:
        """Say that a code stands twice, and what that means when many do."""
        n_lines, n_again = len(self.codes), len(self.codes) - len(set(self.codes))
        if n_again > max(_FEW_TWICE, _SHARE_TWICE * n_lines):
            return BadData(
                f"{self.file}: {n_again} of the {n_lines} lines repeat the code of an earlier "
                f"one, as {code} on lines {first} and {line}. So a line is not an area here, but "
                "an area in one year, perhaps, or a part of it. Make a table with one line for "
                "each area and a column for each figure.",
                f"{self.file}: {n_again} van de {n_lines} regels herhalen de code van een eerdere, "
                f"zoals {code} op regel {first} en {line}. Een regel is hier dus geen gebied, maar "
                "bijvoorbeeld een gebied in één jaar, of een deel ervan. Maak een tabel met één "
                "regel per gebied en een kolom per cijfer.",
            )
        return BadData(
            f"{self.file}, line {line}: {code} also stands on line {first}. Leave one of them out.",
            f"{self.file}, regel {line}: {code} staat ook op regel {first}. "
            "Laat één van beide weg.",
        )

    def without(self, codes: Collection[str]) -> "Sheet":
        """Leave out the lines with these codes."""
        rows = [at for at, code in enumerate(self.codes) if code not in codes]

        def keep(cells: Sequence[str]) -> tuple[str, ...]:
            return tuple(cells[at] for at in rows)

        columns = {name: keep(cells) for name, cells in self.columns.items()}
        lines = tuple(self.lines[at] for at in rows)
        names = (keep(self.codes), keep(self.names), keep(self.regions))
        return Sheet(self.file, *names, columns, lines)

    def areas(self) -> Areas:
        """Make areas of the rows, without a year."""
        every = zip(self.codes, self.names, self.regions, strict=True)
        areas = [
            Area(code, name or code, code, "", region, 0, math.nan, math.nan, ())
            for code, name, region in every
        ]
        return Areas(areas, history=[NamePeriod(area.code, area.name, 0, 0) for area in areas])

    def figures(self, columns: Sequence[str], dialect: Notation = _AS_TYPED) -> Floats:
        """Read the figures of these columns, areas in order of code; NaN where a cell is empty.

        Raises BadData as `column` does.
        """
        table = np.array([self.column(column, dialect) for column in columns])
        by_code: Floats = table.T[np.argsort(np.array(self.codes))]
        return by_code

    def column(self, name: str, dialect: Notation = _AS_TYPED) -> Floats:
        """Read the figures of one column in order of lines, (n,); NaN where there is none.

        Raises BadData for a cell that holds no number, one that can be read in two ways, one that
        looks like a sign for a missing figure, and a number that cannot be reckoned with.
        """
        every = self.columns[name]
        rows = [at for at, cell in enumerate(every) if not dialect.is_missing(cell)]
        cells = [every[at] for at in rows]
        places = [_CellPlace(self.file, self.lines[at], name, every[at]) for at in rows]
        marks = dialect.marks_for(cells)
        if not marks:
            raise _no_number(places, dialect)
        at = None if dialect.decimal else notation.first_doubtful(cells, marks)
        if at is not None:
            raise _two_readings(places[at])
        values = [notation.number(cell, marks[0]) for cell in cells]
        _check_values(places, values, dialect)
        result = np.full(len(every), math.nan)
        result[rows] = values
        return result


@dataclass(frozen=True)
class _CellPlace:
    """Where a cell stands, and what it says."""

    file: str
    line: int
    column: str
    cell: str

    def error(self, english: str, dutch: str) -> BadData:
        """Say of this cell what is wrong with it."""
        return BadData(
            f"{self.file}, line {self.line}, column '{self.column}': '{self.cell}' {english}",
            f"{self.file}, regel {self.line}, kolom '{self.column}': '{self.cell}' {dutch}",
        )


def _no_number(places: Sequence[_CellPlace], dialect: Notation) -> BadData:
    """Say which cell is no number, or which two cannot both be."""
    marks = (dialect.decimal,) if dialect.decimal else notation.MARKS
    wrong = [[p for p in places if not notation.is_number(p.cell, mark)] for mark in marks]
    place = next((p for p in places if all(p in cells for cells in wrong)), None)
    if place is None:
        point, comma = wrong[1][0], wrong[0][0]
        return point.error(
            f"has a point before its decimals and '{comma.cell}' on line {comma.line} a comma. "
            "Write all figures of a column in one way.",
            f"heeft een punt voor de decimalen en '{comma.cell}' op regel {comma.line} een komma. "
            "Schrijf alle cijfers van een kolom op één manier.",
        )
    if len(places) > 1 and not any(sign.isdigit() for p in places for sign in p.cell):
        return BadData(
            f"{place.file}: column '{place.column}' holds words, such as '{place.cell}' on line "
            f"{place.line}. Name the columns with figures under [indicators] in study.toml.",
            f"{place.file}: in kolom '{place.column}' staan woorden, zoals '{place.cell}' op regel "
            f"{place.line}. Noem de kolommen met cijfers in study.toml onder [indicators].",
        )
    if notation.has_sign(place.cell):
        return place.error(
            "is more than a number. Leave the sign out of the cells, and say it in study.toml as "
            "the unit of the column.",
            "is meer dan een getal. Laat het teken weg uit de cellen en noem het in study.toml als "
            "eenheid van de kolom (unit).",
        )
    mark_en = mark_nl = ""
    if dialect.decimal:
        mark_en = f' with decimal = "{dialect.decimal}" in study.toml'
        mark_nl = f' met decimal = "{dialect.decimal}" in study.toml'
    return place.error(
        f"is no number{mark_en}. Leave a cell empty where there is no figure, or say at the top of "
        f'study.toml what stands there: missing = ["{place.cell}"]. Of a table with other columns '
        "besides, name those with figures under [indicators].",
        f"is geen getal{mark_nl}. Laat een cel leeg waar geen cijfer is, of zeg boven in "
        f'study.toml wat er dan staat: missing = ["{place.cell}"]. Staan er ook andere kolommen '
        "in de tabel, noem dan onder [indicators] die met cijfers.",
    )


def _two_readings(place: _CellPlace) -> BadData:
    """Tell both readings of a cell, and how to say which."""
    point, comma = (f"{notation.number(place.cell, mark):.15g}" for mark in notation.MARKS)
    punt, komma = point.replace(".", ","), comma.replace(".", ",")
    return place.error(
        f"can be {point} or {comma}, and the column does not show which. Say it at the "
        f'top of study.toml: with decimal = "." it is {point}, with decimal = "," it is {comma}.',
        f"kan {punt} zijn of {komma}, en de kolom laat niet zien welke. Zeg het "
        f'boven in study.toml: met decimal = "." is het {punt}, met decimal = "," is het {komma}.',
    )


def _check_values(places: Sequence[_CellPlace], values: list[float], dialect: Notation) -> None:
    """Raise BadData for a number that cannot be reckoned with, or that stands for no figure."""
    for place, value in zip(places, values, strict=True):
        if notation.is_out_of_reach(place.cell, value):
            raise place.error(
                "is too large or too small to reckon with. Is it a slip of the pen?",
                "is te groot of te klein om mee te rekenen. Is het een verschrijving?",
            )
    if dialect.missing is not None:
        return
    at = notation.first_stand_in([place.cell for place in places], values)
    if at is not None:
        cell = places[at].cell
        raise places[at].error(
            "looks like a sign for a missing figure. Say at the top of study.toml that it is: "
            f'missing = ["{cell}"]; or that it is a figure: missing = [].',
            "lijkt een teken voor een ontbrekend cijfer. Zeg boven in study.toml dat het dat is: "
            f'missing = ["{cell}"]; of dat het een cijfer is: missing = [].',
        )


def _open(file: str, lines: Sequence[str], number: int) -> tuple[list[str], Any]:
    """Find the separator: give the names of the columns, and a reader that is past them."""
    for separator in sheets.SEPARATORS:
        text = (f"{line}\n" for line in lines)
        reader = csv.reader(text, delimiter=separator, strict=True)
        try:
            names = [" ".join(name.split()) for name in next(reader, [])]
        except csv.Error:
            continue
        head = [_KEYS.get(name.casefold(), name) for name in names]
        if "code" in head:
            return head, reader
    start = lines[0].strip()[:60]
    raise BadData(
        f"{file}, line {number}: there is no column 'code'. The first line names the columns, with "
        f"commas, semicolons or tabs between, as in 'code,name,homes'; it says '{start}'.",
        f"{file}, regel {number}: er is geen kolom 'code'. De eerste regel noemt de kolommen, met "
        f"komma's, puntkomma's of tabs ertussen, zoals 'code,naam,woningen'; er staat '{start}'.",
    )


def _name_columns(
    where: str, head: Sequence[str], cells: Iterator[tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Map the names of the columns to their cells, without columns that are empty altogether."""
    columns: dict[str, tuple[str, ...]] = {}
    for at, (name, column) in enumerate(zip(head, cells, strict=True)):
        if not (name or any(column)):
            continue
        if not name:
            raise BadData(
                f"{where.format('line')}: column {at + 1} has no name.",
                f"{where.format('regel')}: kolom {at + 1} heeft geen naam.",
            )
        if name in columns:
            raise BadData(
                f"{where.format('line')}: column '{name}' is there twice. Rename one of them.",
                f"{where.format('regel')}: kolom '{name}' is er tweemaal. Hernoem er één.",
            )
        columns[name] = column
    return columns


def _rows(file: str, reader: Any, n_columns: int, number: int) -> Iterator[tuple[int, list[str]]]:
    """Read line and cells of every row under the head, on line `number`, that is not empty."""
    separator, line = reader.dialect.delimiter, number + reader.line_num
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                if len(cells) != n_columns:
                    raise _other_length(f"{file}, {{}} {line}", cells, separator, n_columns)
                if any("\n" in cell and cell.count(separator) >= n_columns - 1 for cell in cells):
                    raise _stray_quote(file, line)
                yield line, cells
            line = number + reader.line_num
    except csv.Error as error:
        raise _stray_quote(file, line) from error


def _other_length(where: str, cells: Sequence[str], separator: str, n_columns: int) -> BadData:
    """Say that a line has another number of cells than there are columns, and why that may be."""
    english = dutch = ""
    if sum(map(bool, cells)) == 1:
        english = " Is it a note? Leave it out."
        dutch = " Is het een toelichting? Laat die weg."
    elif separator == ",":
        english = " A decimal comma needs semicolons between columns."
        dutch = " Met een decimale komma horen er puntkomma's tussen de kolommen."
    return BadData(
        f"{where.format('line')} has {len(cells)} cells and the first line {n_columns}.{english}",
        f"{where.format('regel')} heeft {len(cells)} cellen en de eerste regel {n_columns}.{dutch}",
    )


def _stray_quote(file: str, line: int) -> BadData:
    return BadData(
        f"{file}, line {line}: a quotation mark opens a cell here and does not close it in its "
        "place. Leave it out, or write it twice.",
        f"{file}, regel {line}: een aanhalingsteken opent hier een cel en sluit die niet op zijn "
        "plaats. Laat het weg, of schrijf het dubbel.",
    )
