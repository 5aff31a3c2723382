"""The charts, each once, as Altair templates: named datasets and parameters, no figures in them.

Layer names become class names in the drawing.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt

from deelgenoot.charts.shapes import INK
from deelgenoot.charts.specs_counts import ranking, spread, why
from deelgenoot.charts.specs_curve import curve
from deelgenoot.charts.specs_dotline import dotline, strip


@cache
def templates() -> Mapping[str, Mapping[str, Any]]:
    """All templates, by what a figure calls its `template`; made once, as it takes a while."""
    return {
        "dotline-linear": dotline("linear"),
        "dotline-log": dotline("log"),
        "strip-linear": strip("linear"),
        "strip-log": strip("log"),
        "spread-linear": spread("linear"),
        "spread-log": spread("log"),
        "ranking": ranking(),
        "why": why(),
        "curve": curve(),
    }


def outlines(features: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    """Every area as one path, described by its code; drawn once, when a study is built."""
    areas = {"values": features["features"]}
    chart = (
        alt.Chart(areas, name="areas")
        .mark_geoshape(fill=INK)
        .encode(description="properties.code:N")
        .project(type="identity", reflectY=True)
        .properties(width=width, height=height, padding=0, autosize="none")
        .configure_view()
    )
    spec: dict[str, Any] = chart.to_dict()
    return spec
