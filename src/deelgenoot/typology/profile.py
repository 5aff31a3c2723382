"""What sets a cluster apart, and why an area is in it rather than in the next one."""

import numpy as np
from numpy.typing import NDArray

from deelgenoot.typology.published import Band

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_FEWEST = 2


def band(indicator: str, values: Floats, scaled: Floats, members: Bools, rest: Bools) -> Band:
    """Quartiles of the members' figures, and the effect size against the rest of the selection.

    `values` (n,) is in the indicator's unit and `scaled` (n,) on the study's scale; areas without a
    figure are left out of both.
    """
    measured = values[members & ~np.isnan(values)]
    low, middle, high = (
        (float(q) for q in np.quantile(measured, [0.25, 0.5, 0.75]))
        if measured.size
        else [None] * 3
    )
    return Band(
        indicator, low, middle, high, effect_size(scaled, members, rest), int(measured.size)
    )


def effect_size(scaled: Floats, members: Bools, rest: Bools) -> float | None:
    """Cohen's d with the pooled standard deviation; None with under two figures on either side."""
    ours, theirs = (scaled[rows & ~np.isnan(scaled)] for rows in (members, rest))
    if min(ours.size, theirs.size) < _FEWEST:
        return None
    degrees = ours.size + theirs.size - 2
    pooled = np.sqrt(
        ((ours - ours.mean()) ** 2).sum() / degrees
        + ((theirs - theirs.mean()) ** 2).sum() / degrees
    )
    return float((ours.mean() - theirs.mean()) / pooled) if pooled > 0 else 0.0


def reasons(z: Floats, own: Floats, other: Floats, weights: Floats) -> Floats:
    """Per column what it adds to the preference for `own` over `other`; sums to the difference.

    The difference is that in weighted squared distance; negative columns speak for `other`.
    """
    added: Floats = weights * ((z - other) ** 2 - (z - own) ** 2)
    return added
