"""The charts, each once, as Altair templates: named datasets and parameters, no figures in them.

Layer names become class names in the drawing. How a chart looks is for `charts.css`: only forms
and places, and a colour that tells whose a mark is, reach the drawing.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt

from deelgenoot.charts import curve, dotline, spread, why
from deelgenoot.charts.figures import MARGIN
from deelgenoot.charts.scale import Kind
from deelgenoot.charts.shapes import INK, QUIET, TICKS

_COLOUR = alt.Color("colour:N", scale=None)
_WIDTH = alt.value("width")
_LEFT = alt.value(0)


@cache
def templates() -> Mapping[str, Mapping[str, Any]]:
    """All templates, by what a figure calls its `template`; made once, as it takes a while."""
    return {
        "dotline-linear": _dotline("linear"),
        "dotline-log": _dotline("log"),
        "strip-linear": _strip("linear"),
        "strip-log": _strip("log"),
        "spread-linear": _spread("linear"),
        "spread-log": _spread("log"),
        "ranking": _ranking(),
        "why": _why(),
        "curve": _curve(),
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


def _dotline(kind: Kind) -> dict[str, Any]:
    """Ticks, band and bar of a cluster, triangle of the country, dots of who it is about."""
    x, axis = _along("value", kind), dotline.AXIS
    layers = [
        _band(kind, axis, 9),
        _line("axis", "axis", alt.value(axis)),
        _stroke("ticks", "ticks", x, (axis - 5, axis + 5)),
        _stroke("band", "middle", x, (axis - 12, axis + 12), color=_COLOUR),
        _country(x, axis + 13),
        _words_at("band", x, axis - 16).encode(color=alt.Color("ink:N", scale=None)),
        _words_at("country", x, axis + 29),
        *(end.encode(color=_COLOUR) for end in _ends(axis + 5)),
    ]
    return _compose(layers, dotline.HEIGHT, ("low", "high"))


def _strip(kind: Kind) -> dict[str, Any]:
    """Ticks, band and bar of one cluster, through it a dashed line at the middle of the country."""
    x, axis = _along("value", kind), dotline.STRIP_AXIS
    layers = [
        _layer("country", "through")
        .mark_rule(color=QUIET)
        .encode(x=x, y=alt.value(0), y2=alt.value(dotline.STRIP_HEIGHT)),
        _line("axis", "axis", alt.value(axis)),
        _band(kind, axis, 8),
        _stroke("ticks", "ticks", x, (axis - 5, axis + 5), color=_COLOUR),
        _stroke("band", "middle", x, (axis - 11, axis + 11), color=_COLOUR),
        *(end.encode(color=_COLOUR) for end in _ends(axis + 5)),
    ]
    return _compose(layers, dotline.STRIP_HEIGHT, ("low", "high"))


def _spread(kind: Kind) -> dict[str, Any]:
    """Bars of all areas, before them those of the selection, a triangle at the middle of all."""
    x, base = _along("value", kind), spread.BASE
    layers = [
        _bars("every", TICKS, kind),
        _bars("selected", QUIET, kind),
        _line("axis", "axis", alt.value(base)),
        _text("axis", "most", align="left", color=QUIET).encode(
            x=_LEFT, y=alt.value(spread.TOP - 6), text="most:N"
        ),
        _country(x, base + 9),
        _words_at("country", x, base + 25),
        *_ends(base + 43, "end_", color=QUIET),
    ]
    return _compose(layers, spread.HEIGHT, ("low", "high", "most"))


def _ranking() -> dict[str, Any]:
    """A row per cluster: name, line, its mark and number; an open dot for the comparison."""
    x, y, title = _along("first", "linear"), _pixels("line"), _pixels("title")
    layers = [
        _line("rows", "axis", y),
        _layer("compared", "between").mark_rule().encode(x=x, x2="second:Q", y=y, color=_COLOUR),
        _layer("compared", "second")
        .mark_point(size=90, filled=False, color=QUIET)
        .encode(x=_along("second", "linear"), y=y),
        _layer("compared", "null")
        .mark_rule(color=QUIET)
        .encode(x=_along("null", "linear"), y=_pixels("above"), y2="under:Q"),
        _layer("rows", "first")
        .mark_point(filled=True, size=190)
        .encode(x=x, y=y, color=_COLOUR, shape=alt.Shape("shape:N", scale=None)),
        _text("rows", "row_name", align="left").encode(x=_LEFT, y=title, text="name:N"),
        _text("rows", "row_value", align="right").encode(x=_WIDTH, y=title, text="text:N"),
        _text("ends", "ends", align={"expr": "datum.align"}, color=QUIET).encode(
            x=_along("value", "linear"), y=_pixels("y"), text="text:N"
        ),
    ]
    return _compose(layers, 0, ("low", "high"))


def _why() -> dict[str, Any]:
    """The middle, from which bars are placed to both sides when it is served."""
    middle = _stroke("middle", "zero", _along("value", "linear", why.MARGIN), (0, why.HEIGHT))
    return _compose([middle], why.HEIGHT, ("low", "high"))


def _curve() -> dict[str, Any]:
    """Two lines, a stroke at the chosen number, and the numbers of clusters under them."""
    x = alt.X("k:Q", scale=_scale(("first", "last"), _inside(MARGIN)), axis=None)
    y, low = (
        alt.Y(f"{column}:Q", scale=_scale(("low", "high"), [curve.BOTTOM, curve.TOP]), axis=None)
        for column in ("value", "low")
    )
    numbers = alt.value(curve.NUMBERS)
    layers = [
        _line("frame", "axis", _pixels("y")),
        _stroke("chosen", "g_chosen", x, (curve.TOP, curve.BOTTOM)),
        _layer("spread", "g_spread").mark_rule(color=QUIET).encode(x=x, y=low, y2="high:Q"),
        _layer("null", "g_null").mark_line(color=QUIET).encode(x=x, y=y),
        _layer("study", "g_study").mark_line().encode(x=x, y=y),
        _layer("study", "g_point")
        .mark_point(filled=True)
        .encode(x=x, y=y, size=alt.Size("size:Q", scale=None)),
        _text("others", "g_k", color=QUIET).encode(x=x, y=numbers, text="text:N"),
        _text("chosen", "g_k_at").encode(x=x, y=numbers, text="k:Q"),
        _text("ends", "g_end", align="left", color=QUIET).encode(
            x=_LEFT, y=_pixels("y"), text="text:N"
        ),
    ]
    return _compose(layers, curve.HEIGHT, ("first", "last", "low", "high"))


def _layer(dataset: str, name: str) -> Any:
    """An empty layer over a named dataset; its name is its class in the drawing."""
    return alt.Chart(alt.NamedData(dataset), name=name)


def _text(dataset: str, name: str, **look: Any) -> Any:
    return _layer(dataset, name).mark_text(baseline="alphabetic", **look)


def _line(dataset: str, name: str, y: Any) -> Any:
    """A line over the whole width."""
    return _layer(dataset, name).mark_rule().encode(x=_LEFT, x2=_WIDTH, y=y)


def _stroke(dataset: str, name: str, x: alt.X, ends: tuple[float, float], **encoding: Any) -> Any:
    """An upright stroke between two heights, in pixels."""
    top, bottom = map(alt.value, ends)
    return _layer(dataset, name).mark_rule().encode(x=x, y=top, y2=bottom, **encoding)


def _country(x: alt.X, y: float) -> Any:
    mark = _layer("country", "country").mark_point(shape="triangle-up", size=70, color=QUIET)
    return mark.encode(x=x, y=alt.value(y))


def _band(kind: Kind, axis: int, half: int) -> Any:
    y, y2 = alt.value(axis - half), alt.value(axis + half)
    band = _layer("band", "band").mark_rect()
    return band.encode(x=_along("low", kind), x2="high:Q", y=y, y2=y2, color=_COLOUR)


def _bars(column: str, colour: str, kind: Kind) -> Any:
    scale = alt.Scale(domain=[0, {"expr": "most"}], range=[spread.BASE, spread.TOP], nice=False)
    return (
        _layer("bars", column)
        .mark_rect(color=colour)
        .encode(
            x=_along("low", kind),
            x2="high:Q",
            y=alt.Y(f"{column}:Q", scale=scale, axis=None),
            y2=alt.datum(0),
        )
    )


def _ends(y: float, before: str = "", **look: Any) -> list[Any]:
    """What stands at an end that somebody lies beyond."""
    return [
        _text(side, before + side, align=align, **look).encode(
            x=place, y=alt.value(y), text="text:N"
        )
        for side, place, align in (("below", _LEFT, "left"), ("above", _WIDTH, "right"))
    ]


def _words_at(dataset: str, x: alt.X, y: float) -> Any:
    """Labels of a dataset with columns `text` and `align`, on the line `y` pixels from the top."""
    words = _text(dataset, f"{dataset}_label", align={"expr": "datum.align"})
    return words.encode(x=x, y=alt.value(y), text="text:N")


def _along(field: str, kind: Kind, margin: float = MARGIN) -> alt.X:
    """An x on the axis from parameter `low` to parameter `high`, held at its ends.

    `margin` is in per cent of the width.
    """
    zero = {"zero": alt.Undefined} if kind == "log" else {}
    scale = _scale(("low", "high"), _inside(margin), type=kind, clamp=True, **zero)
    return alt.X(f"{field}:Q", scale=scale, axis=None)


def _scale(params: tuple[str, str], target: list[Any], **more: Any) -> alt.Scale:
    """A scale from one parameter to another."""
    domain = [{"expr": name} for name in params]
    options: dict[str, Any] = {"nice": False, "zero": False} | more
    return alt.Scale(domain=domain, range=target, **options)


def _inside(margin: float) -> list[Any]:
    """The width without a margin, in per cent of it, at both ends."""
    return [{"expr": f"{margin / 100}*width"}, {"expr": f"{1 - margin / 100}*width"}]


def _pixels(column: str) -> alt.Y:
    """A column that is already in pixels."""
    return alt.Y(f"{column}:Q", scale=None, axis=None)


def _compose(layers: list[Any], height: int, params: tuple[str, ...]) -> dict[str, Any]:
    """The template, as wide as its container."""
    chart = (
        alt.layer(*layers)
        .add_params(*(alt.param(name=name, value=0) for name in params))
        .properties(width="container", height=height, padding=0, autosize="none")
    )
    template: dict[str, Any] = chart.to_dict()
    return template
