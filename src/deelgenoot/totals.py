"""Lines of a table that are no areas: totals of other lines, or areas of another kind.

A line is a likely total of others when in at least one column its figure is their sum, and in every
other column lies between theirs, as an average does. The sum must be one that chance hardly gives:
of large figures, to the last digit but for rounding. Names and codes tell the rest.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deelgenoot.notation import step_of
from deelgenoot.words import Text

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_WORDS = frozenset(
    (
        *("totaal", "eindtotaal", "subtotaal", "gemiddelde", "gemiddeld", "mediaan", "som"),
        *("total", "subtotal", "average", "mean", "median", "sum"),
    )
)
_KIND = re.compile(r"([A-Za-z]{2,})([0-9]+)")
_USUAL, _RARE = 0.9, 0.05
"""Codes of another kind are rare beside a usual kind."""
_SURE = 2.5
"""Chance gives a sum this exact once in 300 tables (a power of ten)."""
_FEWEST_PARTS = 2
_FINE = 1e-6
"""The step of figures that were never rounded."""


@dataclass(frozen=True)
class LikelyTotal:
    """A line that looks like a total, and why."""

    row: int
    why: Text


def likely_totals(
    codes: Sequence[str], names: Sequence[str], regions: Sequence[str], figures: Floats
) -> list[LikelyTotal]:
    """Find the lines that look like no area, in order; `figures` (n, p) has NaN for a gap."""
    sums, n_lines = _Sums(figures), len(codes)
    n_parts = {
        row: len(parts)
        for candidates, n_tries in (
            (_groups(codes, names, regions), n_lines),
            (sums.blocks(), n_lines**2),
        )
        for row, parts in candidates
        if sums.is_total(row, parts, n_tries)
    }
    why = _by_kind(codes) | _by_name(names) | {row: _sum_of(n) for row, n in n_parts.items()}
    for row in sums.of_all_others(frozenset(why)):
        why[row] = Text("som van de andere regels", "sum of the other lines")
    return [LikelyTotal(row, why[row]) for row in sorted(why)]


def _sum_of(n_parts: int) -> Text:
    return Text(f"som van {n_parts} andere regels", f"sum of {n_parts} other lines")


def _by_name(names: Sequence[str]) -> dict[int, Text]:
    """Find the lines whose name says that they are no area."""
    words = [set(re.findall(r"[^\W\d_]+", name.casefold())) & _WORDS for name in names]
    return {
        row: Text(f"in de naam staat “{min(those)}”", f"its name says “{min(those)}”")
        for row, those in enumerate(words)
        if those
    }


def _by_kind(codes: Sequence[str]) -> dict[int, Text]:
    """Find codes of another kind: NL01 among many as GM0034, and GM0034 beside BU00340101."""
    matches = [_KIND.fullmatch(code) for code in codes]
    kinds = [match[1].upper() if match else "" for match in matches]
    digits_of: dict[str, list[str]] = {}
    for kind, match in zip(kinds, matches, strict=True):
        digits_of.setdefault(kind, []).append(match[2] if match else "")
    regions = {kind for kind in digits_of if kind and _are_regions(kind, digits_of)}
    why = {
        row: Text("codes van andere regels beginnen ermee", "codes of other lines begin with it")
        for row, kind in enumerate(kinds)
        if kind in regions
    }
    counts = Counter(kind for kind in kinds if kind not in regions)
    [(usual, n_usual)] = counts.most_common(1)
    if not usual or n_usual < _USUAL * counts.total():
        return why
    return why | {
        row: Text(f"zijn code begint niet met {usual}", f"its code does not begin with {usual}")
        for row, kind in enumerate(kinds)
        if kind not in {usual, *regions} and counts[kind] <= max(1, _RARE * len(codes))
    }


def _are_regions(kind: str, digits_of: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether nearly all codes of another, larger kind begin with the digits of this one."""
    own = set(digits_of[kind])
    lengths = {len(digits) for digits in own}
    return any(
        len(others) >= _FEWEST_PARTS * len(own)
        and min(map(len, others)) > max(lengths)
        and sum(any(digits[:n] in own for n in lengths) for digits in others)
        >= _USUAL * len(others)
        for other, others in digits_of.items()
        if other != kind
    )


