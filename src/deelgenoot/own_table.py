"""The table that a study names, as a catalogue: its columns, and its lines without the totals.

Before anything is computed of it, whatever looks like no area is asked about.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from deelgenoot.catalog import Catalog, Indicator, Theme
from deelgenoot.errors import BadData, BadStudy
from deelgenoot.figures import Sheet
from deelgenoot.notation import Notation
from deelgenoot.totals import LikelyTotal, likely_totals
from deelgenoot.words import Text

Floats = NDArray[np.float64]
Transform = Literal["none", "log", "logit"]

_UNSAID = Theme("figures", Text("Cijfers", "Figures"), Text("Cijfers", "Figures"))
"""The theme of columns for which the study names none."""
_MOST_TOLD, _MOST_COPIED = 5, 30


class FiguresDescription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a study may say of a column."""

    theme: str | None = None
    """Its id, which is also its label."""
    label: Text | str | None = None
    """None for the name of the column."""
    unit: str = ""
    year: int | None = None
    scale: Transform = "none"


@dataclass(frozen=True)
class TableChoice:
    """What a study says of its table."""

    columns: Mapping[str, FiguresDescription]
    """The columns with figures; without any, all."""
    notation: Notation
    totals: tuple[str, ...] | None
    """Codes of the lines that are no areas; None where nothing is said."""
    selection: tuple[str, ...]
    """Codes of the areas that are clustered; without any, all."""


def catalog_of(sheet: Sheet, choice: TableChoice, folder: Path) -> Catalog:
    """Build the catalogue of a table; `folder` may hold more, shaped as a data package.

    Raises BadStudy for columns and lines that are not there, BadData for cells that are no figures
    and for lines that look like no areas.
    """
    columns = _columns(sheet, choice.columns)
    areas = _without_totals(sheet, choice.totals or ())
    indicators = [_indicator(column, description) for column, description in columns.items()]
    ids = dict.fromkeys(one.theme for one in indicators)
    themes = [_UNSAID if theme == _UNSAID.id else _theme(theme) for theme in ids]
    figures = areas.figures(tuple(columns), choice.notation)
    catalog = Catalog(folder, areas.areas(), themes, indicators, figures)
    _check_shares(sheet.file, catalog, columns)
    _check_lines(areas, catalog, choice)
    return catalog


def _columns(
    sheet: Sheet, columns: Mapping[str, FiguresDescription]
) -> Mapping[str, FiguresDescription]:
    """Map the columns with figures to what the study says of them."""
    if not sheet.columns:
        raise BadData(
            f"{sheet.file} has no column with figures, only areas. Give each figure a column.",
            f"{sheet.file} heeft geen kolom met cijfers, alleen gebieden. Geef elk cijfer een "
            "kolom.",
        )
    if unknown := sorted(set(columns) - set(sheet.columns)):
        there = ", ".join(sheet.columns)
        raise BadStudy(
            f"study.toml, indicators: {', '.join(unknown)} not in {sheet.file}. "
            f"Its columns are {there}.",
            f"study.toml, indicators: {', '.join(unknown)} niet in {sheet.file}. "
            f"De kolommen daar zijn {there}.",
        )
    return columns or dict.fromkeys(sheet.columns, FiguresDescription())


def _without_totals(sheet: Sheet, totals: tuple[str, ...]) -> Sheet:
    if unknown := sorted(set(totals) - set(sheet.codes)):
        raise BadStudy(
            f"study.toml, totals: {', '.join(unknown)} not in {sheet.file}. Give codes.",
            f"study.toml, totals: {', '.join(unknown)} niet in {sheet.file}. Geef codes.",
        )
    if set(totals) == set(sheet.codes):
        raise BadStudy(
            f"study.toml, totals: with these no line of {sheet.file} is an area.",
            f"study.toml, totals: zo is geen regel van {sheet.file} een gebied.",
        )
    return sheet.without(totals) if totals else sheet


