"""The bootstrap and its words, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from deelgenoot.typology.agreement import adjusted_rand
from deelgenoot.typology.stability import (
    Draws,
    Hold,
    bootstrap,
    contingency,
    firmness,
    standing,
)

THREES = np.repeat([0, 1, 2], 6)


def test_a_clustering_that_never_changes_is_perfectly_stable() -> None:
    result = bootstrap(THREES, lambda rows, _: THREES[rows], Draws(20, 1))
    assert result.jaccard.tolist() == [1.0, 1.0, 1.0]
    assert result.shares[np.arange(18), THREES].tolist() == [1.0] * 18
    assert result.agreement == pytest.approx(1.0)


def test_renamed_clusters_in_a_draw_are_recognised() -> None:
    other_numbers = np.array([2, 0, 1])
    result = bootstrap(THREES, lambda rows, _: other_numbers[THREES[rows]], Draws(10, 1))
    assert result.jaccard.tolist() == [1.0, 1.0, 1.0]
    assert result.shares[np.arange(18), THREES].min() == 1.0


def test_two_clusters_always_merged_have_the_jaccard_of_the_larger_share() -> None:
    two_in_one = np.array([0, 0, 2])

    def cluster(rows, _):  # type: ignore[no-untyped-def]
        return two_in_one[THREES[rows]]

    result = bootstrap(THREES, cluster, Draws(400, 3))
    # Each of the two is about half of the merged one; the third stays whole.
    assert result.jaccard[2] == 1.0
    assert result.jaccard[:2] == pytest.approx([0.5, 0.5], abs=0.03)


def test_a_double_draw_counts_once_and_streams_do_not_depend_on_each_other() -> None:
    draws_of_rows: list[list[int]] = []

    def cluster(rows, _):  # type: ignore[no-untyped-def]
        draws_of_rows.append(rows.tolist())
        return THREES[rows]

    bootstrap(THREES, cluster, Draws(3, 9))
    first_three = list(draws_of_rows)
    bootstrap(THREES, cluster, Draws(5, 9))
    assert all(len(rows) == len(set(rows)) for rows in draws_of_rows)
    assert draws_of_rows[3:6] == first_three


def test_each_draw_is_kept_with_how_often_an_area_was_in_it() -> None:
    other_numbers = np.array([2, 0, 1])
    result = bootstrap(THREES, lambda rows, _: other_numbers[THREES[rows]], Draws(10, 1))
    assert result.times.sum(axis=1).tolist() == [18] * 10
    assert ((result.labels == -1) == (result.times == 0)).all()
    assert ((result.labels == THREES) | (result.labels == -1)).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40))
def test_the_adjusted_rand_index_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    first, second = np.array(pairs).T
    assert adjusted_rand(contingency(first, second, 4)) == pytest.approx(
        adjusted_rand_score(first, second)
    )


@pytest.mark.parametrize(
    ("jaccard", "p", "word"),
    [
        (0.85, 0.049, "firm"),
        (0.8499, 0.049, "fair"),
        (0.75, 0.049, "fair"),
        (0.95, 0.05, "chance"),
        (0.75, 0.05, "chance"),
        (0.7499, 0.05, "varying"),
    ],
)
def test_words_for_a_group(jaccard: float, p: float, word: str) -> None:
    assert firmness(jaccard, p) == word


@pytest.mark.parametrize(
    ("hold", "word"),
    [
        (Hold(np.array([0.8, 0.2, 0.0]), share_kept=0.8, share_filled=0.2), "firm"),
        (Hold(np.array([0.8, 0.2, 0.0]), share_kept=0.79, share_filled=0.0), "fair"),
        (Hold(np.array([0.8, 0.2, 0.0]), share_kept=0.8, share_filled=0.21), "fair"),
        (Hold(np.array([0.7, 0.2, 0.1]), share_kept=1.0, share_filled=0.0), "fair"),
        (Hold(np.array([0.55, 0.45, 0.0]), share_kept=1.0, share_filled=0.0), "between"),
        (Hold(np.array([0.49, 0.3, 0.21]), share_kept=1.0, share_filled=0.0), "between"),
    ],
)
def test_words_for_a_place(hold: Hold, word: str) -> None:
    assert standing(hold, 0) == word
