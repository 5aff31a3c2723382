"""The typology in words."""

from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelgenoot.study import AtLeast, Condition, Study
from deelgenoot.typology.sentences import join_names, rule, tenths, value, years


@pytest.mark.parametrize(
    ("names", "nl", "en"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b", "c"], "a, b en c", "a, b and c")],
)
def test_names_are_listed_as_people_write_them(names: list[str], nl: str, en: str) -> None:
    assert (join_names(names), join_names(names, "en")) == (nl, en)


def test_ten_marks_by_largest_remainder() -> None:
    assert tenths({"a": 0.64, "b": 0.27, "c": 0.09}) == {"a": 6, "b": 3, "c": 1}
    assert tenths({"a": 0.96, "b": 0.04}) == {"a": 10}


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=7))
def test_there_are_always_ten_marks_and_never_one_for_nothing(counts: list[int]) -> None:
    shares = {str(at): count / sum(counts) for at, count in enumerate(counts)} | {"never": 0.0}
    marks = tenths(shares)
    assert sum(marks.values()) == 10
    assert "never" not in marks


def test_a_figure_and_its_year_as_they_stand_in_a_cell(small: Study) -> None:
    assert value(small.catalog, "old", "C01") == "10,0%"
    assert value(small.catalog, "old", "C01", "en") == "10.0%"
    assert value(small.catalog, "cars", "C12") is None
    assert years(small.catalog.indicators["old"]) == "2012"


@pytest.mark.parametrize(
    ("rule_of_level", "level_years", "nl", "en"),
    [
        ("first", (2021, 2018), "2021", "2021"),
        ("mean", (2016, 2014), "2014 en 2016", "2014 and 2016"),
        ("mean", (2018, 2019, 2020), "2018 tot en met 2020", "2018 to 2020"),
    ],
)
def test_the_years_of_a_level_in_words(
    small: Study,
    rule_of_level: Literal["mean", "first"],
    level_years: tuple[int, ...],
    nl: str,
    en: str,
) -> None:
    indicator = replace(
        small.catalog.indicators["old"], level_rule=rule_of_level, level_years=level_years
    )
    assert (years(indicator), years(indicator, "en")) == (nl, en)


def test_a_rule_in_words(small: Study) -> None:
    low, high = Condition("jobs", "low", share=0.25), Condition("old", "high", share=0.33)
    falls = Condition("people", "below", value=0, start=2010, end=2012)
    assert rule(AtLeast(2, (low, high)), small.catalog, 12) == (
        "Jobs bij de laagste 3 van de 12 en old bij de hoogste 4 van de 12."
    )
    most = Condition("people", "high", share=0.25, start=2010, end=2012)
    assert rule(AtLeast(1, (most,)), small.catalog, 12) == (
        "People: bij de 3 met de grootste stijging (2010–2012)."
    )
    assert rule(AtLeast(1, (falls,)), small.catalog, 12) == "People is gedaald (2010–2012)."
    assert rule(AtLeast(1, (low, falls)), small.catalog, 12, "en") == (
        "At least 1 of these 2: jobs among the lowest 3 of 12; people fell (2010–2012)."
    )
    over = Condition("old", "above", value=20.5)
    least = Condition("people", "low", share=0.25, start=2010, end=2012)
    assert rule(AtLeast(1, (over, least)), small.catalog, 12) == (
        "Ten minste 1 van deze 2: old boven 20,5%; people: bij de 3 met de kleinste stijging "
        "(2010–2012)."
    )
    assert rule(AtLeast(1, (least,)), small.catalog, 12, "en") == (
        "People: one of the 3 that rose least (2010–2012)."
    )
    under = Condition("jobs", "below", value=0)
    slow = Condition("people", "below", value=5, start=2010, end=2012)
    assert rule(AtLeast(2, (under, slow)), small.catalog, 12) == (
        "Jobs onder nul en people veranderde minder dan 5% (2010–2012)."
    )
