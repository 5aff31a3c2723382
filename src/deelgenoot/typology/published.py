"""The published typology: one file that a build writes and everything else reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

import msgspec

from deelgenoot.decoding import decode
from deelgenoot.errors import BadData
from deelgenoot.own_table import Transform
from deelgenoot.typology.prepare import from_scale
from deelgenoot.words import Text

CHANCE = 0.05
"""What chance gives this often, or more often, is not claimed."""
FALSE_DISCOVERIES = 0.05
"""At most this part of the challenges that are called shared may be so by chance."""
EVERYWHERE = 0.8
"""From this part of the selection on, nearly all have a challenge."""
FAIR_FIT, GOOD_FIT = 0.5, 0.75
"""The fit under which a name is not that of a cluster's figures, and from which it is."""
STAYS = 0.8
"""The share of the draws from which an area is sure of its cluster."""
FitWord = Literal["good", "fair", "chance", "weak"]
"""`chance`: .5 or more, but tables without structure give as much too often (p .05 or more)."""
Firmness = Literal["firm", "fair", "chance", "varying"]
"""`chance`: .75 or more, but tables without structure give as much too often (p .05 or more)."""
Standing = Literal["firm", "fair", "between"]


@dataclass(frozen=True)
class Band:
    """Where a cluster stands on one indicator, in the indicator's own unit.

    `effect` is the mean of the members minus the mean of the rest of the selection, in pooled
    standard deviations (Cohen 1988, d) on the scale of the study; positive is higher here. None
    where fewer than two members or others have a figure.
    """

    indicator: str
    low: float | None
    """First quartile of the members that have a figure; None without any."""
    middle: float | None
    high: float | None
    effect: float | None
    effect_low: float | None
    effect_high: float | None
    """Between these lies the effect in 95 of 100 draws; None where too few draws have one."""
    n_measured: int


@dataclass(frozen=True)
class SharedChallenge:
    """How often a challenge shows in the figures of a cluster and in the rest of the selection.

    Areas of which a missing figure decides are not counted.
    """

    challenge: str
    n_cluster: int
    of_cluster: int
    low: float
    """Between these lies the share in the cluster, at 95% (Wilson 1927)."""
    high: float
    n_elsewhere: int
    of_elsewhere: int
    p: float
    """How often as many members show it if chance spreads the signs over the selection."""
    q: float
    """The least false discovery rate at which this pair counts (Benjamini & Hochberg 1995)."""

    @property
    def is_shared(self) -> bool:
        """Tell whether members show it more often than others, at a false discovery rate of 5%."""
        return self.q <= FALSE_DISCOVERIES

    @property
    def is_everywhere(self) -> bool:
        """Tell whether nearly all of the selection show it."""
        n, of = self.n_cluster + self.n_elsewhere, self.of_cluster + self.of_elsewhere
        return n > 0 and n >= EVERYWHERE * of


@dataclass(frozen=True)
class Cluster:
    """One group of the typology, with the archetype whose description fits it best."""

    archetype: str
    letter: str
    name: Text
    members: tuple[str, ...]
    """Area codes, from the one that returns most often to the one that returns least."""
    fit: float
    """Correlation of the centre with the archetype's signature, over the study's indicators."""
    fit_null: float
    """Mean fit of the same name on tables without structure."""
    fit_p: float
    """How often such a table gives the fit or more, from `Typology.chance`."""
    fit_word: FitWord
    jaccard: float
    """Mean over the draws of the best Jaccard overlap (Hennig 2007)."""
    free_recovery: float
    """The same overlap in draws that are searched without anchors: whether they find it again."""
    jaccard_null: float
    """Mean Jaccard of the same name on tables without structure: what the anchors add alone."""
    jaccard_p: float
    """How often such a table gives the Jaccard or more, from `Typology.chance`."""
    jaccard_redrawn: float
    """Mean over draws of the indicators within their themes of the best Jaccard overlap."""
    firmness: Firmness
    nearest: str
    """The archetype of the nearest other cluster."""
    centre: Mapping[str, float]
    """Mean of the members per study indicator, in standard deviations of the selection."""
    pulled_centre: Mapping[str, float]
    """The same after the pull of the signature: the point to which distances are taken."""
    bands: tuple[Band, ...]
    """Every shown indicator, in order of the catalogue."""
    challenges: tuple[SharedChallenge, ...]

    @property
    def is_name_shown(self) -> bool:
        """Tell whether the figures show what the name says: they fit well, or beyond chance."""
        return self.fit >= GOOD_FIT or self.fit_word in {"good", "fair"}

    def band(self, indicator: str) -> Band:
        """The band of one shown indicator; StopIteration for one that is not shown."""
        return next(band for band in self.bands if band.indicator == indicator)


@dataclass(frozen=True)
class Bound:
    """A figure above a threshold, or at most the threshold, in the indicator's own unit."""

    indicator: str
    is_above: bool
    threshold: float


@dataclass(frozen=True)
class TreeRule:
    """One branch of the rule tree: which areas have figures within all of its bounds."""

    bounds: tuple[Bound, ...]
    """From the first question to the last; each bound but the last is shared with other rules."""
    cluster: str
    """The archetype that most of the areas within the bounds belong to."""
    areas: tuple[str, ...]
    """Which areas of the selection the rule is about, whatever cluster they are in."""


