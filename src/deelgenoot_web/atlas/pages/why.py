"""Why this cluster and not the next one: theme by theme, opening to the indicators."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.charts.figures import Table
from deelgenoot.charts.why import ReasonBar, ReasonBars
from deelgenoot.typology.explained import adding_up, theme_sums
from deelgenoot.typology.published import Member
from deelgenoot.typology.sentences import listed, value
from deelgenoot.words import grouped
from deelgenoot_web.atlas.pages.elsewhere import Elsewhere, elsewhere
from deelgenoot_web.atlas.pages.sureness import capital, in_words
from deelgenoot_web.atlas.release import Release

_LEAST = 0.05
"""Below this a difference is written as 0,0, and a theme points nowhere."""
_DECIMALS = 2


@dataclass(frozen=True)
class ClusterReasons:
    """The case for the own cluster, or outside the selection the nearest, against the next."""

    heading: str
    sentence: str
    own: str
    other: str
    bars: tuple[ReasonBar, ...]
    total: str
    table: Table
    elsewhere: Elsewhere
    filled: str
    """What was filled in, in a sentence; empty when nothing was."""


def why(release: Release, member: Member, language: str) -> ClusterReasons:
    """Sums of `Member.reasons` per theme; together they are the difference in squared distance.

    Rounded so that what stands written adds up too, for the themes and for the indicators.
    """
    typology = release.typology
    own, other = typology.cluster(member.cluster), typology.cluster(member.next)
    names = [cluster.name.in_language(language) for cluster in (own, other)]
    labels = {theme.id: theme.label.in_language(language) for theme in release.catalog.themes}
    sums = adding_up(theme_sums(release.catalog, member), 1)
    asked = ReasonBars(
        sums, labels, release.charts.between(own.archetype, other.archetype), language
    )
    name = release.catalog.areas[member.code].name
    said = {"name": name, "own": names[0], "other": names[1]}
    return ClusterReasons(
        heading=(
            _("Waarom dit cluster, en niet %(other)s?")
            if member.in_study
            else _("Waarom lijkt %(name)s meer op %(own)s dan op %(other)s?")
        )
        % said,
        sentence=_sentence(sums, labels, said, language),
        own=names[0],
        other=names[1],
        bars=release.charts.bars(asked),
        total=_total(sum(sums.values()), said, language),
        table=_table(release, member, said, language),
        elsewhere=elsewhere(release, member, language),
        filled=_filled(release, member),
    )


def _sentence(
    sums: Mapping[str, float], labels: Mapping[str, str], said: Mapping[str, str], language: str
) -> str:
    """How many themes point to the own cluster, which most, and which point the other way."""
    ordered = sorted(sums, key=lambda theme: -sums[theme])
    towards = [theme for theme in ordered if sums[theme] >= _LEAST]
    away = [theme for theme in reversed(ordered) if sums[theme] <= -_LEAST]
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
                **said,
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
        parts.append(words % {"themes": capital(listed(names, language))})
    return " ".join(parts)


def _total(total: float, said: Mapping[str, str], language: str) -> str:
    words = (
        _("Opgeteld %(sum)s in het voordeel van %(own)s.")
        if total >= 0
        else _("Opgeteld %(sum)s in het voordeel van %(other)s.")
    )
    return words % {**said, "sum": grouped(abs(total), 1, language)}


def _table(release: Release, member: Member, said: Mapping[str, str], language: str) -> Table:
    """A row per indicator, in the order of the themes, with the own figure and its part."""
    parts = adding_up(member.reasons, _DECIMALS)
    rows = [
        _row(release, member, (one, parts[one]), language)
        for theme in release.catalog.themes
        for one in release.typology.weights
        if release.catalog.indicators[one].theme == theme.id
    ]
    header = (
        _("Kenmerk"),
        _("Thema"),
        release.catalog.areas[member.code].name,
        _("Middelste van %(own)s") % said,
        _("Middelste van %(other)s") % said,
        _("Verschil"),
    )
    note = _(
        "Boven nul: lijkt hierin meer op %(own)s. Onder nul: meer op %(other)s. Elk getal is een "
        "verschil in gekwadrateerde afstand; ze tellen op tot de som."
    )
    return Table(header, (*rows, _sum_row(member, language)), note % said)


def _row(
    release: Release, member: Member, part: tuple[str, float], language: str
) -> tuple[str, ...]:
    one, added = part
    indicator = release.catalog.indicators[one]
    theme = next(t for t in release.catalog.themes if t.id == indicator.theme)
    own = value(release.catalog, one, member.code, language)
    if one in member.filled:
        own = _("geen cijfer, aangevuld")
    elif indicator.assumed_year:
        own = f"{own} ({_('jaar aangenomen')})"
    middles = [
        _middle(release, archetype, one, language) for archetype in (member.cluster, member.next)
    ]
    return (
        indicator.label.in_language(language),
        theme.label.in_language(language),
        own or _("geen cijfer"),
        *middles,
        grouped(added, _DECIMALS, language),
    )


def _middle(release: Release, archetype: str, one: str, language: str) -> str:
    band = next(b for b in release.typology.cluster(archetype).bands if b.indicator == one)
    if band.middle is None:
        return _("geen cijfer")
    return release.catalog.indicators[one].written(band.middle, language)


def _sum_row(member: Member, language: str) -> tuple[str, ...]:
    total = grouped(sum(member.reasons.values()), _DECIMALS, language)
    return (_("Som"), "", "", "", "", total)


def _filled(release: Release, member: Member) -> str:
    """That figures are missing, and the rule by which the study filled them in."""
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
    name = release.catalog.areas[member.code].name
    return words % {"name": name, "n": n_filled, "all": len(release.typology.weights)}
