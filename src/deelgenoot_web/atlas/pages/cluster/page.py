"""One cluster: its members, how sure they are, what sets it apart, its years, its opgaven."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot.catalog import Theme
from deelgenoot.charts import interval
from deelgenoot.charts.figures import Table
from deelgenoot.charts.interval import Interval
from deelgenoot.typology import explained
from deelgenoot.typology.explained import second, telling
from deelgenoot.typology.published import CHANCE, STAYS, Band, Cluster
from deelgenoot.typology.sentences import tenths
from deelgenoot_web.atlas.edition import Edition, keep_few
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.cluster.rules import ClusterRules, cluster_rules
from deelgenoot_web.atlas.pages.cluster.shared import SharedChallenges, shared_challenges
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, chart_figure, page_addresses
from deelgenoot_web.atlas.pages.parts.profile import Profile, cluster_profile, in_sentence
from deelgenoot_web.atlas.pages.parts.sureness import (
    MemberSureness,
    group_sureness,
    letter_names,
    name_sureness,
    place,
)
from deelgenoot_web.atlas.pages.perspective.brief import PerspectiveBrief, perspective_brief
from deelgenoot_web.atlas.wording import in_words

_N_SHOWN = 8


@dataclass(frozen=True)
class Apart:
    """The indicators that set a cluster apart most, each with its bounds; all of them as table."""

    sentence: str
    rows: tuple[interval.IntervalRow, ...]
    table: Table


def apart(edition: Edition, cluster: Cluster) -> Apart:
    """Show what sets `cluster` apart among the indicators of the grouping."""
    bands = [
        (
            band,
            Interval(_label(edition, band), band.effect_low, band.effect, band.effect_high),
        )
        for band in telling(cluster, edition.typology.weights)
        if band.effect is not None and band.effect_low is not None and band.effect_high is not None
    ]
    intervals = [one for _band, one in bands]
    return Apart(
        sentence=_sentence(intervals),
        rows=interval.rows(intervals[:_N_SHOWN], cluster.letter, edition.language),
        table=_table(edition, intervals),
    )


def _label(edition: Edition, band: Band) -> str:
    indicator = edition.catalog.indicators[band.indicator]
    label = edition.words(indicator.label)
    assumed_year = _("jaar aangenomen")
    return f"{label} ({assumed_year})" if indicator.assumed_year else label


def _sentence(intervals: Sequence[Interval]) -> str:
    """Say how many differences keep their direction in nearly every calculation."""
    n_sure = sum(one.low > 0 or one.high < 0 for one in intervals)
    words = ngettext(
        "Van de %(all)s kenmerken van de indeling wijst %(n)s in bijna elke berekening dezelfde "
        "kant op.",
        "Van de %(all)s kenmerken van de indeling wijzen er %(n)s in bijna elke berekening "
        "dezelfde kant op.",
        n_sure,
    )
    return words % {"n": n_sure, "all": len(intervals)}


def _table(edition: Edition, intervals: Sequence[Interval]) -> Table:
    header = (_("Kenmerk"), _("Verschil"), _("Van"), _("Tot"))
    rows = tuple(
        (one.label, *(edition.number(end, 2) for end in (one.value, one.low, one.high)))
        for one in intervals
    )
    note = _(
        "Cohens d: het verschil met de andere gemeenten, gedeeld door de gewone spreiding binnen "
        "beide groepen. Van en tot: waartussen het ligt in 95 van de 100 berekeningen."
    )
    return Table(header, rows, note)


@dataclass(frozen=True)
class IndicatorPeriod:
    """An indicator whose line stands on its own page."""

    id: str
    label: str
    period: str


@dataclass(frozen=True)
class Trends:
    """The lines in sight, the others by name, and the themes without a line."""

    figures: tuple[ChartFigure, ...]
    others: tuple[IndicatorPeriod, ...]
    missing: str
    """The themes without a series of enough years, in a sentence; empty without any."""


def trends(edition: Edition, archetype: str) -> Trends:
    """Show the developments of a cluster beside those of the country."""
    in_sight: list[str] = []
    others: list[str] = []
    missing: list[str] = []
    for theme in edition.catalog.themes:
        indicators = _with_line(edition.release, theme)
        in_sight += indicators[:1]
        others += indicators[1:]
        if not indicators:
            missing.append(in_sentence(edition.words(theme.label)))
    return Trends(
        figures=tuple(_trend_figure(edition, one, archetype) for one in in_sight),
        others=tuple(_indicator_period(edition, one) for one in others),
        missing=_missing(edition, missing),
    )


def _trend_figure(edition: Edition, indicator: str, archetype: str) -> ChartFigure:
    """Take the line of a cluster; its page names the cluster once, so the title does not."""
    figure = chart_figure(edition, f"trend/{indicator}/{archetype}")
    title = edition.charts.title(f"trend/{indicator}", edition.language)
    return replace(figure, id=f"trend-{indicator}", title=title)


def _indicator_period(edition: Edition, indicator: str) -> IndicatorPeriod:
    years = edition.catalog.series(indicator).years
    label = edition.words(edition.catalog.indicators[indicator].label)
    return IndicatorPeriod(indicator, label, f"{years[0]}–{years[-1]}")


def _with_line(release: Release, theme: Theme) -> list[str]:
    """List the indicators of a theme that have a line: most years first, weak ones last."""
    catalog, charts = release.catalog, release.charts.ids
    indicators = [i for i in catalog.in_theme(theme.id) if f"trend/{i.id}" in charts]
    indicators.sort(key=lambda i: (i.weak, -len(catalog.series(i.id).years)))
    return [i.id for i in indicators]


def _missing(edition: Edition, themes: Sequence[str]) -> str:
    if not themes:
        return ""
    return _("Over %(themes)s hebben wij niet genoeg jaren voor een lijn.") % {
        "themes": edition.join_names(themes)
    }


@dataclass(frozen=True)
class TextPart:
    """A part of the study's text: its heading, and Markdown."""

    heading: str
    markdown: str


