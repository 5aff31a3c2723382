"""A drawn chart as a page shows it: its title, sentence, numbers and specification."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from deelgenoot.charts.figures import Table
from deelgenoot_web.atlas.release import Release


@dataclass(frozen=True)
class Drawn:
    """One chart; `chart_id` is its address in the archive, `id` the one in the page."""

    id: str
    chart_id: str
    title: str
    sentence: str
    svg: SafeString
    table: Table

    @property
    def spec_url(self) -> str:
        """Where the browser finds the chart to make it interactive."""
        return spec_url(self.chart_id)


def spec_url(chart_id: str) -> str:
    """The address of a chart's specification, in the language of the page."""
    return reverse("atlas:chart", args=[chart_id])


def drawn(release: Release, chart_id: str, language: str) -> Drawn:
    """The chart `chart_id` in `language`; KeyError when the release has none."""
    charts = release.charts
    return Drawn(
        id=chart_id.replace("/", "-"),
        chart_id=chart_id,
        title=charts.title(chart_id, language),
        sentence=charts.sentence(chart_id, language),
        svg=SafeString(charts.svg(chart_id, language)),
        table=charts.table(chart_id, language),
    )
