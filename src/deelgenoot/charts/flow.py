"""Who went from which group to which: two columns of groups, with a band for each way.

Placed by plain arithmetic when it is served (docs/decisions/0061).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from deelgenoot.charts.figures import PointerText, says_attribute, text_at
from deelgenoot.charts.shapes import shape, short

_EACH, _GAP, _TOP = 5.0, 14.0, 30.0
"""Pixels per area, between groups, and above the first for the names of the columns."""
_LEFT, _RIGHT, _BAR = 17.0, 83.0, 1.2
_CANVAS = 1000


@dataclass(frozen=True, slots=True)
class Flow:
    """Counts by group before and after, in `letters`' order; `names` head the two columns."""

    letters: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]
    names: tuple[str, str]
    says: Mapping[tuple[str, str], PointerText] = field(default_factory=dict)
    """What each band says to a reader who points at it."""

    def total(self, letter: str, side: int) -> int:
        """Count the areas in the group before (0) or after (1)."""
        return sum(n for pair, n in self.counts.items() if pair[side] == letter)

    @property
    def height(self) -> float:
        """In pixels; both columns hold the same areas."""
        return _TOP + _EACH * sum(self.counts.values()) + _GAP * len(self.letters)

    def tops(self, side: int) -> dict[str, float]:
        """Compute where each group of a column begins."""
        tops, at = {}, _TOP
        for letter in self.letters:
            tops[letter] = at
            at += self.total(letter, side) * _EACH + _GAP
        return tops


def draw_flow(flow: Flow, name: str) -> str:
    """Draw the flow as `<svg>`; `name` is its sentence."""
    height = short(flow.height, 1)
    heads = text_at(0, 14, flow.names[0], "g-head", "left") + text_at(
        100, 14, flow.names[1], "g-head", "right"
    )
    return (
        f'<svg class="chart flow-chart" xmlns="http://www.w3.org/2000/svg" width="100%" '
        f'height="{height}" role="img" aria-label="{escape(name)}">'
        f'<svg class="g-flow" width="100%" height="{height}" viewBox="0 0 {_CANVAS} {height}" '
        f'preserveAspectRatio="none">{"".join(_bands(flow))}</svg>'
        f"{''.join(_column(flow, 0))}{''.join(_column(flow, 1))}{heads}</svg>"
    )


def _bands(flow: Flow) -> Sequence[str]:
    """Draw areas that stay first, so that those that go lie on top."""
    left, right = flow.tops(0), flow.tops(1)
    stays: list[str] = []
    goes: list[str] = []
    for was in flow.letters:
        for now in flow.letters:
            n = flow.counts.get((was, now), 0)
            if not n:
                continue
            band = _band(left[was], right[now], n * _EACH)
            css = "g-stays" if was == now else "g-goes"
            says = says_attribute(flow.says.get((was, now)))
            (stays if was == now else goes).append(
                f'<path class="{css} c-{escape(was)}"{says} d="{band}"/>'
            )
            left[was] += n * _EACH
            right[now] += n * _EACH
    return (*stays, *goes)


def _band(left: float, right: float, thick: float) -> str:
    start, end = ((place + way * _BAR) * 10 for place, way in ((_LEFT, 1), (_RIGHT, -1)))
    middle = (start + end) / 2
    there = f"C{_x(middle)} {_x(left)} {_x(middle)} {_x(right)} {_x(end)} {_x(right)}"
    low_left, low_right = left + thick, right + thick
    back = f"C{_x(middle)} {_x(low_right)} {_x(middle)} {_x(low_left)} {_x(start)} {_x(low_left)}"
    return f"M{_x(start)} {_x(left)}{there}v{_x(thick)}{back}Z"


def _column(flow: Flow, side: int) -> Sequence[str]:
    """Draw a bar, the mark and the number of each group that is not empty."""
    bar, mark, number = ((_LEFT, 11.0, 2.0), (_RIGHT - _BAR, 89.0, 98.0))[side]
    align = ("left", "right")[side]
    pieces = []
    for letter, top in flow.tops(side).items():
        n = flow.total(letter, side)
        if not n:
            continue
        middle = top + n * _EACH / 2
        box = f'x="{short(bar)}%" y="{short(top, 1)}" width="{_BAR}%"'
        pieces += [
            f'<rect class="g-bar c-{escape(letter)}" {box} height="{short(n * _EACH, 1)}"/>',
            cluster_mark(letter, mark, middle),
            text_at(number, middle + 5, str(n), "g-number", align),
        ]
    return pieces


def cluster_mark(letter: str, percent: float, y: float, size: float = 10) -> str:
    """Draw the mark of a cluster with its letter, around a place."""
    form, letter_text = shape(letter), escape(letter)
    below = short(form.letter_at * size + 4, 1)
    return (
        f'<svg class="g-mark" x="{short(percent)}%" y="{short(y, 1)}"><g class="c-{letter_text}">'
        f'{form.svg_element(size)}<text y="{below}">{letter_text}</text></g></svg>'
    )


def _x(value: float) -> str:
    return short(value, 1)
