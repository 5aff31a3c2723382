"""Where areas stand on two axes, and the way of one or of all over the years.

Placed by plain arithmetic when it is served (docs/decisions/0061).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import hypot

from deelgenoot.charts.figures import NARROWEST, PointerText, says_attribute, text_at
from deelgenoot.charts.flow import cluster_mark
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.shapes import short

HEIGHT = 400
_EDGE = 16  # pixels above and below
_LEFT, _RIGHT = 5.0, 95.0
_CANVAS = 1000
_SMALL = 18  # pixels: two years nearer than this share one label

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the two axes that is drawn."""

    x: Scale
    y: Scale

    @classmethod
    def around(cls, places: Iterable[Place], least: float = 0.0) -> "Window":
        """Frame all of these, with at least `least` to every side of their middle."""
        along, up = zip(*places, strict=True)
        return cls(
            _scale(along, least, (_LEFT, _RIGHT)), _scale(up, least, (HEIGHT - _EDGE, _EDGE))
        )

    def holds(self, place: Place) -> bool:
        """Tell whether a place is drawn."""
        return self.x.side(place[0]) == "inside" and self.y.side(place[1]) == "inside"

    def at(self, place: Place) -> Place:
        """Place in per cent of the width and pixels from the top."""
        return self.x.at(place[0]), self.y.at(place[1])


def _scale(values: tuple[float, ...], least: float, ends: Place) -> Scale:
    middle = (min(values) + max(values)) / 2
    half = max((max(values) - min(values)) / 2, least)
    return Scale("linear", middle - half, middle + half, *ends)


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
    """Thin lines, of everybody."""
    own: tuple[tuple[int, Place], ...] = ()
    """The years and places of the area that the page is about."""


def draw_ways(ways: Ways, name: str) -> str:
    """Draw the picture as `<svg>`; `name` is its sentence."""
    lines = f'<path class="axis" d="{_cross(ways.window)}"/>' + "".join(
        f'<path class="g-way" d="{_line(ways.window, way)}"/>' for way in ways.ways
    )
    if ways.own:
        lines += f'<path class="g-own" d="{_line(ways.window, [at for _, at in ways.own])}"/>'
    return (
        f'<svg class="chart ways-chart" xmlns="http://www.w3.org/2000/svg" width="100%" '
        f'height="{HEIGHT}" role="img" aria-label="{escape(name)}">'
        f'<svg class="g-flow" width="100%" height="{HEIGHT}" viewBox="0 0 {_CANVAS} {HEIGHT}" '
        f'preserveAspectRatio="none">{lines}</svg>'
        f"{_dots(ways)}{_centres(ways)}{_years(ways)}</svg>"
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
        if ways.window.holds(dot.place)
        for x, y in [ways.window.at(dot.place)]
    )


def _centres(ways: Ways) -> str:
    return "".join(
        cluster_mark(letter, *ways.window.at(place))
        for letter, place in ways.centres.items()
        if ways.window.holds(place)
    )


def _years(ways: Ways) -> str:
    """Draw a dot for each year, the last one large; write the first and last year."""
    if not ways.own:
        return ""
    points = [(year, ways.window.at(place)) for year, place in ways.own]
    dots = "".join(
        f'<circle class="g-year" cx="{short(x)}%" cy="{short(y, 1)}" r="{6 if last else 3}"/>'
        for at, (_, (x, y)) in enumerate(points, start=1)
        for last in [at == len(points)]
    )
    return dots + _labels(points)


def _labels(points: list[tuple[int, Place]]) -> str:
    (first, start), (last, end) = points[0], points[-1]
    # Measured at the narrowest width.
    length = sum(_apart(one, other) for (_, one), (_, other) in pairwise(points))
    if max(_apart(start, end), length / 2) < _SMALL:
        return _label(end, f"{first}–{last}", is_above=True)
    is_above = end[1] <= start[1]
    return _label(start, str(first), is_above=not is_above) + _label(
        end, str(last), is_above=is_above
    )


def _apart(first: Place, second: Place) -> float:
    return hypot((first[0] - second[0]) * NARROWEST / 100, first[1] - second[1])


def _label(at: Place, words: str, *, is_above: bool) -> str:
    return text_at(at[0], at[1] + (-11 if is_above else 21), words, "g-written")
