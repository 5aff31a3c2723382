"""The seven themes: the question of each, and where the clusters stand in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator, Theme
from deelgenoot.charts.figures import Table
from deelgenoot.typology.published import Cluster
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.indicator.developments import no_series
from deelgenoot_web.atlas.pages.indicator.questions import question, theme_text
from deelgenoot_web.atlas.pages.indicator.strips import Strip, Strips, strips
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.parts.profile import (
    CLEAR,
    IndicatorName,
    in_sentence,
    indicator_name,
)
from deelgenoot_web.atlas.pages.parts.units import figure_with_unit

Line = tuple[tuple[int, float], ...]
"""Year and value, from the first year to the last."""


@dataclass(frozen=True)
class Course:
    """One indicator over the years, drawn for the cluster whose middle changed most."""

    name: IndicatorName
    cluster: ClusterName
    sentence: str
    svg: SafeString


@dataclass(frozen=True)
class NoCourse:
    """An indicator without a line, and why."""

    name: IndicatorName
    sentence: str


def courses(
    edition: Edition, indicators: Sequence[Indicator]
) -> tuple[tuple[Course, ...], tuple[NoCourse, ...]]:
    """Split indicators in those with a line over the years and those without."""
    with_line, without = [], []
    for indicator in indicators:
        lines = _lines(edition.release, indicator)
        if lines:
            with_line.append(_course(edition, indicator, lines))
        else:
            name = indicator_name(edition, indicator)
            without.append(NoCourse(name, no_series(edition, indicator)))
    return tuple(with_line), tuple(without)


def _lines(release: Release, indicator: Indicator) -> Mapping[str, Line]:
    """Give the middle of each cluster per year, by archetype; nothing where nothing was drawn."""
    if f"trend/{indicator.id}" not in release.charts:
        return {}
    trend = release.charts.trend(indicator.id)
    lines = {archetype: trend.middles(archetype) for archetype in trend.groups}
    return {archetype: line for archetype, line in lines.items() if len(line) > 1}


def _course(edition: Edition, indicator: Indicator, lines: Mapping[str, Line]) -> Course:
    archetype = max(lines, key=lambda key: abs(lines[key][-1][1] - lines[key][0][1]))
    cluster = edition.typology.cluster(archetype)
    chart_id = f"trend/{indicator.id}/{archetype}"
    country = edition.charts.trend(indicator.id).middles()
    return Course(
        name=indicator_name(edition, indicator),
        cluster=cluster_name(edition, cluster),
        sentence=_sentence(edition, indicator, cluster, (lines[archetype], country)),
        svg=SafeString(edition.charts.svg(chart_id, edition.language)),
    )


def _sentence(
    edition: Edition, indicator: Indicator, cluster: Cluster, lines: tuple[Line, Line]
) -> str:
    own, country = (_course_ends(edition, indicator, line) for line in lines)
    return _(
        "%(cluster)s: van %(first)s in %(start)s naar %(last)s in %(end)s. Land: van "
        "%(land_first)s naar %(land_last)s."
    ) % {
        "cluster": edition.words(cluster.name),
        **own,
        **{f"land_{key}": words for key, words in country.items()},
    }


def _course_ends(edition: Edition, indicator: Indicator, line: Line) -> dict[str, str]:
    (start, first), (end, last) = line[0], line[-1]
    return {
        "start": str(start),
        "end": str(end),
        "first": edition.figure(indicator, first),
        "last": edition.figure(indicator, last),
    }


N_SHOWN = 4
"""Indicators of a theme that stand in sight; the others fold out."""
_N_SAID = 2
"""Differences of a cluster that are put in words."""


@dataclass(frozen=True)
class ThemeCard:
    """One theme in the list."""

    slug: str
    label: str
    question: str
    intro: str
    n_indicators: int
    n_in_typology: int


@dataclass(frozen=True)
class ThemesPage:
    """Everything on the page with the themes."""

    title: str
    description: str
    themes: tuple[ThemeCard, ...]


@dataclass(frozen=True)
class ThemeDifference:
    """The indicators of this theme on which one cluster differs most from the others."""

    cluster: ClusterName
    sentence: str


@dataclass(frozen=True)
class ThemeIndicator:
    """One indicator of the theme, with where the clusters lie on it."""

    name: IndicatorName
    question: str
    is_in_typology: bool
    sentence: str
    strips: Strips


@dataclass(frozen=True)
class ThemePage:
    """Everything on the page of one theme."""

    title: str
    description: str
    slug: str
    label: str
    n_in_typology: int
    differences: tuple[ThemeDifference, ...]
    in_sight: tuple[ThemeIndicator, ...]
    more: tuple[ThemeIndicator, ...]
    table: Table
    """The middle of each cluster on every indicator of the theme."""
    courses: tuple[Course, ...]
    """The indicators with a line over the years."""
    no_courses: tuple[NoCourse, ...]
    others: tuple[ThemeCard, ...]


def theme_slug(theme: Theme) -> str:
    """Make the end of a theme's address: its Dutch name, the same in both languages."""
    return "-".join(re.findall(r"\w+", theme.label.nl.lower()))


