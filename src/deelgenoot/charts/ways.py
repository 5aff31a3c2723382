"""Where areas stand on two axes, and their ways over the years.

Placed by plain arithmetic when it is served (docs/decisions/0061).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from deelgenoot.charts.figures import PointerText, says_attribute
from deelgenoot.charts.flow import cluster_mark
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.shapes import short

HEIGHT = 400
_EDGE = 16  # pixels above and below
_LEFT, _RIGHT = 5.0, 95.0
_CANVAS = 1000

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the two axes that is drawn."""

    x: Scale
    y: Scale

    @classmethod
    def around(cls, places: Iterable[Place]) -> "Window":
        """Frame all of these."""
        along, up = zip(*places, strict=True)
        return cls(_scale(along, (_LEFT, _RIGHT)), _scale(up, (HEIGHT - _EDGE, _EDGE)))

    def at(self, place: Place) -> Place:
        """Place in per cent of the width and pixels from the top."""
        return self.x.at(place[0]), self.y.at(place[1])


def _scale(values: tuple[float, ...], ends: Place) -> Scale:
    return Scale("linear", min(values), max(values), *ends)


@dataclass(frozen=True, slots=True)
class WayDot:
    """One area: the letter of its cluster, where it stands, what it says to a reader who points."""

    letter: str
    place: Place
    says: PointerText | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """What stands on the axes: clusters by letter, areas, and ways of years."""

    window: Window
    centres: Mapping[str, Place]
    areas: tuple[WayDot, ...]
    ways: tuple[tuple[Place, ...], ...] = ()


def draw_ways(ways: Ways, name: str) -> str:
    """Draw the picture as `<svg>`; `name` is its sentence."""
    lines = f'<path class="axis" d="{_cross(ways.window)}"/>' + "".join(
        f'<path class="g-way" d="{_line(ways.window, way)}"/>' for way in ways.ways
    )
    return (
        f'<svg class="chart ways-chart" xmlns="http://www.w3.org/2000/svg" width="100%" '
        f'height="{HEIGHT}" role="img" aria-label="{escape(name)}">'
        f'<svg class="g-flow" width="100%" height="{HEIGHT}" viewBox="0 0 {_CANVAS} {HEIGHT}" '
        f'preserveAspectRatio="none">{lines}</svg>'
        f"{_dots(ways)}{_centres(ways)}</svg>"
    )


def _cross(window: Window) -> str:
    """Draw the middle of the selection, where it is in sight."""
    x, y = window.at((0, 0))
    upright = f"M{short(x * 10, 1)} 0V{HEIGHT}" if window.x.side(0) == "inside" else ""
    level = f"M0 {short(y, 1)}H{_CANVAS}" if window.y.side(0) == "inside" else ""
    return upright + level


def _line(window: Window, places: Iterable[Place]) -> str:
    points = (window.at(place) for place in places)
    return "M" + "L".join(f"{short(x * 10, 1)} {short(y, 1)}" for x, y in points)


def _dots(ways: Ways) -> str:
    return "".join(
        f'<circle class="g-area c-{escape(dot.letter)}" cx="{short(x)}%" cy="{short(y, 1)}" '
        f'r="3.5"{says_attribute(dot.says)}/>'
        for dot in ways.areas
        for x, y in [ways.window.at(dot.place)]
    )


def _centres(ways: Ways) -> str:
    return "".join(
        cluster_mark(letter, *ways.window.at(place)) for letter, place in ways.centres.items()
    )
