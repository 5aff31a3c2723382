"""The charts, each once, as Altair templates: named datasets and parameters, no figures in them.

Drawn when a study is built, and given to the browser with the same figures when somebody wants to
point at them. Layer names become class names in the drawing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from deelgenoot.charts.specs_counts import ranking, spread, why
from deelgenoot.charts.specs_dotline import dotline
from deelgenoot.charts.specs_trend import trend

# By the name that a figure gives as its `template`.
TEMPLATES: Mapping[str, Callable[[], dict[str, Any]]] = {
    "dotline-linear": lambda: dotline("linear"),
    "dotline-log": lambda: dotline("log"),
    "trend": trend,
    "spread-linear": lambda: spread("linear"),
    "spread-log": lambda: spread("log"),
    "ranking": ranking,
    "why": why,
}

SERVED = ("members", "marked", "own", "names")
"""Datasets that are not drawn: they are placed when a chart is served, or shown in the browser."""
