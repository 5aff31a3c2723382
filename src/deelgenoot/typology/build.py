"""From a study to its published typology."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from deelgenoot.study import Study
from deelgenoot.typology import archetypes, challenges, profile
from deelgenoot.typology.fitted import FittedTypology, Progress, silent
from deelgenoot.typology.published import Band, Cluster, Member, PullFacts, Standard, Typology
from deelgenoot.typology.stability import SeedMap, firmness, n_moved, standing
from deelgenoot.words import Text

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def build(study: Study, progress: Progress = silent, spread: SeedMap = map) -> Typology:
    """The typology of `study`; `spread` may have the draws done elsewhere.

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
        published = self.fitted.published  # first: it says what cannot be clustered
        free_fit = self.fitted.explained(self.fitted.free)
        return Typology(
            study=self.study.id,
            title=self.study.title,
            study_hash=self.study.hash,
            inputs=input_hashes(self.study),
            versions={name: version(name) for name in ("deelgenoot", "numpy", "scipy")},
            n_draws=self.study.method.n_draws,
            objective=published.objective,
            n_init=self.study.method.n_init,
            n_reached=published.n_reached,
            fit_kept=self.fitted.explained(published) / free_fit,
            n_moved=n_moved(self.fitted.against_free),
            agreement=self.fitted.anchored_stability.agreement,
            pulled=self._pulled(),
            weights=dict(
                zip(self.fitted.columns, map(float, self.fitted.pipeline.weights), strict=True)
            ),
            standards=self._standards(),
            rule_tree=self.fitted.rule_tree,
            clusters=tuple(self._cluster(k) for k in self._order),
            members={code: self._member(i) for i, code in enumerate(self.study.catalog.codes)},
        )

    def _standards(self) -> dict[str, Standard]:
        made = self.fitted.all_areas
        return {
            column: Standard(self.study.transforms[column], float(mean), float(spread))
            for column, mean, spread in zip(
                self.fitted.columns, made.mean, made.spread, strict=True
            )
        }

    def _pulled(self) -> PullFacts:
        fitted = self.fitted
        found = (fitted.free_stability.jaccard, fitted.anchored_stability.jaccard)
        nothing = (fitted.null_free_jaccard, fitted.null_jaccard)
        return PullFacts(*(float(jaccard.mean()) for jaccard in (*found, *nothing)))

    @property
    def _order(self) -> list[int]:
        """Clusters in the study's order of archetypes; those without a name last."""
        return sorted(
            range(len(self.fitted.names)),
            key=lambda k: (self.fitted.names[k][0] < 0, self.fitted.names[k][0], k),
        )

    def _cluster(self, k: int) -> Cluster:
        fit = self.fitted.names[k][1]
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
            fit_word=archetypes.fit_word(fit),
            jaccard=jaccard,
            jaccard_free=float(self.fitted.free_jaccard[k]),
            jaccard_null=float(self.fitted.null_jaccard[k]),
            firmness=firmness(jaccard),
            nearest=self.fitted.ids[int(between.argmin())],
            centre=dict(
                zip(self.fitted.columns, map(float, self.fitted.plain_centres[k]), strict=True)
            ),
            pulled_centre=dict(
                zip(self.fitted.columns, map(float, self.fitted.pulled_centres[k]), strict=True)
            ),
            bands=self._bands(k),
            challenges=challenges.shared(
                self.study.challenges, self.fitted.shown, inside, self.fitted.selection
            ),
        )

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
        catalog, shown = self.study.catalog, self.fitted.shown_table
        values = catalog.level(list(catalog.indicators))[self.fitted.selection]
        inside = self.fitted.published.labels == k
        ends = self.fitted.effect_intervals[:, k]
        return tuple(
            profile.band(
                indicator,
                values[:, j],
                inside,
                profile.effect_size(shown[:, j], inside, ~inside),
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
        row = int(self.fitted.selection[:i].sum())
        shares = self.fitted.anchored_stability.shares[row] if in_study else np.zeros(0)
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
            shares=self._per_cluster(shares) if in_study else {},
            standing=standing(shares, k) if in_study else None,
            reasons=dict(zip(self.fitted.columns, map(float, why), strict=True)),
            z=dict(zip(self.fitted.columns, map(float, z), strict=True)),
            filled=tuple(
                c
                for c, gap in zip(self.fitted.columns, self.fitted.all_areas.filled[i], strict=True)
                if gap
            ),
            evidence={
                c: bool(shown[i])
                for c, shown in self.fitted.shown.items()
                if not np.isnan(shown[i])
            },
        )

    def _per_cluster(self, values: Floats) -> dict[str, float]:
        return {self.fitted.ids[k]: float(values[k]) for k in self._order}


def input_hashes(study: Study) -> dict[str, str]:
    """SHA-256 of every file with figures."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in study.inputs}
