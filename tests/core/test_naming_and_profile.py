"""Names, effect sizes and reasons, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelgenoot.typology.archetypes import fit_word, fits, match_archetypes, name_clusters
from deelgenoot.typology.profile import band, effect_intervals, effect_size, reasons

GRADES = np.array([[1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])


def test_a_centre_that_is_its_signature_fits_perfectly_whatever_its_size() -> None:
    assert fits(3 * GRADES, GRADES).diagonal() == pytest.approx([1.0, 1.0])


def test_a_centre_that_does_not_vary_fits_nothing() -> None:
    assert fits(np.zeros((1, 3)), GRADES).tolist() == [[0.0, 0.0]]


def test_names_are_given_one_to_one_for_the_highest_total() -> None:
    # Both clusters look most like the first archetype; the total decides.
    assert match_archetypes(np.array([[0.9, 0.8], [0.85, 0.1]])).tolist() == [1, 0]


def test_a_cluster_more_than_there_are_archetypes_stays_without_a_name() -> None:
    assert match_archetypes(np.array([[0.9], [0.1], [0.5]])).tolist() == [0, -1, -1]


def test_clusters_are_named_with_the_fit_of_that_name() -> None:
    names, fits_of_names = name_clusters(np.vstack([-2 * GRADES[0], GRADES, [1, 1, 1]]), GRADES)
    assert names.tolist() == [-1, 0, 1, -1]
    assert fits_of_names == pytest.approx([0.0, 1.0, 1.0, 0.0])


@pytest.mark.parametrize(
    ("fit", "p", "word"),
    [
        (0.75, 0.049, "good"),
        (0.74, 0.049, "fair"),
        (0.95, 0.05, "chance"),
        (0.5, 0.05, "chance"),
        (0.49, 0.05, "weak"),
    ],
)
def test_words_for_a_fit(fit: float, p: float, word: str) -> None:
    assert fit_word(fit, p) == word


def test_effect_size_is_the_difference_in_pooled_deviations() -> None:
    figures = np.array([4.0, 6.0, 1.0, 3.0, np.nan])
    ours, theirs = np.array([1, 1, 0, 0, 0], bool), np.array([0, 0, 1, 1, 1], bool)
    assert effect_size(figures, ours, theirs) == pytest.approx(3 / np.sqrt(2))
    assert effect_size(figures, ours, np.array([0, 0, 0, 1, 1], bool)) is None


def test_a_band_holds_the_quartiles_of_the_members_that_have_a_figure() -> None:
    values = np.array([1.0, 2.0, 3.0, np.nan, 50.0])
    members = np.array([1, 1, 1, 1, 0], bool)
    quartiles = band("x", values, members, 0.5, np.array([0.1, 0.9]))
    assert (quartiles.low, quartiles.middle, quartiles.high, quartiles.n_measured) == (
        1.5,
        2.0,
        2.5,
        3,
    )
    assert (quartiles.effect_low, quartiles.effect, quartiles.effect_high) == (0.1, 0.5, 0.9)


def test_a_band_without_figures_is_empty_rather_than_zero() -> None:
    gaps = np.full(4, np.nan)
    quartiles = band("x", gaps, np.array([1, 1, 0, 0], bool), None, np.full(2, np.nan))
    assert (quartiles.middle, quartiles.effect, quartiles.n_measured) == (None, None, 0)
    assert (quartiles.effect_low, quartiles.effect_high) == (None, None)


def test_a_draw_of_everybody_once_has_the_effect_itself_at_both_ends() -> None:
    table = np.array([[4.0, 1.0], [6.0, 2.0], [1.0, np.nan], [3.0, 5.0], [5.0, 4.0]])
    labels = np.array([[0, 0, 1, 1, 1]] * 3)
    low, high = effect_intervals(table, labels, np.ones_like(labels), 2)
    ours = labels[0] == 0
    for column in range(2):
        effect = effect_size(table[:, column], ours, ~ours)
        assert low[:, column] == pytest.approx([effect, -(effect or 0)])
        assert high[:, column] == pytest.approx([effect, -(effect or 0)])


def test_an_area_drawn_twice_counts_twice_and_one_left_out_not_at_all() -> None:
    table = np.array([[4.0], [6.0], [1.0], [3.0], [99.0]])
    labels, times = np.array([[0, 0, 1, 1, -1]]), np.array([[2, 1, 1, 1, 0]])
    low, _ = effect_intervals(table, labels, times, 2)
    # 4, 4, 6 against 1, 3: means 14/3 and 2, squares 8/3 and 2 over three degrees of freedom.
    assert low[0, 0] == pytest.approx((14 / 3 - 2) / np.sqrt((8 / 3 + 2) / 3))


def test_ends_lie_at_the_25th_and_975th_of_a_thousand_draws() -> None:
    # One member moves ever further from the rest: the effect of draw i grows with i.
    table = np.array([[1.0], [2.0], [3.0], [5.0]])
    first, second = np.array([[0, 0, 1, 1]]), np.array([[1, 0, 0, 1]])
    labels = np.repeat([first[0], second[0]], [900, 100], axis=0)
    low, high = effect_intervals(table, labels, np.ones_like(labels), 2)
    least, most = (effect_size(table[:, 0], row[0] == 0, row[0] == 1) for row in (first, second))
    assert (low[0, 0], high[0, 0]) == (pytest.approx(least), pytest.approx(most))


def test_without_two_figures_in_most_draws_there_is_no_interval() -> None:
    table = np.array([[4.0], [np.nan], [1.0], [3.0]])
    labels = np.array([[0, 0, 1, 1]] * 4)
    assert np.isnan(effect_intervals(table, labels, np.ones_like(labels), 2)).all()


@given(st.lists(st.floats(-3, 3), min_size=3, max_size=3))
def test_reasons_add_up_to_the_difference_in_squared_distance(place: list[float]) -> None:
    z, weights = np.array(place), np.array([0.5, 0.25, 1.0])
    own, other = GRADES
    to_own, to_other = ((weights * (z - centre) ** 2).sum() for centre in (own, other))
    assert reasons(z, own, other, weights).sum() == pytest.approx(to_other - to_own, abs=1e-9)
