"""Why this cluster and not the next one: theme by theme, and indicator by indicator."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.charts.figures import Table
from deelgenoot.charts.why import ReasonBar, ReasonBars
from deelgenoot.typology.explained import adding_up, misfits, reasons_against, second, theme_sums
from deelgenoot.typology.published import Cluster, Member
from deelgenoot.typology.sentences import mid_sentence
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.municipality.elsewhere import Elsewhere, elsewhere
from deelgenoot_web.atlas.wording import capital, in_words

_LEAST = 0.05
"""Below this a difference is written as 0,0, and a theme points nowhere."""
_DECIMALS = 2
_MOST_MISSES = 3


@dataclass(frozen=True)
class OtherCluster:
    """A cluster to compare the own one with, and how far its centre is."""

    archetype: str
    letter: str
    name: str
    distance: str
    is_chosen: bool


@dataclass(frozen=True)
class ClusterReasons:
    """The reasons for the own cluster, or outside the selection the nearest, against another."""

    heading: str
    sentence: str
    own: str
    other: str
    home: OtherCluster
    """The own cluster, with its distance."""
    others: tuple[OtherCluster, ...]
    """All other clusters, the nearest first."""
    place: str
    """How far it lies from its own centre, among the members, in a sentence."""
    misses: str
    """Where the description of its cluster misses it, in a sentence; empty where it does not."""
    bars: tuple[ReasonBar, ...]
    total: str
    table: Table
    elsewhere: Elsewhere
    gaps: str
    """That figures were filled in, in a sentence; empty when none were."""


def why(edition: Edition, member: Member, against: str = "") -> ClusterReasons:
    """Sum the reasons per theme; together they are the difference in squared distance.

    They are rounded so that the written numbers add up too, for the themes and the indicators.
    `against` is the archetype to compare with. Where it names no other cluster, that is the one in
    which the draws put the member most often after its own, or else the next nearest.
    """
    typology = edition.typology
    is_other = against in member.distances and against != member.cluster
    own = typology.cluster(member.cluster)
    other = typology.cluster(against if is_other else _rival(member))
    reasons = reasons_against(typology, member, other.archetype)
    names = [edition.words(cluster.name) for cluster in (own, other)]
    labels = {theme.id: edition.words(theme.label) for theme in edition.catalog.themes}
    sums = adding_up(theme_sums(edition.catalog, reasons), 1)
    reason_bars = ReasonBars(
        sums, labels, edition.charts.between(own.archetype, other.archetype), edition.language
    )
    name = edition.catalog.areas[member.code].name
    slots = {"name": name, "own": names[0], "other": names[1]}
    return ClusterReasons(
        heading=(
            _("Waarom dit cluster, en niet %(other)s?")
            if member.in_study
            else _("Waarom lijkt %(name)s meer op %(own)s dan op %(other)s?")
        )
        % slots,
        sentence=_sentence(edition, sums, labels, slots),
        own=names[0],
        other=names[1],
        home=_distant(edition, member, own),
        others=tuple(_others(edition, member, other)),
        place=_place(edition, member, own) if member.in_study else "",
        misses=_misses(edition, member) if member.in_study else "",
        bars=edition.charts.bars(reason_bars),
        total=f"{_total(edition, sum(sums.values()), slots)} {_squares(edition, member, other)}",
        table=_table(edition, member, other.archetype, slots),
        elsewhere=elsewhere(edition, member),
        gaps=_filled_sentence(edition, member),
    )


def _rival(member: Member) -> str:
    rival = second(member) if member.in_study else member.next
    return rival if member.shares.get(rival) else member.next


def _sentence(
    edition: Edition, sums: Mapping[str, float], labels: Mapping[str, str], slots: Mapping[str, str]
) -> str:
    """Say how many themes point to the own cluster, which most, and which the other way."""
    themes = sorted(sums, key=lambda theme: -sums[theme])
    towards = [theme for theme in themes if sums[theme] >= _LEAST]
    away = [theme for theme in reversed(themes) if sums[theme] <= -_LEAST]
    parts = []
    if towards:
        words = ngettext(
            "%(n)s van de %(all)s thema’s wijst naar %(own)s: %(most)s.",
            "%(n)s van de %(all)s thema’s wijzen naar %(own)s, %(most)s het sterkst.",
            len(towards),
        )
        parts.append(
            words
            % {
                **slots,
                "n": capital(in_words(len(towards))),
                "all": in_words(len(sums)),
                "most": labels[towards[0]].lower(),
            }
        )
    if away:
        words = ngettext(
            "%(themes)s wijst de andere kant op.", "%(themes)s wijzen de andere kant op.", len(away)
        )
        names = [labels[theme].lower() for theme in away]
        parts.append(words % {"themes": capital(edition.join_names(names))})
    return " ".join(parts)


def _others(edition: Edition, member: Member, current: Cluster) -> Iterator[OtherCluster]:
    for archetype in sorted(member.distances, key=lambda one: (member.distances[one], one)):
        if archetype != member.cluster:
            cluster = edition.typology.cluster(archetype)
            yield _distant(edition, member, cluster, is_chosen=cluster == current)


def _distant(
    edition: Edition, member: Member, cluster: Cluster, *, is_chosen: bool = False
) -> OtherCluster:
    distance = edition.number(member.distances[cluster.archetype], 1)
    name = edition.words(cluster.name)
    return OtherCluster(cluster.archetype, cluster.letter, name, distance, is_chosen)


def _place(edition: Edition, member: Member, own: Cluster) -> str:
    """Say how far a member lies from the centre of its cluster, beside the others."""
    members = edition.typology.members
    distances = sorted(members[code].distances[own.archetype] for code in own.members)
    rank = distances.index(member.distances[own.archetype]) + 1
    slots = {
        "name": edition.catalog.areas[member.code].name,
        "distance": edition.number(member.distances[own.archetype], 1),
        "cluster": edition.words(own.name),
        "rank": rank,
        "n": len(distances),
        "usual": edition.number(median(distances), 1),
    }
    if rank == len(distances):
        words = _(
            "%(name)s ligt op %(distance)s van het midden van %(cluster)s: van alle %(n)s leden "
            "het verst. Het middelste lid ligt op %(usual)s."
        )
    else:
        words = _(
            "%(name)s ligt op %(distance)s van het midden van %(cluster)s: plaats %(rank)s van de "
            "%(n)s leden, van dichtbij naar ver. Het middelste lid ligt op %(usual)s."
        )
    return words % slots


def _misses(edition: Edition, member: Member) -> str:
    """Say on which figures a member is the other way than the description of its cluster."""
    signature = edition.study.archetype[member.cluster].signature
    parts = []
    for key in misfits(edition.typology, member, signature)[:_MOST_MISSES]:
        indicator = edition.catalog.indicators[key]
        slots = {
            "label": mid_sentence(edition.words(indicator.label)),
            "value": edition.level(key, member.code) or _("aangevuld"),
        }
        words = (
            _("%(label)s, hier laag (%(value)s)")
            if signature[key] > 0
            else _("%(label)s, hier hoog (%(value)s)")
        )
        parts.append(words % slots)
    if not parts:
        return ""
    return _("Waar de beschrijving van het cluster niet klopt: %(parts)s.") % {
        "parts": "; ".join(parts)
    }


def _total(edition: Edition, total: float, slots: Mapping[str, str]) -> str:
    words = (
        _("Alle balken samen wijzen naar %(own)s: het verschil is %(sum)s.")
        if total >= 0
        else _("Alle balken samen wijzen naar %(other)s: het verschil is %(sum)s.")
    )
    return words % {**slots, "sum": edition.number(abs(total), 1)}


def _squares(edition: Edition, member: Member, other: Cluster) -> str:
    """Say where the sum comes from: the distances themselves differ less than their squares."""
    far, near = (member.distances[key] for key in (other.archetype, member.cluster))
    return _("Dat zijn de twee afstanden in het kwadraat, van elkaar af: %(far)s² − %(near)s².") % {
        "far": edition.number(far, _DECIMALS),
        "near": edition.number(near, _DECIMALS),
    }


def _table(edition: Edition, member: Member, other: str, slots: Mapping[str, str]) -> Table:
    """Make a row per indicator, in the order of the themes, with the own figure and its part."""
    reasons = reasons_against(edition.typology, member, other)
    parts = adding_up(reasons, _DECIMALS)
    middles = {
        one: tuple(_middle(edition, cluster, one) for cluster in (member.cluster, other))
        for one in reasons
    }
    rows = [
        (*_own_cells(edition, member, one), *middles[one], edition.number(parts[one], _DECIMALS))
        for theme in edition.catalog.themes
        for one in edition.typology.weights
        if edition.catalog.indicators[one].theme == theme.id
    ]
    header = (
        _("Kenmerk"),
        _("Thema"),
        edition.catalog.areas[member.code].name,
        _("Middelste van %(own)s") % slots,
        _("Middelste van %(other)s") % slots,
        _("Verschil"),
    )
    note = _(
        "Boven nul: lijkt hierin meer op %(own)s. Onder nul: meer op %(other)s. Elk getal is een "
        "verschil in gekwadrateerde afstand; ze tellen op tot de som."
    )
    return Table(header, (*rows, _sum_row(edition, sum(reasons.values()))), note % slots)


def _own_cells(edition: Edition, member: Member, indicator_id: str) -> tuple[str, str, str]:
    indicator = edition.catalog.indicators[indicator_id]
    theme = edition.catalog.theme(indicator.theme)
    own = edition.level(indicator_id, member.code)
    if indicator_id in member.filled:
        own = _("geen cijfer, aangevuld")
    elif indicator.assumed_year:
        assumed_year = _("jaar aangenomen")
        own = f"{own} ({assumed_year})"
    return edition.words(indicator.label), edition.words(theme.label), own or _("geen cijfer")


def _middle(edition: Edition, archetype: str, indicator_id: str) -> str:
    band = edition.typology.cluster(archetype).band(indicator_id)
    if band.middle is None:
        return _("geen cijfer")
    return edition.figure(edition.catalog.indicators[indicator_id], band.middle)


def _sum_row(edition: Edition, total: float) -> tuple[str, ...]:
    return (_("Som"), "", "", "", "", edition.number(total, _DECIMALS))


def _filled_sentence(edition: Edition, member: Member) -> str:
    """Say that figures are missing, and by which rule the study filled them in."""
    if not member.filled:
        return ""
    n_filled = len(member.filled)
    words = ngettext(
        "Van %(name)s ontbreekt %(n)s van de %(all)s cijfers. Daar rekenden wij met de middelste "
        "gemeente van de selectie; het staat erbij als “aangevuld”.",
        "Van %(name)s ontbreken %(n)s van de %(all)s cijfers. Daar rekenden wij met de middelste "
        "gemeente van de selectie; het staat erbij als “aangevuld”.",
        n_filled,
    )
    name = edition.catalog.areas[member.code].name
    return words % {"name": name, "n": n_filled, "all": len(edition.typology.weights)}
