"""The marks that are placed on a drawn axis when it is served: dots, numbers, members, arrows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from deelgenoot.charts.figures import NARROWEST, Overlay
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.shapes import shape

Kind = Literal["", "assumed", "filled"]

_RADIUS = 6.5
_NUMBERED = 9
_MEMBER = 5.2
_STEP = 2 * _NUMBERED + 1
_CLEAR = 12  # px between two middles: nearer, and a number would be covered


@dataclass(frozen=True, slots=True)
class FigureDot:
    """One area's figure; numbered from 1 in a comparison, 0 alone."""

    code: str
    value: float
    kind: Kind = ""
    number: int = 0


def levels(places: Sequence[float], size: float) -> tuple[int, ...]:
    """Find a level for each place (in per cent), 0 on the axis, so that no marks overlap.

    Judged at the narrowest width a page has; whoever stands first in line keeps the axis.
    """
    result: list[int] = []
    for at, here in enumerate(places):
        near = {
            result[before]
            for before in range(at)
            if abs(places[before] - here) * NARROWEST / 100 < size
        }
        result.append(next(level for level in range(len(places)) if level not in near))
    return tuple(result)


def place_dots(scale: Scale, dots: Sequence[FigureDot], axis: float) -> Overlay:
    """Place dots on `scale`, `axis` pixels from the top; those in each other's way stand higher."""
    heights = dot_heights(scale, dots, axis)
    marks = [
        _dot(dot, scale.at(dot.value), y) + _arrow(scale, dot, y)
        for dot, y in zip(dots, heights, strict=True)
    ]
    highest = min(heights, default=axis)
    return Overlay("".join(marks), max(0, round(_NUMBERED + 1 - highest)))


def dot_heights(scale: Scale, dots: Sequence[FigureDot], axis: float) -> list[float]:
    """Compute how far from the top each dot stands."""
    places = [scale.at(dot.value) for dot in dots]
    steps = levels(places, _CLEAR) if len(dots) > 1 else (0,) * len(dots)
    return [axis - step * _STEP for step in steps]


def place_members(scale: Scale, values: Sequence[float], letter: str, axis: float) -> str:
    """Place the members of a cluster in its shape; those beyond the axis stand at its end."""
    mark = shape(letter).svg_element(_MEMBER)
    return "".join(
        f'<svg class="member" x="{scale.at(value):.2f}%" y="{axis}">{mark}</svg>'
        for value in values
    )


def place_step(scale: Scale, now: float, target: float, axis: float) -> str:
    """Place the step from a figure to its target: a line, and a stroke at its end."""
    start, end = (f"{scale.at(value):.2f}%" for value in (now, target))
    return (
        f'<line class="g-step" x1="{start}" y1="{axis}" x2="{end}" y2="{axis}"/>'
        f'<line class="g-needed" x1="{end}" y1="{axis - _NUMBERED}" x2="{end}" '
        f'y2="{axis + _NUMBERED}"/>'
    )


def _dot(dot: FigureDot, place: float, y: float) -> str:
    at = f'cx="{place:.2f}%" cy="{y:g}"'
    if not dot.number:
        css = f"g-dot {dot.kind}".strip()
        return f'<circle class="{css}" {at} r="{_RADIUS}"/>'
    circle = f'<circle class="g-dot {dot.kind} n{dot.number}" {at} r="{_NUMBERED}"/>'
    digit = (
        f'<text class="g-digit n{dot.number}" x="{place:.2f}%" y="{y + 4.2:g}">{dot.number}</text>'
    )
    return circle.replace("g-dot  n", "g-dot n") + digit


def _arrow(scale: Scale, dot: FigureDot, y: float) -> str:
    side = scale.side(dot.value)
    if side == "inside":
        return ""
    x, sign, anchor = ("0", "‹", "") if side == "below" else ("100%", "›", ' text-anchor="end"')
    return f'<text class="beyond" x="{x}" y="{y + 5:g}"{anchor}>{sign}</text>'
