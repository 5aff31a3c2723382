"""How a municipality developed, beside its cluster and the country."""

from collections.abc import Mapping, Sequence
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
_LEAST_OTHERS = 10
"""With fewer courses of other municipalities, nine in ten of them say nothing."""
_LEAST_USUAL = 1e-9
"""To divide by where nine in ten do not depart at all."""


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


@dataclass(frozen=True)
class Departures:
    """The series in which a municipality went another way than its cluster."""

    beyond: tuple[tuple[str, OwnCourse], ...]
    """Indicator and course; the one that lies farthest beyond the usual comes first."""
    n_judged: int
    """The series in which that can be told."""


def measure_course(trend: Trend, code: str, archetype: str) -> OwnCourse | None:
    """Measure the changes between the first and the last year that all three have.

    The years begin where the territory last changed. Nothing where there are not two such years, or
    for a score or a figure of zero, of which a per cent says nothing.
    """
    since = max(trend.breaks.get(code, ()), default=trend.years[0])
    paths = _paths(trend, code, archetype)
    years = [
        year
        for at, year in enumerate(trend.years)
        if year >= since and all(path and path[at] is not None for path in paths)
    ]
    if len(years) < _LEAST_FIGURES:
        return None
    return _course_between(trend, code, archetype, (years[0], years[-1]))


def _course_between(
    trend: Trend, code: str, archetype: str, window: tuple[int, int]
) -> OwnCourse | None:
    """Measure the changes between two years.

    Nothing where one of the three lacks a year, where the territory changed between them, or where
    a per cent says nothing.
    """
    start, end = window
    paths = _paths(trend, code, archetype)
    is_share = trend.subject.unit == "%"
    has_zero = any(value is not None and value <= 0 for path in paths for value in path)
    is_broken = any(start < year <= end for year in trend.breaks.get(code, ()))
    if is_broken or trend.subject.unit == _SCORE or (has_zero and not is_share):
        return None
    first, last = trend.years.index(start), trend.years.index(end)
    if any(not path or path[first] is None or path[last] is None for path in paths):
        return None
    own, cluster, country = (_change(path[first], path[last], is_share=is_share) for path in paths)
    return OwnCourse(start, end, own, cluster, country, is_share)


def _paths(trend: Trend, code: str, archetype: str) -> tuple[tuple[float | None, ...], ...]:
    return trend.values.get(code, ()), trend.groups[archetype], trend.country


def depart_most(release: Release, indicators: Sequence[str], member: Member) -> Departures:
    """Find the indicators in which a municipality went another way than its cluster.

    An indicator counts when the departure is larger than those of nine in ten of the selection
    over the same years. It is judged where the municipality has a course, and ten others too.
    """
    beyond, n_judged = [], 0
    for key in indicators:
        course = measure_course(release.charts.trend(key), member.code, member.cluster)
        every = _departures(release, key, course.start, course.end) if course else {}
        if course is None or len(every.keys() - {member.code}) < _LEAST_OTHERS:
            continue
        n_judged += 1
        usual = max(float(np.quantile(list(every.values()), _MOST)), _LEAST_USUAL)
        if abs(course.departure) > usual:
            beyond.append((-abs(course.departure) / usual, key, course))
    beyond.sort(key=lambda row: row[:2])
    return Departures(tuple((key, course) for _, key, course in beyond), n_judged)


@cache
def _departures(release: Release, indicator: str, start: int, end: int) -> Mapping[str, float]:
    """Measure how far each of the selection departed from its cluster between two years."""
    trend = release.charts.trend(indicator)
    courses = {
        one.code: _course_between(trend, one.code, one.cluster, (start, end))
        for one in release.typology.members.values()
        if one.in_study
    }
    return {code: abs(course.departure) for code, course in courses.items() if course}


def _change(first: float | None, last: float | None, *, is_share: bool) -> float:
    start, end = float(first or 0), float(last or 0)
    return end - start if is_share else 100 * (end / start - 1)
