"""Words in two languages, and numbers as people write them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

Language = Literal["nl", "en"]

# A number without a unit of its own needs no decimals from here on.
_WHOLE_FROM = 100
# Money of houses is said in thousands; amounts per inhabitant stay under this.
_THOUSANDS_FROM = 100_000
_TRUE_MINUS = "\N{MINUS SIGN}"
_NBSP = "\N{NO-BREAK SPACE}"

# unit -> (decimals, before, after); money of houses is in thousands at the publisher
_SHAPES: dict[str, tuple[int, str, str]] = {
    "n": (0, "", ""),
    "%": (1, "", "%"),
    "euro": (0, f"€{_NBSP}", ""),
    "x1000 euro": (0, f"€{_NBSP}", ""),
    "km": (1, "", f"{_NBSP}km"),
    "m2": (0, "", f"{_NBSP}m²"),
    "m3": (0, "", f"{_NBSP}m³"),
    "kWh": (0, "", f"{_NBSP}kWh"),
    "ha": (0, "", f"{_NBSP}ha"),
    "afwijking": (2, "", ""),  # deviations of a few hundredths: one decimal would say nothing
    "verhouding": (2, "", ""),  # most lie between a half and one and a half
}


@dataclass(frozen=True)
class Text:
    """One text in Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        """Choose the text in `language` ("nl" or "en")."""
        return self.en if language == "en" else self.nl


def format_number(value: float, decimals: int, language: str = "nl") -> str:
    """Write `value` with thousands grouped, a true minus, and the marks of the language."""
    digits = f"{abs(value):,.{decimals}f}"
    if language != "en":
        digits = digits.translate(str.maketrans(",.", ".,"))
    is_zero = float(f"{abs(value):.{decimals}f}") == 0
    return digits if value >= 0 or is_zero else _TRUE_MINUS + digits


@lru_cache(maxsize=20_000)  # a page writes the same figures in a cell, a sentence and a picture
def format_figure(
    value: float, unit: str, language: str = "nl", decimals: int | None = None
) -> str:
    """Write `value` with its unit, as in a cell: `22,1%`, `€ 231.000`, `1,2 km`.

    A unit such as "per 1.000 inwoners" is said in the label: the cell holds the number alone. With
    `decimals` the unit's own are not used, and half goes up, as people round: 62.5 is 63 in whole.
    """
    _decimals, before, after = _shape(unit)
    number, places = _round_as_written(value, unit, decimals)
    digits = format_number(number, places, language)
    if digits.startswith(_TRUE_MINUS):
        return f"{_TRUE_MINUS}{before}{digits[1:]}{after}"
    return f"{before}{digits}{after}"


def as_written(value: float, unit: str, decimals: int | None = None) -> float:
    """Round `value` as `format_figure` writes it; the result is in the unit of `value`."""
    return _round_as_written(value, unit, decimals)[0] / per_unit(unit)


def written_beyond(value: float, side: int, unit: str, decimals: int | None = None) -> float:
    """Find the nearest figure that can be written, from `value` up (1) or down (-1).

    A reader of "34 rather than 41" must not get a figure that is just not enough.
    """
    number, places = _round_as_written(value, unit, decimals)
    exact = value * per_unit(unit)
    if (number - exact) * side < 0:
        number += side * (1000 if _is_in_thousands(exact, unit) else 10.0**-places)
    return float(f"{number:.{places}f}") / per_unit(unit)


def _shape(unit: str) -> tuple[int, str, str]:
    return _SHAPES.get(unit, (1, "", ""))


def per_unit(unit: str) -> int:
    """How many of what people read and type is one of the publisher's unit."""
    return 1000 if unit == "x1000 euro" else 1


def _is_in_thousands(value: float, unit: str) -> bool:
    return unit in {"euro", "x1000 euro"} and abs(value) >= _THOUSANDS_FROM


def _round_as_written(value: float, unit: str, decimals: int | None) -> tuple[float, int]:
    """Round to the number that is written, in thousands of euros where large; also its decimals."""
    value *= per_unit(unit)
    if _is_in_thousands(value, unit):
        value = round(value, -3)
    if decimals is not None:
        value = _half_up(value, decimals)
    places = _shape(unit)[0] if decimals is None else decimals
    if unit not in _SHAPES and abs(value) >= _WHOLE_FROM:
        places = 0
    return float(f"{value:.{places}f}"), places


def _half_up(value: float, decimals: int) -> float:
    """Round `value` on its written digits; a half goes away from zero."""
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(str(float(value))).quantize(step, ROUND_HALF_UP))
