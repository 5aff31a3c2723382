"""Charts that count or compare from a fixed line, as templates."""

from typing import Any

import altair as alt

from deelgenoot.charts.scale import Kind
from deelgenoot.charts.shapes import QUIET, TICKS
from deelgenoot.charts.specs_parts import along, compose, layer, words_at
from deelgenoot.charts.spread import BASE, TOP
from deelgenoot.charts.spread import HEIGHT as SPREAD_HEIGHT
from deelgenoot.charts.why import HEIGHT, MARGIN

_COLOUR = alt.Color("colour:N", scale=None)


def spread(kind: Kind) -> dict[str, Any]:
    """Bars of all areas, before them those of the selection, a triangle at the middle of all."""
    x = along("value", kind)
    layers = [
        _bars("every", "every", kind),
        _bars("selected", "selected", kind),
        layer("axis", "axis")
        .mark_rule()
        .encode(x=alt.value(0), x2=alt.value("width"), y=alt.value(BASE)),
        layer("axis", "most")
        .mark_text(align="left", baseline="alphabetic", color=QUIET)
        .encode(x=alt.value(0), y=alt.value(TOP - 6), text="most:N"),
        layer("country", "country")
        .mark_point(shape="triangle-up", size=70, color=QUIET)
        .encode(x=x, y=alt.value(BASE + 9)),
        words_at("country", x, BASE + 25),
        *(
            layer(side, f"end_{side}")
            .mark_text(align=align, baseline="alphabetic", color=QUIET)
            .encode(x=alt.value(place), y=alt.value(BASE + 43), text="text:N")
            for side, place, align in (("below", 0, "left"), ("above", "width", "right"))
        ),
    ]
    return compose(layers, SPREAD_HEIGHT, ("low", "high", "most"))


def ranking() -> dict[str, Any]:
    """A row per cluster: name, line, its mark and number; an open dot for the comparison."""
    x = along("first", "linear")
    layers = [
        layer("rows", "axis")
        .mark_rule()
        .encode(x=alt.value(0), x2=alt.value("width"), y=_pixels("line")),
        layer("compared", "between")
        .mark_rule()
        .encode(x=x, x2="second:Q", y=_pixels("line"), color=_COLOUR),
        layer("compared", "second")
        .mark_point(size=90, filled=False, color=QUIET)
        .encode(x=along("second", "linear"), y=_pixels("line")),
        layer("compared", "null")
        .mark_rule(color=QUIET)
        .encode(
            x=along("null", "linear"),
            y=_pixels("above"),
            y2="under:Q",
        ),
        layer("rows", "first")
        .mark_point(filled=True, size=190)
        .encode(
            x=x,
            y=_pixels("line"),
            color=_COLOUR,
            shape=alt.Shape("shape:N", scale=None),
        ),
        layer("rows", "row_name")
        .mark_text(align="left", baseline="alphabetic")
        .encode(x=alt.value(0), y=_pixels("title"), text="name:N"),
        layer("rows", "row_value")
        .mark_text(align="right", baseline="alphabetic")
        .encode(x=alt.value("width"), y=_pixels("title"), text="text:N"),
        layer("ends", "ends")
        .mark_text(align={"expr": "datum.align"}, baseline="alphabetic", color=QUIET)
        .encode(x=along("value", "linear"), y=_pixels("y"), text="text:N"),
    ]
    return compose(layers, 0, ("low", "high"))


def why() -> dict[str, Any]:
    """The middle, from which bars are placed to both sides when it is served."""
    layers = [
        layer("middle", "zero")
        .mark_rule()
        .encode(x=along("value", "linear", MARGIN), y=alt.value(0), y2=alt.value(HEIGHT)),
    ]
    return compose(layers, HEIGHT, ("low", "high"))


def _bars(column: str, name: str, kind: Kind) -> Any:
    return (
        layer("bars", name)
        .mark_rect(color=TICKS if name == "every" else QUIET)
        .encode(
            x=along("low", kind),
            x2="high:Q",
            y=alt.Y(
                f"{column}:Q",
                scale=alt.Scale(domain=[0, {"expr": "most"}], range=[BASE, TOP], nice=False),
                axis=None,
            ),
            y2=alt.datum(0),
        )
    )


def _pixels(column: str) -> alt.Y:
    """A column that is already in pixels."""
    return alt.Y(f"{column}:Q", scale=None, axis=None)
