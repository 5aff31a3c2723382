"""How a municipality developed beside its cluster: changes by hand, and who went another way."""

from dataclasses import replace
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.web.raw import words

from deelgenoot.charts.figures import Subject
from deelgenoot.charts.trend import Trend
from deelgenoot.typology.published import Member
from deelgenoot.words import Text
from deelgenoot_web.atlas.facts.departures import (
    Departures,
    OwnCourse,
    depart_most,
    measure_course,
)
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.atlas.pages.municipality.own_developments import along_words


def _trend(
    unit: str, own: tuple[float | None, ...], breaks: dict[str, tuple[int, ...]] | None = None
) -> Trend:
    """Three years in which the cluster goes from 10 to 15 and the country from 10 to 11."""
    nothing = Text("", "")
    return Trend(
        subject=Subject("x", nothing, unit, 0, nothing, assumed_year=False),
        years=(2010, 2015, 2020),
        country=(10, 10.5, 11),
        groups={"werkstad": (10, 12, 15)},
        values={"GM1": own},
        breaks=breaks or {},
    )


def test_a_share_changes_in_points_and_an_amount_in_per_cent_of_the_first() -> None:
    assert measure_course(_trend("%", (20, 22, 26)), "GM1", "werkstad") == OwnCourse(
        2010, 2020, own=6, cluster=5, country=1, is_share=True
    )
    course = measure_course(_trend("euro", (20, 22, 26)), "GM1", "werkstad")
    assert course is not None
    assert (course.own, course.cluster, course.country) == pytest.approx((30, 50, 10))
    assert course.departure == pytest.approx(-20)


def test_a_course_begins_where_all_three_have_a_figure_of_the_same_territory() -> None:
    late = measure_course(_trend("%", (None, 22, 26)), "GM1", "werkstad")
    assert late == OwnCourse(2015, 2020, own=4, cluster=3, country=0.5, is_share=True)
    assert measure_course(_trend("%", (20, 22, 26), {"GM1": (2015,)}), "GM1", "werkstad") == late
    assert measure_course(_trend("%", (20, 22, 26), {"GM1": (2020,)}), "GM1", "werkstad") is None


@pytest.mark.parametrize(("unit", "own"), [("afwijking", (20, 22, 26)), ("euro", (0, 22, 26))])
def test_what_a_per_cent_says_nothing_of_has_no_course(unit: str, own: tuple[float, ...]) -> None:
    assert measure_course(_trend(unit, own), "GM1", "werkstad") is None


@pytest.mark.parametrize(("n_others", "n_judged"), [(10, 1), (9, 0)])
def test_others_are_measured_over_the_years_of_the_municipality_itself(
    n_others: int, n_judged: int
) -> None:
    """The cluster went up by 3 after 2015, the others by 3.1 to 4, and the municipality by 13."""
    others = {f"GM{n}": (10, 22, 25 + n / 10) for n in range(2, 2 + n_others)}
    trend = _trend("%", (10, 22, 35), {"GM1": (2015,)})
    trend = msgspec.structs.replace(trend, values={**trend.values, **others})
    departures = depart_most(_release(trend), ["x"], _member("GM1"))
    assert departures.n_judged == n_judged
    assert departures.beyond == (
        (("x", OwnCourse(2015, 2020, own=13, cluster=3, country=0.5, is_share=True)),)
        if n_judged
        else ()
    )


def test_a_series_that_nobody_can_judge_counts_as_neither() -> None:
    course = OwnCourse(2010, 2020, own=6, cluster=5, country=1, is_share=True)
    of_three = Departures(beyond=(("x", course),), n_judged=3)
    sentences = along_words("Ede", of_three, 4)
    assert sentences.startswith("Ede ging bij 2 van de 3 reeksen ongeveer mee met het cluster")
    assert "Van 1 reeks van Ede is dat niet te zeggen" in sentences
    assert "niet te zeggen" not in along_words("Ede", of_three, 3)
    assert along_words("Ede", Departures((), 0), 2).startswith("Van 2 reeksen van Ede")


