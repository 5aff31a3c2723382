"""The same study on the figures of another year: who moves, and why.

Only over the indicators that have figures of both years, and compared with the study's own years
over those same indicators, not with the published typology: so what differs is time alone. Each
indicator keeps the shape of its level: a mean over two years stays a mean over two years.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deelgenoot.errors import BadChoice
from deelgenoot.study import Study
from deelgenoot.typology.agreement import adjusted_rand, match_groups
from deelgenoot.typology.assessment import OtherYear, YearMover
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.pipeline import Pipeline, is_selected, on_this_land
from deelgenoot.typology.prepare import column_weights, transform
from deelgenoot.typology.profile import reasons
from deelgenoot.typology.search import Partition
from deelgenoot.typology.stability import contingency

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Span = tuple[int, ...]
"""The years whose mean is a figure, first to last."""

_ENOUGH = 0.9
"""A year counts when this share of the selection has a figure in it."""
_HALF = 0.5


@dataclass(frozen=True)
class Spans:
    """The years of which an indicator has figures."""

    own: Span
    """The years of the study."""
    every: tuple[Span, ...]
    """All spans of the same shape, the study's among them where it is there, in order."""

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
    """Redo the study in every year that has enough figures, from the first to the last."""
    spans_of = spans(fitted.study)
    return tuple(in_year(fitted, year, spans_of) for year in years(fitted.study, spans_of))


def in_year(
    fitted: FittedTypology, year: int, spans_of: Mapping[str, Spans] | None = None
) -> OtherYear:
    """Redo the study with the figures known in `year`: its own, else the newest before.

    Areas without a figure for half of the indicators or more, in either year, take no part.
    Raises BadChoice for a year of which too few themes have figures.
    """
    study = fitted.study
    spans_of = spans(study) if spans_of is None else spans_of
    if year not in (possible := years(study, spans_of)):
        choices = ", ".join(map(str, possible))
        raise BadChoice(
            f"Too few themes have figures of {year}. Years that do: {choices or 'none'}.",
            f"Te weinig thema's hebben cijfers van {year}. Wel die van: {choices or 'geen jaar'}.",
        )
    until = {column: column_spans.until(year) for column, column_spans in spans_of.items()}
    span_of = {c: span for c, span in until.items() if span and span != spans_of[c].own}
    return _Moment(fitted, year, span_of).compare_years()


def renumber_clusters(partition: Partition, reference: Ints, k: int) -> Partition:
    """Number the clusters as those of `reference` that they share most with.

    Anchors number clusters too, but on a few indicators two clusters of one year may change anchors
    in the other; then nearly all of their areas would seem to move.
    """
    pairs = match_groups(contingency(partition.labels, reference, k))
    free = iter(sorted(set(range(k)) - set(pairs.values())))
    number = np.array([pairs[label] if label in pairs else next(free) for label in range(k)])
    return replace(
        partition, labels=number[partition.labels], centres=partition.centres[number.argsort()]
    )


@dataclass(frozen=True)
class _Moment:
    """The study in its own years and in another."""

    fitted: FittedTypology
    year: int
    span_of: Mapping[str, Span]

    def compare_years(self) -> OtherYear:
        before, after, rows = self._pipelines()
        published_labels = self.fitted.partition.labels[rows]
        k, ids = self.fitted.study.method.n_clusters, self.fitted.ids
        first = before.partition(with_anchors=True)
        if not before.anchors(len(published_labels)):
            first = renumber_clusters(first, published_labels, k)
        second = renumber_clusters(after.partition(with_anchors=True), first.labels, k)
        codes = np.array(self.fitted.study.catalog.codes)[self.fitted.selection]
        here = [str(code) for code in codes[rows]]
        return OtherYear(
            year=self.year,
            used=dict(self.span_of),
            left_out=tuple(str(code) for code in codes[~rows]),
            ari=adjusted_rand(contingency(first.labels, second.labels, k)),
            ari_published=adjusted_rand(contingency(published_labels, first.labels, k)),
            before={code: ids[label] for code, label in zip(here, first.labels, strict=True)},
            after={code: ids[label] for code, label in zip(here, second.labels, strict=True)},
            movers=self._movers(here, (before, first), (after, second)),
        )

    def _pipelines(self) -> tuple[Pipeline, Pipeline, NDArray[np.bool_]]:
        """Make the pipelines of both moments, over the areas and indicators that have both."""
        study, columns = self.fitted.study, list(self.span_of)
        theme_of = {one: study.catalog.indicators[one].theme for one in columns}
        weights = column_weights(columns, theme_of, study.theme_weights)
        at = np.array([self.fitted.columns.index(one) for one in columns])
        before = self.fitted.pipeline.columns(at, weights)
        after = figures(study, self.span_of)
        gaps = np.maximum(np.isnan(before.table).mean(axis=1), np.isnan(after).mean(axis=1))
        rows = gaps < _HALF
        return replace(before, table=before.table[rows]), replace(before, table=after[rows]), rows

    def _movers(
        self,
        codes: Collection[str],
        first: tuple[Pipeline, Partition],
        last: tuple[Pipeline, Partition],
    ) -> tuple[YearMover, ...]:
        (before, old), (after, new) = first, last
        lengths = np.where(before.weights > 0, np.sqrt(before.weights), 1.0)
        own_z, new_z = before.prepare().z, after.prepare().z
        own_centres, new_centres = old.centres / lengths, new.centres / lengths
        movers = []
        for row, code in enumerate(codes):
            was, now = old.labels[row], new.labels[row]
            if was == now:
                continue
            at_first = reasons(own_z[row], own_centres[was], own_centres[now], before.weights)
            at_last = reasons(new_z[row], new_centres[was], new_centres[now], before.weights)
            alone = reasons(new_z[row], own_centres[was], own_centres[now], before.weights)
            pushes = dict(zip(self.span_of, map(float, at_first - at_last), strict=True))
            names = self.fitted.ids[was], self.fitted.ids[now]
            movers.append(YearMover(code, *names, pushes, float((at_first - alone).sum())))
        return tuple(movers)