@dataclass(frozen=True)
class MemberRow:
    """One municipality of the cluster, with how sure its place is."""

    name: str
    slug: str
    province: str
    place: MemberSureness


@dataclass(frozen=True)
class ClusterPage:
    """Everything on the page of one cluster."""

    archetype: str
    letter: str
    title: str
    description: str
    idea: str
    facts: tuple[tuple[str, str], ...]
    is_no_firmer_than_chance: bool
    """Whether a group from figures without a pattern returns as well too often."""
    is_weakly_named: bool
    perspective: PerspectiveBrief | None
    text: tuple[TextPart, ...]
    members_heading: str
    n_draws: str
    members: tuple[MemberRow, ...]
    letter_names: dict[str, str]
    map_svg: str
    nearest: ClusterName
    border: tuple[str, ...]
    """A sentence for each municipality on the border with another cluster."""
    typical: tuple[Area, ...]
    """The members nearest to the middle of the cluster."""
    loose: tuple[str, ...]
    """Which members are least sure to be in it, a sentence for each kind of draw."""
    rules: ClusterRules
    apart: Apart
    spread: str
    """Over how many provinces the members lie."""
    profile: Profile
    trends: Trends
    challenges: SharedChallenges


@keep_few
def cluster_page(edition: Edition, archetype: str) -> ClusterPage:
    """Make the page of one cluster; KeyError for an unknown archetype."""
    cluster = edition.typology.cluster(archetype)
    idea = edition.words(edition.study.archetype[archetype].idea)
    return ClusterPage(
        archetype=archetype,
        letter=cluster.letter,
        title=edition.words(cluster.name),
        description=_(
            "%(idea)s Wie erbij horen, waarin zij verschillen en welke opgaven zij delen."
        )
        % {"idea": idea},
        idea=idea,
        facts=_facts(edition, cluster),
        is_no_firmer_than_chance=cluster.jaccard_p >= CHANCE,
        is_weakly_named=cluster.fit_word == "weak",
        perspective=perspective_brief(edition, archetype),
        text=tuple(_parts(edition.study.text(archetype, edition.language))),
        members_heading=_("De %s gemeenten") % in_words(len(cluster.members)),
        n_draws=edition.number(edition.typology.n_draws, 0),
        members=tuple(_member(edition, code) for code in cluster.members),
        letter_names=letter_names(edition),
        map_svg=edition.charts.members_map(
            archetype, edition.language, links=page_addresses(edition.release)
        ),
        nearest=cluster_name(edition, edition.typology.cluster(cluster.nearest)),
        border=tuple(_border(edition, cluster)),
        typical=tuple(
            edition.catalog.areas[code] for code in explained.typical(edition.typology, cluster)
        ),
        loose=leaving_sentences(edition, cluster),
        rules=cluster_rules(edition, cluster),
        apart=apart(edition, cluster),
        spread=_spread([edition.catalog.areas[code] for code in cluster.members]),
        profile=cluster_profile(edition, cluster),
        trends=trends(edition, archetype),
        challenges=shared_challenges(edition, cluster),
    )


