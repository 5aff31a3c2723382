"""The opgaven: which there are, by which rule figures show them, and where they do."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.areas import fold
from deelgenoot.study import Challenge
from deelgenoot.typology.published import Cluster, SharedChallenge
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.challenge.signs import SignRow, Signs, signs


@dataclass(frozen=True)
class Count:
    """In how many of the municipalities that can be judged the figures show a challenge."""

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
    added: tuple[ChallengeLink, ...]
    """Those that the research does not name and the figures do show."""


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
    """For whom the research names it; empty for one of ours, whose own sentence says so."""
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
    """All challenges, in `language`."""
    every = edition.study.challenges
    return ChallengesPage(
        title=_("Welke opgaven delen gemeenten?"),
        description=_(
            "De opgaven van middelgrote gemeenten: voor allemaal, en per cluster. Per opgave ziet "
            "u waar de cijfers haar laten zien."
        ),
        n_selected=len(edition.study.selection),
        generic=tuple(link(edition, one) for one in every if one.generic),
        clusters=tuple(_of_cluster(edition, c) for c in edition.typology.clusters),
        added=tuple(link(edition, one) for one in every if not (one.generic or one.archetypes)),
    )


def challenge_page(edition: Edition, challenge_id: str) -> ChallengePage:
    """One challenge; KeyError for one that the study does not have."""
    one = edition.study.challenge[challenge_id]
    codes = sorted(edition.study.selection, key=lambda c: fold(edition.catalog.areas[c].name))
    found = signs(edition, one, codes)
    why = one.why or one.reason
    return ChallengePage(
        id=one.id,
        title=edition.words(one.title),
        description=edition.words(one.sentence),
        origin=_origin(one),
        named_by=tuple(
            NamedBy(c.archetype, c.letter, edition.words(c.name))
            for c in edition.typology.clusters
            if c.archetype in one.archetypes
        ),
        themes=tuple(edition.words(t.label) for t in edition.catalog.themes if t.id in one.themes),
        answer=_answer(edition, one),
        why=edition.words(why) if why else "",
        signs=_only_shown(found),
        unknown=_unknown(edition, found),
        prevalence=tuple(_prevalence(edition, one)),
    )


def link(edition: Edition, one: Challenge) -> ChallengeLink:
    """A challenge as it stands in a list."""
    title, sentence = edition.words(one.title), edition.words(one.sentence)
    return ChallengeLink(one.id, title, sentence, in_selection(edition.release, one))


def in_selection(release: Release, one: Challenge) -> Count | None:
    """In how many municipalities of the selection a challenge shows; None without a rule."""
    if one.rule is None:
        return None
    shared = _shared(release.typology.clusters[0], one.id)
    return Count(shared.n_cluster + shared.n_elsewhere, shared.of_cluster + shared.of_elsewhere)


def _of_cluster(edition: Edition, cluster: Cluster) -> OfCluster:
    named = [c for c in edition.study.challenges if cluster.archetype in c.archetypes]
    return OfCluster(
        cluster.archetype,
        cluster.letter,
        edition.words(cluster.name),
        tuple(link(edition, one) for one in named),
    )


def _origin(one: Challenge) -> str:
    if one.generic and one.archetypes:
        return _(
            "Het onderzoek van 2020 noemt deze opgave voor alle middelgrote gemeenten, en in het "
            "bijzonder voor:"
        )
    if one.generic:
        return _("Het onderzoek van 2020 noemt deze opgave voor alle middelgrote gemeenten.")
    if one.archetypes:
        return _("Het onderzoek van 2020 noemt deze opgave voor:")
    return ""


def _answer(edition: Edition, one: Challenge) -> str:
    count = in_selection(edition.release, one)
    if count is None:
        return ""
    return _("Bij %(n)s van de %(of)s gemeenten zijn er aanwijzingen voor deze opgave.") % {
        "n": count.n,
        "of": count.of,
    }


def _only_shown(found: Signs | None) -> Signs | None:
    if found is None:
        return None
    return Signs(found.rule, found.columns, tuple(row for row in found.rows if row.answer))


def _unknown(edition: Edition, found: Signs | None) -> str:
    rows: tuple[SignRow, ...] = found.rows if found else ()
    names = [row.name for row in rows if row.answer is None]
    if not names:
        return ""
    return _("Van %(names)s ontbreekt een cijfer; die tellen niet mee.") % {
        "names": edition.listed(names)
    }


def _prevalence(edition: Edition, one: Challenge) -> Iterator[Prevalence]:
    if one.rule is None:
        return
    for cluster in edition.typology.clusters:
        shared = _shared(cluster, one.id)
        yield Prevalence(
            cluster.archetype,
            cluster.letter,
            edition.words(cluster.name),
            Count(shared.n_cluster, shared.of_cluster),
            is_named=cluster.archetype in one.archetypes,
        )


def _shared(cluster: Cluster, challenge_id: str) -> SharedChallenge:
    return next(one for one in cluster.challenges if one.challenge == challenge_id)
