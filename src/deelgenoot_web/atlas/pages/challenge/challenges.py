"""The opgaven: which there are, by which rule figures show them, and in which municipalities."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from deelgenoot.study import Challenge
from deelgenoot.typology.published import Cluster, SharedChallenge
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.challenge.signs import SignRow, Signs, signs
from deelgenoot_web.atlas.pages.parts.profile import in_sentence


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
    sentence: str
    figures: str
    """The figures that its rule looks at, by name; empty without a rule."""
    count: Count | None


@dataclass(frozen=True)
class OfCluster:
    """The challenges that the research names for one cluster."""

    archetype: str
    letter: str
    name: str
    challenges: tuple[ChallengeLink, ...]


@dataclass(frozen=True)
class ChallengesPage:
    """All challenges."""

    title: str
    description: str
    n_selected: int
    generic: tuple[ChallengeLink, ...]
    clusters: tuple[OfCluster, ...]
    own: tuple[ChallengeLink, ...]
    """Challenges that the research does not name and the figures do show."""


@dataclass(frozen=True)
class Prevalence:
    """One cluster: how many of its municipalities show the challenge."""

    archetype: str
    letter: str
    name: str
    count: Count
    is_named: bool
    """Whether the research names the challenge for this cluster."""


@dataclass(frozen=True)
class NamedBy:
    """A cluster for which the research names the challenge."""

    archetype: str
    letter: str
    name: str


@dataclass(frozen=True)
class ChallengePage:
    """One challenge."""

    id: str
    title: str
    description: str
    origin: str
    """For whom the research names it; empty for a challenge that we added: its sentence says so."""
    named_by: tuple[NamedBy, ...]
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
    every = edition.study.challenges
    return ChallengesPage(
        title=_("Welke opgaven delen gemeenten?"),
        description=_(
            "De opgaven van middelgrote gemeenten: voor allemaal, en per cluster. Per opgave ziet "
            "u waar de cijfers die laten zien."
        ),
        n_selected=len(edition.study.selection),
        generic=tuple(link(edition, one) for one in every if one.generic),
        clusters=tuple(_of_cluster(edition, c) for c in edition.typology.clusters),
        own=tuple(link(edition, one) for one in every if not (one.generic or one.archetypes)),
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
            NamedBy(c.archetype, c.letter, edition.words(c.name))
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
    title, sentence = edition.words(challenge.title), edition.words(challenge.sentence)
    conditions = challenge.rule.of if challenge.rule else ()
    indicators = [edition.catalog.indicators[one.indicator] for one in conditions]
    figures = [in_sentence(edition.words(one.label)) for one in indicators]
    return ChallengeLink(
        challenge.id,
        title,
        sentence,
        edition.join_names(figures),
        in_selection(edition.release, challenge),
    )


def in_selection(release: Release, challenge: Challenge) -> Count | None:
    """Count the municipalities of the selection that show a challenge; None without a rule."""
    if challenge.rule is None:
        return None
    counts = _counts_in(release.typology.clusters[0], challenge.id)
    return Count(counts.n_cluster + counts.n_elsewhere, counts.of_cluster + counts.of_elsewhere)


def _of_cluster(edition: Edition, cluster: Cluster) -> OfCluster:
    challenges = [c for c in edition.study.challenges if cluster.archetype in c.archetypes]
    return OfCluster(
        cluster.archetype,
        cluster.letter,
        edition.words(cluster.name),
        tuple(replace(link(edition, one), count=_in_cluster(cluster, one)) for one in challenges),
    )


def _in_cluster(cluster: Cluster, challenge: Challenge) -> Count | None:
    if challenge.rule is None:
        return None
    counts = _counts_in(cluster, challenge.id)
    return Count(counts.n_cluster, counts.of_cluster)


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
    return ""


def _answer(edition: Edition, challenge: Challenge) -> str:
    count = in_selection(edition.release, challenge)
    if count is None:
        return ""
    return _("Bij %(n)s van de %(of)s gemeenten zijn er aanwijzingen voor deze opgave.") % {
        "n": count.n,
        "of": count.of,
    }


def _only_shown(all_signs: Signs | None) -> Signs | None:
    if all_signs is None:
        return None
    return replace(all_signs, rows=tuple(row for row in all_signs.rows if row.answer))


def _unknown(edition: Edition, all_signs: Signs | None) -> str:
    rows: tuple[SignRow, ...] = all_signs.rows if all_signs else ()
    names = [row.name for row in rows if row.answer is None]
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
            cluster.archetype,
            cluster.letter,
            edition.words(cluster.name),
            Count(counts.n_cluster, counts.of_cluster),
            is_named=cluster.archetype in challenge.archetypes,
        )


def _counts_in(cluster: Cluster, challenge_id: str) -> SharedChallenge:
    return next(one for one in cluster.challenges if one.challenge == challenge_id)