def _groups(
    codes: Sequence[str], names: Sequence[str], regions: Sequence[str]
) -> Iterator[tuple[int, Ints]]:
    """Give each line that names a region of others, or whose code begins theirs, with those."""
    order = sorted(range(len(codes)), key=codes.__getitem__)
    in_order = [codes[row] for row in order]
    members: dict[str, list[int]] = {}
    for row, region in enumerate(regions):
        members.setdefault(region, []).append(row)
    for row, (code, name) in enumerate(zip(codes, names, strict=True)):
        first = bisect_left(in_order, code)
        last = bisect_left(in_order, code + "\N{REPLACEMENT CHARACTER}")
        for parts in (order[first:last], members.get(name, []), members.get(code, [])):
            others = [part for part in parts if part != row]
            if len(others) >= _FEWEST_PARTS:
                yield row, np.array(others)


class _Sums:
    """Tells which figures are sums of others, (n, p)."""

    def __init__(self, figures: Floats) -> None:
        self.figures = figures
        self.steps = np.array([step_of(column) or _FINE for column in figures.T])

    def is_total(self, row: int, parts: Ints, n_tries: int) -> bool:
        """Tell whether a line is a sum of `parts` that chance hardly gives in so many tries."""
        own, below = self.figures[row], self.figures[parts]
        slack = self._slack(len(parts))
        with np.errstate(invalid="ignore"):  # fmin passes over gaps
            apart = np.abs(own - below.sum(axis=0))
            is_sum = apart <= slack
            is_between = (np.fmin.reduce(below) <= own) & (own <= np.fmax.reduce(below))
        is_known = ~np.isnan(apart)
        if not (is_sum | is_between)[is_known].all():
            return False
        by_chance = 2 * np.maximum(apart, self.steps / 2) / np.maximum(np.abs(own), self.steps)
        exactness = np.maximum(-np.log10(by_chance[is_sum]), 0)
        return bool(exactness.sum() >= _SURE + np.log10(n_tries))

    def _slack(self, n_parts: int) -> Floats:
        """How far a sum of so many rounded figures may be off: three deviations."""
        slack: Floats = self.steps * (0.5 + np.sqrt(n_parts))
        return slack

    def blocks(self) -> Iterator[tuple[int, Ints]]:
        """Give each line with the lines right below or above it that have its sum in a column."""
        whole = [j for j, column in enumerate(self.figures.T) if np.min(column) >= 0]  # NaN is not
        if not whole:
            return
        best = max(whole, key=lambda j: self.figures[:, j].sum() / self.steps[j])
        column, step = self.figures[:, best], self.steps[best]
        for rows in (np.arange(len(column)), np.arange(len(column))[::-1]):
            running_sums = np.concatenate([[0.0], np.cumsum(column[rows])])
            ends = np.searchsorted(running_sums, running_sums[1:] + column[rows])
            for stops in (ends - 1, ends, ends + 1):
                for at in self._reaching(running_sums, stops, column[rows], step):
                    yield int(rows[at]), rows[at + 1 : stops[at]]

    @staticmethod
    def _reaching(running_sums: Floats, stops: Ints, own: Floats, step: float) -> Ints:
        """Find the lines whose figure is what is reached between it and its stop."""
        first = np.arange(1, len(own) + 1)
        n_parts = stops - first
        sums = running_sums[np.minimum(stops, len(own))] - running_sums[first]
        slack = step * (0.5 + np.sqrt(np.maximum(n_parts, 0)))
        is_whole = (n_parts >= _FEWEST_PARTS) & (stops <= len(own))
        return np.flatnonzero(is_whole & (np.abs(sums - own) <= slack))

    def of_all_others(self, totals: frozenset[int]) -> list[int]:
        """Find the lines that are the sum of all others, but for what is no area already."""
        every = np.arange(len(self.figures))
        pool = np.array([row for row in every if row not in totals])
        if len(pool) <= _FEWEST_PARTS:
            return []
        others = self.figures[pool].sum(axis=0) - np.where(
            np.isin(every, pool)[:, None], self.figures, 0
        )
        with np.errstate(invalid="ignore"):
            is_close = np.abs(self.figures - others) <= self._slack(len(pool))
        likely = every[is_close.any(axis=1)]
        ends = {0, len(self.figures) - 1}  # where a total mostly stands
        return [
            int(row)
            for row in likely
            if self.is_total(row, pool[pool != row], len(ends) if row in ends else len(pool))
        ]
