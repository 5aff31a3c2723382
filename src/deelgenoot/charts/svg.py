"""From vega's SVG to ours: no colours, no fonts, no fixed width; along x in per cent.

Vega draws on a canvas of `CANVAS` by the height in pixels. What has a length along x (lines, axes,
bars) goes into a nested picture that stretches with the page; what must keep its form (text, marks)
stands at a percentage. So one drawing fits a phone and a wide screen with letters of one size.
Everything is named by the layer it comes from, and `charts.css` paints those names.
"""

import re
from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element, fromstring

from deelgenoot.charts.drawing import CANVAS, SHARED, Piece, join_alike
from deelgenoot.charts.shapes import QUIET, SHAPES, short

_SVG = "{http://www.w3.org/2000/svg}"
_MARKS = re.compile(r"mark-(\w+) role-mark (\w+)_marks")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_TAG = re.compile(r"#fe00([0-9a-f]{2})")
_CLASSES = {shape.colour.lower(): f" c-{letter}" for letter, shape in SHAPES.items()}
_CLASSES[QUIET.lower()] = " g-quiet"
_ANCHORS = {"middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}


def tag(group: int) -> str:
    """Make a colour that says of which cluster a mark is; it never leaves this module."""
    return f"#fe00{group:02x}"


def pieces(drawing: str) -> tuple[Piece, ...]:
    """Cut vega's drawing into pieces. Raises ValueError for a mark it cannot read."""
    return join_alike(_piece(name, kind, leaf) for name, kind, leaf in _leaves(drawing))


def _leaves(drawing: str) -> Iterator[tuple[str, str, Element]]:
    for group in fromstring(drawing).iter(  # noqa: S314 (vega's own drawing, made a moment ago)
        f"{_SVG}g"
    ):
        mark = _MARKS.search(group.get("class", ""))
        if mark and mark[1] != "group":
            for leaf in group:
                yield mark[2].replace("_", "-"), mark[1], leaf


def _piece(name: str, kind: str, leaf: Element) -> Piece:
    """Turn one mark of vega into one piece of ours."""
    if kind not in _READ:
        msg = f"charts.svg cannot read a vega mark of the kind '{kind}' (layer {name})."
        raise ValueError(msg)
    colour = (leaf.get("fill") or leaf.get("stroke") or "").lower()
    tag_match = _TAG.fullmatch(colour)
    group = int(tag_match[1], 16) if tag_match else SHARED
    css = name + _CLASSES.get(colour, "")
    return Piece(group, kind in {"rule", "line"}, css, _READ[kind](leaf))


def _rule(leaf: Element) -> str:
    x, y = _origin(leaf)
    return f"M{_at(x)} {_at(y)}{_straight(_of(leaf, 'x2'), _of(leaf, 'y2'))}"


def _symbol(leaf: Element) -> str:
    x, y = _origin(leaf)
    return f'<svg x="{_percent(x)}" y="{_at(y)}"><path d="{_line(leaf)}"/></svg>'


def _text(leaf: Element) -> str:
    x, y = _origin(leaf)
    anchor = _ANCHORS.get(leaf.get("text-anchor", ""), "")
    return f'<text x="{_percent(x)}" y="{_at(y)}"{anchor}>{escape(leaf.text or "")}</text>'


def _line(leaf: Element) -> str:
    """Round the numbers of a path to one decimal; curves (circles) pass as they are."""
    return _NUMBER.sub(lambda match: _at(float(match[0])), leaf.get("d", ""))


def _box(leaf: Element) -> str:
    """Make a `<rect>` of vega's `Mx,yhWvHh-WZ`."""
    x, y, width, height = (float(one) for one in _NUMBER.findall(leaf.get("d", ""))[:4])
    size = f'width="{_percent(width)}" height="{_at(height)}"'
    return f'<rect x="{_percent(x)}" y="{_at(y)}" {size}/>'


def _straight(x: float, y: float) -> str:
    if not x:
        return f"v{_at(y)}"
    return f"l{_at(x)} {_at(y)}" if y else f"h{_at(x)}"


def _origin(leaf: Element) -> tuple[float, float]:
    numbers = _NUMBER.findall(leaf.get("transform", ""))
    return (float(numbers[0]), float(numbers[1])) if numbers else (0.0, 0.0)


def _of(leaf: Element, name: str) -> float:
    return float(leaf.get(name, "0"))


def _at(value: float) -> str:
    return short(value, 1)


def _percent(value: float) -> str:
    return f"{short(value * 100 / CANVAS)}%"


_READ = {"rule": _rule, "line": _line, "rect": _box, "symbol": _symbol, "text": _text}
