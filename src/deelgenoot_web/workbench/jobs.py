"""The messages between the serving process and the worker: frozen, and small as JSON."""

from typing import Literal

import msgspec

from deelgenoot.typology.published import Firmness, FitWord
from deelgenoot.words import Text

QUICK, FULL = 20, 100
"""Draws after which firmness is shown first, and with which it ends."""

Why = Literal["small", "empty", "bad", "slow", "died"]


class Task(msgspec.Struct, frozen=True):
    """A study to fit: its picture, or with `n_draws` above zero how firm that is."""

    key: str
    study: str
    """The text of a study.toml."""
    n_draws: int = 0


class FoundCluster(msgspec.Struct, frozen=True):
    """One cluster of a picture, and how well its name fits."""

    id: str
    letter: str
    name: Text
    fit: float
    fit_word: FitWord
    members: tuple[str, ...]
    """Area codes, from the middle of the cluster outwards."""


class Picture(msgspec.Struct, frozen=True, tag=True):
    """The clusters of one recipe."""

    key: str
    clusters: tuple[FoundCluster, ...]
    agreement: float | None
    """Adjusted Rand index with the published clusters; None where they share under two areas."""
    n_shared: int
    n_init: int
    n_reached: int


class MemberHold(msgspec.Struct, frozen=True):
    """How often one area stayed, and the other cluster where it fell most."""

    own: float
    other: str
    share: float


class PictureStability(msgspec.Struct, frozen=True, tag=True):
    """How firm the draws show a picture to be."""

    key: str
    n_draws: int
    jaccard: dict[str, float]
    firmness: dict[str, Firmness]
    holds: dict[str, MemberHold]
    fit_kept: float | None
    """The share of the free fit that is kept; None without anchors."""


class Refusal(msgspec.Struct, frozen=True, tag=True):
    """A study that cannot be fitted, and why."""

    key: str
    n_draws: int
    why: Why
    message: str = ""


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The worker has compiled what it needs."""

    seconds: float


Reply = Picture | PictureStability | Refusal | Ready

to_worker: msgspec.json.Decoder[Task] = msgspec.json.Decoder(Task)
from_worker: msgspec.json.Decoder[Reply] = msgspec.json.Decoder(Reply)
encode = msgspec.json.encode
