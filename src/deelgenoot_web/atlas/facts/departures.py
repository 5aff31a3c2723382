"""How a municipality developed, beside its cluster and the country."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from deelgenoot.charts.trend import Trend
from deelgenoot.typology.published import Member
from deelgenoot_web.atlas.facts.release import Release

_LEAST_FIGURES = 2
"""With fewer there is no change."""
_SCORE = "afwijking"
"""The unit of scores around a mean of 0, of which a per cent says nothing."""
_MOST = 0.9
"""The part of the municipalities that a course must leave behind to be called another one."""


@dataclass(frozen=True)
class OwnCourse:
    """The change of a municipality, of the middle of its cluster and of the country."""

    start: int
    end: int
    own: float
    cluster: float
    country: float
    is_share: bool
    """Whether changes are in points; else they are in per cent of the first figure."""

    @property
    def departure(self) -> float:
        """How far it went another way than its cluster."""
        return self.own - self.cluster


def measure_course(trend: Trend, code: str, archetype: str) -> OwnCourse | None:
    """Measure the changes between the first and the last year that all three have.

    The years begin where the territory last changed. Nothing where there are not two such years, or
    for a score or a figure of zero, of which a per cent says nothing.
    """
    paths = (trend.values.get(code, ()), trend.groups[archetype], trend.country)
    since = max(trend.breaks.get(code, ()), default=trend.years[0])
    places = [
        at
        for at, year in enumerate(trend.years)
        if year >= since and all(path and path[at] is not None for path in paths)
    ]
    is_share = trend.subject.unit == "%"
    has_zero = any(value is not None and value <= 0 for path in paths for value in path)
    if len(places) < _LEAST_FIGURES or trend.subject.unit == _SCORE or (has_zero and not is_share):
        return None
    first, last = places[0], places[-1]
    own, cluster, country = (_change(path[first], path[last], is_share=is_share) for path in paths)
    return OwnCourse(trend.years[first], trend.years[last], own, cluster, country, is_share)


def depart_most(
    release: Release, indicators: Sequence[str], member: Member
) -> list[tuple[str, OwnCourse]]:
    """Find the indicators in which a municipality went another way than its cluster.

    An indicator counts when the departure is larger than those of nine in ten of the selection
    over the same years; the one that lies farthest beyond them comes first.
    """
    beyond = []
    for key in indicators:
        course = measure_course(release.charts.trend(key), member.code, member.cluster)
        usual = _usual_departure(release, key, course.start, course.end) if course else 0.0
        if course and usual and abs(course.departure) > usual:
            beyond.append((-abs(course.departure) / usual, key, course))
    return [(key, course) for _, key, course in sorted(beyond, key=lambda row: row[:2])]


@cache
def _usual_departure(release: Release, indicator: str, start: int, end: int) -> float:
    """Measure what nine in ten departures of the selection stay under; 0 where none has one."""
    trend, members = release.charts.trend(indicator), release.typology.members.values()
    courses = [measure_course(trend, one.code, one.cluster) for one in members if one.in_study]
    departures = [abs(c.departure) for c in courses if c and (c.start, c.end) == (start, end)]
    return float(np.quantile(departures, _MOST)) if departures else 0.0


def _change(first: float | None, last: float | None, *, is_share: bool) -> float:
    start, end = float(first or 0), float(last or 0)
    return end - start if is_share else 100 * (end / start - 1)
