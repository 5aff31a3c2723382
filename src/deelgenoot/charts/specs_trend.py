"""Developments as a template."""

from typing import Any

import altair as alt

from deelgenoot.charts.lines import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, YEARS
from deelgenoot.charts.shapes import QUIET
from deelgenoot.charts.specs_parts import compose, layer

_X = alt.X(
    "year:Q",
    scale=alt.Scale(
        domain=[{"expr": "first"}, {"expr": "last"}],
        range=[{"expr": f"{LEFT / 100}*width"}, {"expr": f"{RIGHT / 100}*width"}],
        nice=False,
        zero=False,
    ),
    axis=None,
)
_Y = alt.Y(
    "value:Q",
    scale=alt.Scale(
        domain=[{"expr": "low"}, {"expr": "high"}],
        range=[BOTTOM, TOP],
        clamp=True,
        nice=False,
        zero=False,
    ),
    axis=None,
)
_COLOUR = alt.Color("colour:N", scale=None)


def trend() -> dict[str, Any]:
    """A thick line of the cluster, a dashed one of the country, the ends of both axes written."""
    layers = [
        layer("levels", "axis").mark_rule().encode(x=alt.value(0), x2=_share(RIGHT), y=_pixels()),
        _line("country"),
        _line("cluster"),
        layer("ends", "end").mark_point(filled=True, size=55).encode(x=_X, y=_Y, color=_COLOUR),
        layer("scale", "scale")
        .mark_text(align="left", baseline="alphabetic", color=QUIET)
        .encode(x=alt.value(0), y=alt.value(HEIGHT - 3), text="text:N"),
        *(
            layer(dataset, f"year_{dataset}")
            .mark_text(align=align, baseline="alphabetic", color=QUIET)
            .encode(x=_share(place), y=alt.value(YEARS), text="text:N")
            for dataset, place, align in (("first", 0, "left"), ("last", RIGHT, "right"))
        ),
    ]
    return compose(layers, HEIGHT, ("first", "last", "low", "high"))


def _line(dataset: str) -> Any:
    return (
        layer(dataset, f"line_{dataset}")
        .mark_line()
        .encode(x=_X, y=_Y, detail="segment:N", color=_COLOUR)
    )


def _pixels() -> alt.Y:
    """A column `y` that is already in pixels."""
    return alt.Y("y:Q", scale=None, axis=None)


def _share(percent: float) -> Any:
    """A place in per cent of the width."""
    return alt.value({"expr": f"{percent / 100}*width"})
