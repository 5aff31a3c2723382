"""The map as a template: shapes that are already on a plane."""

from typing import Any

import altair as alt

from deelgenoot.charts.shapes import INK


def outlines(features: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    """Every area as one path, described by its code."""
    areas = {"values": features["features"]}
    chart = (
        alt.Chart(areas, name="areas")
        .mark_geoshape(fill=INK)
        .encode(description="properties.code:N")
        .project(type="identity", reflectY=True)
        .properties(width=width, height=height, padding=0, autosize="none")
        .configure_view(stroke=None)
    )
    made: dict[str, Any] = chart.to_dict()
    return made
