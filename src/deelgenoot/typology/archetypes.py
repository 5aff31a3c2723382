"""Which name fits which computed cluster: signatures, anchors and the assignment problem."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from deelgenoot.study import Archetype, Method
from deelgenoot.typology.published import CHANCE, FAIR_FIT, GOOD_FIT, FitWord
from deelgenoot.typology.search import Anchors

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def signatures(archetypes: Sequence[Archetype], columns: Sequence[str]) -> Floats:
    """Table the grades (n_archetypes, n_columns); a column that a signature does not name is 0."""
    grades = [[float(a.signature.get(c, 0)) for c in columns] for a in archetypes]
    return np.array(grades).reshape(len(archetypes), len(columns))


def anchors(grades: Floats, weights: Floats, n_areas: int, method: Method) -> Anchors | None:
    """Place the points that attract the centres; None for a free search."""
    if method.pull == 0:
        return None
    mass = method.pull * n_areas / method.n_clusters
    return Anchors(grades * method.grade * np.sqrt(weights), mass)


def fits(centres: Floats, grades: Floats) -> Floats:
    """Correlate plain centres in z with signatures over columns, (n_clusters, n_archetypes).

    A centre or signature that does not vary fits nothing: its correlation is 0.
    """
    left, right = _unit(centres), _unit(grades)
    correlations: Floats = left @ right.T
    return correlations


def _unit(rows: Floats) -> Floats:
    deviations = rows - rows.mean(axis=1, keepdims=True)
    length = np.sqrt((deviations**2).sum(axis=1, keepdims=True))
    unit: Floats = deviations / np.where(length > 0, length, 1.0)
    return unit


def match_archetypes(correlations: Floats) -> Ints:
    """Match each cluster to an archetype, one to one, with the highest total fit.

    Clusters left without an archetype (more clusters than archetypes) get -1.
    """
    rows, columns = linear_sum_assignment(-correlations)
    names: Ints = np.full(len(correlations), -1, dtype=np.int64)
    names[rows] = columns
    return names


def name_clusters(centres: Floats, grades: Floats) -> tuple[Ints, Floats]:
    """Name plain centres in z (k, p): the archetype of each, or -1, and the fit of that name."""
    correlations = fits(centres, grades)
    names = match_archetypes(correlations)
    own = np.zeros(len(names))
    is_named = names >= 0
    own[is_named] = correlations[is_named, names[is_named]]
    return names, own


def fit_word(fit: float, p: float = 0.0) -> FitWord:
    """Grade a fit: good from .75, fair from .50, else weak.

    `p` is how often the same description fits as well on tables without structure.
    """
    if fit < FAIR_FIT:
        return "weak"
    if p >= CHANCE:
        return "chance"
    return "good" if fit >= GOOD_FIT else "fair"
