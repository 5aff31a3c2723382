"""Reads somebody else's grouping of the areas: a table as people keep it, mistakes named by line.

Commas, semicolons or tabs, with or without a byte order mark, in UTF-8, UTF-16 or Windows-1252:
what spreadsheets write. Nothing is guessed: a table with mistakes is refused, and they are named.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_letters
from typing import Literal

from deelgenoot import sheets
from deelgenoot.areas import Areas
from deelgenoot.decoding import read_toml
from deelgenoot.errors import BadChoice, UnknownArea
from deelgenoot.typology.sentences import join_names
from deelgenoot.words import Text

CODE_COLUMNS = ("code", "gm_code", "gemeentecode", "gemeente", "municipality", "naam", "name")
GROUP_COLUMNS = ("cluster", "groep", "group")
MOST_GROUPS = 40
MOST_PROBLEMS = 10
"""With so many, reading stops: finding names like one that nobody knows takes milliseconds."""
_FEW_TWICE = 3
"""With more lines that repeat a municipality, lines are not municipalities."""
_LONGEST = 60  # signs of a value that is shown back

Kind = Literal[
    "workbook", "no_text", "empty", "columns", "no_area", "no_group", "unknown", "several", "twice",
    "repeats", "groups", "nobody", "stopped", "quote",
]  # fmt: skip

_SENTENCES = read_toml(Path(__file__).with_name("reference.toml"), dict[Kind, Text])
_SUGGESTION = Text(" Bedoelt u {names}?", " Did you mean {names}?")
_OR = Text(" of ", " or ")


@dataclass(frozen=True)
class ReferenceProblem:
    """One thing that stands in the way, with the line on which it stands; 0 is the whole table."""

    kind: Kind
    line: int = 0
    value: str = ""
    names: tuple[str, ...] = ()
    """Suggestions, or what a name stands for."""
    number: int = 0
    """The other line, the year or the count that the sentence tells."""

    def message_in(self, language: str) -> str:
        """Say what is wrong, where, and how to go on."""
        value = self.value if len(self.value) <= _LONGEST else f"{self.value[:_LONGEST]}…"
        sentence = _SENTENCES[self.kind].in_language(language).format(
            line=self.line, value=value, first=self.number, n=self.number, most=MOST_GROUPS,
            year=self.number, names=join_names(self.names, language),
        )  # fmt: skip
        if self.kind != "unknown" or not self.names:
            return sentence
        names = _OR.in_language(language).join(self.names)
        return sentence + _SUGGESTION.in_language(language).format(names=names)


class BadReference(BadChoice):
    """A table that cannot be used, with everything that is wrong in it."""

    def __init__(self, problems: Sequence[ReferenceProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.message_in("nl"))

    def message_in(self, language: str) -> str:
        """Put every problem on a line."""
        return "\n".join(problem.message_in(language) for problem in self.problems)


def read_reference(content: bytes | str, areas: Areas) -> dict[str, str]:
    """Read a table of codes or names (of any year) and clusters: code -> cluster, as written.

    The columns are one of `CODE_COLUMNS` and one of `GROUP_COLUMNS`. Raises BadReference.
    """
    rows = _rows(decode_text(content.encode() if isinstance(content, str) else content))
    # A spreadsheet makes 513 or 0513 of what was GM0513.
    numbers = {area.code.lstrip(ascii_letters + "0"): area.code for area in areas}
    reading = _ReferenceReading(areas, numbers, {}, {}, [])
    for line, area, group in rows:
        if len(reading.problems) == MOST_PROBLEMS:
            reading.problems.append(ReferenceProblem("stopped", line))
            break
        reading.take(line, area, group)
    again = [problem for problem in reading.problems if problem.kind == "twice"]
    if len(again) > _FEW_TWICE:
        others = [
            problem for problem in reading.problems if problem.kind not in {"twice", "stopped"}
        ]
        reading.problems[:] = [replace(again[0], kind="repeats"), *others]
    n_groups = len(set(reading.groups.values()))
    if n_groups > MOST_GROUPS:
        reading.problems.append(ReferenceProblem("groups", number=n_groups))
    if not (reading.groups or reading.problems):
        reading.problems.append(ReferenceProblem("empty"))
    if reading.problems:
        raise BadReference(reading.problems)
    return reading.groups


def decode_text(raw: bytes) -> str:
    """Decode a text as `sheets.decode_text` does. Raises BadReference for what is not text."""
    try:
        return sheets.decode_text(raw)
    except sheets.NoTextError as error:
        raise BadReference([ReferenceProblem(error.kind)]) from error


def _rows(text: str) -> Iterator[tuple[int, str, str]]:
    """Read line, area and group of each row that is not empty.

    Raises BadReference for a quotation mark that opens a cell and swallows the lines after it.
    """
    # Line numbers are those of the text.
    above, lines = sheets.split_head(text)
    if not lines:
        raise BadReference([ReferenceProblem("empty")])
    separator, area, group = _columns(lines[0], above + 1)
    n_between = lines[0].count(separator)
    reader = csv.reader((f"{one}\n" for one in lines[1:]), delimiter=separator, strict=True)
    line = above + 2
    try:
        for row in reader:
            if any("\n" in cell and cell.count(separator) >= n_between for cell in row):
                raise BadReference([ReferenceProblem("quote", line)])
            if any(cell.strip() for cell in row):
                cells = [cell.strip() for cell in row] + [""] * (max(area, group) + 1 - len(row))
                yield line, cells[area], cells[group]
            line = above + 2 + reader.line_num
    except csv.Error as error:
        raise BadReference([ReferenceProblem("quote", line)]) from error


def _columns(header: str, line: int) -> tuple[str, int, int]:
    """Find the separator, and the columns of the area and its group."""
    for separator in sheets.SEPARATORS:
        try:
            cells = next(csv.reader([header], delimiter=separator))
        except csv.Error:  # a cell that is longer than any name
            continue
        names = [name.strip().casefold() for name in cells]
        area = next((name for name in CODE_COLUMNS if name in names), None)
        group = next((name for name in GROUP_COLUMNS if name in names), None)
        if area and group:
            return separator, names.index(area), names.index(group)
    raise BadReference([ReferenceProblem("columns", line, header.strip())])


@dataclass(frozen=True)
class _ReferenceReading:
    """What was read so far."""

    areas: Areas
    numbers: Mapping[str, str]
    groups: dict[str, str]
    lines: dict[str, int]
    problems: list[ReferenceProblem]

    def take(self, line: int, name: str, group: str) -> None:
        """Add one row, or a problem where it cannot be used."""
        if not name or not group:
            kind: Kind = "no_group" if name else "no_area"
            self.problems.append(ReferenceProblem(kind, line, name or group))
            return
        code = self._resolve(line, name)
        if isinstance(code, ReferenceProblem):
            self.problems.append(code)
        elif code in self.lines:
            self.problems.append(ReferenceProblem("twice", line, name, number=self.lines[code]))
        else:
            self.groups[code], self.lines[code] = group, line

    def _resolve(self, line: int, name: str) -> str | ReferenceProblem:
        try:
            areas = self.areas.resolve(self.numbers.get(name.lstrip("0"), name)).areas
        except UnknownArea as error:
            return ReferenceProblem("unknown", line, name, error.suggestions)
        if len(areas) > 1:
            names = tuple(area.name for area in areas)
            return ReferenceProblem("several", line, name, names, self.areas.year)
        return areas[0].code
