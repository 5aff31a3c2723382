"""From a study to its published typology."""

from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from deelgenoot.study import Study
from deelgenoot.typology import archetypes, profile
from deelgenoot.typology.chance import DRAWS_PER_TABLE, p_value
from deelgenoot.typology.fitted import FittedTypology, Progress, silent
from deelgenoot.typology.published import (
    Band,
    ChanceTables,
    Cluster,
    Member,
    PullFacts,
    SharedChallenge,
    Standard,
    Typology,
)
from deelgenoot.typology.sharing import count_shared
from deelgenoot.typology.stability import Hold, SeedMap, firmness, standing
from deelgenoot.words import Text

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def build(study: Study, progress: Progress = silent, spread: SeedMap = map) -> Typology:
    """Build the typology of `study`; `spread` may have the draws done elsewhere.

    The same study gives the same bytes. Raises BadStudy or BadData.
    """
    return _Writer(FittedTypology(study, progress, spread)).typology()


@dataclass(frozen=True)
class _Writer:
    """Writes down what was fitted, in the order in which it is published."""

    fitted: FittedTypology

    @property
    def study(self) -> Study:
        return self.fitted.study

    def typology(self) -> Typology:
        partition = self.fitted.partition  # first: it says what cannot be clustered
        free_fit = self.fitted.explained_share(self.fitted.free)
        return Typology(
            study=self.study.id,
            title=self.study.title,
            study_hash=self.study.hash,
            inputs=self.study.input_hashes,
            versions={name: version(name) for name in ("deelgenoot", "numpy", "scipy")},
            n_draws=self.study.method.n_draws,
            objective=partition.objective,
            n_init=self.study.method.n_init,
            n_reached=partition.n_reached,
            fit_kept=self.fitted.explained_share(partition) / free_fit,
            n_moved=self.fitted.n_moved,
            agreement=self.fitted.anchored_stability.agreement,
            pulled=self._pull_facts(),
            chance=ChanceTables(
                len(self.fitted.chance.fits), DRAWS_PER_TABLE, self.study.method.random_state
            ),
            weights=self._per_column(self.fitted.pipeline.weights),
            standards=self._standards(),
            rule_tree=self.fitted.rule_tree,
            clusters=tuple(self._cluster(k) for k in self._order),
            members={code: self._member(i) for i, code in enumerate(self.study.catalog.codes)},
        )

    def _standards(self) -> dict[str, Standard]:
        areas = self.fitted.all_areas
        return {
            column: Standard(self.study.transforms[column], float(mean), float(spread))
            for column, mean, spread in zip(
                self.fitted.columns, areas.mean, areas.spread, strict=True
            )
        }

    def _pull_facts(self) -> PullFacts:
        fitted = self.fitted
        study = (fitted.free_stability.jaccard, fitted.anchored_stability.jaccard)
        nothing = (fitted.free_chance.jaccards, fitted.chance.jaccards)
        return PullFacts(*(float(jaccard.mean()) for jaccard in (*study, *nothing)))

    @property
    def _order(self) -> list[int]:
        """Order clusters as the study orders archetypes; those without a name last."""
        return sorted(
            range(len(self.fitted.names)),
            key=lambda k: (self.fitted.names[k][0] < 0, self.fitted.names[k][0], k),
        )

    def _cluster(self, k: int) -> Cluster:
        archetype, fit = self.fitted.names[k]
        fits, jaccards = (
            self.fitted.chance.fits_of(archetype),
            self.fitted.chance.jaccards_of(archetype),
        )
        inside = self.fitted.selection & (self.fitted.labels == k)
        jaccard = float(self.fitted.anchored_stability.jaccard[k])
        between = (
            (self.fitted.pulled_centres - self.fitted.pulled_centres[k]) ** 2
            * self.fitted.pipeline.weights
        ).sum(axis=1)
        between[k] = np.inf
        return Cluster(
            archetype=self.fitted.ids[k],
            letter=self._letter(k),
            name=self._name(k),
            members=self._firm_to_loose(inside, k),
            fit=fit,
            fit_null=float(fits.mean()),
            fit_p=(fit_p := p_value(fit, fits)),
            fit_word=archetypes.fit_word(fit, fit_p),
            jaccard=jaccard,
            free_recovery=float(self.fitted.free_recovery[k]),
            jaccard_null=float(jaccards.mean()),
            jaccard_p=(jaccard_p := p_value(jaccard, jaccards)),
            jaccard_redrawn=float(self.fitted.redrawn.jaccard[k]),
            firmness=firmness(jaccard, jaccard_p),
            nearest=self.fitted.ids[int(between.argmin())],
            centre=self._per_column(self.fitted.plain_centres[k]),
            pulled_centre=self._per_column(self.fitted.pulled_centres[k]),
            bands=self._bands(k),
            challenges=self._challenge_counts[k],
        )

    @cached_property
    def _challenge_counts(self) -> tuple[tuple[SharedChallenge, ...], ...]:
        """Count the challenges of every cluster together: which are shared depends on all pairs."""
        labels = np.where(self.fitted.selection, self.fitted.labels, -1)
        return count_shared(self.fitted.evidence, labels, len(self.fitted.names))

    def _letter(self, k: int) -> str:
        number = self.fitted.names[k][0]
        return self.study.archetypes[number].letter if number >= 0 else str(k + 1)

    def _name(self, k: int) -> Text:
        number = self.fitted.names[k][0]
        if number >= 0:
            return self.study.archetypes[number].name
        return Text(f"Cluster {k + 1}", f"Cluster {k + 1}")

    def _firm_to_loose(self, inside: Bools, k: int) -> tuple[str, ...]:
        codes = self.study.catalog.codes
        share = np.zeros(len(codes))
        share[self.fitted.selection] = self.fitted.anchored_stability.shares[:, k]
        rows = np.flatnonzero(inside)
        return tuple(
            codes[i] for i in sorted(rows, key=lambda i: (-round(float(share[i]), 6), codes[i]))
        )

    def _bands(self, k: int) -> tuple[Band, ...]:
        catalog, table = self.study.catalog, self.fitted.shown_table
        values = catalog.level(list(catalog.indicators))[self.fitted.selection]
        inside = self.fitted.partition.labels == k
        ends = self.fitted.effect_intervals[:, k]
        return tuple(
            profile.band(
                indicator,
                values[:, j],
                inside,
                profile.effect_size(table[:, j], inside, ~inside),
                ends[:, j],
            )
            for j, indicator in enumerate(catalog.indicators)
        )

    def _member(self, i: int) -> Member:
        k = int(self.fitted.labels[i])
        others = self.fitted.distances[i].copy()
        others[k] = np.inf
        second = int(others.argmin())
        z = self.fitted.all_areas.z[i]
        in_study = bool(self.fitted.selection[i])
        hold = self._hold(i) if in_study else None
        why = profile.reasons(
            z,
            self.fitted.pulled_centres[k],
            self.fitted.pulled_centres[second],
            self.fitted.pipeline.weights,
        )
        return Member(
            code=self.study.catalog.codes[i],
            in_study=in_study,
            cluster=self.fitted.ids[k],
            next=self.fitted.ids[second],
            distances=self._per_cluster(self.fitted.distances[i]),
            shares=self._per_cluster(hold.shares) if hold else {},
            kept_redrawn=hold.share_kept if hold else None,
            free=self._free(i) if in_study else None,
            standing=standing(hold, k) if hold else None,
            reasons=self._per_column(why),
            z=self._per_column(z),
            filled=tuple(
                c
                for c, gap in zip(self.fitted.columns, self.fitted.all_areas.gaps[i], strict=True)
                if gap
            ),
            evidence={
                c: bool(evidence[i])
                for c, evidence in self.fitted.evidence.items()
                if not np.isnan(evidence[i])
            },
        )

    def _free(self, i: int) -> str | None:
        number = int(self.fitted.free_names[self._row(i)])
        return self.study.archetypes[number].id if number >= 0 else None

    def _row(self, i: int) -> int:
        """Give the place of area `i` in the selection."""
        return int(self.fitted.selection[:i].sum())

    def _hold(self, i: int) -> Hold:
        row = self._row(i)
        return Hold(
            self.fitted.anchored_stability.shares[row],
            float(self.fitted.redrawn.share_kept[row]),
            float(self.fitted.all_areas.gaps[i].mean()),
        )

    def _per_column(self, values: Floats) -> dict[str, float]:
        return dict(zip(self.fitted.columns, map(float, values), strict=True))

    def _per_cluster(self, values: Floats) -> dict[str, float]:
        return {self.fitted.ids[k]: float(values[k]) for k in self._order}
