"""The shapes of all areas as short SVG paths, and a place inside each for its mark."""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deelgenoot.charts.maps import Outlines

Ring = list[tuple[int, int]]
Floats = NDArray[np.float64]

WIDTH = 1000
_GRID = 24
_NUMBERS = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


def flattened(boundaries: Mapping[str, Any]) -> dict[str, Any]:
    """The same features on Mercator's plane (in degrees), where a compass keeps its angles.

    Done here, so that vega takes the coordinates as they are: on its sphere a ring that is wound
    the other way covers the rest of the world.
    """
    features = []
    for feature in boundaries["features"]:
        geometry = feature["geometry"]
        rings = _mapped(geometry["coordinates"])
        features.append(
            {
                "type": "Feature",
                "properties": {"code": feature["properties"]["code"]},
                "geometry": {"type": geometry["type"], "coordinates": rings},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def height_for(features: Mapping[str, Any]) -> int:
    """How high the map is when it is `WIDTH` wide."""
    points = np.array(list(_points([f["geometry"]["coordinates"] for f in features["features"]])))
    x, y = np.ptp(points[:, 0]), np.ptp(points[:, 1])
    return math.ceil(WIDTH * float(y) / float(x))


def outlines(paths: Mapping[str, str], height: int) -> Outlines:
    """Vega's paths as whole steps, and for each area the place farthest from its borders."""
    rings = {code: _rings(path) for code, path in paths.items()}
    return Outlines(
        WIDTH,
        height,
        {code: "".join(_relative(ring) for ring in one) for code, one in rings.items()},
        {code: _inside(max(one, key=_area)) for code, one in rings.items()},
    )


def _mapped(nested: Any) -> Any:
    if isinstance(nested[0], (int, float)):
        latitude = math.radians(nested[1])
        return [nested[0], math.degrees(math.log(math.tan(math.pi / 4 + latitude / 2)))]
    return [_mapped(one) for one in nested]


def _points(nested: Any) -> Any:
    if isinstance(nested[0], (int, float)):
        yield nested
    else:
        for one in nested:
            yield from _points(one)


def _rings(path: str) -> list[Ring]:
    """The rings of a path in whole units, without repeated points; a speck is left out."""
    rings = []
    for part in path.split("M")[1:]:
        numbers = [round(float(one)) for one in _NUMBERS.findall(part)]
        ring = list(zip(numbers[::2], numbers[1::2], strict=True))
        kept = [ring[0], *(here for before, here in pairwise(ring) if here != before)]
        if len(kept) > 1 and kept[0] == kept[-1]:
            kept.pop()
        rings.append(_straightened(kept))
    return [ring for ring in rings if _area(ring) > 1] or [max(rings, key=_area)]


def _straightened(ring: Ring) -> Ring:
    """Without points on the straight line between their neighbours."""
    around = zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True)
    return [
        here
        for before, here, after in around
        if (here[0] - before[0]) * (after[1] - here[1])
        != (here[1] - before[1]) * (after[0] - here[0])
    ] or ring


def _area(ring: Sequence[tuple[int, int]]) -> float:
    around = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in around)) / 2


def _relative(ring: Ring) -> str:
    """`Mx yl…z`, with a space only where a minus does not already part two numbers."""
    steps = "".join(
        f"{_joined(x1 - x0)}{_joined(y1 - y0)}" for (x0, y0), (x1, y1) in pairwise(ring)
    )
    return f"M{ring[0][0]} {ring[0][1]}l{steps.lstrip()}z"


def _joined(step: int) -> str:
    return f"{step}" if step < 0 else f" {step}"


def _inside(ring: Ring) -> tuple[int, int]:
    """The point of a grid that lies inside and farthest from the border (a visual middle)."""
    points = np.array(ring, dtype=float)
    low, high = points.min(axis=0), points.max(axis=0)
    steps = (np.arange(_GRID) + 0.5) / _GRID
    grid = np.array(
        [
            (x, y)
            for x in low[0] + steps * np.ptp(points[:, 0])
            for y in low[1] + steps * (high - low)[1]
        ]
    )
    start, end = points, np.roll(points, -1, axis=0)
    held = grid[_within(grid, start, end)]
    if not len(held):
        middle = points.mean(axis=0)
        return round(middle[0]), round(middle[1])
    best = held[np.argmax(_to_border(held, start, end))]
    return round(best[0]), round(best[1])


def _within(grid: Floats, start: Floats, end: Floats) -> NDArray[np.bool_]:
    """Which points lie inside: a ray to the right crosses the border an odd number of times."""
    y = grid[:, 1, None]
    crosses = (start[:, 1] > y) != (end[:, 1] > y)
    rise = np.where(end[:, 1] == start[:, 1], 1, end[:, 1] - start[:, 1])
    at = start[:, 0] + (y - start[:, 1]) * (end[:, 0] - start[:, 0]) / rise
    inside: NDArray[np.bool_] = (crosses & (grid[:, 0, None] < at)).sum(axis=1) % 2 == 1
    return inside


def _to_border(grid: Floats, start: Floats, end: Floats) -> Floats:
    along = end - start
    length = (along**2).sum(axis=1)
    share = ((grid[:, None] - start) * along).sum(axis=2) / np.where(length == 0, 1, length)
    foot = start + np.clip(share, 0, 1)[..., None] * along
    nearest: Floats = np.sqrt(((grid[:, None] - foot) ** 2).sum(axis=2)).min(axis=1)
    return nearest
