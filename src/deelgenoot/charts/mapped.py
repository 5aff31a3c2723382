"""The maps for a reader who points: every area as a shape, with its name and what it is.

What `maps` paints with classes stands here as rows for a template, with the colours of the light
scheme; the browser puts those of the page in their place.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from deelgenoot.charts.dotline import DotLine
from deelgenoot.charts.figures import ClusterMembers, Rows, Scene
from deelgenoot.charts.maps import (
    MARK,
    NARROW,
    WIDE,
    Outlines,
    PaintedMap,
    class_of,
    cluster_sentence,
    figure_sentence,
    letter_down,
    members_sentence,
)
from deelgenoot.charts.phrases import phrase
from deelgenoot.charts.shapes import (
    BORDER,
    INK,
    MAP_BORDER,
    MAP_GROUND,
    QUIET,
    TICKS,
    WHITE,
    shape,
)

LETTER = 16
_STRIPE, _COLOURED = 14, 8 / 14
_SHADES = ((QUIET, 0.08), (QUIET, 0.28), (QUIET, 0.5), (QUIET, 0.75), (INK, 1))
_RING = re.compile(r"M([^z]+)z")
_NUMBER = re.compile(r"-?\d+")

Ring = list[tuple[int, int]]
Rings = dict[str, list[Ring]]


@dataclass(frozen=True)
class AreaMap:
    """A map for the browser, in one language."""

    picture: PaintedMap
    rings: Rings
    """Per area its rings, from `rings_of`."""
    language: str

    def by_cluster(self) -> tuple[str, Scene]:
        """Give sentence and rows of the map of all clusters."""
        base = self.picture.base
        areas = [*self._outside(), *(row for one in base.groups for row in self._area_rows(one))]
        marks = [row for one in base.groups for row in self._mark_rows(one)]
        return cluster_sentence(base, self.language), _scene(areas, marks)

    def members(self, group: ClusterMembers) -> tuple[str, Scene]:
        """Give sentence and rows of the map of one cluster."""
        base = self.picture.base
        others = [
            self._area(code, self._group_name(one, code), BORDER)
            for one in base.groups
            if one != group
            for code in one.members
        ]
        areas = [*self._outside(), *others, *self._area_rows(group)]
        names = {"wide": self._name_rows(group, WIDE), "narrow": self._name_rows(group, NARROW)}
        sentence = members_sentence(base, group, self.language)
        return sentence, _scene(areas, list(self._mark_rows(group)), names)

    def by_figure(self, line: DotLine) -> tuple[str, Scene]:
        """Give sentence and rows of the map of one indicator."""
        atlas, codes = self.picture.atlas, self.picture.base.areas
        sentence = figure_sentence(atlas, line, len(codes), self.language)
        limits = atlas.classes[line.subject.id]
        return sentence, _scene([self._figure(code, line, limits) for code in codes])

    # --- rows ---

    def _outside(self) -> Iterator[dict[str, Any]]:
        selection = set(self.picture.base.selected)
        words = phrase("outside", self.language)
        for code in self.picture.base.areas:
            if code not in selection:
                yield self._area(code, words, MAP_GROUND, stroke=MAP_BORDER)

    def _area_rows(self, group: ClusterMembers) -> Iterator[dict[str, Any]]:
        """Give the areas of a cluster; those between two clusters are striped."""
        colour = shape(group.letter).colour
        for code in group.members:
            is_between = code in self.picture.atlas.between
            fill = _stripes(colour, self.rings[code]) if is_between else colour
            yield {**self._area(code, self._group_name(group, code), fill), "group": group.letter}

    def _figure(self, code: str, line: DotLine, limits: Sequence[float]) -> dict[str, Any]:
        value = line.values.get(code)
        if value is None:
            none = phrase("no_figure", self.language)
            return self._area(code, none, WHITE, stroke=TICKS, dash=[4, 4])
        fill, opacity = _SHADES[class_of(value, limits) - 1]
        text = line.subject.text_of(value, self.language)
        return self._area(code, text, fill, opacity=opacity)

    def _area(self, code: str, text: str, fill: Any, **look: Any) -> dict[str, Any]:
        return {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": self.rings[code]},
            "name": self.picture.base.areas[code],
            "text": text,
            "fill": fill,
            "opacity": 1,
            "stroke": WHITE,
            "dash": [1, 0],
            **look,
        }

    def _mark_rows(self, group: ClusterMembers) -> Iterator[dict[str, Any]]:
        """Shape and letter, so that the colour never stands alone."""
        figure = shape(group.letter)
        for code in group.members:
            x, y = self.picture.middles[code]
            yield {
                "x": round(x),
                "y": round(y),
                "down": round(y + letter_down(group.letter), 1),
                "size": round(4 * MARK**2 if figure.corners else math.pi * MARK**2),
                "shape": figure.vega,
                "colour": figure.colour,
                "ink": figure.letter_colour,
                "letter": group.letter,
                "group": group.letter,
                "name": self.picture.base.areas[code],
                "text": self._group_name(group, code),
            }

    def _group_name(self, group: ClusterMembers, code: str) -> str:
        name = group.name.in_language(self.language)
        if code in self.picture.atlas.between:
            return phrase("between", self.language, cluster=name)
        return name

    def _name_rows(self, group: ClusterMembers, size: int) -> Rows:
        rows: Rows = []
        for label in self.picture.labels(group, size):
            place = {"x": round(label.box.left), "y": round(label.box.top + size * 0.8)}
            ends = {}
            if label.line:
                (x1, y1), (x2, y2) = label.line
                ends = {"x1": round(x1), "y1": round(y1), "x2": round(x2), "y2": round(y2)}
            rows.append({"name": label.name, **place, **ends})
        return rows


def rings_of(outlines: Outlines) -> Rings:
    """Parse per area its rings as points, closed as GeoJSON asks."""
    return {
        code: [_points(match[1]) for match in _RING.finditer(path)]
        for code, path in outlines.paths.items()
    }


def _points(steps: str) -> Ring:
    """Parse the points of `x yl…`, in which each pair is a step from the point before."""
    numbers = [int(one) for one in _NUMBER.findall(steps)]
    x, y = 0, 0
    ring = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        ring.append((x, y))
    return [*ring, ring[0]]


def _stripes(colour: str, rings: Sequence[Ring]) -> dict[str, Any]:
    """Make stripes as a gradient with hard stops, about as wide on every area."""
    points = [point for ring in rings for point in ring]
    width, height = (max(one) - min(one) for one in zip(*points, strict=True))
    n = max(2, round(math.hypot(width, height) / _STRIPE))
    stops = [
        {"offset": round((at + part) / n, 4), "color": paint}
        for at in range(n)
        for part, paint in ((0, colour), (_COLOURED, colour), (_COLOURED, WHITE), (1, WHITE))
    ]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}


def _scene(areas: Rows, marks: Rows | None = None, names: dict[str, Rows] | None = None) -> Scene:
    nothing: dict[str, Rows] = {"wide": [], "narrow": []}
    return Scene({}, {"areas": areas, "marks": marks or [], **(names or nothing)})
