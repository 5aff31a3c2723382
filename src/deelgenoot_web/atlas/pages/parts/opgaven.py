"""Opgaven in words that pages share: for whom they are named, and how often they show."""

import math
from collections.abc import Sequence

from django.utils.translation import gettext as _

from deelgenoot.study import Challenge
from deelgenoot.typology.published import SharedChallenge
from deelgenoot_web.atlas.edition import Edition

_NORMAL = 1.959963984540054
"""The quantile of the normal distribution that leaves 2.5% above it."""


def origin_of(edition: Edition, challenge: Challenge) -> str:
    """Say for whom the research names an opgave, or that we added it."""
    if challenge.generic:
        return _("onderzoek 2020: alle middelgrote gemeenten")
    names = [
        edition.words(cluster.name)
        for cluster in edition.typology.clusters
        if cluster.archetype in challenge.archetypes
    ]
    if not names:
        return _("door ons toegevoegd")
    return _("onderzoek 2020: %(clusters)s") % {"clusters": edition.join_names(names)}


def interval_words(edition: Edition, count: SharedChallenge) -> str:
    """Write between which shares that of a cluster lies: `42–85%`."""
    return _between(edition, (count.low, count.high))


def joint_interval(edition: Edition, counts: Sequence[SharedChallenge]) -> str:
    """Write between which shares that of several clusters together lies; empty without figures."""
    n, of = sum(one.n_cluster for one in counts), sum(one.of_cluster for one in counts)
    return _between(edition, wilson(n, of)) if of else ""


def wilson(n: int, of: int) -> tuple[float, float]:
    """Give the ends of a share at 95%, as the typology does for one cluster.

    That needs SciPy, which the process that serves people does without.
    """
    square = _NORMAL**2
    middle, half = n + square / 2, _NORMAL * math.sqrt(n * (of - n) / of + square / 4)
    return (middle - half) / (of + square), (middle + half) / (of + square)


def _between(edition: Edition, shares: tuple[float, float]) -> str:
    low, high = (edition.number(100 * share, 0) for share in shares)
    return f"{low}–{high}%"
