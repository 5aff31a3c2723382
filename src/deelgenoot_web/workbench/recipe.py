"""A recipe: everything by which a visitor's own typology differs from the published one.

It is an address (`?w=2111111&k=5`: only the differences, in one order and spelling) and a
study.toml that gives the same clusters on the command line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

import numpy as np

from deelgenoot.catalog import Catalog
from deelgenoot.study import Algorithm, Study
from deelgenoot_web.workbench.jobs import FULL

FEWEST, LARGEST = 10, 12
"""The smallest selection, and the largest number of clusters."""
HEAVIEST = 3
PER_CLUSTER = 3
"""A selection has at least this many municipalities per cluster."""
PULLS = tuple(eighth / 8 for eighth in range(9))
METHODS: tuple[Algorithm, ...] = ("search", "ward", "medoids", "mixture", "consensus")
_ROOMY = 10
"""From this many municipalities per cluster on, no cluster is smaller than in the publication."""
_MANY, _FEWER_STARTS = 150, 5
"""Large selections are searched from fewer starts, each of which is kicked more often: of all
municipalities any three starts found what sixty did (decision 41)."""
_LONGEST_LEVEL = 3
"""A level over more years than this is a change over a period, and keeps its years."""
_ENOUGH = 0.9
"""A year counts when this share of all municipalities has a figure in it."""


@dataclass(frozen=True)
class WorkbenchRecipe:
    """A visitor's choice; the defaults are the published typology."""

    group: str = "selectie"
    """A group that has a name (`groups.py`), or codes: `0513-0034`."""
    codes: tuple[str, ...] = ()
    """The municipalities themselves, sorted."""
    weights: tuple[int, ...] = (1,) * 7
    """Per theme, in the fixed order."""
    n_clusters: int = 7
    algorithm: Algorithm = "search"
    pull: float | None = None
    """None: as published where that is possible, else free."""
    is_earlier: bool = False
    """Every indicator a year earlier, where there is one."""
    may_be_small: bool = False
    """Whether clusters may be smaller than in the publication."""
    left_out: tuple[str, ...] = ()
    """Indicators of the study that do not count, in its order."""

    @cached_property
    def query(self) -> str:
        """The recipe as the end of an address; empty for the published one."""
        return urlencode(tuple(self._differences()))

    def _differences(self) -> Iterator[tuple[str, str]]:
        usual = WorkbenchRecipe()
        if self.group != usual.group:
            yield "g", self.group
        if self.weights != usual.weights:
            yield "w", "".join(map(str, self.weights))
        if self.n_clusters != usual.n_clusters:
            yield "k", str(self.n_clusters)
        if self.algorithm != usual.algorithm:
            yield "m", self.algorithm
        if self.pull is not None:
            yield "a", f"{self.pull:g}"
        if self.is_earlier:
            yield "j", "1"
        if self.may_be_small:
            yield "s", "1"
        yield from (("z", indicator) for indicator in self.left_out)

    @property
    def can_be_anchored(self) -> bool:
        """Whether there can be anchors: by our own search only, and one name for each cluster."""
        return self.algorithm == "search" and self.n_clusters == WorkbenchRecipe.n_clusters

    @property
    def canonical(self) -> "WorkbenchRecipe":
        """The recipe without a `pull` that is the usual one, or that there cannot be."""
        is_usual = self.pull == USUAL_PULL or not self.can_be_anchored
        return replace(self, pull=None) if is_usual else self

    @property
    def anchored_with(self) -> float:
        """How hard the signatures pull, as usual unless the recipe says otherwise."""
        if not self.can_be_anchored:
            return 0.0
        return USUAL_PULL if self.pull is None else self.pull

    def smallest(self, usual: int) -> int:
        """Give the size of the smallest cluster; `usual` is that of the publication."""
        is_roomy = len(self.codes) >= _ROOMY * self.n_clusters
        return usual if self.algorithm == "search" and is_roomy and not self.may_be_small else 1


USUAL_PULL = 0.75
"""The pull of the published typology."""


def study_text(recipe: WorkbenchRecipe, base: Study) -> str:
    """Write the study.toml of a recipe: only its differences from the bundled study."""
    lines = [
        "# deelgenoot build <folder of this file>",
        f'base = "{base.id}"',
        'id = "werkbank"',
        'title = { nl = "Eigen typologie", en = "Own typology" }',
        *_selection(recipe, base),
        *_method(recipe, base),
        *_themes(recipe, base),
        *_indicators(recipe, base),
        *_years(recipe, base),
    ]
    return "\n".join(lines) + "\n"


def _selection(recipe: WorkbenchRecipe, base: Study) -> Iterator[str]:
    if recipe.codes == base.selection:
        return
    names = base.catalog.areas
    yield "\n[selection]"
    yield 'reason = { nl = "Zelf gekozen.", en = "Own choice." }'
    yield "codes = ["
    yield from (f'  "{code}",  # {names[code].name}' for code in recipe.codes)
    yield "]"


def _method(recipe: WorkbenchRecipe, base: Study) -> Iterator[str]:
    usual = base.method
    n_init = _FEWER_STARTS if len(recipe.codes) > _MANY else usual.n_init
    own: dict[str, tuple[object, object]] = {
        "n_clusters": (recipe.n_clusters, usual.n_clusters),
        "algorithm": (recipe.algorithm, usual.algorithm),
        "pull": (recipe.anchored_with, usual.pull),
        "smallest_cluster": (recipe.smallest(usual.smallest_cluster), usual.smallest_cluster),
        "n_init": (n_init, usual.n_init),
        "n_draws": (FULL, usual.n_draws),
    }
    yield "\n[method]"
    for name, (value, published_value) in own.items():
        if value != published_value:
            yield f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}"


def _themes(recipe: WorkbenchRecipe, base: Study) -> Iterator[str]:
    weights = dict(zip((t.id for t in base.catalog.themes), recipe.weights, strict=True))
    own = [(t, w) for t, w in weights.items() if w != base.theme_weights.get(t)]
    if own:
        yield "\n[themes]"
        yield from (f"{theme} = {weight}" for theme, weight in own)


def _indicators(recipe: WorkbenchRecipe, base: Study) -> Iterator[str]:
    if recipe.left_out:
        yield "\n[indicators]"
        counting = [item for item in base.transforms.items() if item[0] not in recipe.left_out]
        yield from (f'"{indicator}" = "{scale}"' for indicator, scale in counting)


def _years(recipe: WorkbenchRecipe, base: Study) -> Iterator[str]:
    if recipe.is_earlier:
        yield "\n[years]"
        counting = tuple(one for one in base.transforms if one not in recipe.left_out)
        years = earlier_years(base.catalog, counting)
        yield from (f'"{one}" = {list(of)}' for one, of in years.items())


def earlier_years(catalog: Catalog, indicators: tuple[str, ...]) -> Mapping[str, tuple[int, ...]]:
    """Give the indicators that were also measured a year before their level, with those years."""
    earlier = {}
    for indicator_id in indicators:
        indicator, series = catalog.indicators[indicator_id], catalog.series(indicator_id)
        years = indicator.level_years[:1] if indicator.level_rule == "first" else ()
        before = tuple(year - 1 for year in years or indicator.level_years)
        full = (~np.isnan(series.values)).mean(axis=0) >= _ENOUGH
        usable = {year for year, enough in zip(series.years, full, strict=True) if enough}
        if len(before) <= _LONGEST_LEVEL and set(before) <= usable:
            earlier[indicator_id] = before
    return earlier
