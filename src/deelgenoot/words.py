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
    default, before, after = _SHAPES.get(unit, (1, "", ""))
    if unit == "x1000 euro":
        value *= 1000
    if unit == "euro" and abs(value) >= _THOUSANDS_FROM:
        value = round(value, -3)
    if decimals is not None:
        value = _half_up(value, decimals)
    places = default if decimals is None else decimals
    if unit not in _SHAPES and abs(value) >= _WHOLE_FROM:
        places = 0
    number = grouped(value, places, language)
    if number.startswith(_TRUE_MINUS):
        return f"{_TRUE_MINUS}{before}{number[1:]}{after}"
    return f"{before}{number}{after}"


def _half_up(value: float, decimals: int) -> float:
    """`value` rounded on its written digits; a half goes away from zero."""
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(str(float(value))).quantize(step, ROUND_HALF_UP))
