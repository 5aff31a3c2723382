"""Who resembles whom, on chosen themes, with the reason.

Resemblance is symmetric: the distance from a to b is the distance from b to a. The ranking is not:
a may be the nearest of b while b has nearer ones.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deelgenoot.areas import Areas
from deelgenoot.errors import BadChoice
from deelgenoot.typology.published import Typology

Floats = NDArray[np.float64]
Likeness = Literal["strong", "partly", "different"]


Region = Literal["neighbours", "region", "province"]


def own_region(areas: Areas, code: str, kind: Region) -> frozenset[str]:
    """The codes of an area's own region: those at its border, or in the same region or province."""
    area = areas[code]
    if kind == "neighbours":
        return frozenset(area.neighbours) | {code}
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
    """Per theme, among all pairs of the selection: nearest tenth, farther half, or between."""
    alike: tuple[str, ...]
    """The two themes, among those that count, in which they resemble most for that theme."""
    different: str
    """The theme in which they differ most for that theme; also in `alike` when it counts alone."""


class Peers:
    """Distances between the areas of a published typology, per theme."""

    def __init__(self, typology: Typology, theme_of: Mapping[str, str]) -> None:
        self.typology = typology
        self.columns = tuple(typology.weights)
        self.codes = tuple(typology.members)
        self.themes = tuple(dict.fromkeys(theme_of[c] for c in self.columns))
        self._row = {code: i for i, code in enumerate(self.codes)}
        self._z = np.array([[m.z[c] for c in self.columns] for m in typology.members.values()])
        self._in_theme = {
            theme: np.array([theme_of[c] == theme for c in self.columns]) for theme in self.themes
        }

    def theme_distances(self, code: str) -> Floats:
        """Root mean square difference in z from `code` to every area, (n, n_themes)."""
        squared = (self._z - self._z[self._row[code]]) ** 2
        per_theme = [squared[:, inside].mean(axis=1) for inside in self._in_theme.values()]
        distances: Floats = np.sqrt(np.array(per_theme).T)
        return distances

    @cached_property
    def _bounds(self) -> tuple[Floats, Floats]:
        """Per theme the nearest tenth and the middle of all pairs of the selection."""
        inside = [self._row[m.code] for m in self.typology.members.values() if m.in_study]
        pairs = [self.theme_distances(self.codes[a])[b] for a, b in combinations(inside, 2)]
        near, middle = np.quantile(np.array(pairs), [0.1, 0.5], axis=0)
        return near, middle

    def nearest(
        self,
        code: str,
        weights: Mapping[str, float] | None = None,
        *,
        among: Collection[str] | None = None,
        excluded: Collection[str] = (),
    ) -> list[Peer]:
        """Every allowed area from most to least like `code`; ties in order of code.

        A theme weighs 1 unless `weights` says otherwise; `among` defaults to the selection of the
        study. Raises BadChoice when no theme has weight.
        """
        chosen = np.array([(weights or {}).get(theme, 1.0) for theme in self.themes])
        if not chosen.sum() > 0:
            msg = "At least one theme needs a weight above zero."
            raise BadChoice(msg)
        per_theme = self.theme_distances(code)
        total = np.sqrt((per_theme**2 @ chosen) / chosen.sum())
        allowed = self._allowed(code, among, excluded)
        ranked = sorted(allowed, key=lambda other: (total[self._row[other]], other))
        return [self._peer(o, total[self._row[o]], per_theme[self._row[o]], chosen) for o in ranked]

    def _allowed(
        self, code: str, among: Collection[str] | None, excluded: Collection[str]
    ) -> list[str]:
        members = self.typology.members
        pool = [c for c in self.codes if members[c].in_study] if among is None else among
        return [c for c in pool if c != code and c not in excluded]

    def _peer(self, code: str, distance: float, per_theme: Floats, chosen: Floats) -> Peer:
        near, middle = self._bounds
        relative = per_theme / middle
        counting = [i for i in np.argsort(relative, kind="stable") if chosen[i] > 0]
        words = np.where(
            per_theme <= near, "strong", np.where(per_theme >= middle, "different", "partly")
        )
        return Peer(
            code,
            float(distance),
            dict(zip(self.themes, map(float, per_theme), strict=True)),
            dict(zip(self.themes, map(str, words), strict=True)),  # type: ignore[arg-type]
            tuple(self.themes[i] for i in counting[:-1][:2] or counting),
            self.themes[counting[-1]],
        )
