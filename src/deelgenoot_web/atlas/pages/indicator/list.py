"""Every indicator by theme: its name, unit, years and publisher."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator, Theme
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.indicator.themes import theme_slug
from deelgenoot_web.atlas.pages.parts import units
from deelgenoot_web.atlas.pages.parts.profile import IndicatorName, indicator_name
from deelgenoot_web.atlas.pages.parts.sources import source_marked


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


def indicators_page(edition: Edition) -> IndicatorsPage:
    """Make the page with all indicators."""
    n_all, n_in = len(edition.catalog.indicators), len(edition.typology.weights)
    return IndicatorsPage(
        title=_("Welke kenmerken zijn er?"),
        description=_("%(n)s kenmerken van gemeenten in zeven thema’s, elk met bron en jaar.")
        % {"n": edition.number(n_all, 0)},
        n_all=n_all,
        n_in_typology=n_in,
        themes=tuple(_theme(edition, theme) for theme in edition.catalog.themes),
    )


def _theme(edition: Edition, theme: Theme) -> ThemeIndicators:
    return ThemeIndicators(
        id=theme.id,
        slug=theme_slug(theme),
        label=edition.words(theme.label),
        rows=tuple(_row(edition, one) for one in edition.catalog.in_theme(theme.id)),
    )


def _row(edition: Edition, indicator: Indicator) -> IndicatorRow:
    return IndicatorRow(
        name=indicator_name(edition, indicator),
        unit=units.unit_words(indicator),
        series=years_of_series(edition, indicator),
        publisher=source_marked(indicator.publisher),
        is_in_typology=indicator.id in edition.typology.weights,
    )


def years_of_series(edition: Edition, indicator: Indicator) -> str:
    """Name the years: `2010 tot en met 2023`, or the only one."""
    years = edition.catalog.series(indicator.id).years
    if len(years) == 1:
        return _("alleen %(year)s") % {"year": years[0]}
    return _("%(first)s tot en met %(last)s") % {"first": years[0], "last": years[-1]}
