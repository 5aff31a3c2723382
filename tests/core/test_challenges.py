"""Evidence by hand, on the small study."""

import numpy as np
import pytest

from deelgenoot.errors import BadStudy
from deelgenoot.study import AtLeast, Condition, Study
from deelgenoot.typology.challenges import evidence, shared_challenges
from tests.core.small import CODES

ALL = np.ones(12, dtype=bool)


def codes(answers: np.ndarray, expected: float = 1.0) -> list[str]:
    return [code for code, answer in zip(CODES, answers, strict=True) if answer == expected]


def test_a_third_of_twelve_are_the_four_with_the_highest_figure(small: Study) -> None:
    rule = AtLeast(1, (Condition("old", "high", share=0.33),))
    assert codes(evidence(small.catalog, rule, ALL)) == ["C08", "C09", "C10", "C11"]


def test_the_bound_comes_from_the_selection_and_holds_for_everybody(small: Study) -> None:
    towns = np.array([at < 6 for at in range(12)])
    rule = AtLeast(1, (Condition("old", "high", share=0.33),))
    # Two of the six towns: from 14 up; every rural county is above that.
    assert codes(evidence(small.catalog, rule, towns)) == ["C05", "C06", *CODES[6:]]


def test_a_missing_figure_is_unknown_unless_the_other_conditions_decide(small: Study) -> None:
    cars, old = Condition("cars", "high", share=0.33), Condition("old", "high", share=0.33)
    assert np.isnan(evidence(small.catalog, AtLeast(1, (cars,)), ALL)[-1])
    # C12 is not among the oldest, so both can never hold.
    assert evidence(small.catalog, AtLeast(2, (cars, old)), ALL)[-1] == 0.0
    homes = Condition("homes", "low", share=0.5)
    assert evidence(small.catalog, AtLeast(1, (cars, homes)), ALL)[-1] == 1.0


def test_a_change_is_not_measured_across_a_break(small: Study) -> None:
    falls = AtLeast(1, (Condition("people", "below", value=0, start=2010, end=2012),))
    answers = evidence(small.catalog, falls, ALL)
    assert codes(answers) == ["C02"]
    assert np.isnan(answers[CODES.index("C04")])


def test_a_rule_for_a_year_without_figures_is_an_error(small: Study) -> None:
    rule = AtLeast(1, (Condition("people", "below", value=0, start=1999, end=2012),))
    with pytest.raises(BadStudy, match="1999"):
        evidence(small.catalog, rule, ALL)


def test_shared_counts_members_and_the_rest_without_the_unknown(small: Study) -> None:
    evidence = {
        "ageing": np.array([1.0, 1, 0, 0, np.nan, 1, 0, 0, 0, 0, 0, 0]),
        "traffic": np.zeros(12),
        "shrinking": np.zeros(12),
    }
    members = np.array([at < 6 for at in range(12)])
    first = shared_challenges(small.challenges, evidence, members, ALL)[0]
    assert (first.challenge, first.n_cluster, first.of_cluster) == ("ageing", 3, 5)
    assert (first.n_elsewhere, first.of_elsewhere, first.lift) == (0, 6, None)
