"""A drawn chart as a page shows it: its title, sentence and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


def figure_marks(release: Release, chart_id: str, codes: Sequence[str]) -> tuple[Mark, ...]:
    """Make the marks of the municipalities that such an address names; KeyError if unknown.

    A figure that the study filled in stands on the line of one municipality. In a comparison it is
    nobody's figure, and gets no dot.
    """
    indicator = chart_id.split("/")[1]
    members = [release.typology.members[code] for code in dict.fromkeys(codes)]
    is_alone = len(members) == 1
    return tuple(Mark(one.code, is_alone and indicator in one.filled) for one in members)


def page_addresses(release: Release) -> Mapping[str, str]:
    """Address the page of every municipality of the study, in the active language."""
    areas = release.catalog.areas
    return {
        code: reverse("atlas:municipality", args=[areas[code].slug])
        for code in release.typology.members
    }


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
