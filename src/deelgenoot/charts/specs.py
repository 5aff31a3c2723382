"""The charts, each once, as Altair templates: named datasets and parameters, no figures in them.

Drawn when a study is built, and given to the browser with the same figures when somebody wants to
point at them. Layer names become class names in the drawing.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from deelgenoot.charts.specs_counts import ranking, spread, why
from deelgenoot.charts.specs_curve import curve
from deelgenoot.charts.specs_dotline import dotline, strip
from deelgenoot.charts.specs_map import pointable_map
from deelgenoot.charts.specs_trend import trend


@cache
def templates() -> Mapping[str, Mapping[str, Any]]:
    """All templates, by what a figure calls its `template`; made once, as it takes a while."""
    return {
        "dotline-linear": dotline("linear"),
        "dotline-log": dotline("log"),
        "strip-linear": strip("linear"),
        "strip-log": strip("log"),
        "trend": trend(),
        "spread-linear": spread("linear"),
        "spread-log": spread("log"),
        "ranking": ranking(),
        "why": why(),
        "curve": curve(),
        "map": pointable_map(),
    }


SERVED = ("members", "marked", "own", "names", "pointed")
"""Datasets that are not drawn: they are placed when a chart is served, or shown in the browser."""
