"""From the boundaries on which a figure was published to those of the reference year.

Before a merger the parts are added, or weighed by their own denominator. Where that cannot be done
honestly the figure is left out, or kept under a marked break: the rules are in docs/method/data.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from deelgenoot.areas import Merger
from deelgenoot.sources.meta import SourceColumn

# Inhabitants that come or go by a change of borders, as a share, up to which we say that a share or
# an average still speaks of the same area. Counts are never let off.
TOLERATED = 0.045

Codes = frozenset[str]
Yearly = dict[int, dict[str, float]]


@dataclass(frozen=True)
class ConvertedColumn:
    """Values[year][code] on the reference boundaries, and what must be said about some of them.

    `boundary` says on which division a year was published, `mergers` which figures are sums
    or means of parts, `breaks` (year, code) where the land under a code changed.
    """

    values: Yearly
    boundary: Mapping[int, int]
    mergers: frozenset[tuple[int, str]] = frozenset()
    breaks: frozenset[tuple[int, str]] = frozenset()

    def is_broken(self, code: str, first: int, second: int) -> bool:
        """Tell whether the land under `code` differs between two divisions."""
        low, high = sorted((first, second))
        return any((year, code) in self.breaks for year in range(low + 1, high + 1))

    def level_years(self, code: str, reference: int) -> set[int]:
        """List the years whose figures are of the same territory as the reference year's."""
        return {
            year
            for year, row in self.values.items()
            if code in row and not self.is_broken(code, self.boundary[year], reference)
        }


class Territory:
    """Which areas made which, and where the land under one code changed."""

    def __init__(
        self,
        years: Mapping[int, Codes],
        mergers: Iterable[Merger],
        population: Yearly,
        reference: int,
        early_mergers: Iterable[Merger] = (),
    ) -> None:
        """Take `early_mergers`, of before the table `mergers`: their shares are not known."""
        self.reference = reference
        self._early_mergers = {(merger.year, merger.target) for merger in early_mergers}
        self.codes = years[reference]
        self._years = years
        self._population = population
        self._into: dict[tuple[int, str], list[Merger]] = {}
        for merger in mergers:
            self._into.setdefault((merger.year, merger.target), []).append(merger)
        known_years = [year for year, _ in self._into]
        # Nothing is known about mergers before this year: there only a jump can tell.
        self._first_known = min(known_years, default=reference)
        # Asked for every column anew, and always the same.
        self.parts = cache(self._parts)
        self.breaks = cache(self._breaks)

    def _parts(self, code: str, boundary: int) -> Codes:
        """Find the areas of an earlier division that went wholly into `code`, itself included."""
        parts = {code}
        for year in range(self.reference, max(boundary, self._first_known - 1), -1):
            for target in tuple(parts):
                parts |= {m.source for m in self._into.get((year, target), ()) if m.whole}
            parts = {one for one in parts if self._is_or_was(one, year)}
        return frozenset(parts)

    def _is_or_was(self, code: str, year: int) -> bool:
        return year - 1 not in self._years or code in self._years[year - 1]

    def _breaks(self, code: str, tolerance: float) -> frozenset[int]:
        """Find the years in which the land under `code` changes by more than the tolerance."""
        years = set()
        for year in sorted(self._years):
            if year - 1 in self._years and self._changes(code, year, tolerance):
                years.add(year)
        return frozenset(years)

    def _changes(self, code: str, year: int, tolerance: float) -> bool:
        before, after = self.parts(code, year - 1), self.parts(code, year)
        if year < self._first_known:
            is_named = any((year, one) in self._early_mergers for one in after)
            return self._jump(before, after, year) > (tolerance if is_named else TOLERATED)
        into = [m for one in sorted(after) for m in self._into.get((year, one), ())]
        if not into or (year <= self.reference and all(merger.whole for merger in into)):
            return False
        return self._jump(before, after, year) > tolerance

    def _jump(self, before: Codes, after: Codes, year: int) -> float:
        """Compute the change of inhabitants in one year, as a share; 0 if it is not known."""
        was = [self._population.get(year - 1, {}).get(code) for code in before]
        now = [self._population.get(year, {}).get(code) for code in after]
        if not was or not now or None in was or None in now:
            return 0.0
        return abs(sum(filter(None, now)) / sum(filter(None, was)) - 1)

    def convert(
        self,
        column: SourceColumn,
        values: Yearly,
        boundary: Mapping[int, int],
        weights: Yearly,
    ) -> ConvertedColumn:
        """Convert one column to the reference boundaries."""
        tolerance = 0.0 if column.across == "sum" else TOLERATED
        out: Yearly = {year: {} for year in values}
        merger_marks: set[tuple[int, str]] = set()
        break_marks: set[tuple[int, str]] = set()
        for code in sorted(self.codes):
            breaks = self.breaks(code, tolerance)
            break_marks |= {(year, code) for year in breaks}
            for year, row in values.items():
                parts = self._usable(code, boundary[year], breaks)
                value = _combine_parts(column, row, parts, _near(weights, boundary[year]))
                if value is not None:
                    out[year][code] = value
                    if parts != {code}:
                        merger_marks.add((year, code))
        return ConvertedColumn(out, boundary, frozenset(merger_marks), frozenset(break_marks))

    def _usable(self, code: str, boundary: int, breaks: frozenset[int]) -> Codes:
        """Find the parts that stand for `code`; across a break only the area with that code."""
        if boundary >= self.reference or any(boundary < year <= self.reference for year in breaks):
            return frozenset({code})
        return self.parts(code, boundary)


def _near(weights: Yearly, year: int) -> Yearly:
    """Order weights from the year nearest to `year`; of two as near, the earlier first."""
    return {at: weights[at] for at in sorted(weights, key=lambda at: (abs(at - year), at))}


def _combine_parts(
    column: SourceColumn, row: Mapping[str, float], parts: Codes, weights: Yearly
) -> float | None:
    """Compute the sum or weighted mean over `parts`; None when a part or its weight is lacking."""
    alone = len(parts) == 1
    if not parts <= row.keys() or (column.across == "none" and not alone):
        return None
    if alone or column.across == "sum":
        return sum(row[code] for code in sorted(parts))
    weighing = next((table for table in weights.values() if parts <= table.keys()), None)
    if weighing is None:
        return None
    total = sum(weighing[code] for code in sorted(parts))
    return sum(row[code] * weighing[code] for code in sorted(parts)) / total
