"""From a study to its published typology: prepare, search, name, test, profile."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from deelgenoot.errors import BadStudy
from deelgenoot.study import Study
from deelgenoot.typology import archetypes, challenges, profile
from deelgenoot.typology.prepare import Prepared, column_weights, prepared, transformed
from deelgenoot.typology.published import Band, Cluster, Member, Typology
from deelgenoot.typology.search import Anchors, Partition, Recipe, search
from deelgenoot.typology.stability import (
    Clustering,
    Draws,
    Stability,
    bootstrap,
    contingency,
    firmness,
    n_moved,
    standing,
)
from deelgenoot.words import Text

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

_DRAW_STARTS = 3
"""Starts per bootstrap draw: fewer than for the published search, since there are many draws."""
_NULL_TABLES, _NULL_DRAWS = 20, 50
"""Structureless tables to compare with, and draws of each."""


def _silent(_what: str, _done: int, _total: int) -> None:
    return


def build(study: Study, progress: Progress = _silent) -> Typology:
    """The typology of `study`. The same study gives the same bytes; raises BadStudy or BadData."""
    return _Build(study, progress).typology()


def study_points(study: Study) -> Floats:
    """The selection as weighted points (n, p): what the search of this study sees."""
    build = _Build(study, _silent)
    return build.all_areas.points[build.selection]


@dataclass(frozen=True)
class _Build:
    """One build: each step is computed once, from the steps before it."""

    study: Study
    progress: Progress

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.study.transforms)

    @cached_property
    def selection(self) -> Bools:
        chosen = set(self.study.selection)
        return np.array([code in chosen for code in self.study.catalog.codes])

    @cached_property
    def weights(self) -> Floats:
        theme_of = {c: self.study.catalog.indicators[c].theme for c in self.columns}
        return column_weights(self.columns, theme_of, self.study.theme_weights)

    @cached_property
    def table(self) -> Floats:
        """Every area on the study's scales, with gaps."""
        return transformed(
            self.study.catalog.level(self.columns), self.columns, self.study.transforms
        )

    @cached_property
    def all_areas(self) -> Prepared:
        return prepared(self.table, self.selection, self.weights, self.study.method.clip)

    @cached_property
    def grades(self) -> Floats:
        return archetypes.signatures(self.study.archetypes, self.columns)

    def anchors(self, n_areas: int) -> Anchors | None:
        return archetypes.anchors(self.grades, self.weights, n_areas, self.study.method)

    def partition(self, rng: np.random.Generator, *, anchored: bool) -> Partition:
        """The published search, or the free one beside it."""
        points = self.all_areas.points[self.selection]
        method = self.study.method
        anchors = self.anchors(len(points)) if anchored else None
        recipe = Recipe(method.n_clusters, method.n_init, anchors, method.smallest_cluster)
        return search(points, recipe, rng)

    @cached_property
    def published(self) -> Partition:
        found = self.partition(np.random.default_rng(self.study.method.random_state), anchored=True)
        sizes = np.bincount(found.labels, minlength=self.study.method.n_clusters)
        if sizes.min() < self.study.method.smallest_cluster:
            msg = (
                f"The smallest cluster has {sizes.min()} areas and the study asks for at least "
                f"{self.study.method.smallest_cluster}. Choose fewer clusters or a softer pull."
            )
            raise BadStudy(msg)
        return found

    @cached_property
    def free(self) -> Partition:
        return self.partition(np.random.default_rng(self.study.method.random_state), anchored=False)

    def clustering(self, table: Floats, *, anchored: bool) -> Clustering:
        """Clusters rows of a transformed `table` (n, p), all that comes before redone on them."""
        method = self.study.method

        def cluster(rows: Ints, rng: np.random.Generator) -> Ints:
            everybody = np.ones(len(rows), dtype=bool)
            points = prepared(table[rows], everybody, self.weights, method.clip).points
            anchors = self.anchors(len(rows)) if anchored else None
            return search(points, Recipe(method.n_clusters, _DRAW_STARTS, anchors), rng).labels

        return cluster

    @cached_property
    def anchored_stability(self) -> Stability:
        cluster = self.clustering(self.table[self.selection], anchored=True)
        draws = self.draws("stability")
        return bootstrap(self.published.labels, cluster, draws)

    @cached_property
    def free_jaccard(self) -> Floats:
        """Per published cluster the Jaccard of the free cluster that overlaps most with it."""
        cluster = self.clustering(self.table[self.selection], anchored=False)
        free = bootstrap(self.free.labels, cluster, self.draws("stability without anchors"))
        nearest: Floats = free.jaccard[self.against_free.argmax(axis=1)]
        return nearest

    @cached_property
    def null_jaccard(self) -> Floats:
        """Per anchor the Jaccard on tables without structure, but with the same covariance.

        What the anchors make of such tables they may also make of the study: the Jaccard of the
        study means something only as far as it lies above this.
        """
        z = self.all_areas.z[self.selection]
        spread = (z - z.mean(axis=0)) / np.sqrt(len(z))
        rng = np.random.default_rng([self.study.method.random_state, len(z)])
        everybody = np.arange(len(z))
        found = []
        for done in range(_NULL_TABLES):
            # Normal rows mixed from the study's own have the study's covariance.
            table = rng.standard_normal((len(z), len(z))) @ spread
            cluster = self.clustering(table, anchored=True)
            labels = cluster(everybody, rng)
            seed = self.study.method.random_state + done
            found.append(bootstrap(labels, cluster, Draws(_NULL_DRAWS, seed)).jaccard)
            self.progress("structureless tables", done + 1, _NULL_TABLES)
        mean: Floats = np.mean(found, axis=0)
        return mean

    def draws(self, what: str) -> Draws:
        """The study's draws, reporting how far they are."""
        method = self.study.method
        return Draws(
            method.n_draws,
            method.random_state,
            lambda done: self.progress(what, done, method.n_draws),
        )

    @cached_property
    def against_free(self) -> Floats:
        """Counts (k, k) of areas by their published and their free cluster."""
        return contingency(self.published.labels, self.free.labels, self.study.method.n_clusters)

    @cached_property
    def plain_centres(self) -> Floats:
        """Means of the members in z (k, p), without the pull."""
        z = self.all_areas.z[self.selection]
        labels = self.published.labels
        return np.array([z[labels == k].mean(axis=0) for k in range(labels.max() + 1)])

    @cached_property
    def pulled_centres(self) -> Floats:
        """The search's centres, back from weighted points to z."""
        centres: Floats = self.published.centres / np.sqrt(self.weights)
        return centres

    @cached_property
    def distances(self) -> Floats:
        """From every area to every pulled centre, (n, k)."""
        apart = self.all_areas.z[:, None, :] - self.pulled_centres[None]
        root: Floats = np.sqrt((self.weights * apart**2).sum(axis=2))
        return root

    @cached_property
    def labels(self) -> Ints:
        """The cluster of every area: its own in the selection, else the nearest."""
        labels: Ints = self.distances.argmin(axis=1)
        labels[self.selection] = self.published.labels
        return labels

    @cached_property
    def names(self) -> tuple[tuple[int, float], ...]:
        """Per cluster its archetype's number and the fit of that name."""
        correlations = archetypes.fits(self.plain_centres, self.grades)
        return tuple(
            (int(a), float(correlations[k, a]))
            for k, a in enumerate(archetypes.named(correlations))
        )

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Per cluster the id of its archetype; a cluster without one is called by its number."""
        listed = self.study.archetypes
        return tuple(
            listed[a].id if a >= 0 else f"cluster-{k + 1}" for k, (a, _) in enumerate(self.names)
        )

    @cached_property
    def shown(self) -> dict[str, Floats]:
        """Per challenge with a rule: 1, 0 or NaN for every area."""
        return {
            c.id: challenges.evidence(self.study.catalog, c.rule, self.selection)
            for c in self.study.challenges
            if c.rule
        }

    def typology(self) -> Typology:
        free_fit = self._explained(self.free)
        return Typology(
            study=self.study.id,
            title=self.study.title,
            study_hash=self.study.hash,
            inputs=_hashes(self.study),
            versions={name: version(name) for name in ("deelgenoot", "numpy", "scipy")},
            n_draws=self.study.method.n_draws,
            objective=self.published.objective,
            n_init=self.study.method.n_init,
            n_reached=self.published.n_reached,
            fit_kept=self._explained(self.published) / free_fit,
            n_moved=n_moved(self.against_free),
            agreement=self.anchored_stability.agreement,
            weights=dict(zip(self.columns, map(float, self.weights), strict=True)),
            clusters=tuple(self._cluster(k) for k in self._order),
            members={code: self._member(i) for i, code in enumerate(self.study.catalog.codes)},
        )

    @property
    def _order(self) -> list[int]:
        """Clusters in the study's order of archetypes; those without a name last."""
        return sorted(
            range(len(self.names)), key=lambda k: (self.names[k][0] < 0, self.names[k][0], k)
        )

    def _explained(self, partition: Partition) -> float:
        points = self.all_areas.points[self.selection]
        total = float(((points - points.mean(axis=0)) ** 2).sum())
        return 1 - partition.within / total

    def _cluster(self, k: int) -> Cluster:
        fit = self.names[k][1]
        inside = self.selection & (self.labels == k)
        jaccard = float(self.anchored_stability.jaccard[k])
        between = ((self.pulled_centres - self.pulled_centres[k]) ** 2 * self.weights).sum(axis=1)
        between[k] = np.inf
        return Cluster(
            archetype=self.ids[k],
            letter=self._letter(k),
            name=self._name(k),
            members=self._firm_to_loose(inside, k),
            fit=fit,
            fit_word=archetypes.fit_word(fit),
            jaccard=jaccard,
            jaccard_free=float(self.free_jaccard[k]),
            jaccard_null=float(self.null_jaccard[k]),
            firmness=firmness(jaccard),
            nearest=self.ids[int(between.argmin())],
            centre=dict(zip(self.columns, map(float, self.plain_centres[k]), strict=True)),
            pulled_centre=dict(zip(self.columns, map(float, self.pulled_centres[k]), strict=True)),
            bands=self._bands(inside),
            challenges=challenges.shared(self.study.challenges, self.shown, inside, self.selection),
        )

    def _letter(self, k: int) -> str:
        number = self.names[k][0]
        return self.study.archetypes[number].letter if number >= 0 else str(k + 1)

    def _name(self, k: int) -> Text:
        number = self.names[k][0]
        if number >= 0:
            return self.study.archetypes[number].name
        return Text(f"Cluster {k + 1}", f"Cluster {k + 1}")

    def _firm_to_loose(self, inside: Bools, k: int) -> tuple[str, ...]:
        codes = self.study.catalog.codes
        share = np.zeros(len(codes))
        share[self.selection] = self.anchored_stability.shares[:, k]
        rows = np.flatnonzero(inside)
        return tuple(
            codes[i] for i in sorted(rows, key=lambda i: (-round(float(share[i]), 6), codes[i]))
        )

    def _bands(self, inside: Bools) -> tuple[Band, ...]:
        catalog = self.study.catalog
        values = catalog.level(list(catalog.indicators))
        bands = []
        for j, indicator in enumerate(catalog.indicators):
            in_study = indicator in self.study.transforms
            scaled = self.table[:, self.columns.index(indicator)] if in_study else values[:, j]
            bands.append(
                profile.band(indicator, values[:, j], scaled, inside, self.selection & ~inside)
            )
        return tuple(bands)

    def _member(self, i: int) -> Member:
        k = int(self.labels[i])
        others = self.distances[i].copy()
        others[k] = np.inf
        second = int(others.argmin())
        z = self.all_areas.z[i]
        in_study = bool(self.selection[i])
        row = int(self.selection[:i].sum())
        shares = self.anchored_stability.shares[row] if in_study else np.zeros(0)
        why = profile.reasons(z, self.pulled_centres[k], self.pulled_centres[second], self.weights)
        return Member(
            code=self.study.catalog.codes[i],
            in_study=in_study,
            cluster=self.ids[k],
            next=self.ids[second],
            distances=self._per_cluster(self.distances[i]),
            shares=self._per_cluster(shares) if in_study else {},
            standing=standing(shares, k) if in_study else None,
            reasons=dict(zip(self.columns, map(float, why), strict=True)),
            z=dict(zip(self.columns, map(float, z), strict=True)),
            filled=tuple(
                c for c, gap in zip(self.columns, self.all_areas.filled[i], strict=True) if gap
            ),
            evidence={
                c: bool(shown[i]) for c, shown in self.shown.items() if not np.isnan(shown[i])
            },
        )

    def _per_cluster(self, values: Floats) -> dict[str, float]:
        return {self.ids[k]: float(values[k]) for k in self._order}


def _hashes(study: Study) -> dict[str, str]:
    """SHA-256 of every file of the data package."""
    files = sorted(p for p in (study.folder / "data").iterdir() if p.is_file())
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
