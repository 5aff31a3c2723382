"""The dot line as a template."""

from typing import Any

import altair as alt

from deelgenoot.charts.dotline import AXIS, HEIGHT
from deelgenoot.charts.scale import Kind
from deelgenoot.charts.shapes import QUIET, TICKS
from deelgenoot.charts.specs_parts import LABEL, along, finished, hover, layer, marked, words_at


def dotline(kind: Kind) -> dict[str, Any]:
    """Ticks, band and bar of a cluster, triangle of the country, dots of who it is about."""
    x = along("value", kind)
    layers = [
        layer("band", "band")
        .mark_rect(opacity=0.25)
        .encode(
            x=along("low", kind),
            x2="high:Q",
            y=alt.value(AXIS - 9),
            y2=alt.value(AXIS + 9),
            color=alt.Color("colour:N", scale=None),
        ),
        layer("axis", "axis")
        .mark_rule(color=TICKS, opacity=0.5)
        .encode(x=alt.value(0), x2=alt.value("width"), y=alt.value(AXIS)),
        layer("ticks", "ticks")
        .mark_rule(color=TICKS)
        .encode(x=x, y=alt.value(AXIS - 5), y2=alt.value(AXIS + 5), tooltip=hover()),
        layer("band", "middle")
        .mark_rule(strokeWidth=3)
        .encode(
            x=x,
            y=alt.value(AXIS - 12),
            y2=alt.value(AXIS + 12),
            color=alt.Color("colour:N", scale=None),
        ),
        layer("country", "country")
        .mark_point(shape="triangle-up", size=70, color=QUIET, opacity=1)
        .encode(x=x, y=alt.value(AXIS + 13)),
        words_at("band", x, AXIS - 16, fontWeight=700).encode(color=alt.Color("ink:N", scale=None)),
        words_at("country", x, AXIS + 29),
        *(
            layer(side, side)
            .mark_text(align=align, fontSize=LABEL + 3, color=QUIET, baseline="alphabetic")
            .encode(x=alt.value(place), y=alt.value(AXIS + 5), text="text:N")
            for side, place, align in (("below", 0, "left"), ("above", "width", "right"))
        ),
        layer("members", "members")
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            x=x,
            y=alt.value(AXIS),
            color=alt.Color("colour:N", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            tooltip=hover(),
        ),
        *marked(kind),
    ]
    return finished(layers, HEIGHT, ("low", "high"))
