"""What the templates of all charts share."""

from typing import Any

import altair as alt

from deelgenoot.charts.figures import MARGIN
from deelgenoot.charts.scale import Kind


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
    """The template, as wide as its container. How it looks is for `charts.css`: only forms and
    places, and a colour that tells whose a mark is, reach the drawing.
    """
    chart = (
        alt.layer(*layers)
        .add_params(*(alt.param(name=name, value=0) for name in params))
        .properties(width="container", height=height, padding=0, autosize="none")
    )
    template: dict[str, Any] = chart.to_dict()
    return template


def words_at(dataset: str, x: alt.X, y: float) -> Any:
    """Labels of a dataset with columns `text` and `align`, on the line `y` pixels from the top."""
    return (
        layer(dataset, f"{dataset}_label")
        .mark_text(align={"expr": "datum.align"}, baseline="alphabetic")
        .encode(x=x, y=alt.value(y), text="text:N")
    )
