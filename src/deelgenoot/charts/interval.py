"""How far a cluster stands apart, and between which bounds: a mark on a line per indicator.

Placed by plain arithmetic when it is served, as the bars of `why` are: fluid, classes, no colours.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from deelgenoot.charts.phrases import phrase
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.shapes import shape, short
from deelgenoot.words import format_number

HEIGHT = 28
_MIDDLE = HEIGHT / 2
_MARGIN = 3.0
_MARK = 6.5


@dataclass(frozen=True, slots=True)
class Interval:
    """One indicator: its name, the difference, and the ends between which it lies."""

    label: str
    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One line as a page shows it: what it is about, the numbers as written, and the drawing."""

    label: str
    figure: str
    bounds: str
    svg: str


def rows(intervals: Sequence[Interval], letter: str, language: str) -> tuple[IntervalRow, ...]:
    """Draw the lines of one cluster, on one scale around zero that holds every end."""
    ends = [abs(end) for one in intervals for end in (one.low, one.value, one.high)]
    reach = math.ceil(2 * max(ends, default=0.5)) / 2
    scale = Scale("linear", -reach, reach, _MARGIN, 100 - _MARGIN)
    return tuple(_row(one, scale, letter, language) for one in intervals)


def _row(item: Interval, scale: Scale, letter: str, language: str) -> IntervalRow:
    low, value, high = (
        format_number(end, 1, language) for end in (item.low, item.value, item.high)
    )
    ends = {"low": low, "high": high}
    sentence = phrase("apart_one", language, name=item.label, value=value, **ends)
    x1, at, x2 = (f"{short(scale.at(end))}%" for end in (item.low, item.value, item.high))
    zero = f"{short(scale.at(0))}%"
    svg = (
        f'<svg class="chart interval c-{letter}" xmlns="http://www.w3.org/2000/svg" width="100%" '
        f'height="{HEIGHT}" role="img" aria-label="{escape(sentence)}">'
        f'<line class="axis" x1="0" y1="{_MIDDLE}" x2="100%" y2="{_MIDDLE}"/>'
        f'<line class="g-zero" x1="{zero}" y1="2" x2="{zero}" y2="{HEIGHT - 2}"/>'
        f'<line class="g-between" x1="{x1}" y1="{_MIDDLE}" x2="{x2}" y2="{_MIDDLE}"/>'
        f'<svg class="member" x="{at}" y="{_MIDDLE}">{shape(letter).svg_element(_MARK)}</svg></svg>'
    )
    return IntervalRow(item.label, value, phrase("apart_range", language, **ends), svg)
