"""From figures to comparable columns: transform, fill, standardise, clip, weigh."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deelgenoot.errors import BadData
from deelgenoot.notation import step_of
from deelgenoot.own_table import Transform
from deelgenoot.words import Text

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Processors differ in the last bits of a logarithm; rounded here, they agree from here on.
_SAME_EVERYWHERE = 9
_HOLDS = {
    "log": Text("Een logaritme vraagt cijfers vanaf 0.", "A logarithm asks figures from 0 up."),
    "logit": Text("Een logit vraagt procenten, 0 tot 100.", "A logit asks per cents, 0 to 100."),
}


@dataclass(frozen=True)
class PreparedTable:
    """Rows are areas, columns the study's indicators.

    `z` has mean 0 and population standard deviation 1 over the reference rows, is clipped, and has
    no gaps: `gaps` says where the median of the reference rows stands in for a missing figure.
    """

    z: Floats
    gaps: Bools
    mean: Floats
    """Of the reference rows after filling, (p,): z is 0 here."""
    spread: Floats
    """Their population standard deviation, (p,); 1 for a column that does not vary."""
    weights: Floats
    """Per column; the weighted squared distance is the sum of `weights * difference**2`."""

    @property
    def points(self) -> Floats:
        """Rows whose plain Euclidean distance is the weighted distance."""
        points: Floats = self.z * np.sqrt(self.weights)
        return points


def transform(values: Floats, columns: Sequence[str], scales: Mapping[str, Transform]) -> Floats:
    """Put each column on its own scale: as it is, natural log, or logit of a percentage.

    Missing stays missing. Raises BadData for figures that their scale cannot hold.
    """
    result = values.copy()
    for j, column in enumerate(columns):
        figures, scale = values[:, j], scales[column]
        _check_scale(figures, scale, column)
        result[:, j] = on_scale(figures, scale, end_of(figures, scale))
        if _varies(figures) and not _varies(result[:, j]):
            raise BadData(
                f"'{column}' differs between areas, but no longer on a {scale} scale. Take another "
                "scale, or subtract what all areas have.",
                f"'{column}' verschilt tussen gebieden, maar niet meer op een schaal {scale}. Neem "
                "een andere schaal, of trek af wat alle gebieden hebben.",
            )
    return result


def _varies(figures: Floats) -> bool:
    """Tell whether two figures of a column differ, gaps aside."""
    return bool(np.fmin.reduce(figures) < np.fmax.reduce(figures))


def end_of(values: Floats, scale: Transform) -> float:
    """Compute where 0 stands on a logarithmic scale, and as far under it 100: half a step.

    A figure of 0 was rounded to it: it is under half a step of those in which the column is
    written. Of computed figures, never rounded, it is half of the smallest, or of what the largest
    is short of 100. No other figure comes so near an end.
    """
    if step := step_of(values):
        return step / 2
    room = np.minimum(values, 100 - values) if scale == "logit" else values
    return float(room[room > 0].min(initial=np.inf)) / 2


def _check_scale(values: Floats, scale: Transform, column: str) -> None:
    """Raise BadData unless a scale can hold the figures of a column."""
    if scale == "none":
        return
    top = 100.0 if scale == "logit" else np.inf
    impossible = values[(values < 0) | (values > top)]
    if impossible.size:
        value, holds = f"{impossible[0]:g}", _HOLDS[scale]
        raise BadData(
            f"'{column}' cannot be on a {scale} scale: it holds {value}. {holds.en}",
            f"'{column}' kan niet op een schaal {scale}: er staat {value} in. {holds.nl}",
        )


def from_scale(value: float, scale: Transform) -> float:
    """Turn `value` on its scale back into a figure: the inverse of `on_scale`."""
    if scale == "none":
        return value
    return math.exp(value) if scale == "log" else 100 / (1 + math.exp(-value))


def on_scale(values: Floats, scale: Transform, end: float) -> Floats:
    """Put the figures of one column on their scale, 0 (and 100) standing `end` from the end."""
    if scale == "none":
        return values
    inside = np.clip(values, end, (100 - end) if scale == "logit" else np.inf)
    logs: Floats = np.log(inside) if scale == "log" else np.log(inside / (100 - inside))
    return logs


def prepare(table: Floats, reference: Bools, weights: Floats, clip: float) -> PreparedTable:
    """Fill, standardise and clip a transformed `table` (n, p) by its `reference` rows (n,).

    Each bootstrap draw does this again on its own rows.
    """
    medians = np.nanmedian(table[reference], axis=0)
    gaps = np.isnan(table)
    whole = np.where(gaps, medians, table)
    mean = whole[reference].mean(axis=0)
    deviation = whole[reference].std(axis=0)
    # A column that does not vary says nothing; leaving it at zero keeps it from dividing by zero.
    spread = np.where(deviation > 0, deviation, 1.0)
    z = np.clip((whole - mean) / spread, -clip, clip).round(_SAME_EVERYWHERE)
    return PreparedTable(z, gaps, mean, spread, weights)


def column_weights(
    columns: Sequence[str], theme_of: Mapping[str, str], theme_weights: Mapping[str, float]
) -> Floats:
    """Divide each theme weight over the columns of the theme, so that each theme counts whole."""
    themes = [theme_of[column] for column in columns]
    return np.array([theme_weights[theme] / themes.count(theme) for theme in themes])
