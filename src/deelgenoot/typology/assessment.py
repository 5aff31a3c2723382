"""What is known about how firm a typology is: a second published file beside the typology.

It takes minutes to make and nothing needs it to show the clusters, so it is a file of its own. It
names the study and the figures it was made of: one of another study or other figures is stale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import msgspec

from deelgenoot.decoding import decode
from deelgenoot.errors import BadData
from deelgenoot.typology.published import Typology, as_text

Kind = Literal["theme", "indicator", "years", "missing"]


@dataclass(frozen=True)
class Measures:
    """The measures of one number of clusters on one table."""

    within: float
    """Sum of squared distances to the centres."""
    silhouette: float
    """Mean silhouette width on the very points that were clustered (Rousseeuw 1987)."""
    calinski_harabasz: float
    """Between over within variance (Calinski & Harabasz 1974)."""
    prediction_strength: float
    """Mean over splits of the weakest cluster's share of pairs kept (Tibshirani & Walther 2005)."""
    jaccard: float
    """Mean over the clusters of the bootstrap Jaccard, without anchors."""
    jaccard_least: float
    """The same for the weakest cluster."""


@dataclass(frozen=True)
class NumberOfClusters:
    """One number of clusters: the study, tables without structure (means), and the gap."""

    n_clusters: int
    study: Measures
    null: Measures
    gap: float
    """Mean log within of uniform points in its box minus that of the study (Tibshirani 2001)."""
    gap_se: float
    """Standard error of the gap, widened by the number of reference tables as in the source."""


@dataclass(frozen=True)
class Alternative:
    """One other method beside the published typology."""

    method: str
    ari: float
    """Adjusted Rand index with the published labels (Hubert & Arabie 1985)."""
    ami: float
    """Adjusted mutual information with the published labels (Vinh et al. 2010)."""
    silhouette: float
    """Mean silhouette width on the points that were clustered (Rousseeuw 1987)."""
    jaccard: float
    """Mean over its clusters of the bootstrap Jaccard, the method redone in each draw."""
    jaccard_least: float
    smallest: int
    """Size of its smallest cluster: a cluster of one is firm for a poor reason."""


@dataclass(frozen=True)
class Mover:
    """An area that falls in another cluster in a variant."""

    code: str
    cluster: str
    """The archetype of the cluster in the variant."""


@dataclass(frozen=True)
class Variant:
    """The typology with one thing changed."""

    kind: Kind
    name: str
    """What was left out (a theme or indicator), or `years`, or the rule: `nearest`, `without`."""
    changed: tuple[str, ...]
    """Which indicators have other figures than in the published typology."""
    ari: float
    """Adjusted Rand index with the published labels."""
    movers: tuple[Mover, ...]


@dataclass(frozen=True)
class ResampledIndicators:
    """The typology with the indicators of each theme drawn again, with replacement."""

    jaccard: Mapping[str, float]
    """Per archetype the mean over the draws of the best Jaccard overlap."""
    shares: Mapping[str, float]
    """Per area the share of the draws in which it keeps its cluster."""


@dataclass(frozen=True)
class YearMover:
    """An area that falls in another cluster with the figures of another year.

    `pushes` says, per indicator, how much it took from the preference for `was` over `now`, in
    squared distance; `own` is the part of their sum that the area's own figures did, the rest is
    of the clusters that shifted around it.
    """

    code: str
    was: str
    now: str
    pushes: Mapping[str, float]
    own: float


@dataclass(frozen=True)
class OtherYear:
    """The study's search on figures of another year, over the indicators that have both."""

    year: int
    used: Mapping[str, tuple[int, ...]]
    """Per indicator the years of its figures; a theme without indicators takes no part."""
    left_out: tuple[str, ...]
    """Areas of the selection without enough figures."""
    ari: float
    """Adjusted Rand index of the two years."""
    ari_published: float
    """That of the published typology with the study's own years over these indicators alone."""
    before: Mapping[str, str]
    """Per area its cluster in the study's own years, over these indicators."""
    after: Mapping[str, str]
    movers: tuple[YearMover, ...]


@dataclass(frozen=True)
class Axis:
    """A main axis: its share of the differences, and the correlation of each indicator with it."""

    share: float
    loadings: Mapping[str, float]


@dataclass(frozen=True)
class YearPosition:
    """Where an area stood in a year; `merged` when figures were computed across a merger."""

    year: int
    x: float
    y: float
    merged: bool


@dataclass(frozen=True)
class Paths:
    """Everything on the two main axes, in weighted standard deviations."""

    axes: tuple[Axis, Axis]
    moving: Mapping[str, tuple[int, ...]]
    """The indicators with more than one year, and their newest years."""
    centres: Mapping[str, tuple[float, float]]
    places: Mapping[str, tuple[float, float]]
    """Where each area stands in the published table."""
    steps: Mapping[str, tuple[YearPosition, ...]]
    """Areas with two years or more."""


@dataclass(frozen=True)
class Assessment:
    """Everything that was tried to see how far the typology holds."""

    study_hash: str
    inputs: Mapping[str, str]
    n_draws: int
    choices: tuple[NumberOfClusters, ...]
    alternatives: tuple[Alternative, ...]
    variants: tuple[Variant, ...]
    redrawn: ResampledIndicators
    other_years: tuple[OtherYear, ...]
    paths: Paths
    companions: Mapping[str, tuple[str, ...]]
    """Per area those that fell in the same cluster in 19 of 20 draws in which both took part."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `to_json` wrote. Raises BadData for a file of another shape."""
        try:
            return decode(path.read_bytes(), cls)
        except (OSError, msgspec.MsgspecError) as error:
            msg = f"{path.name} is not an assessment ({error}); run `deelgenoot assess`."
            raise BadData(msg) from error

    def to_json(self) -> str:
        """Write the text of the file, as that of the typology."""
        return as_text(self)

    def is_of(self, typology: Typology) -> bool:
        """Tell whether it was made of the same study and the same figures."""
        same = (self.study_hash, dict(self.inputs))
        return same == (typology.study_hash, dict(typology.inputs))
