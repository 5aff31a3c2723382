"""The published typology: one file that a build writes and everything else reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from deelgenoot.errors import BadData
from deelgenoot.words import Text

FitWord = Literal["good", "fair", "weak"]
Firmness = Literal["firm", "fair", "varying"]
Standing = Literal["firm", "fair", "between"]


@dataclass(frozen=True)
class Band:
    """Where a cluster stands on one indicator, in the indicator's own unit.

    `effect` is the mean of the members minus the mean of the rest of the selection, in pooled standard
    deviations on the study's scale (Cohen 1988, d); positive means higher than elsewhere.
    """

    indicator: str
    low: float
    middle: float
    high: float
    effect: float
    n_measured: int


@dataclass(frozen=True)
class SharedChallenge:
    """How often a challenge shows in the figures of a cluster, against the rest of the selection."""

    challenge: str
    n_cluster: int
    of_cluster: int
    n_elsewhere: int
    of_elsewhere: int
    lift: float | None


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
    fit_word: FitWord
    jaccard: float
    """Mean over the draws of the best Jaccard overlap (Hennig 2007)."""
    jaccard_free: float
    """The same without anchors, for the free cluster that overlaps most with this one."""
    firmness: Firmness
    nearest: str
    """The archetype of the nearest other cluster."""
    centre: Mapping[str, float]
    """Mean of the members per study indicator, in standard deviations of the selection."""
    bands: tuple[Band, ...]
    """Every shown indicator, in order of the catalogue."""
    challenges: tuple[SharedChallenge, ...]


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
    """Weighted Euclidean distance to every centre, in standard deviations."""
    shares: Mapping[str, float]
    """Share of the draws in which it fell in each cluster; empty outside the study."""
    standing: Standing | None
    """How sure its place is, from `shares`; None outside the study."""
    reasons: Mapping[str, float]
    """Per indicator: squared distance to `next` minus that to `cluster`; sums to the difference."""
    z: Mapping[str, float]
    """The study's indicators, transformed and standardised (0 = mean of the selection, clipped)."""
    filled: tuple[str, ...]
    """Study indicators without a figure, filled by the study's rule."""
    evidence: Mapping[str, bool]
    """Per challenge whether the figures show it; a challenge without figures here is absent."""


@dataclass(frozen=True)
class Typology:
    """Everything that a study publishes. It never changes; a new build makes a new one."""

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
    """Explained share of the sum of squares, as a part of that of the free optimum."""
    agreement: float
    """Mean adjusted Rand index between the draws and the published labels (Hubert & Arabie 1985)."""
    weights: Mapping[str, float]
    """Weight of each study indicator in squared distances: theme weight / number in the theme."""
    clusters: tuple[Cluster, ...]
    members: Mapping[str, Member]

    def cluster(self, archetype: str) -> Cluster:
        """The cluster with this archetype; KeyError if there is none."""
        return next(c for c in self.clusters if c.archetype == archetype)

    @classmethod
    def read(cls, path: Path) -> "Typology":
        """Read what `written` wrote. Raises BadData for a file of another shape."""
        try:
            made: Typology = _built(cls, json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            msg = f"{path.name} is not a published typology ({error}); run `deelgenoot build`."
            raise BadData(msg) from error
        return made

    def written(self) -> str:
        """The file's text: six significant digits, keys in a fixed order, one line per entry."""
        return json.dumps(_plain(self), ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    """`value` as JSON types; the order of fields is the order in the class."""
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        # Processors differ in the last bits, and -0.0 is 0.0 to a reader.
        return float(f"{value:.6g}") + 0.0
    return value


def _built(kind: Any, value: Any) -> Any:
    """The inverse of `_plain`, led by the annotations."""
    origin = get_origin(kind)
    if origin is tuple:
        return tuple(_built(get_args(kind)[0], item) for item in value)
    if origin is Mapping:
        return MappingProxyType({k: _built(get_args(kind)[1], v) for k, v in value.items()})
    if origin in {Union, UnionType}:
        options = [option for option in get_args(kind) if option is not type(None)]
        return None if value is None else _built(options[0], value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: _built(hints[f.name], value[f.name]) for f in fields(kind)})
    return float(value) if kind is float else value
