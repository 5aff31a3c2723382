"""Words in two languages, and numbers as people write them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
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
        """The text in `language` ("nl" or "en")."""
        return self.en if language == "en" else self.nl


def grouped(value: float, decimals: int, language: str = "nl") -> str:
    """`value` with thousands grouped, a true minus, and the language's own marks."""
    written = f"{abs(value):,.{decimals}f}"
    if language != "en":
        written = written.translate(str.maketrans(",.", ".,"))
    is_zero = float(f"{abs(value):.{decimals}f}") == 0
    return written if value >= 0 or is_zero else _TRUE_MINUS + written


def formatted(value: float, unit: str, language: str = "nl", decimals: int | None = None) -> str:
    """`value` as it stands in a cell: `22,1%`, `€ 231.000`, `1,2 km`.

    A unit such as "per 1.000 inwoners" is said in the label: the cell holds the number alone. With
    `decimals` the unit's own are not used, and half goes up, as people round: 62.5 is 63 in whole.
    """
    _decimals, before, after = _shape(unit)
    number, places = _rounded(value, unit, decimals)
    written = grouped(number, places, language)
    if written.startswith(_TRUE_MINUS):
        return f"{_TRUE_MINUS}{before}{written[1:]}{after}"
    return f"{before}{written}{after}"


def as_written(value: float, unit: str, decimals: int | None = None) -> float:
    """What `formatted` makes of `value`, as a number in the unit of `value`."""
    return _rounded(value, unit, decimals)[0] / _per_unit(unit)


def written_beyond(value: float, side: int, unit: str, decimals: int | None = None) -> float:
    """The nearest figure that can be written, not short of `value`, going up (1) or down (-1).

    Who reads that "34 rather than 41" would do must not be told a figure just short of enough.
    """
    number, places = _rounded(value, unit, decimals)
    exact = value * _per_unit(unit)
    if (number - exact) * side < 0:
        number += side * (1000 if _is_in_thousands(exact, unit) else 10.0**-places)
    return float(f"{number:.{places}f}") / _per_unit(unit)


def _shape(unit: str) -> tuple[int, str, str]:
    return _SHAPES.get(unit, (1, "", ""))


def _per_unit(unit: str) -> int:
    return 1000 if unit == "x1000 euro" else 1


def _is_in_thousands(value: float, unit: str) -> bool:
    return unit in {"euro", "x1000 euro"} and abs(value) >= _THOUSANDS_FROM


def _rounded(value: float, unit: str, decimals: int | None) -> tuple[float, int]:
    """The number that is written, in whole euros where there are thousands, and its decimals."""
    value *= _per_unit(unit)
    if _is_in_thousands(value, unit):
        value = round(value, -3)
    if decimals is not None:
        value = _half_up(value, decimals)
    places = _shape(unit)[0] if decimals is None else decimals
    if unit not in _SHAPES and abs(value) >= _WHOLE_FROM:
        places = 0
    return float(f"{value:.{places}f}"), places


def _half_up(value: float, decimals: int) -> float:
    """`value` rounded on its written digits; a half goes away from zero."""
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(str(float(value))).quantize(step, ROUND_HALF_UP))
