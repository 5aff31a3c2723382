"""A measure for each number of clusters, beside the same measure on figures without a pattern.

Unlike the other charts this one is not in the archive of drawings: its eleven points come from a
file that is made apart from it, and a drawing of an older file would contradict the table below.
It is placed by plain arithmetic when it is served, with the same rules: fluid, classes, no colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from deelgenoot.charts.figures import text_at
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.shapes import short

HEIGHT = 168
_TOP, _BOTTOM, _NUMBERS = 22, 130, 150
_LEFT, _RIGHT = 4.0, 96.0
_CANVAS = 1000


@dataclass(frozen=True, slots=True)
class Curve:
    """One panel. `null` and `spread` may be empty; all have a value per number in `ks`."""

    ks: tuple[int, ...]
    study: tuple[float, ...]
    null: tuple[float, ...]
    spread: tuple[float, ...]
    """Standard errors of `study`, drawn as strokes up and down."""
    chosen: int
    low: float
    high: float

    @property
    def x(self) -> Scale:
        """Numbers of clusters, in per cent of the width."""
        return Scale("linear", self.ks[0], self.ks[-1], _LEFT, _RIGHT)

    @property
    def y(self) -> Scale:
        """The measure, in pixels from the top."""
        return Scale("linear", self.low, self.high, _BOTTOM, _TOP)


def drawn(curve: Curve, name: str, ends: tuple[str, str]) -> str:
    """The panel as `<svg>`; `name` is its sentence, `ends` the written ends of the axis."""
    low, high = ends
    lines = (
        f'<path class="axis" d="M0 {_TOP}h{_CANVAS}M0 {_BOTTOM}h{_CANVAS}"/>'
        f'<path class="g-chosen" d="M{_x(curve, curve.chosen)} {_TOP}V{_BOTTOM}"/>'
        f'<path class="g-spread" d="{_strokes(curve)}"/>'
        f'<path class="g-null" d="{_path(curve, curve.null)}"/>'
        f'<path class="g-study" d="{_path(curve, curve.study)}"/>'
    )
    words = text_at(0, _TOP - 6, high, "g-end", "left") + text_at(
        0, _BOTTOM - 5, low, "g-end", "left"
    )
    return (
        f'<svg class="chart curve" xmlns="http://www.w3.org/2000/svg" width="100%" '
        f'height="{HEIGHT}" role="img" aria-label="{escape(name)}">'
        f'<svg class="g-flow" width="100%" height="{HEIGHT}" viewBox="0 0 {_CANVAS} {HEIGHT}" '
        f'preserveAspectRatio="none">{lines}</svg>{_dots(curve)}{words}{_numbers(curve)}</svg>'
    )


def _path(curve: Curve, values: Sequence[float]) -> str:
    points = (
        f"{_x(curve, k)} {short(curve.y.at(value), 1)}"
        for k, value in zip(curve.ks, values, strict=bool(values))
    )
    return "M" + "L".join(points) if values else ""


def _strokes(curve: Curve) -> str:
    """A standard error up and down at each point."""
    return "".join(
        f"M{_x(curve, k)} {short(curve.y.at(value - error), 1)}"
        f"V{short(curve.y.at(value + error), 1)}"
        for k, value, error in zip(curve.ks, curve.study, curve.spread, strict=bool(curve.spread))
    )


def _dots(curve: Curve) -> str:
    """One per number; that of the chosen number is larger."""
    return "".join(
        f'<circle class="{css}" cx="{short(curve.x.at(k))}%" cy="{short(curve.y.at(value), 1)}" '
        f'r="{radius}"/>'
        for k, value in zip(curve.ks, curve.study, strict=True)
        for css, radius in [("g-at", 6) if k == curve.chosen else ("g-point", 3)]
    )


def _numbers(curve: Curve) -> str:
    return "".join(
        text_at(curve.x.at(k), _NUMBERS, str(k), "g-k g-k-at" if k == curve.chosen else "g-k")
        for k in curve.ks
    )


def _x(curve: Curve, k: int) -> str:
    return short(curve.x.at(k) * _CANVAS / 100, 1)
