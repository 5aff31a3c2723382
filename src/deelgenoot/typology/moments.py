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
from deelgenoot.typology.agreement import adjusted_rand, matched
from deelgenoot.typology.assessment import OtherYear, YearMover
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.pipeline import Pipeline, on_this_land, selected
from deelgenoot.typology.prepare import column_weights, transformed
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
    """Those of the study."""
    every: tuple[Span, ...]
    """All spans of the same shape, the study's among them where it is there, in order."""

    def until(self, year: int) -> Span | None:
        """The newest that ends in or before `year`."""
        return max((s for s in self.every if s[-1] <= year), default=None, key=lambda s: s[-1])


def spans(study: Study) -> dict[str, Spans]:
    """Per indicator of the study; one whose year is assumed has no place in time, and no entry."""
    rows = selected(study)
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
    held = {
        year
        for year in series.years
        if (~np.isnan(on_this_land(study.catalog, column, year)[rows])).mean() >= _ENOUGH
    }
    moved = (tuple(year - own[-1] + one for one in own) for year in sorted(held))
    return Spans(own, tuple(span for span in moved if held.issuperset(span)))


def years(study: Study, known: Mapping[str, Spans], *, also_own: bool = False) -> tuple[int, ...]:
    """The years in which more than half of the themes get a new figure, other than the study's."""
    fresh: dict[int, set[str]] = {}
    for column, found in known.items():
        for span in found.every:
            if also_own or span != found.own:
                fresh.setdefault(span[-1], set()).add(study.catalog.indicators[column].theme)
    themes = {study.catalog.indicators[column].theme for column in study.transforms}
    return tuple(sorted(y for y, those in fresh.items() if len(those) > len(themes) * _HALF))


def figures(study: Study, used: Mapping[str, Span]) -> Floats:
    """The selection's figures of these years, on the study's scales, (n, p) in order of `used`."""
    columns = tuple(used)
    means = [
        np.mean([on_this_land(study.catalog, column, year) for year in span], axis=0)
        for column, span in used.items()
    ]
    return transformed(np.column_stack(means), columns, study.transforms)[selected(study)]


def other_years(fitted: FittedTypology) -> tuple[OtherYear, ...]:
    """Every year that has enough, from the first to the last."""
    known = spans(fitted.study)
    return tuple(in_year(fitted, year, known) for year in years(fitted.study, known))


def in_year(
    fitted: FittedTypology, year: int, known: Mapping[str, Spans] | None = None
) -> OtherYear:
    """The study with what was known of `year`: figures that end in it or, if older, the newest.

    Areas without a figure for half of the indicators or more, in either year, take no part.
    Raises BadChoice for a year of which too few themes have figures.
    """
    study = fitted.study
    known = spans(study) if known is None else known
    if year not in (possible := years(study, known)):
        listed = ", ".join(map(str, possible)) or "none"
        msg = f"Too few themes have figures of {year}. Years that do: {listed}."
        raise BadChoice(msg)
    until = {column: found.until(year) for column, found in known.items()}
    used = {c: span for c, span in until.items() if span and span != known[c].own}
    return _Moment(fitted, year, used).told()


def renamed(found: Partition, reference: Ints, k: int) -> Partition:
    """The partition with its clusters numbered as those of `reference` that they share most with.

    Anchors number clusters too, but on a few indicators two clusters of one year may change anchors
    in the other; then nearly all of their areas would seem to move.
    """
    pairs = matched(contingency(found.labels, reference, k))
    free = iter(sorted(set(range(k)) - set(pairs.values())))
    number = np.array([pairs[label] if label in pairs else next(free) for label in range(k)])
    return replace(found, labels=number[found.labels], centres=found.centres[number.argsort()])


@dataclass(frozen=True)
class _Moment:
    """The two tables and what is found in them."""

    fitted: FittedTypology
    year: int
    used: Mapping[str, Span]

    def told(self) -> OtherYear:
        before, after, rows = self._pipelines()
        published = self.fitted.published.labels[rows]
        k, ids = self.fitted.study.method.n_clusters, self.fitted.ids
        one = before.partition(anchored=True)
        if not before.anchors(len(published)):
            one = renamed(one, published, k)
        other = renamed(after.partition(anchored=True), one.labels, k)
        codes = np.array(self.fitted.study.catalog.codes)[self.fitted.selection]
        here = [str(code) for code in codes[rows]]
        return OtherYear(
            year=self.year,
            used=dict(self.used),
            left_out=tuple(str(code) for code in codes[~rows]),
            ari=adjusted_rand(contingency(one.labels, other.labels, k)),
            ari_published=adjusted_rand(contingency(published, one.labels, k)),
            before={code: ids[label] for code, label in zip(here, one.labels, strict=True)},
            after={code: ids[label] for code, label in zip(here, other.labels, strict=True)},
            movers=self._movers(here, (before, one), (after, other)),
        )

    def _pipelines(self) -> tuple[Pipeline, Pipeline, NDArray[np.bool_]]:
        """The study's years and the other, over the areas and indicators that have both."""
        study, columns = self.fitted.study, list(self.used)
        theme_of = {one: study.catalog.indicators[one].theme for one in columns}
        weights = column_weights(columns, theme_of, study.theme_weights)
        at = np.array([self.fitted.columns.index(one) for one in columns])
        before = self.fitted.pipeline.columns(at, weights)
        after = figures(study, self.used)
        gaps = np.maximum(np.isnan(before.table).mean(axis=1), np.isnan(after).mean(axis=1))
        rows = gaps < _HALF
        return replace(before, table=before.table[rows]), replace(before, table=after[rows]), rows

    def _movers(
        self,
        codes: Collection[str],
        first: tuple[Pipeline, Partition],
        last: tuple[Pipeline, Partition],
    ) -> tuple[YearMover, ...]:
        (before, one), (after, other) = first, last
        lengths = np.where(before.weights > 0, np.sqrt(before.weights), 1.0)
        own_z, new_z = before.prepared().z, after.prepared().z
        own_centres, new_centres = one.centres / lengths, other.centres / lengths
        movers = []
        for row, code in enumerate(codes):
            was, now = one.labels[row], other.labels[row]
            if was == now:
                continue
            at_first = reasons(own_z[row], own_centres[was], own_centres[now], before.weights)
            at_last = reasons(new_z[row], new_centres[was], new_centres[now], before.weights)
            alone = reasons(new_z[row], own_centres[was], own_centres[now], before.weights)
            pushes = dict(zip(self.used, map(float, at_first - at_last), strict=True))
            names = self.fitted.ids[was], self.fitted.ids[now]
            movers.append(YearMover(code, *names, pushes, float((at_first - alone).sum())))
        return tuple(movers)
