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

from deelgenoot.study import Study
from deelgenoot.typology.levels import levels
from deelgenoot.typology.prepare import end_of, on_scale
from deelgenoot.typology.published import Member, Typology

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SLACK = 1e-9
"""How far, in squared distance, a place may lie short of the border that it should be on."""
_BARELY = 1e-6
"""No figure is written more precisely than this."""
_TRIES = 20
"""How many pairs are tried before giving up: rounding can spoil the first ones."""


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
    squares: Floats
    """Squared distance to every centre, (k,)."""
    columns: Ints
    low: Floats
    """Per changeable column how far it may go down (not above 0); `high` is how far up."""
    high: Floats


class Changes:
    """The borders between the clusters of a published typology, seen from its areas."""

    def __init__(self, typology: Typology, study: Study) -> None:
        self.typology, self.study, self.catalog = typology, study, study.catalog
        self.columns = tuple(typology.weights)
        self._weights = np.array([typology.weights[c] for c in self.columns])
        self._ids = tuple(one.archetype for one in typology.clusters)
        self._centres = np.array(
            [[one.pulled_centre[c] for c in self.columns] for one in typology.clusters]
        )

    def is_at_home(self, code: str) -> bool:
        """Tell whether an area is nearest to the centre of its own cluster.

        A method that looks at more than distance may have put it elsewhere: then no figure tells.
        """
        place = self._place(self.typology.members[code])
        return self._ids[int(place.squares.argmin())] == place.member.cluster

    def smallest(self, code: str) -> tuple[Change, ...]:
        """Find the smallest change into each other cluster that can be reached, smallest first.

        Where any cluster can be reached with one figure, only such changes are given. Empty where
        no two figures of the selection's range are enough, and for an area that is not at home.
        """
        if not self.is_at_home(code):
            return ()
        place = self._place(self.typology.members[code])
        others = [k for k, one in enumerate(self._ids) if one != place.member.cluster]
        for find in (self._single, self._pair):
            changes = [change for change in (find(place, k) for k in others) if change]
            if changes:
                return tuple(sorted(changes, key=lambda change: (change.size, change.cluster)))
        return ()

    def border(self, code: str) -> Border | None:
        """Find the nearest border: the plane halfway between two centres, at a right angle.

        None for an area that is not at home.
        """
        if not self.is_at_home(code):
            return None
        place = self._place(self.typology.members[code])
        own = self._ids.index(place.member.cluster)
        apart = np.sqrt((self._weights * (self._centres - self._centres[own]) ** 2).sum(axis=1))
        apart[own] = np.nan
        distances = (place.squares - place.squares[own]) / (2 * apart)
        nearest = int(np.nanargmin(distances))
        return Border(self._ids[nearest], float(distances[nearest]))

    def nearest(self, z: Floats) -> str:
        """Find the archetype of the centre nearest to a place in standard deviations."""
        return self._ids[int(self._squared_distances(z).argmin())]

    # --- where it stands ---

    def _squared_distances(self, z: Floats) -> Floats:
        squares: Floats = (self._weights * (z - self._centres) ** 2).sum(axis=1)
        return squares

    def _place(self, member: Member) -> _Place:
        z = np.array([member.z[c] for c in self.columns])
        usable = [j for j, c in enumerate(self.columns) if self._is_usable(c, member)]
        columns = np.array(usable, dtype=np.int64)
        low, high = (np.minimum(0, self._reach[0] - z), np.maximum(0, self._reach[1] - z))
        return _Place(member, z, self._squared_distances(z), columns, low[columns], high[columns])

    def _is_usable(self, column: str, member: Member) -> bool:
        indicator = self.catalog.indicators[column]
        is_sure = not (indicator.assumed_year or indicator.weak or column in member.filled)
        return is_sure and self.typology.weights[column] > 0

    @cached_property
    def _reach(self) -> Floats:
        """The lowest and highest place of the selection per column, (2, p)."""
        places = [[m.z[c] for c in self.columns] for m in self._selection]
        return np.array([np.min(places, axis=0), np.max(places, axis=0)])

    @cached_property
    def _selection(self) -> tuple[Member, ...]:
        return tuple(m for m in self.typology.members.values() if m.in_study)

    @cached_property
    def _figures(self) -> Mapping[str, Floats]:
        """Per column the figures that there are in the selection, as written."""
        rows = [self.catalog.codes.index(m.code) for m in self._selection]
        return {
            c: np.array(
                [
                    self.catalog.indicators[c].as_written(v)
                    for v in self._levels[c][rows].tolist()
                    if not np.isnan(v)
                ]
            )
            for c in self.columns
        }

    @cached_property
    def _levels(self) -> Mapping[str, Floats]:
        """Per column the figures that the study counts, areas in order of the catalogue."""
        return dict(zip(self.study.transforms, levels(self.study).T, strict=True))

    @cached_property
    def _ends(self) -> Mapping[str, float]:
        """Per column where 0 stands on its scale."""
        scales = {c: standard.scale for c, standard in self.typology.standards.items()}
        return {c: end_of(self._levels[c], scales[c]) for c in self.columns}

    # --- what is enough ---

    def _pulls(self, place: _Place, target: int) -> tuple[Floats, Floats]:
        """Give the borders of `target`: a step t is enough if `pulls @ t >= limits` for each rival.

        The terms in t squared are the same for every centre, so each border is a plane.
        """
        rivals = np.arange(len(self._ids)) != target
        away = self._centres[target] - self._centres[rivals]
        pulls = 2 * (self._weights * away)[:, place.columns]
        return pulls, place.squares[target] - place.squares[rivals]

    def _single(self, place: _Place, target: int) -> Change | None:
        """Find the smallest change of one figure; along one axis a cluster is an interval."""
        pulls, limits = self._pulls(place, target)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = limits[:, None] / pulls
        least = np.where(pulls > 0, at, -np.inf).max(axis=0)
        most = np.where(pulls < 0, at, np.inf).min(axis=0)
        is_shut = ((pulls == 0) & (limits[:, None] > 0)).any(axis=0)
        steps = np.where(least > 0, least, most)
        is_open = (least <= most) & ~is_shut & (place.low <= steps) & (steps <= place.high)
        order = np.argsort(np.abs(steps), kind="stable")
        candidates = ((self._change(place, target, [j], steps[[j]])) for j in order if is_open[j])
        return next((change for change in candidates if change), None)

    def _pair(self, place: _Place, target: int) -> Change | None:
        """Find the smallest change of two figures: least squares between straight borders."""
        pulls, limits = self._pulls(place, target)
        pairs = _enough_together(np.maximum(pulls * place.low, pulls * place.high), limits)
        if not pairs.size:
            return None
        low, high = place.low[pairs].T, place.high[pairs].T
        sides = pulls[:, pairs].transpose(2, 0, 1)
        corners = np.array(list(_corners(sides, limits, (low, high))))
        short = limits[:, None] - (sides[0] * corners[:, None, 0] + sides[1] * corners[:, None, 1])
        inside = (corners >= low - _SLACK) & (corners <= high + _SLACK)
        is_enough = (short <= _SLACK).all(axis=1) & inside.all(axis=1)
        sizes = np.where(is_enough, np.hypot(corners[:, 0], corners[:, 1]), np.inf)
        best = sizes.argmin(axis=0)
        every = np.arange(len(pairs))
        steps, size = corners[best, :, every], sizes[best, every]
        order = [i for i in np.argsort(size, kind="stable")[:_TRIES] if np.isfinite(size[i])]
        candidates = (self._change(place, target, pairs[i].tolist(), steps[i]) for i in order)
        return next((change for change in candidates if change), None)

    def _change(self, place: _Place, target: int, at: list[int], steps: Floats) -> Change | None:
        """Round the change to figures that can be written; None if those miss the cluster again."""
        z, shifts = place.z.copy(), []
        for column, step in zip(place.columns[at].tolist(), steps.tolist(), strict=True):
            shift = self._shift(place.member, column, step)
            z[column] = self._z(shift.indicator, shift.needed)
            shifts.append(shift)
        if self.nearest(z) != self._ids[target]:
            return None
        return Change(self._ids[target], tuple(shifts), float(np.sqrt((steps**2).sum())))

    def _shift(self, member: Member, column: int, step: float) -> Shift:
        name = self.columns[column]
        indicator, standard = self.catalog.indicators[name], self.typology.standards[name]
        border = member.z[name] + step
        row = self.catalog.codes.index(member.code)
        now = indicator.as_written(float(self._levels[name][row]))
        side = 1 if step > 0 else -1
        target = indicator.written_beyond(standard.figure(border), side)
        if target == now:  # less than what is written shows: then the next figure that does
            target = indicator.written_beyond(now + side * _BARELY, side)
        figures = self._figures[name]
        between = (figures > min(now, target)) & (figures < max(now, target))
        return Shift(name, now, target, border, int(between.sum()))

    def _z(self, column: str, figure: float) -> float:
        standard = self.typology.standards[column]
        place = on_scale(np.array([figure]), standard.scale, self._ends[column])[0]
        return float((place - standard.mean) / standard.spread)


