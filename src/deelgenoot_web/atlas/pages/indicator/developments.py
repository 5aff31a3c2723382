"""An indicator year by year: the middle of the country and of each cluster."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator
from deelgenoot.charts.figures import Table
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name


@dataclass(frozen=True)
class ClusterPanel:
    """The line of one cluster beside that of the country; all panels are on one scale."""

    cluster: ClusterName
    svg: SafeString


@dataclass(frozen=True)
class IndicatorDevelopments:
    """The years of one indicator. Without a line there is a sentence that says so, and no panel."""

    sentence: str
    panels: tuple[ClusterPanel, ...]
    table: Table | None


def developments(edition: Edition, indicator: Indicator) -> IndicatorDevelopments:
    """Show how `indicator` developed."""
    chart_id = f"trend/{indicator.id}"
    if chart_id not in edition.charts:
        return IndicatorDevelopments(no_series(edition, indicator), (), None)
    return IndicatorDevelopments(
        sentence=edition.charts.sentence(chart_id, edition.language),
        panels=tuple(_panels(edition, indicator)),
        table=_table(edition, chart_id),
    )


def no_series(edition: Edition, indicator: Indicator) -> str:
    """Say why there is no line."""
    years = edition.catalog.series(indicator.id).years
    if len(years) == 1:
        return _("Er is alleen een cijfer van %(year)s. Een ontwikkeling is er dus niet.") % {
            "year": years[0]
        }
    return _(
        "Er zijn alleen cijfers van %(years)s. Dat is te weinig om een ontwikkeling te laten zien."
    ) % {"years": _("%(first)s en %(last)s") % {"first": years[0], "last": years[-1]}}


def _panels(edition: Edition, indicator: Indicator) -> list[ClusterPanel]:
    return [
        ClusterPanel(
            cluster_name(edition, cluster),
            SafeString(
                edition.charts.svg(f"panel/{indicator.id}/{cluster.archetype}", edition.language)
            ),
        )
        for cluster in edition.typology.clusters
    ]


def _table(edition: Edition, chart_id: str) -> Table:
    """Make a row per year, a column per cluster and one for the country."""
    country = edition.charts.table(chart_id, edition.language)
    columns = []
    for cluster in edition.typology.clusters:
        own = edition.charts.table(f"{chart_id}/{cluster.archetype}", edition.language)
        # A cluster without figures has no column of its own in its table.
        has_own = len(own.header) > len(country.header)
        missing = _("geen cijfer")
        columns.append(
            (edition.words(cluster.name), [r[1] if has_own else missing for r in own.rows])
        )
    rows = tuple(
        (row[0], *(values[at] for _name, values in columns), row[1])
        for at, row in enumerate(country.rows)
    )
    header = (country.header[0], *(name for name, _values in columns), country.header[1])
    return Table(header, rows)