def _release(trend: Trend) -> Release:
    """A release with one series, of which all municipalities are in one cluster."""
    members = {code: _member(code) for code in trend.values}
    small = Release(release().study, replace(release().typology, members=members))
    small.__dict__["charts"] = SimpleNamespace(trend=lambda _indicator: trend)
    return small


def _member(code: str) -> Member:
    some = next(one for one in release().typology.members.values() if one.in_study)
    return replace(some, code=code, cluster="werkstad")


def test_who_departs_leaves_nine_in_ten_of_the_selection_behind() -> None:
    it = release()
    member = it.typology.members["GM0603"]
    departures = depart_most(it, _drawn(), member)
    found = departures.beyond
    usual = {key: _usual(key, member) for key in _drawn()}
    beyond = {
        key
        for key, limit in usual.items()
        if (course := measure_course(it.charts.trend(key), member.code, member.cluster))
        and limit
        and abs(course.departure) > limit
    }

    assert [key for key, _ in found[:1]] == ["jong"]
    assert {key for key, _ in found} == beyond
    ratios = [abs(c.departure) / usual[key] for key, c in found]
    assert ratios == sorted(ratios, reverse=True)


def _drawn() -> list[str]:
    it = release()
    return [one for one in it.catalog.indicators if f"trend/{one}/werkstad" in it.charts]


def _strong() -> list[str]:
    """Series on the page of Rijswijk whose indicators are not weak."""
    it = release()
    return [one for one in _drawn() if not it.catalog.indicators[one].weak]


def _usual(key: str, member: Member) -> float:
    """The departure that nine in ten of the selection stay under, over the years of a member."""
    trend, members = release().charts.trend(key), release().typology.members.values()
    own = measure_course(trend, member.code, member.cluster)
    if own is None:
        return 0.0
    cut = trend.years.index(own.start), trend.years.index(own.end) + 1
    changed = {
        c for c, years in trend.breaks.items() if any(own.start < y <= own.end for y in years)
    }
    same = _cut(trend, *cut)
    courses = [
        measure_course(same, one.code, one.cluster)
        for one in members
        if one.in_study and one.code not in changed
    ]
    departures = [
        abs(c.departure) for c in courses if c and (c.start, c.end) == (own.start, own.end)
    ]
    return float(np.percentile(departures, 90))


def _cut(trend: Trend, start: int, end: int) -> Trend:
    """The same years of all: what is measured of the rest is of one window."""
    return msgspec.structs.replace(
        trend,
        years=trend.years[start:end],
        country=trend.country[start:end],
        groups={key: path[start:end] for key, path in trend.groups.items()},
        values={key: path[start:end] for key, path in trend.values.items()},
        breaks={},
    )


def test_the_page_counts_what_went_along_and_names_at_most_three_that_did_not() -> None:
    parts = (
        BeautifulSoup(Client().get(f"/gemeenten/{slug}/").content, "html.parser").select_one(
            "#ontwikkelingen"
        )
        for slug in ("rijswijk", "kampen")
    )
    of_rijswijk, of_kampen = parts
    assert of_rijswijk
    assert of_kampen
    rijswijk = of_rijswijk.select(".departures li")
    assert len(rijswijk) == 3
    members, n_strong = release().typology.members, len(_strong())
    departures = depart_most(release(), _strong(), members["GM0603"])
    n_judged = departures.n_judged
    n_along = n_judged - len(departures.beyond)
    alike = f"Rijswijk ging bij {n_along} van de {n_judged} reeksen ongeveer mee"
    assert alike in words(of_rijswijk)
    assert f"Van {n_strong - n_judged} reeksen van Rijswijk is dat niet te" in words(of_rijswijk)
    assert words(rijswijk[0].a) == "Inwoners tot 15 jaar"
    assert rijswijk[0].select_one('a[href="#trend-jong"]')
    assert "Rijswijk +3,9 punt, het cluster −2,8 punt" in words(rijswijk[0])
    n_kampen = depart_most(release(), _strong(), members["GM0166"]).n_judged
    assert f"Kampen ging bij {n_kampen} van de {n_kampen} reeksen ongeveer mee" in words(of_kampen)
    assert not of_kampen.select(".departures li")
