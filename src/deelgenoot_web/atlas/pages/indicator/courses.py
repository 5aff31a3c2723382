"""The indicators of a theme over the years: the country, and the cluster that changed most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator
from deelgenoot.typology.published import Cluster
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.indicator.developments import no_series
from deelgenoot_web.atlas.pages.parts.profile import IndicatorName, indicator_name

Line = tuple[tuple[int, float], ...]
"""Year and value, from the first year to the last."""


@dataclass(frozen=True)
class Course:
    """One indicator over the years, drawn for the cluster whose middle changed most."""

    name: IndicatorName
    archetype: str
    letter: str
    cluster: str
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
        archetype=archetype,
        letter=cluster.letter,
        cluster=edition.words(cluster.name),
        sentence=_sentence(edition, indicator, cluster, (lines[archetype], country)),
        svg=SafeString(edition.charts.svg(chart_id, edition.language)),
    )


def _sentence(
    edition: Edition, indicator: Indicator, cluster: Cluster, lines: tuple[Line, Line]
) -> str:
    own, country = (_ends(edition, indicator, line) for line in lines)
    return _(
        "%(cluster)s: van %(first)s in %(start)s naar %(last)s in %(end)s. Land: van "
        "%(land_first)s naar %(land_last)s."
    ) % {
        "cluster": edition.words(cluster.name),
        **own,
        **{f"land_{key}": words for key, words in country.items()},
    }


def _ends(edition: Edition, indicator: Indicator, line: Line) -> dict[str, str]:
    (start, first), (end, last) = line[0], line[-1]
    return {
        "start": str(start),
        "end": str(end),
        "first": edition.figure(indicator, first),
        "last": edition.figure(indicator, last),
    }
