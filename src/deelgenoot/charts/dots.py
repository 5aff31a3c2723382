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
class Dot:
    """One area's figure; numbered from 1 in a comparison, 0 alone."""

    code: str
    value: float
    kind: Kind = ""
    number: int = 0


def levels(places: Sequence[float], size: float) -> tuple[int, ...]:
    """A level for each place (in per cent), 0 on the axis, so that none of this size overlap.

    Judged at the narrowest width a page has; whoever stands first in line keeps the axis.
    """
    found: list[int] = []
    for at, here in enumerate(places):
        taken = {
            found[before]
            for before in range(at)
            if abs(places[before] - here) * NARROWEST / 100 < size
        }
        found.append(next(level for level in range(len(places)) if level not in taken))
    return tuple(found)


def dots_placed(scale: Scale, dots: Sequence[Dot], axis: float) -> Overlay:
    """The dots on `scale`, `axis` pixels from the top; those in each other's way stand higher."""
    places = [scale.at(dot.value) for dot in dots]
    heights = levels(places, _CLEAR) if len(dots) > 1 else (0,) * len(dots)
    drawn = [
        _dot(dot, place, axis - height * _STEP) + _arrow(scale, dot, axis - height * _STEP)
        for dot, place, height in zip(dots, places, heights, strict=True)
    ]
    above = max((height * _STEP + _NUMBERED + 1 for height in heights), default=0)
    return Overlay("".join(drawn), max(0, round(above - axis)))


def members_placed(scale: Scale, values: Sequence[float], letter: str, axis: float) -> str:
    """The members of a cluster, each in its shape; the ones beyond the axis stand at its end."""
    mark = shape(letter).drawn(_MEMBER)
    return "".join(
        f'<svg class="member" x="{scale.at(value):.2f}%" y="{axis}">{mark}</svg>'
        for value in values
    )


def _dot(dot: Dot, place: float, y: float) -> str:
    at = f'cx="{place:.2f}%" cy="{y:g}"'
    if not dot.number:
        css = f"g-dot {dot.kind}".strip()
        return f'<circle class="{css}" {at} r="{_RADIUS}"/>'
    circle = f'<circle class="g-dot {dot.kind} n{dot.number}" {at} r="{_NUMBERED}"/>'
    digit = (
        f'<text class="g-digit n{dot.number}" x="{place:.2f}%" y="{y + 4.2:g}">{dot.number}</text>'
    )
    return circle.replace("g-dot  n", "g-dot n") + digit


def _arrow(scale: Scale, dot: Dot, y: float) -> str:
    side = scale.side(dot.value)
    if side == "inside":
        return ""
    x, sign, anchor = ("0", "‹", "") if side == "below" else ("100%", "›", ' text-anchor="end"')
    return f'<text class="beyond" x="{x}" y="{y + 5:g}"{anchor}>{sign}</text>'
