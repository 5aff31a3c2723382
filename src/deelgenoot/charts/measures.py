"""The curves of an assessment: every measure for every number of clusters that was tried."""

from collections.abc import Iterator, Sequence
from math import ceil, floor

from deelgenoot.charts.curve import BOTTOM, TOP, Curve
from deelgenoot.charts.scale import Scale
from deelgenoot.typology.assessment import NumberOfClusters
from deelgenoot.typology.reading import COMPARED, value

MEASURES = ("gap", *COMPARED)

_STEP = 0.05
_SHARES = ("prediction_strength", "jaccard", "jaccard_least")


def curves(choices: Sequence[NumberOfClusters], n_chosen: int) -> Iterator[Curve]:
    """Make the curves of all measures of an assessment, in their fixed order."""
    ks = tuple(one.n_clusters for one in choices)
    for name in MEASURES:
        null: tuple[float, ...] = ()
        spread: tuple[float, ...] = ()
        if name == "gap":
            study = tuple(one.gap for one in choices)
            spread = tuple(one.gap_se for one in choices)
        else:
            study = tuple(value(one.study, name) for one in choices)
            null = tuple(value(one.null, name) for one in choices)
        low, high = _ends(name, (*study, *null), max(spread, default=0))
        scale = Scale("linear", low, high, BOTTOM, TOP)
        yield Curve(name, ks, study, null, spread, n_chosen, scale)


def _ends(name: str, values: Sequence[float], room: float) -> tuple[float, float]:
    """Run from 0 to 1 for a share, around the values for the gap, else from zero."""
    if name in _SHARES:
        return 0.0, 1.0
    top = max(values) + room
    if name == "gap":
        return _STEP * floor((min(values) - room) / _STEP), _STEP * ceil(top / _STEP)
    step = _STEP if top < 1 else 5.0
    return 0.0, step * ceil(top / step)
