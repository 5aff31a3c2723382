"""In which other cluster would an area be if a figure of it were different?

A counterfactual explanation (Wachter, Mittelstadt & Russell 2018): the fewest figures, at most two,
and with so many the smallest change, that bring the area nearer to another centre than to any. The
centres, weights and standards are the published ones and stay where they are. A figure goes no
further than the selection does, and only measured figures of a known year are changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from deelgenoot.catalog import Catalog
from deelgenoot.typology.prepare import on_scale
from deelgenoot.typology.published import Member, Typology

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SLACK = 1e-9
"""How far, in squared distance, a place may lie short of the border that it should be on."""
_BARELY = 1e-6
"""More than this is written of no figure."""
_TRIES = 20
"""Pairs that are tried before it is said that no pair does it: rounding can spoil one."""


@dataclass(frozen=True)
class Shift:
    """One figure that would be different."""

    indicator: str
    now: float
    """As written, in the indicator's own unit."""
    needed: float
    """The nearest figure that can be written and is enough."""
    border: float
    """Where exactly the border lies, in standard deviations."""
    n_passed: int
    """Areas of the selection whose figure lies between the two."""


@dataclass(frozen=True)
class Change:
    """What brings an area into another cluster, everything else staying as it is."""

    cluster: str
    """The archetype of that cluster."""
    shifts: tuple[Shift, ...]
    size: float
    """Root of the sum of squared shifts, in standard deviations of the selection."""


@dataclass(frozen=True)
class Border:
    """The nearest border of the cluster, when every figure may change a little at once."""

    cluster: str
    """The archetype on the other side."""
    distance: float
    """Weighted Euclidean distance to it; at most half of that between the two centres."""


@dataclass(frozen=True)
class _Place:
    """One area: where it stands, which columns may change, and how far each may go."""

    member: Member
    z: Floats
    squared: Floats
    """Squared distance to every centre, (k,)."""
    columns: Ints
    low: Floats
    """Per changeable column how far it may go down (not above 0); `high` is how far up."""
    high: Floats


