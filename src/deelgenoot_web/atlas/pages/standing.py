"""Where a municipality belongs and how sure that is; outside the selection: what it is like."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.typology.explained import second
from deelgenoot.typology.published import Cluster, Member
from deelgenoot.typology.sentences import tenths
from deelgenoot.words import grouped
from deelgenoot_web.atlas.pages.firmness_together import CoreMember, companions
from deelgenoot_web.atlas.pages.sureness import (
    Sureness,
    capital,
    group_sureness,
    in_words,
    letter_names,
    name_sureness,
    place,
)
from deelgenoot_web.atlas.release import Release

_DECIMALS = 1
_ALL = 10


@dataclass(frozen=True)
class ClusterName:
    """A cluster as it is named beside a municipality."""

    archetype: str
    letter: str
    name: str
    idea: str


@dataclass(frozen=True)
class Fall:
    """In how many of ten recalculations a municipality fell in one cluster."""

    cluster: ClusterName
    words: str


@dataclass(frozen=True)
class InsideStanding:
    """The place of a municipality of the selection. Three kinds of doubt, never added up."""

    cluster: ClusterName
    heading: str
    """How sure, as an answer: `Redelijk: in 6 van de 10 berekeningen`."""
    letters: str
    letter_names: dict[str, str]
    falls: tuple[Fall, ...]
    second: str
    """In which cluster it falls most often after its own, and how often."""
    companions: tuple[CoreMember, ...] | None
    """Who nearly always falls in the same cluster; None when that is not known."""
    between: str
    """That it lies between two clusters, and which; empty when it does not."""
    method: str
    group: Sureness
    fit: Sureness


@dataclass(frozen=True)
class Distance:
    """How far a municipality is from one cluster; `width` is that in per cent of the farthest."""

    cluster: ClusterName
    written: str
    width: str


@dataclass(frozen=True)
class OutsideStanding:
    """A municipality outside the selection: no cluster, but a nearest one."""

    cluster: ClusterName
    why: str
    nearest: str
    reach: str
    """How its distance compares with those of the members of that cluster themselves."""
    distances: tuple[Distance, ...]


def inside(release: Release, member: Member, language: str) -> InsideStanding:
    """The place of a member of the selection."""
    typology = release.typology
    own = typology.cluster(member.cluster)
    marks = place(typology, member, language)
    counts = tenths(member.shares)
    order = dict.fromkeys(marks.letters)
    names = {c.letter: cluster_name(release, c, language) for c in typology.clusters}
    n_own = counts.get(member.cluster, 0)
    falls = tuple(Fall(names[letter], _times(marks.letters.count(letter))) for letter in order)
    return InsideStanding(
        cluster=names[own.letter],
        heading=_sure(marks.word, n_own),
        letters=marks.letters,
        letter_names=letter_names(typology, language),
        falls=falls,
        second=_second(release, member, language),
        companions=companions(release, member.code),
        between=_between(release, member, falls) if marks.is_between else "",
        method=_(
            "Wij rekenden %(n)s keer opnieuw, telkens met andere gemeenten, en rondden af op "
            "tienden."
        )
        % {"n": grouped(typology.n_draws, 0, language)},
        group=group_sureness(typology, own, language),
        fit=name_sureness(own, language),
    )


def outside(release: Release, member: Member, language: str) -> OutsideStanding:
    """What a municipality outside the selection is most like, and how much."""
    typology = release.typology
    name = release.catalog.areas[member.code].name
    own = typology.cluster(member.cluster)
    said = {
        "name": name,
        "n": len(release.study.selection),
        "count": in_words(len(typology.clusters)),
    }
    return OutsideStanding(
        cluster=cluster_name(release, own, language),
        why=_(
            "Wij deelden %(n)s middelgrote gemeenten in, en %(name)s hoort daar niet bij. Wel "
            "hebben wij dezelfde cijfers."
        )
        % said,
        nearest=_("Van de %(count)s clusters lijkt %(name)s het meest op") % said,
        reach=_reach(release, member, own, language),
        distances=_distances(release, member, language),
    )


def cluster_name(release: Release, cluster: Cluster, language: str) -> ClusterName:
    """A cluster in `language`, with its idea."""
    return ClusterName(
        archetype=cluster.archetype,
        letter=cluster.letter,
        name=cluster.name.in_language(language),
        idea=release.study.archetype[cluster.archetype].idea.in_language(language),
    )


def _times(count: int) -> str:
    return ngettext("%(n)s keer", "%(n)s keer", count) % {"n": count}


def _sure(word: str, n_own: int) -> str:
    if n_own == _ALL:
        return _("%(word)s: in alle 10 berekeningen") % {"word": capital(word)}
    return _("%(word)s: in %(n)s van de 10 berekeningen") % {"word": capital(word), "n": n_own}


def _second(release: Release, member: Member, language: str) -> str:
    """The second cluster with its share in tens: the ten marks leave out what rounds to none."""
    archetype = second(member)
    name = release.typology.cluster(archetype).name.in_language(language)
    count = tenths(member.shares).get(archetype, 0)
    if not member.shares[archetype]:
        return _("In geen enkele berekening viel zij in een ander cluster.")
    if not count:
        return _("Daarna het vaakst: %s, in minder dan 1 van de 10.") % name
    return _("Daarna het vaakst: %(name)s, in %(n)s van de 10.") % {"name": name, "n": count}


def _between(release: Release, member: Member, falls: tuple[Fall, ...]) -> str:
    name = release.catalog.areas[member.code].name
    said = {"name": name, "first": falls[0].cluster.name, "second": falls[1].cluster.name}
    return (
        _(
            "%(name)s ligt tussen twee clusters: %(first)s en %(second)s. Lees ze allebei: met "
            "andere gemeenten in de berekening wisselt zij van plaats."
        )
        % said
    )


def _reach(release: Release, member: Member, own: Cluster, language: str) -> str:
    members = release.typology.members
    held = [members[code].distances[own.archetype] for code in own.members]
    distance = member.distances[own.archetype]
    said = {
        "name": release.catalog.areas[member.code].name,
        "cluster": own.name.in_language(language),
        "distance": grouped(distance, _DECIMALS, language),
        "near": grouped(min(held), _DECIMALS, language),
        "far": grouped(max(held), _DECIMALS, language),
    }
    if distance > max(held):
        return (
            _(
                "De afstand tot %(cluster)s is %(distance)s. Dat is verder dan elke gemeente in "
                "dat cluster zelf (%(near)s tot %(far)s): de gelijkenis is klein."
            )
            % said
        )
    return (
        _(
            "De afstand tot %(cluster)s is %(distance)s. De gemeenten in dat cluster zelf liggen "
            "op %(near)s tot %(far)s: zij zou er tussen passen."
        )
        % said
    )


def _distances(release: Release, member: Member, language: str) -> tuple[Distance, ...]:
    """All clusters, nearest first."""
    farthest = max(member.distances.values())
    ordered = sorted(member.distances, key=lambda archetype: member.distances[archetype])
    return tuple(
        Distance(
            cluster_name(release, release.typology.cluster(archetype), language),
            grouped(member.distances[archetype], _DECIMALS, language),
            f"{100 * member.distances[archetype] / farthest:.1f}",
        )
        for archetype in ordered
    )
