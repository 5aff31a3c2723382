"""Names, effect sizes and reasons, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelgenoot.typology.archetypes import fit_word, fits, named
from deelgenoot.typology.profile import band, effect_size, reasons

GRADES = np.array([[1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])


def test_a_centre_that_is_its_signature_fits_perfectly_whatever_its_size() -> None:
    assert fits(3 * GRADES, GRADES).diagonal() == pytest.approx([1.0, 1.0])


def test_a_centre_that_does_not_vary_fits_nothing() -> None:
    assert fits(np.zeros((1, 3)), GRADES).tolist() == [[0.0, 0.0]]


def test_names_are_given_one_to_one_for_the_highest_total() -> None:
    # Both clusters look most like the first archetype; the total decides.
    assert named(np.array([[0.9, 0.8], [0.85, 0.1]])).tolist() == [1, 0]


def test_a_cluster_more_than_there_are_archetypes_stays_without_a_name() -> None:
    assert named(np.array([[0.9], [0.1], [0.5]])).tolist() == [0, -1, -1]


@pytest.mark.parametrize(("fit", "word"), [(0.75, "good"), (0.74, "fair"), (0.49, "weak")])
def test_words_for_a_fit(fit: float, word: str) -> None:
    assert fit_word(fit) == word


def test_effect_size_is_the_difference_in_pooled_deviations() -> None:
    scaled = np.array([4.0, 6.0, 1.0, 3.0, np.nan])
    ours, theirs = np.array([1, 1, 0, 0, 0], bool), np.array([0, 0, 1, 1, 1], bool)
    assert effect_size(scaled, ours, theirs) == pytest.approx(3 / np.sqrt(2))
    assert effect_size(scaled, ours, np.array([0, 0, 0, 1, 1], bool)) is None


def test_a_band_holds_the_quartiles_of_the_members_that_have_a_figure() -> None:
    values = np.array([1.0, 2.0, 3.0, np.nan, 50.0])
    members = np.array([1, 1, 1, 1, 0], bool)
    made = band("x", values, values, members, ~members)
    assert (made.low, made.middle, made.high, made.n_measured) == (1.5, 2.0, 2.5, 3)


def test_a_band_without_figures_is_empty_rather_than_zero() -> None:
    gaps = np.full(4, np.nan)
    made = band("x", gaps, gaps, np.array([1, 1, 0, 0], bool), np.array([0, 0, 1, 1], bool))
    assert (made.middle, made.effect, made.n_measured) == (None, None, 0)


@given(st.lists(st.floats(-3, 3), min_size=3, max_size=3))
def test_reasons_add_up_to_the_difference_in_squared_distance(place: list[float]) -> None:
    z, weights = np.array(place), np.array([0.5, 0.25, 1.0])
    own, other = GRADES
    to_own, to_other = ((weights * (z - centre) ** 2).sum() for centre in (own, other))
    assert reasons(z, own, other, weights).sum() == pytest.approx(to_other - to_own, abs=1e-9)
