"""A drawn chart as a page shows it: its title, sentence, numbers and specification."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from deelgenoot.charts.figures import Mark, Table
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release


@dataclass(frozen=True)
class ChartFigure:
    """One chart; `chart_id` is its address in the archive, `id` the one in the page."""

    id: str
    chart_id: str
    title: str
    sentence: str
    svg: SafeString
    table: Table

    @property
    def spec_url(self) -> str:
        """The address where the browser finds the chart to make it interactive."""
        return spec_url(self.chart_id)


def spec_url(chart_id: str, codes: Sequence[str] = ()) -> str:
    """Address a chart's specification with these municipalities on it, in the active language."""
    address = reverse("atlas:chart", args=[chart_id])
    return f"{address}?{urlencode([('gm', code) for code in codes])}" if codes else address


def figure_marks(release: Release, chart_id: str, codes: Sequence[str]) -> tuple[Mark, ...]:
    """Make the marks of the municipalities that such an address names; KeyError if unknown.

    A figure that the study filled in stands on the line of one municipality. In a comparison it is
    nobody's figure, and gets no dot.
    """
    indicator = chart_id.split("/")[1]
    members = [release.typology.members[code] for code in dict.fromkeys(codes)]
    is_alone = len(members) == 1
    return tuple(Mark(one.code, is_alone and indicator in one.filled) for one in members)


def chart_figure(edition: Edition, chart_id: str) -> ChartFigure:
    """Take the chart `chart_id` from the release; KeyError when there is none."""
    charts = edition.charts
    return ChartFigure(
        id=chart_id.replace("/", "-"),
        chart_id=chart_id,
        title=charts.title(chart_id, edition.language),
        sentence=charts.sentence(chart_id, edition.language),
        svg=SafeString(charts.svg(chart_id, edition.language)),
        table=charts.table(chart_id, edition.language),
    )
