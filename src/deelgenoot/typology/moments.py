"""The published clusters on the figures of another year: who moves, why, and what noise would do.

All indicators take part, each with its figures of that year or the nearest. The centres are held
still, so nobody moves because others do and no rule about sizes can force a move. Each indicator
keeps the shape of its level: a mean over two years stays a mean over two years.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deelgenoot.errors import BadChoice
from deelgenoot.study import Study
from deelgenoot.typology import archetypes
from deelgenoot.typology.agreement import adjusted_rand
from deelgenoot.typology.assessment import Noise, OtherYear, YearMover
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.levels import on_this_land
from deelgenoot.typology.pipeline import is_selected
from deelgenoot.typology.prepare import transform
from deelgenoot.typology.profile import reasons
from deelgenoot.typology.stability import contingency

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Span = tuple[int, ...]
"""The years whose mean is a figure, first to last."""

_ENOUGH = 0.9
"""A year counts when this share of the selection has a figure in it."""
_HALF = 0.5
NOISE, _N_NOISY = 0.1, 400
"""Noise that figures of another year may hold, in standard deviations of the selection, and how
often it is drawn."""
_CERTAIN = 95


@dataclass(frozen=True)
class Spans:
    """The years of which an indicator has figures."""

    own: Span
    """The years of the study."""
    every: tuple[Span, ...]
    """All spans of the same shape, the study's among them where it is there, in order."""

    def near(self, year: int) -> Span:
        """Find the span that ends nearest to `year`, of two the older; the own one without any."""
        return min(self.every, default=self.own, key=lambda s: (abs(s[-1] - year), s[-1]))

    def until(self, year: int) -> Span | None:
        """Find the newest span that ends in or before `year`."""
        return max((s for s in self.every if s[-1] <= year), default=None, key=lambda s: s[-1])


def spans(study: Study) -> dict[str, Spans]:
    """Collect the spans of each indicator; one with an assumed year has no entry."""
    rows = is_selected(study)
    return {
        one: _spans(study, one, rows)
        for one in study.transforms
        if not study.catalog.indicators[one].assumed_year
    }


def _spans(study: Study, column: str, rows: NDArray[np.bool_]) -> Spans:
    indicator, series = study.catalog.indicators[column], study.catalog.series(column)
    is_first = indicator.level_rule == "first"
    level = indicator.level_years[:1] if is_first else indicator.level_years
    own = tuple(sorted(study.years.get(column, level)))
    if not own:  # a column of a table that names no year
        return Spans(own, ())
    full_years = {
        year
        for year in series.years
        if (~np.isnan(on_this_land(study.catalog, column, year)[rows])).mean() >= _ENOUGH
    }
    candidates = (tuple(year - own[-1] + one for one in own) for year in sorted(full_years))
    return Spans(own, tuple(span for span in candidates if full_years.issuperset(span)))


def years(
    study: Study, spans_of: Mapping[str, Spans], *, also_own: bool = False
) -> tuple[int, ...]:
    """List the years in which more than half of the themes get another figure than the study's."""
    fresh: dict[int, set[str]] = {}
    for column, column_spans in spans_of.items():
        for span in column_spans.every:
            if also_own or span != column_spans.own:
                fresh.setdefault(span[-1], set()).add(study.catalog.indicators[column].theme)
    themes = {study.catalog.indicators[column].theme for column in study.transforms}
    return tuple(sorted(y for y, those in fresh.items() if len(those) > len(themes) * _HALF))


def figures(study: Study, span_of: Mapping[str, Span]) -> Floats:
    """Table the selection's figures of these years on the study's scales, (n, p)."""
    columns = tuple(span_of)
    means = [
        np.mean([on_this_land(study.catalog, column, year) for year in span], axis=0)
        for column, span in span_of.items()
    ]
    return transform(np.column_stack(means), columns, study.transforms)[is_selected(study)]


def other_years(fitted: FittedTypology) -> tuple[OtherYear, ...]:
    """Place the areas in every year that has enough figures, from the first to the last."""
    spans_of = spans(fitted.study)
    return tuple(in_year(fitted, year, spans_of) for year in years(fitted.study, spans_of))


def in_year(
    fitted: FittedTypology, year: int, spans_of: Mapping[str, Spans] | None = None
) -> OtherYear:
    """Place the areas by their figures of `year`, or the nearest year that has them.

    Areas without half of the figures of other years take no part; a single one that is missing
    stays as published. Raises BadChoice for a year of which too few themes have figures.
    """
    study = fitted.study
    spans_of = spans(study) if spans_of is None else spans_of
    if year not in (possible := years(study, spans_of)):
        choices = ", ".join(map(str, possible))
        raise BadChoice(
            f"Too few themes have figures of {year}. Years that do: {choices or 'none'}.",
            f"Te weinig thema's hebben cijfers van {year}. Wel die van: {choices or 'geen jaar'}.",
        )
    near = {column: column_spans.near(year) for column, column_spans in spans_of.items()}
    return _Moment(fitted, year, {c: s for c, s in near.items() if s != spans_of[c].own}).compare()