def _check_shares(file: str, catalog: Catalog, columns: Mapping[str, FiguresDescription]) -> None:
    """Raise BadData for shares of one on the scale for per cents, unless the unit says %."""
    for column, description in columns.items():
        largest = np.fmax.reduce(catalog.level([column])[:, 0])
        if description.scale == "logit" and largest <= 1 and description.unit != "%":
            grootste = f"{largest:g}".replace(".", ",")
            raise BadData(
                f"{file}, column '{column}': no figure is over {largest:g}. A logit asks per "
                "cents, 0 to 100. Are these shares of 1? Multiply them by 100. Are they per cents? "
                'Say so in study.toml: unit = "%".',
                f"{file}, kolom '{column}': geen cijfer is groter dan {grootste}. Een logit vraagt "
                "procenten, 0 tot 100. Zijn dit delen van 1? Vermenigvuldig ze met 100. Zijn het "
                'procenten? Zeg het in study.toml: unit = "%".',
            )


def _check_lines(sheet: Sheet, catalog: Catalog, choice: TableChoice) -> None:
    """Raise BadData for lines of the selection that hold no figures, or look like totals."""
    selection = set(choice.selection or sheet.codes)
    figures = catalog.level(tuple(catalog.indicators))
    bare = {c for c, row in zip(catalog.codes, figures, strict=True) if np.isnan(row).all()}
    rows = [at for at, code in enumerate(sheet.codes) if code in bare & selection]
    if rows:
        raise BadData(
            f"{sheet.file}: there is no figure at all on {_lines(sheet, rows, 'line')}. "
            "Leave what is no area out of the table, or give it figures.",
            f"{sheet.file}: er staat geen enkel cijfer op {_lines(sheet, rows, 'regel')}. "
            "Laat weg wat geen gebied is, of geef het cijfers.",
        )
    if choice.totals is None:
        by_line = figures[np.argsort(np.argsort(np.array(sheet.codes)))]
        every = np.column_stack([by_line, *_other_columns(sheet, catalog, choice.notation)])
        likely = likely_totals(sheet.codes, sheet.names, sheet.regions, every)
        if questions := [one for one in likely if sheet.codes[one.row] in selection]:
            raise _question(sheet, questions)


def _other_columns(sheet: Sheet, catalog: Catalog, dialect: Notation) -> Iterator[Floats]:
    """Read the columns that are not clustered on, where they hold figures: one may give a sum."""
    for name in sheet.columns:
        if name not in catalog.indicators:
            with suppress(BadData):
                yield sheet.column(name, dialect)


def _question(sheet: Sheet, likely: Sequence[LikelyTotal]) -> BadData:
    """Ask which lines are totals, with why they seem so, and how to answer."""
    english, dutch = (
        "; ".join(
            f"{_line(sheet, one.row, word)}, {one.why.in_language(language)}"
            for one in likely[:_MOST_TOLD]
        )
        + _more(len(likely))
        for word, language in (("line", "en"), ("regel", "nl"))
    )
    codes = ", ".join(f'"{sheet.codes[one.row]}"' for one in likely)
    answer_en = (
        f"Say at the top of study.toml which lines are no areas, and they are left out: "
        f"totals = [{codes}]"
    )
    answer_nl = (
        f"Zeg boven in study.toml welke regels geen gebied zijn, dan tellen ze niet mee: "
        f"totals = [{codes}]"
    )
    if len(likely) > _MOST_COPIED:
        answer_en = "Leave the lines that are no areas out of the table"
        answer_nl = "Laat de regels die geen gebied zijn weg uit de tabel"
    return BadData(
        f"{sheet.file}: this looks like a total or a region among the areas: {english}. "
        f"{answer_en}; or say in study.toml that all lines are areas: totals = [].",
        f"{sheet.file}: dit lijkt een totaal of een regio tussen de gebieden: {dutch}. "
        f"{answer_nl}; of zeg in study.toml dat alle regels gebieden zijn: totals = [].",
    )


def _more(n_lines: int) -> str:
    return f"; … ({n_lines})" if n_lines > _MOST_TOLD else ""


def _lines(sheet: Sheet, rows: Sequence[int], word: str) -> str:
    """List lines with what stands there, the first few of many."""
    words = [_line(sheet, row, word) for row in rows[:_MOST_TOLD]]
    return "; ".join(words) + _more(len(rows))


def _line(sheet: Sheet, row: int, word: str) -> str:
    name, code = sheet.names[row], sheet.codes[row]
    return f"{word} {sheet.lines[row]} ({name if name == code else f'{code}, {name}'})"


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