class Changes:
    """The borders between the clusters of a published typology, seen from its areas."""

    def __init__(self, typology: Typology, catalog: Catalog) -> None:
        self.typology, self.catalog = typology, catalog
        self.columns = tuple(typology.weights)
        self._weights = np.array([typology.weights[c] for c in self.columns])
        self._ids = tuple(one.archetype for one in typology.clusters)
        self._centres = np.array(
            [[one.pulled_centre[c] for c in self.columns] for one in typology.clusters]
        )

    def smallest(self, code: str) -> tuple[Change, ...]:
        """Per other cluster that can be reached the smallest change, the smallest first.

        Where any cluster can be reached with one figure, only such changes are given. Empty where
        no two figures of the selection's range are enough.
        """
        place = self._place(self.typology.members[code])
        others = [k for k, one in enumerate(self._ids) if one != place.member.cluster]
        for find in (self._single, self._pair):
            found = [change for change in (find(place, k) for k in others) if change]
            if found:
                return tuple(sorted(found, key=lambda change: (change.size, change.cluster)))
        return ()

    def border(self, code: str) -> Border:
        """The nearest border: the plane halfway between two centres, at a right angle."""
        place = self._place(self.typology.members[code])
        own = self._ids.index(place.member.cluster)
        apart = np.sqrt((self._weights * (self._centres - self._centres[own]) ** 2).sum(axis=1))
        apart[own] = np.nan
        distances = (place.squared - place.squared[own]) / (2 * apart)
        nearest = int(np.nanargmin(distances))
        return Border(self._ids[nearest], float(distances[nearest]))

    def nearest(self, z: Floats) -> str:
        """The archetype of the centre nearest to a place in standard deviations."""
        return self._ids[int(self._squared(z).argmin())]

    # --- where it stands ---

    def _squared(self, z: Floats) -> Floats:
        squared: Floats = (self._weights * (z - self._centres) ** 2).sum(axis=1)
        return squared

    def _place(self, member: Member) -> _Place:
        z = np.array([member.z[c] for c in self.columns])
        usable = [j for j, c in enumerate(self.columns) if self._is_usable(c, member)]
        columns = np.array(usable, dtype=np.int64)
        low, high = (np.minimum(0, self._reach[0] - z), np.maximum(0, self._reach[1] - z))
        return _Place(member, z, self._squared(z), columns, low[columns], high[columns])

    def _is_usable(self, column: str, member: Member) -> bool:
        one = self.catalog.indicators[column]
        is_sure = not (one.assumed_year or one.weak or column in member.filled)
        return is_sure and self.typology.weights[column] > 0

    @cached_property
    def _reach(self) -> Floats:
        """The lowest and highest place of the selection per column, (2, p)."""
        held = [[m.z[c] for c in self.columns] for m in self._selection]
        return np.array([np.min(held, axis=0), np.max(held, axis=0)])

    @cached_property
    def _selection(self) -> tuple[Member, ...]:
        return tuple(m for m in self.typology.members.values() if m.in_study)

    @cached_property
    def _figures(self) -> Mapping[str, Floats]:
        """Per column the figures that there are in the selection, as written."""
        rows = [self.catalog.codes.index(m.code) for m in self._selection]
        levels = self.catalog.level(self.columns)[rows]
        return {
            c: np.array([self.catalog.indicators[c].as_written(v) for v in held if not np.isnan(v)])
            for c, held in zip(self.columns, levels.T.tolist(), strict=True)
        }

    # --- what is enough ---

    def _pulls(self, place: _Place, target: int) -> tuple[Floats, Floats]:
        """What a place must satisfy to be nearest to `target`: `pulls @ t >= needed` per cluster.

        The terms in t squared are the same for every centre, so each border is a plane.
        """
        rivals = np.arange(len(self._ids)) != target
        away = self._centres[target] - self._centres[rivals]
        pulls = 2 * (self._weights * away)[:, place.columns]
        return pulls, place.squared[target] - place.squared[rivals]

    def _single(self, place: _Place, target: int) -> Change | None:
        """The smallest change of one figure; along one axis a cluster is an interval."""
        pulls, needed = self._pulls(place, target)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = needed[:, None] / pulls
        least = np.where(pulls > 0, at, -np.inf).max(axis=0)
        most = np.where(pulls < 0, at, np.inf).min(axis=0)
        is_shut = ((pulls == 0) & (needed[:, None] > 0)).any(axis=0)
        moved = np.where(least > 0, least, most)
        is_open = (least <= most) & ~is_shut & (place.low <= moved) & (moved <= place.high)
        order = np.argsort(np.abs(moved), kind="stable")
        tried = ((self._change(place, target, [j], moved[[j]])) for j in order if is_open[j])
        return next((change for change in tried if change), None)

    def _pair(self, place: _Place, target: int) -> Change | None:
        """The smallest change of two figures: least squares in a plane with straight borders."""
        pulls, needed = self._pulls(place, target)
        pairs = _enough_together(np.maximum(pulls * place.low, pulls * place.high), needed)
        if not pairs.size:
            return None
        low, high = place.low[pairs].T, place.high[pairs].T
        sides = pulls[:, pairs].transpose(2, 0, 1)
        corners = np.array(list(_corners(sides, needed, (low, high))))
        short = needed[:, None] - (sides[0] * corners[:, None, 0] + sides[1] * corners[:, None, 1])
        inside = (corners >= low - _SLACK) & (corners <= high + _SLACK)
        is_enough = (short <= _SLACK).all(axis=1) & inside.all(axis=1)
        sizes = np.where(is_enough, np.hypot(corners[:, 0], corners[:, 1]), np.inf)
        best = sizes.argmin(axis=0)
        every = np.arange(len(pairs))
        moved, size = corners[best, :, every], sizes[best, every]
        order = [i for i in np.argsort(size, kind="stable")[:_TRIES] if np.isfinite(size[i])]
        tried = (self._change(place, target, pairs[i].tolist(), moved[i]) for i in order)
        return next((change for change in tried if change), None)

    def _change(self, place: _Place, target: int, at: list[int], moved: Floats) -> Change | None:
        """The change in figures that can be written; None where those lie elsewhere again."""
        z, shifts = place.z.copy(), []
        for column, step in zip(place.columns[at].tolist(), moved.tolist(), strict=True):
            shift = self._shift(place.member, column, step)
            z[column] = self._z(shift.indicator, shift.needed)
            shifts.append(shift)
        if self.nearest(z) != self._ids[target]:
            return None
        return Change(self._ids[target], tuple(shifts), float(np.sqrt((moved**2).sum())))

    def _shift(self, member: Member, column: int, step: float) -> Shift:
        name = self.columns[column]
        one, standard = self.catalog.indicators[name], self.typology.standards[name]
        border = member.z[name] + step
        row = self.catalog.codes.index(member.code)
        now = one.as_written(float(self.catalog.level([name])[row, 0]))
        side = 1 if step > 0 else -1
        needed = one.written_beyond(standard.figure(border), side)
        if needed == now:  # less than what is written shows: then the next figure that does
            needed = one.written_beyond(now + side * _BARELY, side)
        figures = self._figures[name]
        between = (figures > min(now, needed)) & (figures < max(now, needed))
        return Shift(name, now, needed, border, int(between.sum()))

    def _z(self, column: str, figure: float) -> float:
        standard = self.typology.standards[column]
        scaled = on_scale(np.array([figure]), standard.scale, column)[0]
        return float((scaled - standard.mean) / standard.spread)


def _enough_together(most: Floats, needed: Floats) -> Ints:
    """The pairs of figures (n_pairs, 2) that could pass every border, each going its farthest.

    `most` (k - 1, p) is the most that a figure can do towards each border.
    """
    pairs = np.triu_indices(most.shape[1], 1)
    could = (most[:, pairs[0]] + most[:, pairs[1]] >= needed[:, None]).all(axis=0)
    return np.column_stack(pairs)[could]


def _corners(
    sides: Floats, needed: Floats, reach: tuple[Floats, Floats]
) -> Iterator[tuple[Floats, Floats]]:
    """Where the smallest change can lie: on one border at a right angle, or where two lines meet.

    `sides` (2, k - 1, n_pairs) are the two coefficients of each border per pair of figures.
    """
    first, second = sides
    with np.errstate(divide="ignore", invalid="ignore"):
        for a, b, r in zip(first, second, needed, strict=True):
            length = a**2 + b**2
            yield np.nan_to_num(r * a / length), np.nan_to_num(r * b / length)
            for end in reach:
                yield end[0], np.nan_to_num((r - a * end[0]) / b)
                yield np.nan_to_num((r - b * end[1]) / a), end[1]
        for one, other in combinations(range(len(needed)), 2):
            crossed = first[one] * second[other] - first[other] * second[one]
            x = (needed[one] * second[other] - needed[other] * second[one]) / crossed
            y = (needed[other] * first[one] - needed[one] * first[other]) / crossed
            yield np.nan_to_num(x), np.nan_to_num(y)
