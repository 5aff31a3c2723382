"""Outlines: simplified together so that borders stay shared, who borders on whom, and distances."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

# Degrees: a corner goes when its triangle is smaller than the square of this (some 0.12 km2); on a
# map of the whole country nobody sees it go.
TOLERANCE = 0.004
# Degrees: the outlines as published leave slivers of up to some fifty metres between neighbours.
_SLIVER = 0.0005
_DECIMALS = 4
_EARTH = 6371.0  # kilometres
# Two outlines that touch in no more than a point do not make neighbours; degrees of border.
_BORDER = 1e-4


def outlines(path: Path) -> dict[str, BaseGeometry]:
    """Read a raw GeoJSON file: code -> outline."""
    shapes = json.loads(path.read_text("utf-8"))
    return {
        feature["properties"]["gm_code"]: shapely.make_valid(
            shapely.geometry.shape(feature["geometry"])
        )
        for feature in shapes["features"]
    }


def simplify(shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Drop points from the outlines, every border once for both sides.

    Slivers between neighbours are closed and overlaps settled first; lakes and inlets, which belong
    to no area, stay open.
    """
    codes = sorted(shapes)
    whole = shapely.coverage_clean([shapes[code] for code in codes], gap_width=_SLIVER)
    fewer = shapely.coverage_simplify(list(whole), TOLERANCE)
    return dict(zip(codes, fewer, strict=True))


def geojson(shapes: Mapping[str, BaseGeometry], names: Mapping[str, str]) -> dict[str, Any]:
    """Make a FeatureCollection with code and name, coordinates to some ten metres."""
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "name": names[code]},
            "geometry": _round_geometry(shapely.geometry.mapping(shapes[code])),
        }
        for code in sorted(shapes)
    ]
    return {"type": "FeatureCollection", "features": features}


def neighbours(shapes: Mapping[str, BaseGeometry]) -> list[tuple[str, str]]:
    """List every pair, both ways, that shares a line of border."""
    codes = sorted(shapes)
    geometries = [shapes[code] for code in codes]
    pairs = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    return sorted(
        (codes[one], codes[other])
        for one, other in pairs.T.tolist()
        if one != other and geometries[one].intersection(geometries[other]).length > _BORDER
    )


def centres(shapes: Mapping[str, BaseGeometry]) -> dict[str, tuple[float, float]]:
    """Map each code to longitude and latitude of the centre of gravity."""
    points = {code: shape.centroid for code, shape in shapes.items()}
    return {code: (round(at.x, 4), round(at.y, 4)) for code, at in points.items()}


def kilometres(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Measure the distance over a round earth (haversine)."""
    (lon1, lat1), (lon2, lat2) = (map(math.radians, at) for at in (start, end))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(half))


def _round_geometry(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _round(geometry["coordinates"])}


def _round(part: Any) -> Any:
    if isinstance(part, float):
        return round(part, _DECIMALS)
    return [_round(one) for one in part]
