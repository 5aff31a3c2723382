"""Every indicator by theme: what it is called, measured in, of which years and by whom."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator, Theme
from deelgenoot.words import grouped
from deelgenoot_web.atlas.pages import units
from deelgenoot_web.atlas.pages.profile import IndicatorName, indicator_name
from deelgenoot_web.atlas.pages.sources import source_marked
from deelgenoot_web.atlas.pages.themes import theme_slug
from deelgenoot_web.atlas.release import Release


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator in the list."""

    name: IndicatorName
    unit: str
    series: str
    """The years between which there are figures, or that there is one year."""
    publisher: str
    is_in_typology: bool


@dataclass(frozen=True)
class ThemeIndicators:
    """The indicators of one theme."""

    id: str
    slug: str
    label: str
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True)
class IndicatorsPage:
    """Everything on the page with all indicators."""

    title: str
    description: str
    n_all: int
    n_in_typology: int
    themes: tuple[ThemeIndicators, ...]


def indicators(release: Release, language: str) -> IndicatorsPage:
    """The page with all indicators, in `language`."""
    n_all, n_in = len(release.catalog.indicators), len(release.typology.weights)
    return IndicatorsPage(
        title=_("Welke kenmerken zijn er?"),
        description=_("%(n)s kenmerken van gemeenten in zeven thema’s, elk met bron en jaar.")
        % {"n": grouped(n_all, 0, language)},
        n_all=n_all,
        n_in_typology=n_in,
        themes=tuple(_theme(release, theme, language) for theme in release.catalog.themes),
    )


def _theme(release: Release, theme: Theme, language: str) -> ThemeIndicators:
    return ThemeIndicators(
        id=theme.id,
        slug=theme_slug(theme),
        label=theme.label.in_language(language),
        rows=tuple(
            _row(release, one, language)
            for one in release.catalog.indicators.values()
            if one.theme == theme.id
        ),
    )


def _row(release: Release, one: Indicator, language: str) -> IndicatorRow:
    return IndicatorRow(
        name=indicator_name(one, language),
        unit=units.unit_words(one),
        series=years_of_series(release, one),
        publisher=source_marked(one.publisher),
        is_in_typology=one.id in release.typology.weights,
    )


def years_of_series(release: Release, one: Indicator) -> str:
    """`2010 tot en met 2023`, or the one year that there is."""
    years = release.catalog.series(one.id).years
    if len(years) == 1:
        return _("alleen %(year)s") % {"year": years[0]}
    return _("%(first)s tot en met %(last)s") % {"first": years[0], "last": years[-1]}
