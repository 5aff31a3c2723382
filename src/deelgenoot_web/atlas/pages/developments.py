"""How did an indicator go, year by year: the middle of the country and of each cluster."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator
from deelgenoot.charts.figures import Table
from deelgenoot_web.atlas.pages.figures import spec_url
from deelgenoot_web.atlas.release import Release


@dataclass(frozen=True)
class ClusterPanel:
    """The line of one cluster beside that of the country; all panels are on one scale."""

    archetype: str
    letter: str
    name: str
    svg: SafeString
    spec_url: str


@dataclass(frozen=True)
class IndicatorDevelopments:
    """The years of one indicator. Without a line there is a sentence that says so, and no panel."""

    sentence: str
    panels: tuple[ClusterPanel, ...]
    table: Table | None


def developments(release: Release, one: Indicator, language: str) -> IndicatorDevelopments:
    """How `one` went in the release."""
    chart_id = f"trend/{one.id}"
    if chart_id not in release.charts:
        return IndicatorDevelopments(no_series(release, one), (), None)
    return IndicatorDevelopments(
        sentence=release.charts.sentence(chart_id, language),
        panels=tuple(_panels(release, chart_id, language)),
        table=_table(release, chart_id, language),
    )


def no_series(release: Release, one: Indicator) -> str:
    """Why there is no line."""
    years = release.catalog.series(one.id).years
    if len(years) == 1:
        return _("Er is alleen een cijfer van %(year)s. Een ontwikkeling is er dus niet.") % {
            "year": years[0]
        }
    return _(
        "Er zijn alleen cijfers van %(years)s. Dat is te weinig om een ontwikkeling te laten zien."
    ) % {"years": _("%(first)s en %(last)s") % {"first": years[0], "last": years[-1]}}


def _panels(release: Release, chart_id: str, language: str) -> list[ClusterPanel]:
    return [
        ClusterPanel(
            cluster.archetype,
            cluster.letter,
            cluster.name.in_language(language),
            SafeString(release.charts.svg(f"{chart_id}/{cluster.archetype}", language)),
            spec_url(f"{chart_id}/{cluster.archetype}"),
        )
        for cluster in release.typology.clusters
    ]


def _table(release: Release, chart_id: str, language: str) -> Table:
    """A row per year, a column per cluster and one for the country."""
    country = release.charts.table(chart_id, language)
    columns = []
    for cluster in release.typology.clusters:
        own = release.charts.table(f"{chart_id}/{cluster.archetype}", language)
        # A cluster without figures has no column of its own in its table.
        has_own = len(own.header) > len(country.header)
        missing = _("geen cijfer")
        columns.append(
            (cluster.name.in_language(language), [r[1] if has_own else missing for r in own.rows])
        )
    rows = tuple(
        (row[0], *(values[at] for _name, values in columns), row[1])
        for at, row in enumerate(country.rows)
    )
    header = (country.header[0], *(name for name, _values in columns), country.header[1])
    return Table(header, rows)
