"""Who resembles whom, on chosen themes, with the reason.

Resemblance is symmetric: the distance from a to b is the distance from b to a. The ranking is not:
a may be the nearest of b while b has nearer ones.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deelgenoot.areas import Areas
from deelgenoot.errors import BadChoice
from deelgenoot.typology.published import Typology

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_PAIRED = 500
"""Areas of the selection that are paired to learn which distances are small."""
_ROUNDING = 1e-3
"""More than single precision can be off, in a squared distance between standardised figures."""
_LARGE = 0.8
"""Standard deviations: what Cohen (1988) calls a large difference."""
TRIFLE = 0.5
"""Standard deviations, Cohen's medium difference: what is closer does not set a peer apart."""
_LEAST = 2
"""Peers of which one can differ from the others."""
Likeness = Literal["strong", "partly", "different"]


Region = Literal["neighbours", "region", "province"]


def own_region(areas: Areas, code: str, kind: Region) -> frozenset[str]:
    """List the codes of an area's own region: at its border, or in its region or province.

    An area without a known region is alone.
    """
    area = areas[code]
    if kind == "neighbours" or not getattr(area, kind):
        return frozenset(area.neighbours if kind == "neighbours" else ()) | {code}
    return frozenset(a.code for a in areas if getattr(a, kind) == getattr(area, kind))


@dataclass(frozen=True)
class Peer:
    """One area that resembles the one asked for."""

    code: str
    distance: float
    """Root of the weighted mean over the themes of the squared theme distances."""
    themes: Mapping[str, float]
    """Per theme the root mean square difference, in standard deviations."""
    likeness: Mapping[str, Likeness]
    """Per theme, among all pairs of the selection: nearest tenth, farther half, or between.

    Strong also means that they differ by no more than .8 standard deviations in any indicator.
    """
    alike: tuple[str, ...]
    """The two themes, among those that count, in which they resemble most for that theme."""
    different: str
    """The theme in which they differ most for that theme; also in `alike` when it counts alone."""
    counting: tuple[str, ...]
    """The themes that count, in their fixed order."""


@dataclass(frozen=True)
class PeerTrait:
    """An indicator in which one peer of a list lies outside all others of that list."""

    indicator: str
    side: Literal["low", "high"]
    gap: float
    """How far it lies from the nearest of the others, in standard deviations."""


