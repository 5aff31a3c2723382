"""What the municipalities of a cluster share: opgaven, from the research and from the figures."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.study import Challenge
from deelgenoot.typology.published import Cluster, SharedChallenge
from deelgenoot.words import formatted
from deelgenoot_web.atlas.pages.signs import Signs, signs
from deelgenoot_web.atlas.release import Release

OFTEN = 0.5
"""From this share of its municipalities on, a cluster shares an opgave that nobody named for it."""


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


def shared_challenges(release: Release, cluster: Cluster, language: str) -> SharedChallenges:
    """The opgaven of `cluster`; those that show more often here than elsewhere come first."""
    counted = {one.challenge: one for one in cluster.challenges}
    order = [*counted, *(c.id for c in release.study.challenges if c.rule is None)]
    challenges = [release.study.challenge[challenge_id] for challenge_id in order]

    def made(one: Challenge) -> SharedOpgave:
        return _shared(release, cluster, one, counted.get(one.id), language)

    named = [one for one in challenges if cluster.archetype in one.archetypes]
    rest = [one for one in challenges if one not in named and one.id in counted]
    found = [one for one in rest if _is_found(counted[one.id])]
    return SharedChallenges(
        named=tuple(made(one) for one in named),
        found=tuple(made(one) for one in found),
        others=tuple(made(one) for one in rest if one not in found),
    )


def _is_found(one: SharedChallenge) -> bool:
    share = one.n_cluster / one.of_cluster if one.of_cluster else 0.0
    return share >= OFTEN and _is_more(one)


def _is_more(one: SharedChallenge) -> bool:
    """Whether it shows more often here than elsewhere."""
    return one.n_cluster * one.of_elsewhere > one.n_elsewhere * one.of_cluster


def _shared(
    release: Release,
    cluster: Cluster,
    one: Challenge,
    count: SharedChallenge | None,
    language: str,
) -> SharedOpgave:
    return SharedOpgave(
        id=one.id,
        title=one.title.in_language(language),
        sentence=one.sentence.in_language(language),
        n=count.n_cluster if count else 0,
        of=count.of_cluster if count else 0,
        elsewhere=_elsewhere(count, language) if count else "",
        remark=_remark(one, count, language),
        signs=signs(release, one, cluster.members, language),
    )


def _elsewhere(count: SharedChallenge, language: str) -> str:
    percentage = 100 * count.n_elsewhere / count.of_elsewhere if count.of_elsewhere else 0.0
    return _("%(n)s van de %(of)s (%(percentage)s)") % {
        "n": count.n_elsewhere,
        "of": count.of_elsewhere,
        "percentage": formatted(percentage, "%", language, 0),
    }


def _remark(one: Challenge, count: SharedChallenge | None, language: str) -> str:
    if count is None:
        return one.reason.in_language(language) if one.reason else ""
    if one.archetypes and not _is_more(count):
        return _("In onze cijfers komt deze opgave hier niet vaker voor dan elders.")
    return ""
