"""What the municipalities of a cluster share: opgaven, from the research and from the figures."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.study import Challenge
from deelgenoot.typology.published import Cluster, SharedChallenge
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.opgaven import cluster_opgaven, is_commoner
from deelgenoot_web.atlas.pages.challenge.signs import Signs, signs


@dataclass(frozen=True)
class SharedOpgave:
    """One opgave in one cluster; the counts are 0 where our figures cannot show it."""

    id: str
    title: str
    sentence: str
    n: int
    of: int
    elsewhere: str
    """`5 van de 64 (8%)`."""
    remark: str
    """Where the figures do not say what the research says, or say nothing; empty otherwise."""
    signs: Signs | None


@dataclass(frozen=True)
class SharedChallenges:
    """The opgaven of a cluster: what the research names, what the figures add, and the rest."""

    named: tuple[SharedOpgave, ...]
    found: tuple[SharedOpgave, ...]
    others: tuple[SharedOpgave, ...]


def shared_challenges(edition: Edition, cluster: Cluster) -> SharedChallenges:
    """The opgaven of `cluster` in words, with the municipalities in which the figures show them."""
    opgaven = cluster_opgaven(edition.release, cluster)

    def in_words(challenges: Iterable[Challenge]) -> tuple[SharedOpgave, ...]:
        counts = opgaven.counts
        return tuple(_shared(edition, cluster, one, counts.get(one.id)) for one in challenges)

    return SharedChallenges(
        in_words(opgaven.named), in_words(opgaven.found), in_words(opgaven.others)
    )


def _shared(
    edition: Edition, cluster: Cluster, one: Challenge, count: SharedChallenge | None
) -> SharedOpgave:
    return SharedOpgave(
        id=one.id,
        title=edition.words(one.title),
        sentence=edition.words(one.sentence),
        n=count.n_cluster if count else 0,
        of=count.of_cluster if count else 0,
        elsewhere=_elsewhere(edition, count) if count else "",
        remark=_remark(edition, one, count),
        signs=signs(edition, one, cluster.members),
    )


def _elsewhere(edition: Edition, count: SharedChallenge) -> str:
    percentage = 100 * count.n_elsewhere / count.of_elsewhere if count.of_elsewhere else 0.0
    return _("%(n)s van de %(of)s (%(percentage)s)") % {
        "n": count.n_elsewhere,
        "of": count.of_elsewhere,
        "percentage": edition.amount(percentage, "%", 0),
    }


def _remark(edition: Edition, one: Challenge, count: SharedChallenge | None) -> str:
    if count is None:
        return edition.words(one.reason) if one.reason else ""
    if one.archetypes and not is_commoner(count):
        return _("In onze cijfers komt deze opgave hier niet vaker voor dan elders.")
    return ""