@dataclass(frozen=True)
class RuleTree:
    """A few questions that reproduce most of the clusters (Breiman et al. 1984)."""

    rules: tuple[TreeRule, ...]
    n_right: int
    """Areas of the selection that the rules put in their own cluster."""
    n_right_unseen: int
    """The same for rules that were made without the area that is put: one by one, or in tenths."""


@dataclass(frozen=True)
class Standard:
    """How an indicator is measured in z: (figure on its scale - mean) / spread."""

    scale: Transform
    mean: float
    spread: float

    def figure(self, z: float) -> float:
        """Turn `z` back into a figure in the indicator's own unit."""
        return from_scale(self.mean + self.spread * z, self.scale)


@dataclass(frozen=True)
class Member:
    """One area against the typology; every area has one, also outside the selection."""

    code: str
    in_study: bool
    cluster: str
    """The archetype of its cluster; outside the study that of the nearest centre."""
    next: str
    """The archetype of the next nearest centre."""
    distances: Mapping[str, float]
    """Weighted Euclidean distance to every pulled centre, in standard deviations."""
    shares: Mapping[str, float]
    """Share of the draws in which it fell in each cluster; empty outside the study."""
    kept_redrawn: float | None
    """Share of the draws of indicators in which it keeps its cluster; None outside the study."""
    free: str | None
    """The archetype of its cluster in the search without descriptions; None without such a one."""
    standing: Standing | None
    """How sure its place is, from these and `filled`; None outside the study."""
    reasons: Mapping[str, float]
    """Per indicator: squared distance to `next` minus that to `cluster`; sums to the difference."""
    z: Mapping[str, float]
    """The study's indicators, transformed and standardised (0 = mean of the selection, clipped)."""
    filled: tuple[str, ...]
    """Study indicators without a figure, filled by the study's rule."""
    evidence: Mapping[str, bool]
    """Per challenge whether the figures show it; a challenge without figures here is absent."""


@dataclass(frozen=True)
class PullFacts:
    """Mean Jaccard over the clusters, with and without anchors, here and without structure."""

    free: float
    """Of the groups that a free search finds, which are other groups than the published ones."""
    anchored: float
    null_free: float
    """On tables without structure, but with the same covariance."""
    null_anchored: float


@dataclass(frozen=True)
class ChanceTables:
    """The tables without structure that the clusters are compared with."""

    n_tables: int
    n_draws: int
    """Draws of each."""
    random_state: int


@dataclass(frozen=True)
class StudyFile:
    """A file that a command writes beside a study."""

    kind: ClassVar[str]
    command: ClassVar[str]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `to_json` wrote. Raises BadData for a file of another shape."""
        try:
            return decode(path.read_bytes(), cls)
        except (OSError, msgspec.MsgspecError) as error:
            raise BadData(
                f"{path.name} is not {cls.kind} ({error}); run `deelgenoot {cls.command}`.",
                f"{path.name} is niet te gebruiken ({error}); doe `deelgenoot {cls.command}`.",
            ) from error

    def to_json(self) -> str:
        """Write the file: six significant digits, keys in a fixed order, one line per entry."""
        return as_text(self)


@dataclass(frozen=True)
class Typology(StudyFile):
    """Everything that a study publishes. It never changes; a new build makes a new one."""

    kind, command = "a published typology", "build"
    study: str
    title: Text
    study_hash: str
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    n_draws: int
    objective: float
    n_init: int
    n_reached: int
    """In how many of the `n_init` starts the best objective was found."""
    fit_kept: float
    """Explained share of the sum of squares, divided by that of the free optimum."""
    n_moved: int
    """Areas whose cluster has another name without anchors."""
    agreement: float
    """Mean adjusted Rand index of the draws with the labels (Hubert & Arabie 1985)."""
    pulled: PullFacts
    """What of the firmness is the anchors' work."""
    chance: ChanceTables
    weights: Mapping[str, float]
    """Weight of each study indicator in squared distances: theme weight / number in the theme."""
    standards: Mapping[str, Standard]
    """Per study indicator the scale, mean and spread of the selection: from a figure to z."""
    rule_tree: RuleTree
    clusters: tuple[Cluster, ...]
    members: Mapping[str, Member]

    @property
    def archetypes(self) -> tuple[str, ...]:
        """The ids of the clusters, in their fixed order."""
        return tuple(cluster.archetype for cluster in self.clusters)

    def cluster(self, archetype: str) -> Cluster:
        """Find the cluster with this archetype; StopIteration if there is none."""
        return next(c for c in self.clusters if c.archetype == archetype)


def as_text(content: Any) -> str:
    """Write a file that is published: rounded, fields in the order of the class."""
    plain = _round_floats(msgspec.to_builtins(content))
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _round_floats(value: Any) -> Any:
    """Round floats to six digits: processors differ in the last bits. -0.0 becomes 0.0."""
    if isinstance(value, dict):
        return {key: _round_floats(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_round_floats(item) for item in value]
    return float(f"{value:.6g}") + 0.0 if isinstance(value, float) else value
