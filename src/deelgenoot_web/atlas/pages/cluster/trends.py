"""A cluster over the years: per theme the line with the most years; the others are named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from deelgenoot.catalog import Theme
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, chart_figure
from deelgenoot_web.atlas.pages.parts.profile import in_sentence


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
