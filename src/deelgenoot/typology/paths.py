"""The two main axes of a study, and the way of each area along them over the years."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deelgenoot.typology.assessment import Axis, Paths, YearPosition
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.moments import Span, Spans, figures, spans, years

Floats = NDArray[np.float64]

_HALF = 0.5


def paths(fitted: FittedTypology) -> Paths:
    """The first two principal components of the weighted table (Pearson 1901), and the paths.

    In each year an indicator has its newest figure until then, or before its first figure that
    one; an indicator without other years stays where it is. Figures are standardised among the
    selection of that year, as the typology does: a path shows how an area moves among the others.
    """
    known = spans(fitted.study)
    moving = {column: found for column, found in known.items() if len(found.every) > 1}
    every = years(fitted.study, known, also_own=True)
    return _Axes.of(fitted).told(moving, every)


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
        points = fitted.pipeline.prepared().points
        _rows, lengths, across = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
        directions = across[:2].T
        # An axis has no sign of its own: the indicator that says most about it points right.
        strongest = directions[np.abs(directions).argmax(axis=0), [0, 1]]
        return cls(fitted, points, directions * np.sign(strongest), lengths**2 / (lengths**2).sum())

    def told(self, moving: Mapping[str, Spans], every: tuple[int, ...]) -> Paths:
        codes = [str(c) for c in np.array(self.fitted.study.catalog.codes)[self.fitted.selection]]
        steps: dict[str, list[YearPosition]] = {code: [] for code in codes}
        for year in every:
            used = {column: found.until(year) or found.every[0] for column, found in moving.items()}
            table, missing = self._in_year(used)
            fresh = [at for at, span in enumerate(used.values()) if span[-1] == year]
            is_known = missing[:, fresh].mean(axis=1) < _HALF
            merged = self._merged(used)
            for row, place in enumerate(self._at(table)):
                if is_known[row]:
                    steps[codes[row]].append(YearPosition(year, *place, bool(merged[row])))
        return Paths(
            axes=(self._axis(0), self._axis(1)),
            moving={column: found.every[-1] for column, found in moving.items()},
            centres=dict(
                zip(self.fitted.ids, self._at(self.fitted.published.centres), strict=True)
            ),
            places=dict(zip(codes, self._at(self.points), strict=True)),
            steps={code: tuple(found) for code, found in steps.items() if len(found) > 1},
        )

    def _axis(self, number: int) -> Axis:
        scores = (self.points - self.points.mean(axis=0)) @ self.directions[:, number]
        z = self.fitted.pipeline.prepared().z
        # A column that does not vary goes along with nothing.
        spread = np.where(z.std(axis=0) > 0, z.std(axis=0), 1.0) * scores.std()
        along = ((z - z.mean(axis=0)) * scores[:, None]).mean(axis=0) / spread
        loadings = dict(zip(self.fitted.columns, map(float, along), strict=True))
        return Axis(float(self.shares[number]), loadings)

    def _at(self, points: Floats) -> list[tuple[float, float]]:
        placed = (points - self.points.mean(axis=0)) @ self.directions
        return [(float(x), float(y)) for x, y in placed]

    def _in_year(self, used: Mapping[str, Span]) -> tuple[Floats, NDArray[np.bool_]]:
        """The points with the figures of these years, and which of those are missing.

        Where one is missing, the area stays where it is in the published table.
        """
        pipeline, at = self.fitted.pipeline, [self.fitted.columns.index(one) for one in used]
        table = pipeline.table.copy()
        table[:, at] = figures(self.fitted.study, used)
        missing = np.isnan(table[:, at])
        points = replace(pipeline, table=table).prepared().points
        points[:, at] = np.where(missing, self.points[:, at], points[:, at])
        return points, missing

    def _merged(self, used: Mapping[str, Span]) -> NDArray[np.bool_]:
        """Whether a figure was computed from the areas that became one, or is of other land."""
        catalog = self.fitted.study.catalog
        here = catalog.areas.year
        marked = np.zeros(len(catalog.codes), dtype=bool)
        for column, span in used.items():
            series = catalog.series(column)
            at = [series.years.index(year) for year in span]
            later = [i for i, year in enumerate(series.years) if span[0] < year <= here]
            marked |= (series.marks[:, at] == "merged").any(axis=1)
            marked |= (series.marks[:, later] == "break").any(axis=1)
        found: NDArray[np.bool_] = marked[self.fitted.selection]
        return found
