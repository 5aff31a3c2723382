"""The opgaven of a cluster in words: shared, named by the research, and as elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.study import Challenge
from deelgenoot.typology.published import Cluster, SharedChallenge
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.opgaven import cluster_opgaven, uses_other_figures
from deelgenoot_web.atlas.pages.challenge.signs import Signs, signs
from deelgenoot_web.atlas.pages.parts.opgaven import interval_words
from deelgenoot_web.atlas.wording import capital, in_words


@dataclass(frozen=True)
class SharedOpgave:
    """One opgave in one cluster; the counts are 0 where our figures cannot show it."""

    id: str
    title: str
    sentence: str
    n: int
    of: int
    interval: str
    """`42–85%`; empty without a rule."""
    elsewhere: str
    """`5 van de 64 (8%)`."""
    elsewhere_share: str
    """`8%`."""
    is_everywhere: bool
    """Whether nearly all of the selection show it."""
    remark: str
    """What to know of this count; empty where there is nothing."""
    signs: Signs | None


@dataclass(frozen=True)
class SharedChallenges:
    """The opgaven of a cluster, by what they are to it (`facts/opgaven.py`)."""

    answer: str
    """How many are shared, as the head of a list; empty where none are."""
    commoner: tuple[SharedOpgave, ...]
    of_research: tuple[SharedOpgave, ...]
    often: tuple[SharedOpgave, ...]
    others: tuple[SharedOpgave, ...]
    without_figures: str
    """The names of the opgaven that our figures cannot show."""


def shared_challenges(edition: Edition, cluster: Cluster) -> SharedChallenges:
    """Put the opgaven of `cluster` in words, with the municipalities that show them."""
    opgaven = cluster_opgaven(edition.release, cluster)

    def tell(challenges: Iterable[Challenge]) -> tuple[SharedOpgave, ...]:
        counts = opgaven.counts
        return tuple(_opgave(edition, cluster, one, counts.get(one.id)) for one in challenges)

    commoner = tell(opgaven.commoner)
    return SharedChallenges(
        _answer(commoner),
        commoner,
        tell(opgaven.of_research),
        tell(opgaven.often),
        tell(opgaven.others),
        edition.join_names([edition.words(one.title) for one in opgaven.without_figures]),
    )


def _answer(commoner: tuple[SharedOpgave, ...]) -> str:
    if not commoner:
        return ""
    words = ngettext(
        "%(n)s opgave komt hier duidelijk vaker voor dan elders:",
        "%(n)s opgaven komen hier duidelijk vaker voor dan elders:",
        len(commoner),
    )
    return words % {"n": capital(in_words(len(commoner)))}


def _opgave(
    edition: Edition, cluster: Cluster, challenge: Challenge, count: SharedChallenge | None
) -> SharedOpgave:
    return SharedOpgave(
        id=challenge.id,
        title=edition.words(challenge.title),
        sentence=edition.words(challenge.sentence),
        n=count.n_cluster if count else 0,
        of=count.of_cluster if count else 0,
        interval=interval_words(edition, count) if count else "",
        elsewhere=_elsewhere(edition, count) if count else "",
        elsewhere_share=_elsewhere_share(edition, count) if count else "",
        is_everywhere=count is not None and count.is_everywhere,
        remark=" ".join(_remarks(edition, cluster, challenge, count)),
        signs=signs(edition, challenge, cluster.members),
    )


def _elsewhere(edition: Edition, count: SharedChallenge) -> str:
    return _("%(n)s van de %(of)s (%(percentage)s)") % {
        "n": count.n_elsewhere,
        "of": count.of_elsewhere,
        "percentage": _elsewhere_share(edition, count),
    }


def _elsewhere_share(edition: Edition, count: SharedChallenge) -> str:
    percentage = 100 * count.n_elsewhere / count.of_elsewhere if count.of_elsewhere else 0.0
    return edition.amount(percentage, "%", 0)


def _remarks(
    edition: Edition, cluster: Cluster, challenge: Challenge, count: SharedChallenge | None
) -> Iterator[str]:
    if count is None:
        if challenge.reason:
            yield edition.words(challenge.reason)
        return
    is_named = cluster.archetype in challenge.archetypes
    if is_named and count.is_shared:
        yield _("Ook het onderzoek noemt deze opgave voor dit cluster.")
    if is_named and not count.is_shared:
        yield _("In onze cijfers komt deze opgave hier niet duidelijk vaker voor dan elders.")
    if count.is_shared and uses_other_figures(edition.release, challenge):
        yield _("De regel gebruikt andere cijfers dan die waarmee de clusters zijn gemaakt.")
