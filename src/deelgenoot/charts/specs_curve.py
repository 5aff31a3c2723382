"""A measure per number of clusters, as a template."""

from typing import Any

import altair as alt

from deelgenoot.charts.curve import BOTTOM, HEIGHT, NUMBERS, TOP
from deelgenoot.charts.figures import MARGIN
from deelgenoot.charts.shapes import QUIET
from deelgenoot.charts.specs_parts import compose, layer

_X = alt.X(
    "k:Q",
    scale=alt.Scale(
        domain=[{"expr": "first"}, {"expr": "last"}],
        range=[{"expr": f"{MARGIN / 100}*width"}, {"expr": f"{1 - MARGIN / 100}*width"}],
        nice=False,
        zero=False,
    ),
    axis=None,
)


def curve() -> dict[str, Any]:
    """Two lines, a stroke at the chosen number, and the numbers of clusters under them."""
    layers = [
        layer("frame", "axis")
        .mark_rule()
        .encode(x=alt.value(0), x2=alt.value("width"), y=_pixels()),
        layer("chosen", "g_chosen")
        .mark_rule()
        .encode(x=_X, y=alt.value(TOP), y2=alt.value(BOTTOM)),
        layer("spread", "g_spread").mark_rule(color=QUIET).encode(x=_X, y=_y("low"), y2="high:Q"),
        layer("null", "g_null").mark_line(color=QUIET).encode(x=_X, y=_y("value")),
        layer("study", "g_study").mark_line().encode(x=_X, y=_y("value")),
        layer("study", "g_point")
        .mark_point(filled=True)
        .encode(x=_X, y=_y("value"), size=alt.Size("size:Q", scale=None)),
        _number("others", "g_k", "text:N", color=QUIET),
        _number("chosen", "g_k_at", "k:Q"),
        layer("ends", "g_end")
        .mark_text(align="left", baseline="alphabetic", color=QUIET)
        .encode(x=alt.value(0), y=_pixels(), text="text:N"),
    ]
    return compose(layers, HEIGHT, ("first", "last", "low", "high"))


def _y(column: str) -> alt.Y:
    scale = alt.Scale(
        domain=[{"expr": "low"}, {"expr": "high"}], range=[BOTTOM, TOP], nice=False, zero=False
    )
    return alt.Y(f"{column}:Q", scale=scale, axis=None)


def _number(dataset: str, name: str, text: str, **look: Any) -> Any:
    return (
        layer(dataset, name)
        .mark_text(baseline="alphabetic", **look)
        .encode(x=_X, y=alt.value(NUMBERS), text=text)
    )


def _pixels() -> alt.Y:
    """A column `y` that is already in pixels."""
    return alt.Y("y:Q", scale=None, axis=None)
