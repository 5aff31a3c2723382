"""What a study computes, each step once, from the steps before it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from deelgenoot.errors import BadStudy
from deelgenoot.study import Study
from deelgenoot.typology import archetypes, challenges, pipeline, profile
from deelgenoot.typology.chance import ChanceClusters, chance_clusters
from deelgenoot.typology.levels import levels
from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.prepare import PreparedTable, prepare
from deelgenoot.typology.published import RuleTree
from deelgenoot.typology.redrawing import RedrawnIndicators, redraw_indicators
from deelgenoot.typology.search import Partition
from deelgenoot.typology.stability import Draws, SeedMap, Stability, bootstrap
from deelgenoot.typology.tree import Names, rule_tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

_FEWEST_CLUSTERS, AREAS_PER_CLUSTER = 2, 3
"""With fewer areas than this for each cluster, too few are left in a draw."""
_FREE_TABLES = 50
"""How many of the structureless tables are searched without anchors too."""


def silent(_what: str, _n_done: int, _total: int) -> None:
    """Report no progress."""


@dataclass(frozen=True)
class FittedTypology:
    """A study, fitted. Nothing is computed before it is asked for, and nothing twice."""

    study: Study
    progress: Progress = silent
    spread: SeedMap = map
    """Does the draws."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The study's indicators."""
        return tuple(self.study.transforms)

    @cached_property
    def pipeline(self) -> Pipeline:
        """The pipeline on the selection."""
        return pipeline.pipeline(self.study)

    @cached_property
    def selection(self) -> Bools:
        """Which areas of the catalogue take part, (n,)."""
        return pipeline.is_selected(self.study)

    @cached_property
    def table(self) -> Floats:
        """Every area on the study's scales, with gaps."""
        return pipeline.on_scales(self.study)

    @cached_property
    def all_areas(self) -> PreparedTable:
        """Every area, standardised by the selection."""
        weights = self.pipeline.weights
        return prepare(self.table, self.selection, weights, self.study.method.clip)

    @cached_property
    def partition(self) -> Partition:
        """The partition that is published.

        Raises BadStudy when there is too little to cluster, or a cluster is too small.
        """
        self._check_enough()
        best = self.pipeline.partition(with_anchors=True)
        sizes = np.bincount(best.labels, minlength=self.study.method.n_clusters)
        if sizes.min() < self.study.method.smallest_cluster:
            least = self.study.method.smallest_cluster
            raise BadStudy(
                f"The smallest cluster has {sizes.min()} areas and the study asks for at least "
                f"{least}. Choose fewer clusters, a softer pull or a lower smallest_cluster.",
                f"Het kleinste cluster heeft {sizes.min()} gebieden en de studie vraagt er "
                f"minstens {least}. Kies minder clusters, een lagere pull of een lagere "
                "smallest_cluster.",
            )
        return best

    def _check_enough(self) -> None:
        table, k = self.pipeline.table, self.study.method.n_clusters
        if k < _FEWEST_CLUSTERS or len(table) < k * AREAS_PER_CLUSTER:
            raise BadStudy(
                f"The study asks for {k} clusters of {len(table)} areas. It needs two clusters or "
                f"more, and at least {AREAS_PER_CLUSTER} areas for each.",
                f"De studie vraagt {k} clusters van {len(table)} gebieden. Dat moeten er twee of "
                f"meer zijn, met elk minstens {AREAS_PER_CLUSTER} gebieden.",
            )
        empty = np.isnan(table).all(axis=0)
        if empty.any():
            column = self.columns[int(empty.argmax())]
            raise BadStudy(
                f"No area of the selection has a figure for '{column}'. Leave it out of "
                "[indicators].",
                f"Geen gebied van de selectie heeft een cijfer voor '{column}'. Laat die kolom weg "
                "uit [indicators].",
            )

        if (np.fmin.reduce(table) == np.fmax.reduce(table)).all():
            raise BadStudy(
                "No column differs between the areas of the selection, so there is nothing to "
                "cluster by.",
                "Geen kolom verschilt tussen de gebieden van de selectie, dus valt er niets te "
                "groeperen.",
            )

    @cached_property
    def free(self) -> Partition:
        """The same search without anchors."""
        return self.pipeline.partition(with_anchors=False)

    @cached_property
    def anchored_stability(self) -> Stability:
        """What the draws say of the published partition."""
        cluster = self.pipeline.clustering(with_anchors=True)
        draws = self.draws("stability")
        return bootstrap(self.partition.labels, cluster, draws)

    @cached_property
    def free_stability(self) -> Stability:
        """What the draws say of the free partition."""
        if self.study.method.pull == 0:  # the same search and the same draws
            return self.anchored_stability
        cluster = self.pipeline.clustering(with_anchors=False)
        return bootstrap(self.free.labels, cluster, self.draws("stability without anchors"))

    @cached_property
    def free_recovery(self) -> Floats:
        """Per published cluster the Jaccard with the cluster nearest to it of free draws, (k,).

        How well a search without descriptions finds these very clusters again.
        """
        if self.study.method.pull == 0:
            return self.anchored_stability.jaccard
        cluster = self.pipeline.clustering(with_anchors=False)
        draws = self.draws("recovery without anchors")
        return bootstrap(self.partition.labels, cluster, draws).jaccard

    @cached_property
    def redrawn(self) -> RedrawnIndicators:
        """What draws of the indicators say of the published partition."""
        themes = np.array([self.study.catalog.indicators[c].theme for c in self.columns])
        draws = self.draws("other indicators")
        return redraw_indicators(self.pipeline, themes, self.partition.labels, draws)

    @cached_property
    def chance(self) -> ChanceClusters:
        """What the same descriptions make of tables without structure, as many as draws.

        What the anchors make of such tables they may also make of the study: a Jaccard or a fit
        of the study means something only as far as it lies above this.
        """
        return self._on_nothing("structureless tables", with_anchors=True)

    @cached_property
    def free_chance(self) -> ChanceClusters:
        """The free search on the first of those tables: the difference is the anchors' work."""
        if self.study.method.pull == 0:
            return self.chance
        return self._on_nothing("structureless tables without anchors", with_anchors=False)

    def _on_nothing(self, what: str, *, with_anchors: bool) -> ChanceClusters:
        draws = self.draws(what)
        if not with_anchors:
            n_tables = min(draws.n_draws, _FREE_TABLES)
            draws = replace(
                draws, n_draws=n_tables, progress=lambda done: self.progress(what, done, n_tables)
            )
        return chance_clusters(self.pipeline, draws, with_anchors=with_anchors)

    def draws(self, what: str) -> Draws:
        """Make the study's draws, which report how far they are."""
        method = self.study.method
        return Draws(
            method.n_draws,
            method.random_state,
            lambda done: self.progress(what, done, method.n_draws),
            self.spread,
        )

    @cached_property
    def n_moved(self) -> int:
        """Count the areas whose cluster has another name without anchors."""
        own, _fits = self._name_clusters(self.partition.labels)
        return int((own[self.partition.labels] != self.free_names).sum())

    @cached_property
    def free_names(self) -> Ints:
        """Per area of the selection the archetype that names its cluster without anchors, (n,).

        The number of the archetype in the study; -1 where no description is left for a cluster.
        """
        free, _fits = self._name_clusters(self.free.labels)
        names: Ints = free[self.free.labels]
        return names

    def _name_clusters(self, labels: Ints) -> tuple[Ints, Floats]:
        return archetypes.name_clusters(self._means(labels), self.pipeline.grades)

    def _means(self, labels: Ints) -> Floats:
        z = self.all_areas.z[self.selection]
        return np.array([z[labels == k].mean(axis=0) for k in range(labels.max() + 1)])

    @cached_property
    def plain_centres(self) -> Floats:
        """Means of the members in z (k, p), without the pull."""
        return self._means(self.partition.labels)

    @cached_property
    def pulled_centres(self) -> Floats:
        """The search's centres, back from weighted points to z."""
        lengths = np.sqrt(self.pipeline.weights)
        # A column without weight is zero in every point, and so are its centres.
        centres: Floats = self.partition.centres / np.where(lengths > 0, lengths, 1.0)
        return centres

    @cached_property
    def distances(self) -> Floats:
        """From every area to every pulled centre, (n, k)."""
        apart = self.all_areas.z[:, None, :] - self.pulled_centres[None]
        root: Floats = np.sqrt((self.pipeline.weights * apart**2).sum(axis=2))
        return root

    @cached_property
    def labels(self) -> Ints:
        """The cluster of every area: its own in the selection, else the nearest."""
        labels: Ints = self.distances.argmin(axis=1)
        labels[self.selection] = self.partition.labels
        return labels

    @cached_property
    def names(self) -> tuple[tuple[int, float], ...]:
        """Per cluster its archetype's number and the fit of that name."""
        names, fits = self._name_clusters(self.partition.labels)
        return tuple(zip(names.tolist(), fits.tolist(), strict=True))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Per cluster the id of its archetype; a cluster without one is called by its number."""
        items = self.study.archetypes
        return tuple(
            items[a].id if a >= 0 else f"cluster-{k + 1}" for k, (a, _) in enumerate(self.names)
        )

    @cached_property
    def evidence(self) -> dict[str, Floats]:
        """Per challenge with a rule: 1, 0 or NaN for every area."""
        return {
            c.id: challenges.evidence(self.study.catalog, c.rule, self.selection)
            for c in self.study.challenges
            if c.rule
        }

    @cached_property
    def shown_table(self) -> Floats:
        """Every indicator of the catalogue for the selection: on its scale where it has one."""
        table = self.study.catalog.level(list(self.study.catalog.indicators))
        for at, indicator in enumerate(self.study.catalog.indicators):
            if indicator in self.study.transforms:
                table[:, at] = self.table[:, self.columns.index(indicator)]
        return table[self.selection]

    @cached_property
    def effect_intervals(self) -> Floats:
        """Between which effect sizes each cluster falls in 95 of 100 draws, (2, k, shown)."""
        draws = self.anchored_stability
        n_clusters = self.study.method.n_clusters
        return profile.effect_intervals(self.shown_table, draws.labels, draws.times, n_clusters)

    @cached_property
    def rule_tree(self) -> RuleTree:
        """The tree on figures of a known year, rounded as a reader sees them, gaps filled."""
        catalog = self.study.catalog
        askable = [
            one
            for one in map(catalog.indicators.__getitem__, self.columns)
            if not (one.assumed_year or one.weak)
        ]
        figures = levels(self.study)[self.selection]
        figures = np.where(np.isnan(figures), np.nanmedian(figures, axis=0), figures)
        rounded_figures = np.empty((len(figures), len(askable)))
        for at, indicator in enumerate(askable):
            column = figures[:, self.columns.index(indicator.id)].tolist()
            rounded_figures[:, at] = [indicator.as_written(value) for value in column]
        codes = np.array(catalog.codes)[self.selection].tolist()
        names = Names(tuple(codes), self.ids)
        return rule_tree(rounded_figures, self.partition.labels, [one.id for one in askable], names)

    def explained_share(self, partition: Partition) -> float:
        """Compute the share of the sum of squares that a partition explains."""
        points = self.all_areas.points[self.selection]
        total = float(((points - points.mean(axis=0)) ** 2).sum())
        return 1 - partition.within / total
