"""The opgaven that the municipalities of a cluster share, by the research and by the figures."""

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
    """That the figures contradict the research, or cannot show it; empty otherwise."""
    signs: Signs | None


@dataclass(frozen=True)
class SharedChallenges:
    """The opgaven of a cluster: what the research names, what the figures add, and the rest."""

    of_research: tuple[SharedOpgave, ...]
    of_figures: tuple[SharedOpgave, ...]
    others: tuple[SharedOpgave, ...]


def shared_challenges(edition: Edition, cluster: Cluster) -> SharedChallenges:
    """Put the opgaven of `cluster` in words, with the municipalities that show them."""
    opgaven = cluster_opgaven(edition.release, cluster)

    def in_words(challenges: Iterable[Challenge]) -> tuple[SharedOpgave, ...]:
        counts = opgaven.counts
        return tuple(_opgave(edition, cluster, one, counts.get(one.id)) for one in challenges)

    return SharedChallenges(
        in_words(opgaven.from_research),
        in_words(opgaven.from_figures),
        in_words(opgaven.others),
    )


def _opgave(
    edition: Edition, cluster: Cluster, challenge: Challenge, count: SharedChallenge | None
) -> SharedOpgave:
    return SharedOpgave(
        id=challenge.id,
        title=edition.words(challenge.title),
        sentence=edition.words(challenge.sentence),
        n=count.n_cluster if count else 0,
        of=count.of_cluster if count else 0,
        elsewhere=_elsewhere(edition, count) if count else "",
        remark=_remark(edition, challenge, count),
        signs=signs(edition, challenge, cluster.members),
    )


def _elsewhere(edition: Edition, count: SharedChallenge) -> str:
    percentage = 100 * count.n_elsewhere / count.of_elsewhere if count.of_elsewhere else 0.0
    return _("%(n)s van de %(of)s (%(percentage)s)") % {
        "n": count.n_elsewhere,
        "of": count.of_elsewhere,
        "percentage": edition.amount(percentage, "%", 0),
    }


def _remark(edition: Edition, challenge: Challenge, count: SharedChallenge | None) -> str:
    if count is None:
        return edition.words(challenge.reason) if challenge.reason else ""
    if challenge.archetypes and not is_commoner(count):
        return _("In onze cijfers komt deze opgave hier niet vaker voor dan elders.")
    return ""
