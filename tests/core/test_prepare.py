"""Transforms, filling and scaling, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from deelgenoot.errors import BadData
from deelgenoot.typology.prepare import column_weights, end_of, prepare, transform

NAN = np.nan


def test_each_column_is_put_on_its_own_scale_and_gaps_stay() -> None:
    values = np.array([[1.0, 50.0, 3.0], [np.e, 75.0, NAN]])
    result = transform(values, ["a", "b", "c"], {"a": "log", "b": "logit", "c": "none"})
    assert_allclose(result, [[0, 0, 3], [1, np.log(3), NAN]])
    assert values[0, 0] == 1.0


@pytest.mark.parametrize(("value", "scale"), [(-0.1, "log"), (100.1, "logit"), (-1.0, "logit")])
def test_a_figure_that_its_scale_cannot_hold_is_named(value: float, scale: str) -> None:
    with pytest.raises(BadData, match=rf"'a' cannot be on a {scale} scale: it holds {value:g}"):
        transform(np.array([[value], [5.0]]), ["a"], {"a": scale})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("others", "end"),
    [([12.5], 0.05), ([12.0], 0.5), ([0.03, 12.0], 0.005), ([1 / 3, 12.0], 1 / 6)],
)
def test_nothing_and_everything_stand_half_a_step_of_their_column_from_the_end(
    others: list[float], end: float
) -> None:
    result = transform(
        np.array([[0.0], [100.0], *([one] for one in others)]), ["a"], {"a": "logit"}
    )
    assert_allclose(result[:2, 0], [np.log(end / (100 - end)), np.log((100 - end) / end)])


@given(arrays(float, 8, elements=st.floats(1e-6, 99.9)), st.integers(0, 12))
def test_figures_inside_a_scale_are_never_moved(values: np.ndarray, decimals: int) -> None:
    figures = np.clip(values.round(decimals), 10.0**-decimals, 100 - 10.0**-decimals)[:, None]
    assert_allclose(transform(figures, ["a"], {"a": "log"}), np.log(figures))
    assert_allclose(
        transform(figures, ["a"], {"a": "logit"}), np.log(figures / (100 - figures)), rtol=1e-6
    )


def test_a_mean_of_figures_with_one_decimal_has_two() -> None:
    assert end_of(np.array([(70.7 + 81.6) / 2, 0.1]), "log") == pytest.approx(0.005)


def test_rates_far_under_one_keep_their_differences_on_a_log_scale() -> None:
    result = transform(np.array([[0.001], [0.03], [0.0]]), ["a"], {"a": "log"})
    assert_allclose(result[:, 0], np.log([0.001, 0.03, 0.0005]))


def test_a_scale_on_which_a_column_no_longer_differs_is_refused() -> None:
    with pytest.raises(BadData, match=r"'a' differs between areas, but no longer on a log scale"):
        transform(np.array([[1e15], [1e15 + 1]]), ["a"], {"a": "log"})


def test_filling_and_scaling_look_at_the_reference_rows_alone() -> None:
    table = np.array([[1.0], [3.0], [NAN], [100.0]])
    reference = np.array([True, True, True, False])
    result = prepare(table, reference, np.ones(1), clip=3.0)
    # median 2 fills the gap: mean 2, population deviation sqrt(2/3)
    assert_allclose(result.z[:, 0], [-np.sqrt(1.5), np.sqrt(1.5), 0.0, 3.0])
    assert result.gaps[:, 0].tolist() == [False, False, True, False]


def test_a_column_that_does_not_vary_says_nothing() -> None:
    result = prepare(np.full((3, 1), 7.0), np.ones(3, dtype=bool), np.ones(1), clip=3.0)
    assert result.z[:, 0].tolist() == [0.0, 0.0, 0.0]


def test_every_theme_weighs_the_same_whatever_its_number_of_columns() -> None:
    weights = column_weights(["a", "b", "c"], {"a": "x", "b": "x", "c": "y"}, {"x": 1, "y": 1})
    assert weights.tolist() == [0.5, 0.5, 1.0]


def test_points_have_the_weighted_distance() -> None:
    result = prepare(
        np.array([[0.0, 0.0], [2.0, 4.0]]), np.ones(2, dtype=bool), np.array([0.5, 1.0]), clip=3.0
    )
    apart = result.points[0] - result.points[1]
    assert apart @ apart == pytest.approx(0.5 * 4 + 1.0 * 4)
