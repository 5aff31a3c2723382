"""How a municipality developed beside its cluster: changes by hand, and who went another way."""

import numpy as np
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.web.raw import words

from deelgenoot.charts.figures import Subject
from deelgenoot.charts.trend import Trend
from deelgenoot.typology.published import Member
from deelgenoot.words import Text
from deelgenoot_web.atlas.facts.departures import OwnCourse, depart_most, measure_course
from deelgenoot_web.atlas.facts.release import release


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


def test_who_departs_leaves_nine_in_ten_of_the_selection_behind() -> None:
    it = release()
    member = it.typology.members["GM0603"]
    found = depart_most(it, _drawn(), member)
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
    all_courses = [measure_course(trend, one.code, one.cluster) for one in members if one.in_study]
    same = [c for c in all_courses if c and own and (c.start, c.end) == (own.start, own.end)]
    departures = sorted(abs(c.departure) for c in same)
    return float(np.percentile(departures, 90)) if departures else 0.0


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
    n_strong = len(_strong())
    n_all = len(depart_most(release(), _strong(), release().typology.members["GM0603"]))
    alike = f"Rijswijk ging bij {n_strong - n_all} van de {n_strong} reeksen ongeveer mee"
    assert alike in words(of_rijswijk)
    assert words(rijswijk[0].a) == "Inwoners tot 15 jaar"
    assert rijswijk[0].select_one('a[href="#trend-jong"]')
    assert "Rijswijk +3,9 punt, het cluster −2,8 punt" in words(rijswijk[0])
    assert f"Kampen ging bij {n_strong} van de {n_strong} reeksen ongeveer mee" in words(of_kampen)
    assert not of_kampen.select(".departures li")