def _facts(edition: Edition, cluster: Cluster) -> tuple[tuple[str, str], ...]:
    n_people = sum(edition.catalog.areas[code].population for code in cluster.members)
    size = _("%(n)s, samen %(people)s inwoners") % {
        "n": len(cluster.members),
        "people": edition.number(n_people, 0),
    }
    return (
        (_("Gemeenten"), size),
        (_("Hoe stevig is het cluster?"), group_sureness(edition, cluster).sentence),
        (_("Past de naam?"), name_sureness(edition, cluster).sentence),
    )


def _parts(markdown: str) -> Iterator[TextPart]:
    """Split the text at its second-level headings."""
    for block in f"\n{markdown}".split("\n## ")[1:]:
        heading, _newline, body = block.partition("\n")
        yield TextPart(heading.strip(), body.strip())


def _member(edition: Edition, code: str) -> MemberRow:
    area, member = edition.catalog.areas[code], edition.typology.members[code]
    return MemberRow(area.name, area.slug, area.province, place(edition, member))


def leaving_sentences(edition: Edition, cluster: Cluster) -> tuple[str, ...]:
    """Name the members that leave in more than two of ten draws of municipalities or indicators."""
    loose = explained.loose(edition.typology, cluster)
    areas = edition.catalog.areas
    by_areas = [areas[m.code].name for m in loose if m.share < STAYS]
    by_indicators = [areas[m.code].name for m in loose if m.kept_redrawn < STAYS <= m.share]
    first = ngettext(
        "%(names)s is een grensgeval: in meer dan twee van de tien steekproeven hoort de gemeente "
        "bij een ander cluster.",
        "%(names)s zijn grensgevallen: in meer dan twee van de tien steekproeven horen zij bij "
        "een ander cluster.",
        len(by_areas),
    )
    second = ngettext(
        "Alleen met een andere keuze van kenmerken hoort %(names)s in meer dan twee van de tien "
        "berekeningen bij een ander cluster.",
        "Alleen met een andere keuze van kenmerken horen %(names)s in meer dan twee van de tien "
        "berekeningen bij een ander cluster.",
        len(by_indicators),
    )
    none = _("Elke gemeente blijft in acht of meer van de tien steekproeven in dit cluster.")
    sentences = tuple(
        words % {"names": edition.join_names(names)}
        for words, names in ((first, by_areas), (second, by_indicators))
        if names
    )
    return sentences or (none,)


def _border(edition: Edition, cluster: Cluster) -> Iterator[str]:
    """Name the members that often fall elsewhere, and the others that often fall here."""
    typology = edition.typology
    between = [m for m in typology.members.values() if m.standing == "between"]
    for member in between:
        other = second(member)
        if cluster.archetype not in (member.cluster, other):
            continue
        slots = {
            "name": edition.catalog.areas[member.code].name,
            "n": tenths(member.shares, member.cluster).get(other, 0),
            "cluster": edition.words(typology.cluster(member.cluster).name),
            "other": edition.words(typology.cluster(other).name),
        }
        if member.cluster == cluster.archetype:
            words = _("%(name)s valt in %(n)s van de 10 berekeningen onder %(other)s.")
        else:
            words = _(
                "%(name)s hoort bij %(cluster)s, maar valt in %(n)s van de 10 berekeningen hier."
            )
        yield words % slots


def _spread(areas: list[Area]) -> str:
    provinces = {area.province for area in areas}
    words = ngettext(
        "De %(n)s gemeenten liggen in %(provinces)s provincie.",
        "De %(n)s gemeenten liggen in %(provinces)s provincies.",
        len(provinces),
    ) % {"n": in_words(len(areas)), "provinces": in_words(len(provinces))}
    regions = {area.region for area in areas}
    if len(regions) > 1:
        outside = _("Er is dus altijd een gesprekspartner buiten uw regio.")
        return f"{words} {outside}"
    return words
