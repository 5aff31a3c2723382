"""What sets a cluster apart, and why an area is in it rather than in the next one."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from deelgenoot.typology.published import Band

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.integer[Any]]

_FEWEST = 2
_ENDS = (0.025, 0.975)


def band(
    indicator: str, values: Floats, members: Bools, effect: float | None, ends: Floats
) -> Band:
    """Collect the quartiles of the members' figures, the effect and the ends (2,) of its interval.

    `values` (n,) is in the indicator's unit; areas without a figure are left out.
    """
    figures = values[members & ~np.isnan(values)]
    low, middle, high = (
        (float(q) for q in np.quantile(figures, [0.25, 0.5, 0.75])) if figures.size else [None] * 3
    )
    effect_low, effect_high = (None if np.isnan(end) else float(end) for end in ends)
    n_measured = int(figures.size)
    return Band(indicator, low, middle, high, effect, effect_low, effect_high, n_measured)


def effect_size(figures: Floats, members: Bools, rest: Bools) -> float | None:
    """Compute Cohen's d, pooled deviation; None with under two figures on either side."""
    ours, theirs = (figures[rows & ~np.isnan(figures)] for rows in (members, rest))
    if min(ours.size, theirs.size) < _FEWEST:
        return None
    degrees = ours.size + theirs.size - 2
    deviation = np.sqrt(
        ((ours - ours.mean()) ** 2).sum() / degrees
        + ((theirs - theirs.mean()) ** 2).sum() / degrees
    )
    return float((ours.mean() - theirs.mean()) / deviation) if deviation > 0 else 0.0


def effect_intervals(table: Floats, labels: Ints, times: Ints, n_clusters: int) -> Floats:
    """Compute between which effect sizes each cluster falls in 95 of 100 draws, (2, k, p).

    The percentile interval of the bootstrap (Efron & Tibshirani 1993, chapter 13). Both the areas
    and the clusters are those of the draw, so it also holds how much a cluster itself shifts; an
    area drawn twice counts twice. `labels` and `times` (n_draws, n) are those of `Stability`,
    `table` (n, p) is on the study's scale with gaps. NaN where a draw leaves under two figures on
    either side in more than one draw in twenty.
    """
    deviations = table - np.nanmean(table, axis=0)
    effects = np.array(
        [
            _effects(deviations, (row == np.arange(n_clusters)[:, None]) * often, often)
            for row, often in zip(labels, times, strict=True)
        ]
    )
    enough = np.isnan(effects).mean(axis=0) <= 2 * _ENDS[0]
    ends = np.full((2, *effects.shape[1:]), np.nan)
    ends[:, enough] = np.nanquantile(effects[:, enough], _ENDS, axis=0)
    return ends


def _effects(table: Floats, inside: Ints, every: Ints) -> Floats:
    """Compute Cohen's d (k, p); `inside` (k, n) and `every` (n,) are weights."""
    is_known = ~np.isnan(table)
    figures = np.where(is_known, table, 0.0)
    ours = [inside @ part for part in (is_known.astype(float), figures, figures**2)]
    all_of_them = [every @ part for part in (is_known.astype(float), figures, figures**2)]
    theirs = [whole - own for whole, own in zip(all_of_them, ours, strict=True)]
    n_fewest = np.minimum(ours[0], theirs[0])
    with np.errstate(invalid="ignore", divide="ignore"):
        means = [total / n for n, total, _ in (ours, theirs)]
        squares = sum(square - total**2 / n for n, total, square in (ours, theirs))
        deviation = np.sqrt(squares / (ours[0] + theirs[0] - 2))
        effects: Floats = np.where(deviation > 0, (means[0] - means[1]) / deviation, 0.0)
    return np.where(n_fewest >= _FEWEST, effects, np.nan)


def reasons(z: Floats, own: Floats, other: Floats, weights: Floats) -> Floats:
    """Compute what each column adds to the preference for `own` over `other`; sums to all of it.

    The preference is in weighted squared distance; negative columns speak for `other`.
    """
    parts: Floats = weights * ((z - other) ** 2 - (z - own) ** 2)
    return parts
