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


def project_features(boundaries: Mapping[str, Any]) -> dict[str, Any]:
    """Project features on Mercator's plane (in degrees), where a compass keeps its angles.

    Done here, so that vega takes the coordinates as they are: on its sphere a ring that is wound
    the other way covers the rest of the world.
    """
    features = []
    for feature in boundaries["features"]:
        geometry = feature["geometry"]
        rings = _project(geometry["coordinates"])
        features.append(
            {
                "type": "Feature",
                "properties": {"code": feature["properties"]["code"]},
                "geometry": {"type": geometry["type"], "coordinates": rings},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def height_for(features: Mapping[str, Any]) -> int:
    """Compute how high the map is when it is `WIDTH` wide."""
    points = np.array(list(_points([f["geometry"]["coordinates"] for f in features["features"]])))
    x, y = np.ptp(points[:, 0]), np.ptp(points[:, 1])
    return math.ceil(WIDTH * float(y) / float(x))


def outlines(paths: Mapping[str, str], height: int) -> Outlines:
    """Turn vega's paths into whole steps; find in each area the place far from borders."""
    rings = {code: _rings(path) for code, path in paths.items()}
    return Outlines(
        WIDTH,
        height,
        {code: "".join(_relative(ring) for ring in one) for code, one in rings.items()},
        {code: _inside(max(one, key=_area)) for code, one in rings.items()},
    )


def _project(coordinates: Any) -> Any:
    if isinstance(coordinates[0], (int, float)):
        latitude = math.radians(coordinates[1])
        return [coordinates[0], math.degrees(math.log(math.tan(math.pi / 4 + latitude / 2)))]
    return [_project(one) for one in coordinates]


def _points(coordinates: Any) -> Any:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates
    else:
        for part in coordinates:
            yield from _points(part)


def _rings(path: str) -> list[Ring]:
    """Parse the rings of a path in whole units, without repeated points and specks."""
    rings = []
    for part in path.split("M")[1:]:
        numbers = [round(float(one)) for one in _NUMBERS.findall(part)]
        ring = list(zip(numbers[::2], numbers[1::2], strict=True))
        points = [ring[0], *(here for before, here in pairwise(ring) if here != before)]
        if len(points) > 1 and points[0] == points[-1]:
            points.pop()
        rings.append(_straighten(points))
    return [ring for ring in rings if _area(ring) > 1] or [max(rings, key=_area)]


def _straighten(ring: Ring) -> Ring:
    """Drop points on the straight line between their neighbours."""
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
    """Write `Mx yl…z`, with a space only where no minus parts two numbers."""
    steps = "".join(
        f"{_step_text(x1 - x0)}{_step_text(y1 - y0)}" for (x0, y0), (x1, y1) in pairwise(ring)
    )
    return f"M{ring[0][0]} {ring[0][1]}l{steps.lstrip()}z"


def _step_text(step: int) -> str:
    return f"{step}" if step < 0 else f" {step}"


def _inside(ring: Ring) -> tuple[int, int]:
    """Find the point of a grid that lies inside and farthest from the border (a visual middle)."""
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
    points_inside = grid[_within(grid, start, end)]
    if not len(points_inside):
        middle = points.mean(axis=0)
        return round(middle[0]), round(middle[1])
    best = points_inside[np.argmax(_to_border(points_inside, start, end))]
    return round(best[0]), round(best[1])


def _within(grid: Floats, start: Floats, end: Floats) -> NDArray[np.bool_]:
    """Tell which points lie inside: a ray crosses the border an odd number of times."""
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
