"""What the pull would be if a description pulled only on what it mentions.

A grade of 0 says nothing, but its anchor stands at the mean of the selection and pulls there too.
Here each anchor has a mass per column: none where its grade is 0. The fast search has one mass for
all columns, so this one takes Lloyd's steps (1982) from many starts at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from deelgenoot.typology.assessment import GradedPull
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.search import Anchors
from deelgenoot.typology.stability import Clustering, Draws, bootstrap

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_N_STARTS, _N_STEPS = 100, 15
_N_ROUNDS, _N_KICKS = 8, 50


@dataclass(frozen=True)
class CellAnchors:
    """Points (k, p) that attract the centres, each with a mass per column (k, p)."""

    points: Floats
    masses: Floats

    @classmethod
    def of(cls, anchors: Anchors, *, graded_only: bool) -> "CellAnchors":
        """Spread the mass of `anchors` over all columns, or over those that are graded."""
        is_pulled = (anchors.points != 0) if graded_only else np.ones_like(anchors.points)
        return cls(anchors.points, anchors.mass * is_pulled)


def graded_pull(fitted: FittedTypology, draws: Draws) -> GradedPull | None:
    """Cluster and draw again with a pull on graded cells alone; None without a pull."""
    pipeline = fitted.pipeline
    if fitted.study.method.pull == 0 or fitted.study.method.algorithm != "search":
        return None
    cluster = _clustering(fitted)
    rng = np.random.default_rng(draws.random_state)
    labels = cluster(np.arange(len(pipeline.table)), rng)
    return GradedPull(
        n_cells=pipeline.grades.size,
        n_graded=int((pipeline.grades != 0).sum()),
        jaccard=float(bootstrap(labels, cluster, draws).jaccard.mean()),
        n_moved=int((labels != fitted.partition.labels).sum()),
    )


def _clustering(fitted: FittedTypology) -> Clustering:
    def cluster(rows: Ints, rng: np.random.Generator) -> Ints:
        points = fitted.pipeline.prepare(rows).points
        anchors = fitted.pipeline.anchors(len(rows))
        assert anchors  # a study without a pull has no graded one  # noqa: S101
        return settle(points, CellAnchors.of(anchors, graded_only=True), rng)

    return cluster


def settle(points: Floats, anchors: CellAnchors, rng: np.random.Generator) -> Ints:
    """Find labels (n,) with a low objective: from the anchors and random rows, then by kicks.

    A kick replants one centre of the best labels on a random area (random swap, Fränti 2018).
    """
    k, n_areas = len(anchors.points), len(points)
    starts = (points[rng.choice(n_areas, k, replace=False)] for _ in range(_N_STARTS))
    centres = np.array([anchors.points, *(_nearest_first(anchors, start) for start in starts)])
    best, lowest = _best(points, centres, anchors)
    for _round in range(_N_ROUNDS):
        kicked_centres = np.repeat(_centres(points, best[None], anchors), _N_KICKS, axis=0)
        at = rng.integers(k, size=_N_KICKS)
        kicked_centres[np.arange(_N_KICKS), at] = points[rng.integers(n_areas, size=_N_KICKS)]
        labels, objective = _best(points, kicked_centres, anchors)
        if objective < lowest:
            best, lowest = labels, objective
    return best


def _best(points: Floats, centres: Floats, anchors: CellAnchors) -> tuple[Ints, float]:
    """Settle all starts (starts, k, p) by Lloyd's steps: the best labels and their objective."""
    for _step in range(_N_STEPS):
        centres = _centres(points, _labels(points, centres), anchors)
    labels = _labels(points, centres)
    objectives = [_objective(points, one, anchors) for one in labels]
    at = int(np.argmin(objectives))
    return labels[at], objectives[at]


def _nearest_first(anchors: CellAnchors, start: Floats) -> Floats:
    """Put the centres (k, p) in the order of the anchors nearest to them, one to one."""
    is_pulled = anchors.masses > 0
    apart = (is_pulled[:, None] * (anchors.points[:, None] - start) ** 2).sum(axis=2)
    centres: Floats = start[linear_sum_assignment(apart)[1]]
    return centres


def _labels(points: Floats, centres: Floats) -> Ints:
    """Label each area by its nearest centre, (starts, n)."""
    labels: Ints = ((centres**2).sum(axis=2)[:, None] - 2 * points @ centres.mT).argmin(axis=2)
    return labels


def _centres(points: Floats, labels: Ints, anchors: CellAnchors) -> Floats:
    """Compute the pulled centres, (starts, k, p); one without areas or mass is at its anchor."""
    is_member = (labels[:, None] == np.arange(len(anchors.points))[:, None]).astype(float)
    masses = is_member.sum(axis=2)[:, :, None] + anchors.masses
    sums = is_member @ points + anchors.masses * anchors.points
    centres: Floats = np.where(masses > 0, sums / np.where(masses > 0, masses, 1), anchors.points)
    return centres


def _objective(points: Floats, labels: Ints, anchors: CellAnchors) -> float:
    centres = _centres(points, labels[None], anchors)[0]
    apart = ((points - centres[labels]) ** 2).sum()
    return float(apart + (anchors.masses * (centres - anchors.points) ** 2).sum())
