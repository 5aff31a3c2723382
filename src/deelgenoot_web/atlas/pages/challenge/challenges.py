"""The opgaven: which there are, by which rule figures show them, and in which municipalities."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from deelgenoot.catalog import Theme
from deelgenoot.study import Challenge
from deelgenoot.typology.published import Cluster, SharedChallenge
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.challenge.signs import SignRow, Signs, signs
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.parts.opgaven import interval_words, origin_of


@dataclass(frozen=True)
class Count:
    """The number of municipalities whose figures show a challenge, of those that can be judged."""

    n: int
    of: int

    @property
    def words(self) -> str:
        """`aanwijzingen in 8 van de 10`."""
        return _("aanwijzingen in %(n)s van de %(of)s") % {"n": self.n, "of": self.of}


@dataclass(frozen=True)
class ChallengeLink:
    """A challenge in a list; `count` is None where our figures cannot show it."""

    id: str
    title: str
    origin: str
    """For whom the research names it, or that we added it."""
    count: Count | None
    is_everywhere: bool
    """Whether nearly all of the selection show it."""
    shared_by: tuple[ClusterName, ...]


@dataclass(frozen=True)
class OfTheme:
    """The challenges that a theme comes first for."""

    label: str
    challenges: tuple[ChallengeLink, ...]


@dataclass(frozen=True)
class ChallengesPage:
    """All challenges, by theme."""

    title: str
    description: str
    n_selected: int
    themes: tuple[OfTheme, ...]


@dataclass(frozen=True)
class Prevalence:
    """One cluster: how many of its municipalities show the challenge."""

    cluster: ClusterName
    count: Count
    interval: str
    """Between which shares that of the cluster lies."""
    is_shared: bool
    is_named: bool
    """Whether the research names the challenge for this cluster."""


@dataclass(frozen=True)
class ChallengePage:
    """One challenge."""

    id: str
    title: str
    description: str
    origin: str
    """For whom the research names it, or that we added it."""
    named_by: tuple[ClusterName, ...]
    themes: tuple[str, ...]
    answer: str
    """In how many municipalities the figures show it; empty without a rule."""
    why: str
    """Why these figures are evidence; without a rule why there is none."""
    signs: Signs | None
    """The municipalities that show it, in order of name."""
    unknown: str
    """The municipalities of which a missing figure decides, in a sentence; empty without any."""
    prevalence: tuple[Prevalence, ...]


def challenges_page(edition: Edition) -> ChallengesPage:
    """Make the page with all challenges."""
    return ChallengesPage(
        title=_("Welke opgaven delen gemeenten?"),
        description=_(
            "De opgaven van middelgrote gemeenten, per thema. Per opgave ziet u waar de cijfers "
            "die laten zien, en welke clusters die delen."
        ),
        n_selected=len(edition.study.selection),
        themes=tuple(_of_theme(edition, theme) for theme in edition.catalog.themes),
    )


def challenge_page(edition: Edition, challenge_id: str) -> ChallengePage:
    """Make the page of one challenge; KeyError for one that the study does not have."""
    challenge = edition.study.challenge[challenge_id]
    codes = [a.code for a in edition.catalog.areas if a.code in edition.study.selection]
    all_signs = signs(edition, challenge, codes)
    why = challenge.why or challenge.reason
    return ChallengePage(
        id=challenge.id,
        title=edition.words(challenge.title),
        description=edition.words(challenge.sentence),
        origin=_origin(challenge),
        named_by=tuple(
            cluster_name(edition, c)
            for c in edition.typology.clusters
            if c.archetype in challenge.archetypes
        ),
        themes=tuple(
            edition.words(t.label) for t in edition.catalog.themes if t.id in challenge.themes
        ),
        answer=_answer(edition, challenge),
        why=edition.words(why) if why else "",
        signs=_only_shown(all_signs),
        unknown=_unknown(edition, all_signs),
        prevalence=tuple(_prevalence(edition, challenge)),
    )


def link(edition: Edition, challenge: Challenge) -> ChallengeLink:
    """Make the entry of a challenge in a list."""
    clusters = edition.typology.clusters if challenge.rule else ()
    counts = [(cluster, _counts_in(cluster, challenge.id)) for cluster in clusters]
    return ChallengeLink(
        id=challenge.id,
        title=edition.words(challenge.title),
        origin=origin_of(edition, challenge),
        count=in_selection(edition.release, challenge),
        is_everywhere=any(count.is_everywhere for _cluster, count in counts),
        shared_by=tuple(
            cluster_name(edition, cluster) for cluster, count in counts if count.is_shared
        ),
    )


def in_selection(release: Release, challenge: Challenge) -> Count | None:
    """Count the municipalities of the selection that show a challenge; None without a rule."""
    if challenge.rule is None:
        return None
    counts = _counts_in(release.typology.clusters[0], challenge.id)
    return Count(counts.n_cluster + counts.n_elsewhere, counts.of_cluster + counts.of_elsewhere)


def _of_theme(edition: Edition, theme: Theme) -> OfTheme:
    challenges = [one for one in edition.study.challenges if one.themes[0] == theme.id]
    links = tuple(link(edition, one) for one in challenges)
    return OfTheme(edition.words(theme.label), links)


def _origin(challenge: Challenge) -> str:
    if challenge.generic and challenge.archetypes:
        return _(
            "Het onderzoek van Platform31 (2020) noemt deze opgave voor alle middelgrote gemeenten,"
            " en in het bijzonder voor:"
        )
    if challenge.generic:
        return _(
            "Het onderzoek van Platform31 (2020) noemt deze opgave voor alle middelgrote gemeenten."
        )
    if challenge.archetypes:
        return _("Het onderzoek van Platform31 (2020) noemt deze opgave voor:")
    return _("Deze opgave staat niet in het onderzoek van Platform31 (2020): wij voegen die toe.")


def _answer(edition: Edition, challenge: Challenge) -> str:
    """Count the municipalities that show it: in the selection, and in the rest of the country."""
    count = in_selection(edition.release, challenge)
    if count is None:
        return ""
    outside = [m.evidence for m in edition.typology.members.values() if not m.in_study]
    answers = [evidence[challenge.id] for evidence in outside if challenge.id in evidence]
    words = _(
        "Bij %(n)s van de %(of)s gemeenten in de selectie zijn er aanwijzingen voor deze opgave; "
        "in de rest van het land bij %(n_outside)s van de %(of_outside)s."
    )
    return words % {
        "n": count.n,
        "of": count.of,
        "n_outside": sum(answers),
        "of_outside": len(answers),
    }


def _only_shown(all_signs: Signs | None) -> Signs | None:
    if all_signs is None:
        return None
    return replace(all_signs, rows=tuple(row for row in all_signs.rows if row.answer))


def _unknown(edition: Edition, all_signs: Signs | None) -> str:
    rows: tuple[SignRow, ...] = all_signs.rows if all_signs else ()
    names = [row.area.name for row in rows if row.answer is None]
    if not names:
        return ""
    return _("Van %(names)s ontbreekt een cijfer; die tellen niet mee.") % {
        "names": edition.join_names(names)
    }


def _prevalence(edition: Edition, challenge: Challenge) -> Iterator[Prevalence]:
    if challenge.rule is None:
        return
    for cluster in edition.typology.clusters:
        counts = _counts_in(cluster, challenge.id)
        yield Prevalence(
            cluster_name(edition, cluster),
            Count(counts.n_cluster, counts.of_cluster),
            interval_words(edition, counts),
            is_shared=counts.is_shared,
            is_named=cluster.archetype in challenge.archetypes,
        )


def _counts_in(cluster: Cluster, challenge_id: str) -> SharedChallenge:
    return next(one for one in cluster.challenges if one.challenge == challenge_id)
