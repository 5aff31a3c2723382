"""The cluster of a municipality and how sure that is; outside the selection the nearest one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot.typology.explained import second
from deelgenoot.typology.published import Cluster, Member
from deelgenoot.typology.sentences import full_tenths, tenths
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.firmness import companions
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.parts.sureness import (
    Sureness,
    group_sureness,
    letter_names,
    name_sureness,
    place,
)
from deelgenoot_web.atlas.wording import capital, in_words

_DECIMALS = 1
_ALL = 10


@dataclass(frozen=True)
class Fall:
    """In how many of ten recalculations a municipality fell in one cluster."""

    cluster: ClusterName
    words: str


@dataclass(frozen=True)
class WithoutDescriptions:
    """Where the search without descriptions puts a municipality."""

    cluster: ClusterName | None
    """None where it stays in its own cluster, or falls in one that no description fits."""
    words: str
    """What follows on the name of the cluster."""


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
    """The cluster in which it falls most often after its own, and how often."""
    in_short: str
    """What stays when it is sure itself, and its group or the name of that is not; else empty."""
    without: WithoutDescriptions | None
    """None for a study whose descriptions do not pull."""
    companions: tuple[Area, ...] | None
    """The municipalities that nearly always fall in the same cluster; None when not known."""
    between: str
    """The two clusters between which it lies, in a sentence; empty when it does not."""
    method: str
    group: Sureness
    fit: Sureness
    is_weakly_named: bool


@dataclass(frozen=True)
class Distance:
    """How far a municipality is from one cluster; `width` is that in per cent of the farthest."""

    cluster: ClusterName
    number: str
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


def inside(edition: Edition, member: Member) -> InsideStanding:
    """Show the place of a member of the selection."""
    typology = edition.typology
    own = typology.cluster(member.cluster)
    marks = place(edition, member)
    counts = tenths(member.shares, member.cluster)
    order = dict.fromkeys(marks.letters)
    names = {c.letter: cluster_name(edition, c) for c in typology.clusters}
    together = companions(edition.release, member.code)
    n_own = counts.get(member.cluster, 0)
    falls = tuple(Fall(names[letter], _times(marks.letters.count(letter))) for letter in order)
    return InsideStanding(
        cluster=names[own.letter],
        heading=_sure(marks.word, n_own, is_always=member.shares[member.cluster] == 1),
        letters=marks.letters,
        letter_names=letter_names(edition),
        falls=falls,
        second=_second(edition, member),
        in_short=_in_short(edition, member) if n_own == _ALL and together else "",
        without=without_descriptions(edition, member) if edition.study.method.pull else None,
        companions=together,
        between=_between(edition, member, falls) if marks.is_between else "",
        method=_method(edition, member),
        group=group_sureness(edition, own),
        fit=name_sureness(edition, own),
        is_weakly_named=own.fit_word == "weak",
    )


def outside(edition: Edition, member: Member) -> OutsideStanding:
    """Show which cluster a municipality outside the selection is most like, and how much."""
    typology = edition.typology
    name = edition.catalog.areas[member.code].name
    own = typology.cluster(member.cluster)
    slots = {
        "name": name,
        "n": len(edition.study.selection),
        "count": in_words(len(typology.clusters)),
    }
    return OutsideStanding(
        cluster=cluster_name(edition, own),
        why=_(
            "Wij deelden %(n)s middelgrote gemeenten in, en %(name)s hoort daar niet bij. Wel "
            "hebben wij dezelfde cijfers."
        )
        % slots,
        nearest=_("Van de %(count)s clusters lijkt %(name)s het meest op") % slots,
        reach=_reach(edition, member, own),
        distances=_distances(edition, member),
    )


def _times(count: int) -> str:
    return ngettext("%(n)s keer", "%(n)s keer", count) % {"n": count}


def _sure(word: str, n_own: int, *, is_always: bool) -> str:
    if n_own == _ALL:
        words = (
            _("%(word)s: in alle berekeningen")
            if is_always
            else _("%(word)s: in bijna alle berekeningen")
        )
        return words % {"word": capital(word)}
    return _("%(word)s: in %(n)s van de 10 berekeningen") % {"word": capital(word), "n": n_own}


def _method(edition: Edition, member: Member) -> str:
    """Say how the draws of municipalities were made, and what those of indicators gave."""
    n_kept = full_tenths(member.kept_redrawn or 0.0)
    return _(
        "Wij rekenden %(n)s keer opnieuw, steeds met een andere steekproef van gemeenten. Met een "
        "andere keuze van kenmerken blijft de gemeente in %(kept)s van de 10 berekeningen in dit "
        "cluster."
    ) % {"n": edition.number(edition.typology.n_draws, 0), "kept": n_kept}


def _second(edition: Edition, member: Member) -> str:
    """Name the second cluster with its share; the ten marks leave it out when it rounds to none."""
    archetype = second(member)
    name = edition.words(edition.typology.cluster(archetype).name)
    count = tenths(member.shares, member.cluster).get(archetype, 0)
    if not member.shares[archetype]:
        return _("In geen enkele berekening met onze beschrijvingen viel zij in een ander cluster.")
    if not count:
        return _("Een enkele keer in een ander cluster, het vaakst %s.") % name
    return _("Daarna het vaakst: %(name)s, in %(n)s van de 10.") % {"name": name, "n": count}


def _in_short(edition: Edition, member: Member) -> str:
    own = edition.typology.cluster(member.cluster)
    doubts = [group_sureness(edition, own), name_sureness(edition, own)]
    if own.fit_word != "weak" and all(doubt.n_dots > 1 for doubt in doubts):
        return ""
    return _(
        "Kort gezegd: %(name)s hoort steeds bij ongeveer dezelfde gemeenten. Waar die groep "
        "ophoudt, of hoe zij heet, is minder zeker."
    ) % {"name": edition.catalog.areas[member.code].name}


def without_descriptions(edition: Edition, member: Member) -> WithoutDescriptions:
    """Say where a member falls when only the figures count, and which others go there with it."""
    typology, areas = edition.typology, edition.catalog.areas
    if member.free == member.cluster:
        return WithoutDescriptions(None, _("hetzelfde cluster."))
    others = [
        areas[code].name
        for code in typology.cluster(member.cluster).members
        if code != member.code and typology.members[code].free == member.free
    ]
    along = (
        _("samen met %s.") % edition.join_names(others)
        if others
        else _("als enige van haar cluster.")
    )
    if member.free not in typology.archetypes:
        return WithoutDescriptions(None, _("een groep waar geen beschrijving bij past, %s") % along)
    return WithoutDescriptions(cluster_name(edition, typology.cluster(member.free)), along)


def _between(edition: Edition, member: Member, falls: tuple[Fall, ...]) -> str:
    name = edition.catalog.areas[member.code].name
    slots = {"name": name, "first": falls[0].cluster.name, "second": falls[1].cluster.name}
    return (
        _(
            "%(name)s ligt tussen twee clusters: %(first)s en %(second)s. Lees ze allebei: met "
            "andere gemeenten in de berekening wisselt zij van plaats."
        )
        % slots
    )


def _reach(edition: Edition, member: Member, own: Cluster) -> str:
    members = edition.typology.members
    distances = [members[code].distances[own.archetype] for code in own.members]
    distance = member.distances[own.archetype]
    slots = {
        "name": edition.catalog.areas[member.code].name,
        "cluster": edition.words(own.name),
        "distance": edition.number(distance, _DECIMALS),
        "near": edition.number(min(distances), _DECIMALS),
        "far": edition.number(max(distances), _DECIMALS),
    }
    # As they are written: "2,4 is farther than 2,4" is said of nobody.
    if round(distance, _DECIMALS) > round(max(distances), _DECIMALS):
        return (
            _(
                "De afstand tot %(cluster)s is %(distance)s. Dat is verder dan elke gemeente in "
                "dat cluster zelf (%(near)s tot %(far)s): de gelijkenis is klein."
            )
            % slots
        )
    return (
        _(
            "De afstand tot %(cluster)s is %(distance)s. De gemeente zou in dit cluster passen: "
            "de leden liggen zelf %(near)s tot %(far)s van het midden."
        )
        % slots
    )


def _distances(edition: Edition, member: Member) -> tuple[Distance, ...]:
    """List the distances to all clusters, nearest first."""
    farthest = max(member.distances.values())
    archetypes = sorted(member.distances, key=lambda archetype: member.distances[archetype])
    return tuple(
        Distance(
            cluster_name(edition, edition.typology.cluster(archetype)),
            edition.number(member.distances[archetype], _DECIMALS),
            f"{100 * member.distances[archetype] / farthest:.1f}",
        )
        for archetype in archetypes
    )
