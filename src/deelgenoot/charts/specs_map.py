"""The map as templates: shapes that are already on a plane."""

from typing import Any

import altair as alt

from deelgenoot.charts.mapped import LETTER
from deelgenoot.charts.maps import NARROW, WIDE
from deelgenoot.charts.outlines import WIDTH
from deelgenoot.charts.shapes import INK, WHITE
from deelgenoot.charts.specs_parts import FONT, hover, layer


def outlines(features: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    """Every area as one path, described by its code; drawn once, when a study is built."""
    areas = {"values": features["features"]}
    chart = (
        alt.Chart(areas, name="areas")
        .mark_geoshape(fill=INK)
        .encode(description="properties.code:N")
        .project(type="identity", reflectY=True)
        .properties(width=width, height=height, padding=0, autosize="none")
        .configure_view(stroke=None)
    )
    spec: dict[str, Any] = chart.to_dict()
    return spec


def pointable_map() -> dict[str, Any]:
    """The map for who points at it: areas, the marks of clusters, names of members.

    It is drawn in the units of the outlines, and the page makes it as wide as it likes.
    """
    layers = [
        layer("areas", "areas")
        .mark_geoshape(strokeWidth=2, strokeJoin="round")
        .encode(
            fill=alt.Fill("fill:N", scale=None),
            fillOpacity=alt.FillOpacity("opacity:Q", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            strokeDash=alt.StrokeDash("dash:N", scale=None),
            tooltip=hover(),
        ),
        layer("marks", "marks")
        .mark_point(filled=True, opacity=1, stroke=WHITE, strokeWidth=2.5)
        .encode(
            x=_pixels("x"),
            y=_pixels("y", alt.Y),
            size=alt.Size("size:Q", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            fill=alt.Fill("colour:N", scale=None),
            tooltip=hover(),
        ),
        layer("marks", "letters")
        .mark_text(fontSize=LETTER, fontWeight=700, baseline="alphabetic")
        .encode(
            x=_pixels("x"),
            y=_pixels("down", alt.Y),
            text="letter:N",
            color=alt.Color("ink:N", scale=None),
            tooltip=hover(),
        ),
        *(part for css, size in (("wide", WIDE), ("narrow", NARROW)) for part in _names(css, size)),
    ]
    chart = (
        alt.layer(*layers)
        .project(type="identity", scale=1, translate=[0, 0])
        .properties(width=WIDTH, height=0, padding=0, autosize="none")
        .configure(font=FONT, background="transparent")
        .configure_view(stroke=None)
    )
    spec: dict[str, Any] = chart.to_dict()
    return spec


def _names(css: str, size: int) -> list[Any]:
    """Names, each with a line to its mark where it stands off."""
    return [
        layer(css, f"lead_{css}")
        .transform_filter("isValid(datum.x2)")
        .mark_rule(color=INK, strokeWidth=2)
        .encode(x=_pixels("x1"), y=_pixels("y1", alt.Y), x2="x2:Q", y2="y2:Q"),
        layer(css, f"name_{css}")
        .mark_text(align="left", baseline="alphabetic", fontSize=size, fontWeight=600, color=INK)
        .encode(x=_pixels("x"), y=_pixels("y", alt.Y), text="name:N"),
    ]


def _pixels(column: str, channel: Any = alt.X) -> Any:
    """A column that is already in units of the map."""
    return channel(f"{column}:Q", scale=None, axis=None)