def themes_page(edition: Edition) -> ThemesPage:
    """Make the page with all themes."""
    return ThemesPage(
        title=_("Op welke thema’s vergelijken wij gemeenten?"),
        description=_("Zeven thema’s, van wie er wonen tot wat de gemeente met anderen doet."),
        themes=tuple(_card(edition, theme) for theme in edition.catalog.themes),
    )


def theme_page(edition: Edition, slug: str) -> ThemePage:
    """Make the page of the theme whose address ends in `slug`; KeyError if there is none.

    Made once per theme and language: it is the same for everybody.
    """
    theme = {theme_slug(one): one for one in edition.catalog.themes}[slug]
    text = theme_text(edition.study, theme)
    indicators = edition.catalog.in_theme(theme.id)
    telling = sorted(indicators, key=lambda one: -_apart(edition.release, one))
    rows = {one.id: _indicator(edition, one) for one in indicators}
    with_line, without = courses(edition, indicators)
    return ThemePage(
        title=edition.words(text.question),
        description=edition.words(text.intro),
        slug=slug,
        label=edition.words(theme.label),
        n_in_typology=_n_in_typology(edition.release, indicators),
        differences=tuple(_difference(edition, c, indicators) for c in edition.typology.clusters),
        in_sight=tuple(rows[one.id] for one in telling[:N_SHOWN]),
        more=tuple(rows[one.id] for one in indicators if one not in telling[:N_SHOWN]),
        table=_table(list(rows.values())),
        courses=with_line,
        no_courses=without,
        others=tuple(_card(edition, one) for one in edition.catalog.themes if one != theme),
    )


def _card(edition: Edition, theme: Theme) -> ThemeCard:
    text = theme_text(edition.study, theme)
    indicators = edition.catalog.in_theme(theme.id)
    return ThemeCard(
        slug=theme_slug(theme),
        label=edition.words(theme.label),
        question=edition.words(text.question),
        intro=edition.words(text.intro),
        n_indicators=len(indicators),
        n_in_typology=_n_in_typology(edition.release, indicators),
    )


def _n_in_typology(release: Release, indicators: Sequence[Indicator]) -> int:
    return sum(one.id in release.typology.weights for one in indicators)


def _apart(release: Release, indicator: Indicator) -> float:
    """Average how far the clusters stand from the rest of the selection, in effect sizes."""
    effects = [cluster.band(indicator.id).effect for cluster in release.typology.clusters]
    sizes = [abs(effect) for effect in effects if effect is not None]
    return sum(sizes) / len(sizes) if sizes else 0.0


def _indicator(edition: Edition, indicator: Indicator) -> ThemeIndicator:
    theme_strips = strips(edition, indicator)
    return ThemeIndicator(
        name=indicator_name(edition, indicator),
        question=edition.words(question(edition.study, indicator)),
        is_in_typology=indicator.id in edition.typology.weights,
        sentence=_ends(theme_strips),
        strips=theme_strips,
    )


def _ends(theme_strips: Strips) -> str:
    """Say from which to which middle municipality the clusters run: a spread, not a ranking."""
    with_figure = [strip for strip in theme_strips.rows if strip.at is not None]
    if not with_figure:
        return _("Van geen enkel cluster is er een cijfer.")
    low, high = min(with_figure, key=_place), max(with_figure, key=_place)
    return _(
        "De middelste gemeenten lopen van %(low)s in %(low_name)s tot %(high)s in %(high_name)s."
    ) % {
        "low": low.middle,
        "low_name": low.cluster.name,
        "high": high.middle,
        "high_name": high.cluster.name,
    }


def _difference(
    edition: Edition, cluster: Cluster, indicators: Sequence[Indicator]
) -> ThemeDifference:
    """Put the differences of a cluster in words, from figures whose year is known."""
    usable = [one for one in indicators if not (one.assumed_year or one.weak)]
    effects = {one.id: cluster.band(one.id).effect or 0.0 for one in usable}
    telling = sorted(usable, key=lambda one: -abs(effects[one.id]))[:_N_SAID]
    clear = [one for one in telling if abs(effects[one.id]) >= CLEAR]
    sentences = [
        words % {"names": edition.join_names([_label(edition, cluster, one) for one in on_side])}
        for words, sign in (
            (_("Hoger dan elders: %(names)s."), 1),
            (_("Lager dan elders: %(names)s."), -1),
        )
        if (on_side := [one for one in clear if effects[one.id] * sign > 0])
    ]
    return ThemeDifference(
        cluster_name(edition, cluster),
        " ".join(sentences) or _("Hierin verschilt het cluster weinig van de andere."),
    )


def _label(edition: Edition, cluster: Cluster, indicator: Indicator) -> str:
    middle = cluster.band(indicator.id).middle
    label = in_sentence(edition.words(indicator.label))
    return label if middle is None else f"{label} ({figure_with_unit(edition, middle, indicator)})"


def _place(strip: Strip) -> float:
    return strip.at or 0.0


def _table(rows: Sequence[ThemeIndicator]) -> Table:
    """Make a row per indicator, a column per cluster and one for the country."""
    clusters = [strip.cluster.name for strip in rows[0].strips.rows]
    return Table(
        (_("Kenmerk"), *clusters, _("land")),
        tuple(
            (
                f"{row.name.label} ({row.name.year})",
                *(strip.middle for strip in row.strips.rows),
                row.strips.country,
            )
            for row in rows
        ),
    )
