"""The two indices and the matching, by hand and against scikit-learn and scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_mutual_info_score

from deelgenoot.typology.agreement import adjusted_mutual_information, adjusted_rand, match_groups

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=2, max_size=40)
TABLES = st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=6)


def test_agreement_of_four_areas_worked_out_by_hand() -> None:
    # {1,2},{3,4} beside {1,2},{3},{4}: one pair together in both, of 6; expected 2*1/6.
    table = np.array([[2.0, 0, 0], [0, 1, 1]])
    assert adjusted_rand(table) == pytest.approx((1 - 1 / 3) / (1.5 - 1 / 3))
    # Shared information is ln 2. By chance the pair of three groups is whole (1 in 3, then ln 2)
    # or split (2 in 3, then ln 2 minus half of ln 2).
    chance = np.log(2) / 3 + 2 / 3 * np.log(2) / 2
    mean = (np.log(2) + 1.5 * np.log(2)) / 2
    by_hand = (np.log(2) - chance) / (mean - chance)
    assert adjusted_mutual_information(table) == pytest.approx(by_hand)


@given(PAIRS)
def test_adjusted_mutual_information_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    first, second = zip(*pairs, strict=True)
    table = np.zeros((5, 4))
    np.add.at(table, (first, second), 1)
    information = adjusted_mutual_information(table)
    same = len(set(pairs)) == len(set(first)) == len(set(second))
    expected = 1.0 if same else adjusted_mutual_info_score(first, second)
    assert information == pytest.approx(expected, abs=1e-9)
    assert adjusted_mutual_information(table.T) == pytest.approx(information, abs=1e-9)


@given(TABLES)
def test_the_matching_shares_as_much_as_any_can(counts: list[list[int]]) -> None:
    for table in (np.array(counts, dtype=float), np.array(counts, dtype=float).T):
        pairs = match_groups(table)
        rows, columns = linear_sum_assignment(-table)
        assert sum(table[pair] for pair in pairs.items()) == table[rows, columns].sum()
        assert len(set(pairs.values())) == len(pairs)
        assert all(table[pair] > 0 for pair in pairs.items())
