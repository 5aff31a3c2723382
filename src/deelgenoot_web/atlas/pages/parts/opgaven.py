"""Opgaven in words that pages share: for whom they are named, and how often they show."""

from django.utils.translation import gettext as _

from deelgenoot.study import Challenge
from deelgenoot.typology.published import SharedChallenge
from deelgenoot_web.atlas.edition import Edition


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
    low, high = (edition.number(100 * share, 0) for share in (count.low, count.high))
    return f"{low}–{high}%"