def _enough_together(most: Floats, limits: Floats) -> Ints:
    """List the pairs of figures (n_pairs, 2) that pass every border when both go their farthest.

    `most` (k - 1, p) is the most that a figure can do towards each border.
    """
    pairs = np.triu_indices(most.shape[1], 1)
    is_possible = (most[:, pairs[0]] + most[:, pairs[1]] >= limits[:, None]).all(axis=0)
    return np.column_stack(pairs)[is_possible]


def _corners(
    sides: Floats, limits: Floats, reach: tuple[Floats, Floats]
) -> Iterator[tuple[Floats, Floats]]:
    """List where the smallest change can lie: square on one border, or where two lines meet.

    `sides` (2, k - 1, n_pairs) are the two coefficients of each border per pair of figures.
    """
    first, second = sides
    with np.errstate(divide="ignore", invalid="ignore"):
        for a, b, r in zip(first, second, limits, strict=True):
            length = a**2 + b**2
            yield np.nan_to_num(r * a / length), np.nan_to_num(r * b / length)
            for end in reach:
                yield end[0], np.nan_to_num((r - a * end[0]) / b)
                yield np.nan_to_num((r - b * end[1]) / a), end[1]
        for i, j in combinations(range(len(limits)), 2):
            determinant = first[i] * second[j] - first[j] * second[i]
            x = (limits[i] * second[j] - limits[j] * second[i]) / determinant
            y = (limits[j] * first[i] - limits[i] * first[j]) / determinant
            yield np.nan_to_num(x), np.nan_to_num(y)
