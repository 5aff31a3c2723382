"""From vega's SVG to ours: no colours, no fonts, no fixed width; along x in per cent.

Vega draws on a canvas of `CANVAS` by the height in pixels. What has a length along x (lines, axes,
bars) goes into a nested picture that stretches with the page; what must keep its form (text, marks)
stands at a percentage. So one drawing fits a phone and a wide screen with letters of one size.
Everything is named by the layer it comes from, and `charts.css` paints those names.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from xml.etree.ElementTree import Element, fromstring

from deelgenoot.charts.shapes import QUIET, SHAPES, short

CANVAS = 1000
_SVG = "{http://www.w3.org/2000/svg}"
_MARKS = re.compile(r"mark-(\w+) role-mark (\w+)_marks")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_CLASSES = {shape.colour.lower(): f" c-{letter}" for letter, shape in SHAPES.items()}
_CLASSES[QUIET.lower()] = " quiet"
_ANCHORS = {"middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}

# (stretches, class, markup): pieces in the order in which they are painted
Piece = tuple[bool, str, str]


def fluid(drawn: str, height: int) -> str:
    """The inside of a chart, from what vega drew. Raises ValueError for a mark it cannot read."""
    pieces = [piece for name, kind, leaf in _leaves(drawn) for piece in _pieces(name, kind, leaf)]
    parts = []
    for stretches, run in groupby(pieces, key=lambda piece: piece[0]):
        inside = "".join(_named(run, stretches=stretches))
        parts.append(_stretched(inside, height) if stretches else inside)
    return "".join(parts)


def _stretched(inside: str, height: int) -> str:
    return (
        f'<svg class="flow" width="100%" height="{height}" viewBox="0 0 {CANVAS} {height}" '
        f'preserveAspectRatio="none">{inside}</svg>'
    )


def _named(pieces: Iterator[Piece], *, stretches: bool) -> Iterator[str]:
    """Neighbours of one class together: many lines become one path, many marks one group."""
    for name, run in groupby(pieces, key=lambda piece: piece[1]):
        inside = "".join(piece[2] for piece in run)
        yield (
            f'<path class="{name}" d="{inside}"/>'
            if stretches
            else f'<g class="{name}">{inside}</g>'
        )


def _leaves(drawn: str) -> Iterator[tuple[str, str, Element]]:
    for group in fromstring(drawn).iter(  # noqa: S314 (vega's own drawing, made a moment ago)
        f"{_SVG}g"
    ):
        named = _MARKS.search(group.get("class", ""))
        if named and named[1] != "group":
            for leaf in group:
                yield named[2].replace("_", "-"), named[1], leaf


def _pieces(name: str, kind: str, leaf: Element) -> Iterator[Piece]:
    """One mark of vega as one piece of ours."""
    x, y = _moved(leaf)
    css = name + _CLASSES.get((leaf.get("fill") or leaf.get("stroke") or "").lower(), "")
    if kind == "rule":
        yield True, css, f"M{_at(x)} {_at(y)}{_straight(_of(leaf, 'x2'), _of(leaf, 'y2'))}"
    elif kind == "line":
        yield True, css, _steps(leaf.get("d", ""))
    elif kind == "rect":
        yield False, css, _box(leaf.get("d", ""))
    elif kind == "symbol":
        inside = f'<path d="{_steps(leaf.get("d", ""))}"/>'
        yield False, css, f'<svg x="{_percent(x)}" y="{_at(y)}">{inside}</svg>'
    elif kind == "text":
        anchor = _ANCHORS.get(leaf.get("text-anchor", ""), "")
        place = f'x="{_percent(x)}" y="{_at(y)}"{anchor}'
        yield False, css, f"<text {place}>{escape(leaf.text or '')}</text>"
    else:
        msg = f"charts.svg cannot read a vega mark of the kind '{kind}' (layer {name})."
        raise ValueError(msg)


def _straight(x: float, y: float) -> str:
    if not x:
        return f"v{_at(y)}"
    return f"l{_at(x)} {_at(y)}" if y else f"h{_at(x)}"


def _box(path: str) -> str:
    """A `<rect>` from vega's `Mx,yhWvHh-WZ`."""
    x, y, width, height = (float(one) for one in _NUMBER.findall(path)[:4])
    size = f'width="{_percent(width)}" height="{_at(height)}"'
    return f'<rect x="{_percent(x)}" y="{_at(y)}" {size}/>'


def _steps(path: str) -> str:
    """A path with its numbers to one decimal; curves (circles) pass as they are drawn."""
    return _NUMBER.sub(lambda found: _at(float(found[0])), path)


def _moved(leaf: Element) -> tuple[float, float]:
    numbers = _NUMBER.findall(leaf.get("transform", ""))
    return (float(numbers[0]), float(numbers[1])) if numbers else (0.0, 0.0)


def _of(leaf: Element, name: str) -> float:
    return float(leaf.get(name, "0"))


def _at(value: float) -> str:
    return short(value, 1)


def _percent(value: float) -> str:
    return f"{short(value * 100 / CANVAS)}%"
