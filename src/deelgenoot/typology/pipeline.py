"""From a table of the selection to its partition: prepare, anchor, search."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deelgenoot.errors import needing_extra
from deelgenoot.study import Method, Study
from deelgenoot.typology import archetypes
from deelgenoot.typology.levels import levels
from deelgenoot.typology.prepare import PreparedTable, column_weights, prepare, transform
from deelgenoot.typology.search import Anchors, Partition, SearchRecipe, hasty, partition, search
from deelgenoot.typology.stability import Clustering

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_DRAW_STARTS = 3
"""Starts per bootstrap draw: fewer than for the published search, since there are many draws."""


@dataclass(frozen=True)
class Pipeline:
    """The steps of a study on a table of areas; every draw and every variant takes them."""

    table: Floats
    """The selection on the study's scales (n, p), with gaps."""
    weights: Floats
    """Per column, (p,)."""
    grades: Floats
    """The signatures, (n_archetypes, p)."""
    method: Method

    def prepare(self, rows: Ints | None = None) -> PreparedTable:
        """Fill and standardise these rows, or all, by themselves."""
        table = self.table if rows is None else self.table[rows]
        return prepare(table, np.ones(len(table), dtype=bool), self.weights, self.method.clip)

    def anchors(self, n_areas: int) -> Anchors | None:
        """Place the signatures, with the mass they have among so many areas."""
        return archetypes.anchors(self.grades, self.weights, n_areas, self.method)

    def partition(self, *, with_anchors: bool) -> Partition:
        """Run the published search on all rows, or the free one beside it."""
        points, method = self.prepare().points, self.method
        rng = np.random.default_rng(method.random_state)
        if method.algorithm != "search":
            return partition(points, _otherwise(method, points, rng))
        anchors = self.anchors(len(points)) if with_anchors else None
        recipe = SearchRecipe(method.n_clusters, method.n_init, anchors, method.smallest_cluster)
        return search(points, recipe, rng)

    def clustering(self, *, with_anchors: bool) -> Clustering:
        """Give the clustering of a draw: everything redone on its rows, with fewer starts."""

        def cluster(rows: Ints, rng: np.random.Generator) -> Ints:
            if self.method.algorithm != "search":
                return _otherwise(self.method, self.prepare(rows).points, rng)
            anchors = self.anchors(len(rows)) if with_anchors else None
            recipe = hasty(SearchRecipe(self.method.n_clusters, _DRAW_STARTS, anchors), len(rows))
            return search(self.prepare(rows).points, recipe, rng).labels

        return cluster

    def columns(self, places: Ints, weights: Floats) -> "Pipeline":
        """Keep these columns only (one may be chosen twice), with new `weights`."""
        return Pipeline(self.table[:, places], weights, self.grades[:, places], self.method)


def _otherwise(method: Method, points: Floats, rng: np.random.Generator) -> Ints:
    """Label by one of the other methods, which need the `assess` extra."""
    with needing_extra("assess"):
        from deelgenoot.typology.alternatives import METHODS  # noqa: PLC0415  slow, rarely asked

    return METHODS[method.algorithm](points, method.n_clusters, rng)


def is_selected(study: Study) -> Bools:
    """Tell which areas of the catalogue are in the selection, (n,)."""
    codes = set(study.selection)
    return np.array([code in codes for code in study.catalog.codes])


def on_scales(study: Study) -> Floats:
    """Put every area on the study's scales (n, p), with gaps."""
    return transform(levels(study), tuple(study.transforms), study.transforms)


def weights(study: Study) -> Floats:
    """Weigh each column of the study, (p,)."""
    theme_of = {one: study.catalog.indicators[one].theme for one in study.transforms}
    return column_weights(tuple(study.transforms), theme_of, study.theme_weights)


def pipeline(study: Study) -> Pipeline:
    """Make the pipeline of a study on its selection."""
    grades = archetypes.signatures(study.archetypes, tuple(study.transforms))
    return Pipeline(on_scales(study)[is_selected(study)], weights(study), grades, study.method)
