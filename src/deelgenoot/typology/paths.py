"""The two main axes of a study, and the way of each area along them over the years."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deelgenoot.typology.assessment import Axis, Paths, YearPosition
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.levels import of_other_land
from deelgenoot.typology.moments import Span, Spans, spans, standardised_in, years

Floats = NDArray[np.float64]

_HALF = 0.5


def paths(fitted: FittedTypology) -> Paths:
    """Trace paths on the first two principal components of the weighted table (Pearson 1901).

    In each year an indicator has its newest figure until then, or before its first figure that
    one; an indicator without other years stays where it is. Figures are standardised among the
    selection of that year, as the typology does: a path shows how an area moves among the others.
    """
    spans_of = spans(fitted.study)
    moving = {column: own for column, own in spans_of.items() if len(own.every) > 1}
    every = years(fitted.study, spans_of, also_own=True)
    return _Axes.of(fitted).trace_paths(moving, every)


@dataclass(frozen=True)
class _Axes:
    fitted: FittedTypology
    points: Floats
    """The selection in the published table, (n, p)."""
    directions: Floats
    """(p, 2)"""
    shares: Floats

    @classmethod
    def of(cls, fitted: FittedTypology) -> "_Axes":
        points = fitted.pipeline.prepare().points
        _rows, lengths, across = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
        if len(across) == 1:  # one indicator has one axis: along the other nothing lies
            lengths, across = np.append(lengths, 0), np.append(across, [[0]], axis=0)
        directions = across[:2].T
        # An axis has no sign of its own: the indicator that says most about it points right.
        strongest = directions[np.abs(directions).argmax(axis=0), [0, 1]]
        return cls(fitted, points, directions * np.sign(strongest), lengths**2 / (lengths**2).sum())

    def trace_paths(self, moving: Mapping[str, Spans], every: tuple[int, ...]) -> Paths:
        codes = [str(c) for c in np.array(self.fitted.study.catalog.codes)[self.fitted.selection]]
        steps: dict[str, list[YearPosition]] = {code: [] for code in codes}
        for year in every:
            span_of = {column: own.until(year) or own.every[0] for column, own in moving.items()}
            z, missing = standardised_in(self.fitted, span_of)
            table = z * np.sqrt(self.fitted.pipeline.weights)
            fresh = [at for at, span in enumerate(span_of.values()) if span[-1] == year]
            is_known = missing[:, fresh].mean(axis=1) < _HALF
            is_over_merger = self._is_over_merger(span_of)
            for row, place in enumerate(self._at(table)):
                if is_known[row]:
                    steps[codes[row]].append(YearPosition(year, *place, bool(is_over_merger[row])))
        return Paths(
            axes=(self._axis(0), self._axis(1)),
            moving={column: own.every[-1] for column, own in moving.items()},
            centres=dict(
                zip(self.fitted.ids, self._at(self.fitted.partition.centres), strict=True)
            ),
            places=dict(zip(codes, self._at(self.points), strict=True)),
            steps={code: tuple(way) for code, way in steps.items() if len(way) > 1},
        )

    def _axis(self, number: int) -> Axis:
        scores = (self.points - self.points.mean(axis=0)) @ self.directions[:, number]
        z = self.fitted.pipeline.prepare().z
        # A column that does not vary goes along with nothing, nor does an axis without places.
        spread = z.std(axis=0) * scores.std()
        spread = np.where(spread > 0, spread, 1.0)
        along = ((z - z.mean(axis=0)) * scores[:, None]).mean(axis=0) / spread
        loadings = dict(zip(self.fitted.columns, map(float, along), strict=True))
        return Axis(float(self.shares[number]), loadings)

    def _at(self, points: Floats) -> list[tuple[float, float]]:
        coordinates = (points - self.points.mean(axis=0)) @ self.directions
        return [(float(x), float(y)) for x, y in coordinates]

    def _is_over_merger(self, span_of: Mapping[str, Span]) -> NDArray[np.bool_]:
        """Tell which areas have a figure computed over a merger, or of other land."""
        catalog = self.fitted.study.catalog
        is_marked = np.zeros(len(catalog.codes), dtype=bool)
        for column, span in span_of.items():
            series = catalog.series(column)
            at = [series.years.index(year) for year in span]
            is_marked |= (series.marks[:, at] == "merged").any(axis=1)
            is_marked |= of_other_land(catalog, column)[:, at].any(axis=1)
        of_selection: NDArray[np.bool_] = is_marked[self.fitted.selection]
        return of_selection