class Peers:
    """Distances between the areas of a published typology, per theme."""

    def __init__(self, typology: Typology, theme_of: Mapping[str, str]) -> None:
        self.typology = typology
        self.columns = tuple(typology.weights)
        self.codes = tuple(typology.members)
        self.themes = tuple(dict.fromkeys(theme_of[c] for c in self.columns))
        self._row = {code: i for i, code in enumerate(self.codes)}
        self._z = np.array([[m.z[c] for c in self.columns] for m in typology.members.values()])
        self._in_study = np.array([m.in_study for m in typology.members.values()])
        self._in_theme = {
            theme: np.array([theme_of[c] == theme for c in self.columns]) for theme in self.themes
        }

    def theme_distances(self, code: str, rows: Ints | None = None) -> Floats:
        """Compute the root mean square difference in z from `code` to these rows: (n, n_themes)."""
        z = self._z if rows is None else self._z[rows]
        squares = (z - self._z[self._row[code]]) ** 2
        per_theme = [squares[:, inside].mean(axis=1) for inside in self._in_theme.values()]
        distances: Floats = np.sqrt(np.array(per_theme).T)
        return distances

    @cached_property
    def _bounds(self) -> tuple[Floats, Floats]:
        """Find per theme the nearest tenth and the middle of all pairs of the selection.

        Of a large selection areas at even steps count.
        """
        inside = np.flatnonzero(self._in_study)
        inside = inside[:: -(-len(inside) // _PAIRED)]
        pairs = [
            self.theme_distances(self.codes[row], inside[at + 1 :])
            for at, row in enumerate(inside[:-1])
        ]
        near, middle = np.quantile(np.concatenate(pairs), [0.1, 0.5], axis=0)
        return near, middle

    def nearest(
        self,
        code: str,
        weights: Mapping[str, float] | None = None,
        *,
        among: Collection[str] | None = None,
        besides: Collection[str] = (),
        n: int | None = None,
    ) -> list[Peer]:
        """List the `n` nearest, or every allowed area, from most to least like `code`.

        Ties in order of code. A theme weighs 1 unless `weights` says otherwise; `among` defaults to
        the selection of the study. Raises BadChoice when no theme has weight.
        """
        by_theme = np.array([(weights or {}).get(theme, 1.0) for theme in self.themes])
        if not by_theme.sum() > 0:
            raise BadChoice(
                "At least one theme needs a weight above zero.",
                "Geef minstens één thema een gewicht boven nul.",
            )
        rows = self._candidates(code, by_theme, self._mask_of(code, among, besides), n)
        per_theme = self.theme_distances(code, rows)
        has_large = self._has_large_difference(code, rows)
        total = np.sqrt((per_theme**2 @ by_theme) / by_theme.sum())
        order = sorted(range(len(rows)), key=lambda at: (total[at], self.codes[rows[at]]))
        return [
            Peer(
                self.codes[rows[at]],
                float(total[at]),
                dict(zip(self.themes, map(float, per_theme[at]), strict=True)),
                self._likeness(per_theme[at], has_large[at]),
                *self._alike_and_different(per_theme[at], by_theme),
                tuple(compress(self.themes, by_theme > 0)),
            )
            for at in order[:n]
        ]

    def _has_large_difference(self, code: str, rows: Ints) -> Bools:
        """Tell whether an indicator of a theme differs by much from `code`: (n, n_themes)."""
        is_large = np.abs(self._z[rows] - self._z[self._row[code]]) > _LARGE
        return np.array([is_large[:, inside].any(axis=1) for inside in self._in_theme.values()]).T

    def _mask_of(self, code: str, among: Collection[str] | None, besides: Collection[str]) -> Bools:
        if among is None:
            is_allowed = self._in_study.copy()
        else:
            is_allowed = np.zeros(len(self.codes), dtype=bool)
            is_allowed[[self._row[one] for one in among]] = True
        is_allowed[[self._row[one] for one in (code, *besides) if one in self._row]] = False
        return is_allowed

    def _candidates(self, code: str, by_theme: Floats, mask: Bools, n: int | None) -> Ints:
        """Narrow the allowed rows to those that can be among the `n` nearest.

        Squared distances from inner products are quick, and near enough to choose by.
        """
        rows = np.flatnonzero(mask)
        if n is None or n >= len(rows):
            return rows
        z, squares = self._rough
        here = self._spread_over_columns @ by_theme * self._z[self._row[code]]
        rough = squares @ by_theme.astype(np.float32) - 2 * (z @ here.astype(np.float32))
        rough[~mask] = np.inf
        bound = np.partition(rough, n - 1)[n - 1]
        return np.flatnonzero(rough <= bound + _ROUNDING * by_theme.sum())

    @cached_property
    def _spread_over_columns(self) -> Floats:
        """The weight of each theme in each of its columns, (p, n_themes)."""
        return np.array([inside / inside.sum() for inside in self._in_theme.values()]).T

    @cached_property
    def _rough(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """z (n, p) and its mean square per theme (n, n_themes), in half the memory."""
        squares = self._z**2 @ self._spread_over_columns
        return self._z.astype(np.float32), squares.astype(np.float32)

    def _likeness(self, per_theme: Floats, has_large: Bools) -> dict[str, Likeness]:
        near, middle = self._bounds
        kinds: list[Likeness] = ["strong", "different", "partly"]
        picks = np.select([(per_theme <= near) & ~has_large, per_theme >= middle], [0, 1], 2)
        return {theme: kinds[at] for theme, at in zip(self.themes, picks, strict=True)}

    def _alike_and_different(
        self, per_theme: Floats, by_theme: Floats
    ) -> tuple[tuple[str, ...], str]:
        """Find the two themes of most likeness and the one of least, among those that count."""
        relative = per_theme / self._bounds[1]
        counting = [i for i in np.argsort(relative, kind="stable") if by_theme[i] > 0]
        alike = tuple(self.themes[i] for i in counting[:-1][:2] or counting)
        return alike, self.themes[counting[-1]]


def find_traits(
    listing: Sequence[Peer], typology: Typology, indicators: Collection[str]
) -> dict[str, PeerTrait]:
    """Find for each peer of a list the indicator in which it stands out most, by code.

    That is where it is highest or lowest of the list by the largest gap. A peer without a gap of
    more than `TRIFLE` is absent; an indicator in which any of them has no figure does not count.
    """
    members = [typology.members[peer.code] for peer in listing]
    gaps = {column for member in members for column in member.filled}
    columns = [column for column in typology.weights if column in indicators and column not in gaps]
    if len(members) < _LEAST or not columns:
        return {}
    z = np.array([[member.z[column] for column in columns] for member in members])
    in_order = np.sort(z, axis=0)
    above, below = z - in_order[-2], in_order[1] - z
    gap = np.maximum(above, below)
    traits = {}
    for row, at in enumerate(gap.argmax(axis=1)):
        side: Literal["low", "high"] = "high" if above[row, at] > below[row, at] else "low"
        if gap[row, at] > TRIFLE:
            traits[members[row].code] = PeerTrait(columns[at], side, float(gap[row, at]))
    return traits
