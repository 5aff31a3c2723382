"""What is known about how firm a typology is: a second published file beside the typology.

It takes minutes to make and nothing needs it to show the clusters, so it is a file of its own. It
names the study and the figures it was made of: one of another study or other figures is stale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from deelgenoot.typology.published import StudyFile, Typology

CERTAIN = 0.95
"""The share of draws of noise from which we name who moves."""
Kind = Literal["theme", "indicator", "years", "missing"]
Grouping = Literal["peers", "free", "clusters", "ward", "urbanity", "near", "province", "chance"]


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
class GradedPull:
    """The typology with a pull on what the descriptions mention alone, not towards the mean."""

    n_cells: int
    n_graded: int
    """Of all cells of the descriptions those with a grade; the others pull to the mean."""
    jaccard: float
    """Mean over the clusters of the bootstrap Jaccard."""
    n_moved: int
    """Areas at another anchor than in the published typology."""


@dataclass(frozen=True)
class Prediction:
    """How much one way of choosing areas tells of a figure that it was not told.

    Each is a mean over indicators of the leave-one-out R2 (`prediction.explained_by_others`).
    """

    grouping: Grouping
    r2: float
    """Of the levels of the indicators that are not in the typology."""
    themes: Mapping[str, float]
    """The same per theme."""
    changes: float | None
    """Of what changed since the reference year; None where no indicator has years for it."""


@dataclass(frozen=True)
class Predictions:
    """What each way of choosing areas predicts, the best first, and of which indicators."""

    n_peers: int
    """How many peers, and how many near areas."""
    indicators: Mapping[str, tuple[str, ...]]
    """Per theme the indicators that are not in the typology."""
    changes: Mapping[str, tuple[int, int]]
    """The indicators of which a change is known, with its first and its last year."""
    by: tuple[Prediction, ...]


@dataclass(frozen=True)
class PullTried:
    """The study with another pull of its descriptions; 0 is a free search."""

    pull: float
    r2: float | None
    """Mean leave-one-out R2 of the unused indicators by its clusters; None without any."""
    jaccard: float
    """Mean over its clusters of the bootstrap Jaccard."""
    jaccard_least: float
    recovery: float
    """Mean over its clusters of the best Jaccard with a cluster of a free draw."""
    fits: Mapping[str, float]
    """Per archetype the fit of its name."""
    fit_kept: float
    """Explained variance as a share of that of the free search."""
    n_moved: int
    """Areas whose cluster has another name than in the published typology."""
    smallest: int


@dataclass(frozen=True)
class YearMover:
    """An area whose figures of another year lie nearest to another centre.

    `pushes` says, per indicator with figures of another year, how much it took from the preference
    for `was` over `now`, in squared distance. Other indicators push little: only what is
    standardised with others changes.
    """

    code: str
    was: str
    now: str
    pushes: Mapping[str, float]
    certainty: float
    """Share of draws of noise on its figures of that year that leave it in another cluster."""


@dataclass(frozen=True)
class Noise:
    """What noise alone does to the study's own figures, where the year has other figures."""

    size: float
    """In standard deviations of the selection."""
    n_moved: float
    """How many areas it moves on average."""
    n_most: int
    """In 95 of 100 draws it moves no more."""


@dataclass(frozen=True)
class OtherYear:
    """The published clusters with every indicator's figures of another year, or the nearest."""

    year: int
    used: Mapping[str, tuple[int, ...]]
    """Per indicator with other figures than the study's: their years."""
    left_out: tuple[str, ...]
    """Areas of the selection without enough figures."""
    ari: float
    """Adjusted Rand index of the two years."""
    before: Mapping[str, str]
    """Per area the nearest centre with the study's own figures."""
    after: Mapping[str, str]
    fits: Mapping[str, float]
    """Per archetype the fit of its name with the members and figures of that year."""
    noise: Noise
    movers: tuple[YearMover, ...]

    @property
    def named_movers(self) -> tuple[YearMover, ...]:
        """The movers that noise does not explain; none where as many move by noise alone."""
        if len(self.movers) <= self.noise.n_most:
            return ()
        return tuple(one for one in self.movers if one.certainty >= CERTAIN)


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
class Assessment(StudyFile):
    """Everything that was tried to see how far the typology holds."""

    kind, command = "an assessment", "assess"
    study_hash: str
    inputs: Mapping[str, str]
    n_draws: int
    choices: tuple[NumberOfClusters, ...]
    alternatives: tuple[Alternative, ...]
    variants: tuple[Variant, ...]
    graded_pull: GradedPull | None
    """None for a study without a pull."""
    other_years: tuple[OtherYear, ...]
    paths: Paths
    companions: Mapping[str, tuple[str, ...]]
    """Per area those that fell in the same cluster in 19 of 20 draws in which both took part."""
    predictions: Predictions | None = None
    """None where every indicator is in the typology, for very many areas, and in older files."""
    frontier: tuple[PullTried, ...] = ()
    """From softest to hardest pull; none where nothing pulls, and in older files."""

    def is_of(self, typology: Typology) -> bool:
        """Tell whether it was made of the same study and the same figures."""
        same = (self.study_hash, dict(self.inputs))
        return same == (typology.study_hash, dict(typology.inputs))
