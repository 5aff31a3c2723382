"""The typology in words."""

from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelgenoot.rules import AtLeast, read_condition
from deelgenoot.study import Study
from deelgenoot.typology.sentences import (
    full_tenths,
    join_names,
    rule,
    tenths,
    value,
    years,
)
from tests.core.small import CODES


@pytest.mark.parametrize(
    ("names", "nl", "en"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b", "c"], "a, b en c", "a, b and c")],
)
def test_names_are_listed_as_people_write_them(names: list[str], nl: str, en: str) -> None:
    assert (join_names(names), join_names(names, "en")) == (nl, en)


def test_ten_marks_by_largest_remainder() -> None:
    assert tenths({"a": 0.64, "b": 0.27, "c": 0.09}, "a") == {"a": 6, "b": 3, "c": 1}
    assert tenths({"a": 0.96, "b": 0.04}, "a") == {"a": 10}


def test_a_place_that_is_not_sure_never_has_eight_of_ten() -> None:
    # Sure begins at .8; of the tenths that are left, the next largest remainders take one.
    assert tenths({"a": 0.77, "b": 0.16, "c": 0.07}, "a") == {"a": 7, "b": 2, "c": 1}
    assert tenths({"a": 0.8, "b": 0.2}, "a") == {"a": 8, "b": 2}
    assert tenths({"a": 0.67, "b": 0.33}, "a") == {"a": 7, "b": 3}
    assert [full_tenths(share) for share in (0.797, 0.8, 0.3, 1.0)] == [7, 8, 3, 10]


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=7))
def test_there_are_always_ten_marks_and_never_one_for_nothing(counts: list[int]) -> None:
    shares = {str(at): count / sum(counts) for at, count in enumerate(counts)} | {"never": 0.0}
    marks = tenths(shares, "0")
    assert sum(marks.values()) == 10
    assert (marks.get("0", 0) >= 8) <= (shares["0"] >= 0.8)
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


@pytest.mark.parametrize(
    ("sentence", "nl", "en"),
    [
        (
            "jobs bij de laagste 25% van de selectie",
            "Jobs bij de laagste 3 van de 12.",
            "Jobs among the lowest 3 of 12.",
        ),
        (  # C12 has no figure for cars
            "cars bij de hoogste 33% van de selectie",
            "Cars bij de hoogste 4 van de 11.",
            "Cars among the highest 4 of 11.",
        ),
        (  # all have 1,000 people
            "people bij de laagste 25% van de selectie",
            "People bij de laagste 3 van de 12 (samen 12, want gelijke cijfers tellen mee).",
            "People among the lowest 3 of 12 (12 in all, as equal figures count).",
        ),
        (
            "jobs bij de hoogste 25% van het land",
            "Jobs bij de hoogste 25% van het land.",
            "Jobs among the highest 25% of the country.",
        ),
        ("old hoger dan 20.5", "Old hoger dan 20,5%.", "Old higher than 20.5%."),
        ("jobs lager dan 0", "Jobs lager dan nul.", "Jobs lower than zero."),
        (
            "old lager dan de middelste van het land",
            "Old lager dan in de middelste gemeente van het land.",
            "Old lower than in the middle municipality of the country.",
        ),
        ("people 2010-2012 gedaald", "People: gedaald (2010–2012).", "People: down (2010–2012)."),
        (
            "people 2010-2012 meer gestegen dan de middelste van het land",
            "People: meer gestegen dan in de middelste gemeente van het land (2010–2012).",
            "People: rose more than in the middle municipality of the country (2010–2012).",
        ),
    ],
)
def test_a_condition_in_words(small: Study, sentence: str, nl: str, en: str) -> None:
    conditions = AtLeast(1, (read_condition(sentence),))

    assert rule(conditions, small.catalog, CODES) == nl
    assert rule(conditions, small.catalog, CODES, "en") == en


def test_several_conditions_in_words(small: Study) -> None:
    both = tuple(map(read_condition, ("old hoger dan 20", "jobs lager dan 0")))

    assert (
        rule(AtLeast(2, both), small.catalog, CODES) == "Old hoger dan 20,0% en jobs lager dan nul."
    )
    assert rule(AtLeast(1, both), small.catalog, CODES, "en") == (
        "At least 1 of these 2: old higher than 20.0%; jobs lower than zero."
    )
