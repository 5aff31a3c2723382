"""What the templates of all charts share."""

from typing import Any

import altair as alt

from deelgenoot.charts.figures import MARGIN
from deelgenoot.charts.scale import Kind
from deelgenoot.charts.shapes import INK

FONT = "Source Sans 3, system-ui, sans-serif"
LABEL = 14.5


def along(field: str, kind: Kind, margin: float = MARGIN) -> alt.X:
    """An x on the axis from parameter `low` to parameter `high`, held at its ends.

    `margin` is in per cent of the width.
    """
    scale = alt.Scale(
        type=kind,
        domain=[{"expr": "low"}, {"expr": "high"}],
        range=[{"expr": f"{margin / 100}*width"}, {"expr": f"{1 - margin / 100}*width"}],
        clamp=True,
        nice=False,
        zero=alt.Undefined if kind == "log" else False,
    )
    return alt.X(f"{field}:Q", scale=scale, axis=None)


def layer(dataset: str, name: str) -> Any:
    """An empty layer over a named dataset; its name is its class in the drawing."""
    return alt.Chart(alt.NamedData(dataset), name=name)


def compose(layers: list[Any], height: int, params: tuple[str, ...]) -> dict[str, Any]:
    """The template: as wide as its container, in the site's type, without a frame."""
    chart = (
        alt.layer(*layers)
        .add_params(*(alt.param(name=name, value=0) for name in params))
        .properties(width="container", height=height, padding=0, autosize="none")
        .configure(font=FONT, background="transparent")
        .configure_view(stroke=None)
    )
    template: dict[str, Any] = chart.to_dict()
    return template


def hover(text: str = "text") -> list[alt.Tooltip]:
    """Name and value, already written as people write them; what has this can be pointed at."""
    return [alt.Tooltip("name:N", title=" "), alt.Tooltip(f"{text}:N", title="  ")]


def own_dots(kind: Kind) -> list[Any]:
    """The dots of the page's own areas, their numbers, and an arrow for who is beyond the axis."""
    x, y = along("value", kind), alt.Y("y:Q", scale=None, axis=None)
    return [
        layer("marked", "marked")
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None),
            strokeDash=alt.StrokeDash("dash:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            tooltip=hover(),
        ),
        layer("marked", "digits")
        .mark_text(fontSize=12.5, fontWeight=700, dy=4.2, baseline="alphabetic")
        .encode(x=x, y=y, text="digit:N", color=alt.Color("ink:N", scale=None)),
        *(
            layer("marked", f"marked_{side}")
            .transform_filter(f"datum.side == '{side}'")
            .mark_text(
                align=align,
                dy=5,
                baseline="alphabetic",
                fontSize=LABEL + 3,
                fontWeight=700,
                color=INK,
            )
            .encode(x=alt.value(place), y=y, text=alt.value(sign))
            for side, place, align, sign in (
                ("below", 0, "left", "‹"),
                ("above", "width", "right", "›"),
            )
        ),
    ]


def words_at(dataset: str, x: alt.X, y: float, **look: Any) -> Any:
    """Labels of a dataset with columns `text` and `align`, on the line `y` pixels from the top."""
    return (
        layer(dataset, f"{dataset}_label")
        .mark_text(
            align={"expr": "datum.align"},
            baseline="alphabetic",
            fontSize=LABEL,
            color=INK,
            **look,
        )
        .encode(x=x, y=alt.value(y), text="text:N")
    )