def standardised_in(
    fitted: FittedTypology, span_of: Mapping[str, Span]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Standardise the selection by its figures of these years: z (n, p), and which are missing.

    What is missing, (n, indicators of `span_of`), stays what it is in the published table.
    """
    pipeline, at = fitted.pipeline, [fitted.columns.index(one) for one in span_of]
    table = pipeline.table.copy()
    table[:, at] = figures(fitted.study, span_of)
    missing = np.isnan(table[:, at])
    z = replace(pipeline, table=table).prepare().z
    z[:, at] = np.where(missing, pipeline.prepare().z[:, at], z[:, at])
    return z, missing


@dataclass(frozen=True)
class _Moment:
    """The selection by the figures of another year, beside the published centres."""

    fitted: FittedTypology
    year: int
    span_of: Mapping[str, Span]
    """The indicators with other figures than the study's."""

    def compare(self) -> OtherYear:
        own_z = self.fitted.pipeline.prepare().z
        z, missing = standardised_in(self.fitted, self.span_of)
        rows = missing.mean(axis=1) < _HALF
        own_z, z = own_z[rows], z[rows]
        before, after = self._nearest(own_z), self._nearest(z)
        codes = np.array(self.fitted.study.catalog.codes)[self.fitted.selection]
        here, ids = codes[rows].tolist(), self.fitted.ids
        noise, certainty = self._noise(own_z, z, before)
        return OtherYear(
            year=self.year,
            used=dict(self.span_of),
            left_out=tuple(codes[~rows].tolist()),
            ari=adjusted_rand(contingency(before, after, len(ids))),
            before={code: ids[label] for code, label in zip(here, before, strict=True)},
            after={code: ids[label] for code, label in zip(here, after, strict=True)},
            fits=self._fits(z, after),
            noise=noise,
            movers=tuple(
                self._mover(str(here[row]), own_z[row], z[row], float(certainty[row]))
                for row in np.flatnonzero(before != after)
            ),
        )

    def _nearest(self, z: Floats) -> Ints:
        """Find the nearest published centre of each row of z (..., p)."""
        root = np.sqrt(self.fitted.pipeline.weights)
        points, centres = z * root, self.fitted.pulled_centres * root
        # |x - c|^2 without |x|^2, which is the same for every centre.
        nearest: Ints = ((centres**2).sum(axis=1) - 2 * points @ centres.T).argmin(axis=-1)
        return nearest

    def _noise(self, own_z: Floats, z: Floats, before: Ints) -> tuple[Noise, Floats]:
        """Add noise to the figures of other years: to the study's own, and to those of the year.

        The first tells how many noise alone moves, the second, (n,), in which share of the draws
        each area is in another cluster than before.
        """
        rng = np.random.default_rng([self.fitted.study.method.random_state, self.year])
        scale = np.where([c in self.span_of for c in self.fitted.columns], NOISE, 0.0)
        noise = rng.normal(size=(_N_NOISY, *z.shape)) * scale
        counts = (self._nearest(own_z + noise) != before).sum(axis=1)
        most = int(np.percentile(counts, _CERTAIN, method="higher"))
        share_moved: Floats = (self._nearest(z + noise) != before).mean(axis=0)
        return Noise(NOISE, float(counts.mean()), most), share_moved

    def _fits(self, z: Floats, labels: Ints) -> dict[str, float]:
        """Compute how well the name of each cluster fits its members of that year."""
        is_member = labels == np.arange(len(self.fitted.ids))[:, None]
        centres = is_member @ z / np.maximum(is_member.sum(axis=1), 1)[:, None]
        fits = archetypes.fits(centres, self.fitted.pipeline.grades)
        return {
            one: float(fits[k, a]) if a >= 0 else 0.0
            for k, (one, (a, _)) in enumerate(zip(self.fitted.ids, self.fitted.names, strict=True))
        }

    def _mover(self, code: str, own_z: Floats, z: Floats, certainty: float) -> YearMover:
        was, now = int(self._nearest(own_z)), int(self._nearest(z))
        centres, weights = self.fitted.pulled_centres, self.fitted.pipeline.weights
        pushes = reasons(own_z, centres[was], centres[now], weights) - reasons(
            z, centres[was], centres[now], weights
        )
        at = [self.fitted.columns.index(column) for column in self.span_of]
        of_years = dict(zip(self.span_of, map(float, pushes[at]), strict=True))
        return YearMover(code, self.fitted.ids[was], self.fitted.ids[now], of_years, certainty)
