"""The dot line and the strip as templates."""

from typing import Any

import altair as alt

from deelgenoot.charts import strip as strips
from deelgenoot.charts.dotline import AXIS, HEIGHT
from deelgenoot.charts.scale import Kind
from deelgenoot.charts.shapes import QUIET
from deelgenoot.charts.specs_parts import along, compose, layer, words_at


def dotline(kind: Kind) -> dict[str, Any]:
    """Ticks, band and bar of a cluster, triangle of the country, dots of who it is about."""
    x = along("value", kind)
    layers = [
        _band(kind, AXIS, 9),
        _axis(AXIS),
        layer("ticks", "ticks")
        .mark_rule()
        .encode(x=x, y=alt.value(AXIS - 5), y2=alt.value(AXIS + 5)),
        _middle(kind, AXIS, 12),
        layer("country", "country")
        .mark_point(shape="triangle-up", size=70, color=QUIET)
        .encode(x=x, y=alt.value(AXIS + 13)),
        words_at("band", x, AXIS - 16).encode(color=alt.Color("ink:N", scale=None)),
        words_at("country", x, AXIS + 29),
        *_ends(AXIS),
    ]
    return compose(layers, HEIGHT, ("low", "high"))


def strip(kind: Kind) -> dict[str, Any]:
    """Ticks, band and bar of one cluster, through it a dashed line at the middle of the country."""
    layers = [
        layer("country", "through")
        .mark_rule(color=QUIET)
        .encode(x=along("value", kind), y=alt.value(0), y2=alt.value(strips.HEIGHT)),
        _axis(strips.AXIS),
        _band(kind, strips.AXIS, 8),
        layer("ticks", "ticks")
        .mark_rule()
        .encode(
            x=along("value", kind),
            y=alt.value(strips.AXIS - 5),
            y2=alt.value(strips.AXIS + 5),
            color=alt.Color("colour:N", scale=None),
        ),
        _middle(kind, strips.AXIS, 11),
        *_ends(strips.AXIS),
    ]
    return compose(layers, strips.HEIGHT, ("low", "high"))


def _band(kind: Kind, axis: int, half: int) -> Any:
    return (
        layer("band", "band")
        .mark_rect()
        .encode(
            x=along("low", kind),
            x2="high:Q",
            y=alt.value(axis - half),
            y2=alt.value(axis + half),
            color=alt.Color("colour:N", scale=None),
        )
    )


def _middle(kind: Kind, axis: int, half: int) -> Any:
    return (
        layer("band", "middle")
        .mark_rule()
        .encode(
            x=along("value", kind),
            y=alt.value(axis - half),
            y2=alt.value(axis + half),
            color=alt.Color("colour:N", scale=None),
        )
    )


def _axis(axis: int) -> Any:
    return (
        layer("axis", "axis")
        .mark_rule()
        .encode(x=alt.value(0), x2=alt.value("width"), y=alt.value(axis))
    )


def _ends(axis: int) -> list[Any]:
    """An arrow at an end that somebody lies beyond."""
    return [
        layer(side, side)
        .mark_text(align=align, baseline="alphabetic")
        .encode(
            x=alt.value(place),
            y=alt.value(axis + 5),
            text="text:N",
            color=alt.Color("colour:N", scale=None),
        )
        for side, place, align in (("below", 0, "left"), ("above", "width", "right"))
    ]
