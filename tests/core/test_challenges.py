"""Evidence by hand, on the small study, and which challenges are shared."""

import numpy as np
import pytest

from deelgenoot.errors import BadStudy
from deelgenoot.rules import AtLeast, Condition, read_condition
from deelgenoot.study import Study
from deelgenoot.typology.challenges import evidence
from deelgenoot.typology.sharing import chance_of_as_many, count_shared, share_interval
from tests.core.small import CODES

ALL = np.ones(12, dtype=bool)
OLDEST_THIRD = read_condition("old bij de hoogste 33% van de selectie")


def codes(answers: np.ndarray, expected: float = 1.0) -> list[str]:
    return [code for code, answer in zip(CODES, answers, strict=True) if answer == expected]


def holding(small: Study, sentence: str) -> list[str]:
    return codes(evidence(small.catalog, AtLeast(1, (read_condition(sentence),)), ALL))


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("gas hoger dan de middelste van het land", Condition("gas", "above")),
        ("65plus lager  dan -1.5", Condition("65plus", "below", value=-1.5)),
        (
            "woz bij de laagste 33% van de selectie",
            Condition("woz", "low", share=0.33, group="selectie"),
        ),
        ("jeugd bij de hoogste 25% van het land", Condition("jeugd", "high", share=0.25)),
        ("80plus 2010-2023 gestegen", Condition("80plus", "above", value=0, start=2010, end=2023)),
        ("solv 2017-2024 gedaald", Condition("solv", "below", value=0, start=2017, end=2024)),
        (
            "gas 2010-2024 minder gestegen dan de middelste van het land",
            Condition("gas", "below", start=2010, end=2024),
        ),
    ],
)
def test_a_sentence_is_read(sentence: str, condition: Condition) -> None:
    assert read_condition(sentence) == condition


@pytest.mark.parametrize(
    "sentence",
    [
        "gas",
        "gas hoog",
        "gas hoger dan veel",
        "gas bij de hoogste 0% van het land",
        "gas 2010 stijgt",
    ],
)
def test_a_sentence_of_another_form_is_an_error(sentence: str) -> None:
    with pytest.raises(BadStudy, match="is no condition"):
        read_condition(sentence)


def test_a_third_of_twelve_are_the_four_with_the_highest_figure(small: Study) -> None:
    assert codes(evidence(small.catalog, AtLeast(1, (OLDEST_THIRD,)), ALL)) == CODES[7:11]


def test_the_border_comes_from_the_selection_and_holds_for_everybody(small: Study) -> None:
    towns = np.array([at < 6 for at in range(12)])
    # Two of the six towns: from 14 up; every rural county is above that.
    assert codes(evidence(small.catalog, AtLeast(1, (OLDEST_THIRD,)), towns)) == [
        "C05", "C06", *CODES[6:],
    ]  # fmt: skip


def test_a_border_of_the_country_is_the_same_for_each_selection(small: Study) -> None:
    # Half of the twelve lie above 17.5; a quarter of them are the three oldest.
    assert holding(small, "old hoger dan de middelste van het land") == CODES[6:]
    assert holding(small, "old bij de hoogste 25% van het land") == CODES[8:11]
    assert holding(small, "old lager dan 11") == ["C01"]


def test_a_missing_figure_is_unknown_unless_the_other_conditions_decide(small: Study) -> None:
    cars = read_condition("cars bij de hoogste 33% van de selectie")
    assert np.isnan(evidence(small.catalog, AtLeast(1, (cars,)), ALL)[-1])
    # C12 is not among the oldest, so both can never hold.
    assert evidence(small.catalog, AtLeast(2, (cars, OLDEST_THIRD)), ALL)[-1] == 0.0
    homes = read_condition("homes bij de laagste 50% van de selectie")
    assert evidence(small.catalog, AtLeast(1, (cars, homes)), ALL)[-1] == 1.0


def test_a_change_is_not_measured_across_a_break(small: Study) -> None:
    falls = AtLeast(1, (read_condition("people 2010-2012 gedaald"),))
    answers = evidence(small.catalog, falls, ALL)
    assert codes(answers) == ["C02"]
    assert np.isnan(answers[CODES.index("C04")])
    # The middle county did not change; one grew.
    more = "people 2010-2012 meer gestegen dan de middelste van het land"
    assert holding(small, more) == ["C03"]


def test_a_rule_for_a_year_without_figures_is_an_error(small: Study) -> None:
    rule = AtLeast(1, (read_condition("people 1999-2012 gedaald"),))
    with pytest.raises(BadStudy, match="1999"):
        evidence(small.catalog, rule, ALL)


def test_an_interval_by_wilson() -> None:
    # Of 10 of 15: (10 + z2/2 -+ z sqrt(10 * 5 / 15 + z2/4)) / (15 + z2), with z = 1.96.
    assert share_interval(10, 15) == pytest.approx((0.417, 0.848), abs=0.0005)
    assert share_interval(0, 0) == (0.0, 1.0)


def test_the_chance_of_as_many_signs_is_counted_out() -> None:
    # Three signs over six areas: all three fall on the three members in 1 of 20 ways, two or
    # three of them in 1 + 3 * 3 of 20.
    assert chance_of_as_many((3, 3), (0, 3)) == pytest.approx(1 / 20)
    assert chance_of_as_many((2, 3), (1, 3)) == pytest.approx(10 / 20)
    assert chance_of_as_many((0, 3), (3, 3)) == pytest.approx(1)
    assert chance_of_as_many((0, 0), (3, 3)) == 1


def test_sharing_counts_members_and_the_rest_without_the_unknown() -> None:
    answers = {
        "ageing": np.array([1.0, 1, 1, 1, 1, np.nan, 0, 0, 0, 0, 0, 1]),
        "traffic": np.array([1.0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    }
    labels = np.array([0] * 6 + [1] * 5 + [-1])

    here, there = count_shared(answers, labels, 2)

    assert [one.challenge for one in here] == ["ageing", "traffic"]
    first, second = here
    assert (first.n_cluster, first.of_cluster, first.n_elsewhere, first.of_elsewhere) == (
        5,
        5,
        0,
        5,
    )
    # Five signs on five members of ten: 1 of 252 ways. Of four pairs it is the least, so q = 4 p;
    # the next is 6 of 11, and nothing above it is larger than 1.
    assert (first.p, first.q) == pytest.approx((1 / 252, 4 / 252))
    assert (second.p, second.q) == pytest.approx((6 / 11, 1))
    assert (first.is_shared, second.is_shared, there[0].is_shared) == (True, False, False)
    assert not first.is_everywhere


def test_nearly_all_is_four_of_five_of_the_selection() -> None:
    labels = np.array([0] * 5 + [1] * 5)
    four, three = np.array([1.0] * 8 + [0] * 2), np.array([1.0] * 7 + [0] * 3)

    [counts, _there] = count_shared({"four": four, "three": three}, labels, 2)

    assert {one.challenge: one.is_everywhere for one in counts} == {"four": True, "three": False}


def test_a_pair_that_is_rare_by_itself_is_not_shared_among_many_others() -> None:
    # Two signs on the two members of ten: 1 of 45 ways. With nine pairs that show nothing, q is
    # 10 times that.
    labels = np.array([0] * 2 + [1] * 8)
    answers = {"rare": np.array([1.0] * 2 + [0] * 8)}
    answers |= {f"none {number}": np.zeros(10) for number in range(4)}

    [first, *_others] = count_shared(answers, labels, 2)[0]

    assert (first.p, first.q) == pytest.approx((1 / 45, 10 / 45))
    assert not first.is_shared
