"""Figures as people write them: which mark stands before decimals, and which between thousands.

`1.700` is seventeen hundred in one table and one and seven tenths in another. A column often shows
which by itself, as in `0,5` or `1.234.567`; otherwise both readings are told, and neither is taken.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Mark = Literal[".", ","]
MARKS: tuple[Mark, ...] = (".", ",")

NO_FIGURE = frozenset({"", "NA", "NaN", "nan"})
"""What stands where there is no figure, in any table."""
_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}"
_AS_TYPED = str.maketrans(
    dict.fromkeys(_SPACES, " ") | {"\N{MINUS SIGN}": "-", "\N{RIGHT SINGLE QUOTATION MARK}": "'"}
)
_BETWEEN: Mapping[Mark, str] = {".": r"[, ']", ",": r"[. ']"}
"""Per decimal mark what may stand between thousands."""
_SHAPES = {
    mark: re.compile(
        rf"[-+]?(?=[{mark}]?[0-9])"
        rf"(?:[1-9][0-9]{{0,2}}(?P<between>{between})[0-9]{{3}}(?:(?P=between)[0-9]{{3}})*|[0-9]*)"
        rf"(?:[{mark}](?P<decimals>[0-9]*))?(?:[eE][-+]?[0-9]+)?"
    )
    for mark, between in _BETWEEN.items()
}
_TWO_READINGS = re.compile(r"[-+\N{MINUS SIGN}]?[1-9][0-9]{0,2}[.,][0-9]{3}([eE][-+]?[0-9]+)?")
"""What is one number with a decimal point and another with a decimal comma."""
_SIGNS = re.compile("[%\N{PER MILLE SIGN}€$£]")
_NINES = re.compile(r"(-99|-?9{3,}|-9{3,}[0-9])(?:[.,]0+)?")
"""How programs mark a missing figure where a cell must hold a number."""
_MANY_NINES = 4
"""So many nines are hardly ever a figure, also where others are as large."""
_FAR = 5
"""A sign for a missing figure is so many times as large as every figure."""
_LARGEST = 1e100
"""Squares of larger figures, and of the inverse of smaller ones, cannot be reckoned with."""

_LAST_BITS = 1e-12
_MOST_DECIMALS = 6
"""Figures with more were computed, and are no whole steps."""


@dataclass(frozen=True)
class Notation:
    """What a study says of how the figures of its table are written."""

    decimal: Mark | None = None
    """The mark before decimals; None where each column must show it."""
    missing: tuple[str, ...] | None = None
    """What else than nothing stands where there is no figure; None where nothing is said."""

    def is_missing(self, cell: str) -> bool:
        """Tell whether a cell says that there is no figure."""
        return cell in NO_FIGURE or cell in (self.missing or ())

    def marks_for(self, cells: Sequence[str]) -> tuple[Mark, ...]:
        """List the decimal marks with which each of these cells, none missing, is a number."""
        candidates = (self.decimal,) if self.decimal else MARKS
        return tuple(mark for mark in candidates if all(is_number(cell, mark) for cell in cells))


def is_number(cell: str, mark: Mark) -> bool:
    """Tell whether a cell is a number when decimals follow `mark`."""
    return _SHAPES[mark].fullmatch(cell if cell.isascii() else _tidy(cell)) is not None


def _tidy(cell: str) -> str:
    """Write a cell with the signs of a keyboard: its minus, its space, its apostrophe."""
    return cell.translate(_AS_TYPED)


def number(cell: str, mark: Mark) -> float:
    """Read a cell for which `is_number` holds; too large or too small is infinite or zero."""
    if mark == ".":
        with suppress(ValueError):  # marks between thousands are rare
            return float(cell)
    return float(re.sub(_BETWEEN[mark], "", _tidy(cell)).replace(mark, "."))


def is_out_of_reach(cell: str, value: float) -> bool:
    """Tell whether a figure is too large to reckon with, or so small that nothing is left of it."""
    if value == 0:
        return re.search("[1-9]", re.split("[eE]", cell)[0]) is not None
    return not 1 / _LARGEST < abs(value) < _LARGEST


def first_doubtful(cells: Sequence[str], marks: Sequence[Mark]) -> int | None:
    """Find the first cell of which the column does not show which number it is; None without one.

    `marks` are those with which every cell is a number. With one left the others show which, but
    not where writing would differ from cell to cell: `1.700` beside `0,5`, or beside `0.5`.
    """
    doubtful = [at for at, cell in enumerate(cells) if _TWO_READINGS.fullmatch(cell)]
    if not doubtful or len(marks) > 1:
        return doubtful[0] if doubtful else None
    fractions = [_SHAPES[marks[0]].fullmatch(_tidy(cell)) for cell in cells]
    lengths = {len(match["decimals"] or "") for match in fractions if match} - {0}
    return next((at for at in doubtful if _differs(cells[at], marks[0], lengths)), None)


def _differs(cell: str, mark: Mark, lengths: set[int]) -> bool:
    """Tell whether a cell is written in another way than one with so many decimals would be."""
    if mark not in cell:
        return bool(lengths)  # whole thousands, where other figures have decimals
    return cell.endswith("0") and len(lengths) > 1


def first_stand_in(cells: Sequence[str], values: Sequence[float]) -> int | None:
    """Find the first cell such as -999 that is hardly a figure; None when there is none."""
    nines = [_NINES.fullmatch(_tidy(cell)) for cell in cells]
    others = [value for value, match in zip(values, nines, strict=True) if not match]
    if not others or not any(nines):
        return None
    farthest, has_negative = _FAR * max(map(abs, others)), min(others) < 0
    for at, (match, value) in enumerate(zip(nines, values, strict=True)):
        if match and (
            len(match[1].lstrip("-")) >= _MANY_NINES
            or abs(value) > farthest
            or (value < 0 and not has_negative)
        ):
            return at
    return None


def has_sign(cell: str) -> bool:
    """Tell whether a cell holds a sign of money or of a per cent."""
    return _SIGNS.search(cell) is not None


def step_of(figures: NDArray[np.float64]) -> float | None:
    """Find the step in which figures are written: 0.1 with one decimal; None for computed ones."""
    present = figures[~np.isnan(figures)]
    for decimals in range(_MOST_DECIMALS + 1):
        # A mean of rounded figures may be off in its last bits.
        if np.allclose(np.round(present, decimals), present, rtol=_LAST_BITS, atol=0):
            return float(10.0**-decimals)
    return None
