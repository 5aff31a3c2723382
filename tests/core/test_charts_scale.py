"""Where values stand: answers by hand, and what must hold for every scale."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelgenoot.charts.scale import Kind, Scale, apart

LINEAR = Scale("linear", 10, 30, 4, 96)
LOG = Scale("log", 1, 100, 0, 100)
figures = st.floats(-1e6, 1e6, allow_nan=False)
kinds = st.sampled_from(["linear", "log"])


@pytest.mark.parametrize(
    ("value", "place"), [(10, 4), (20, 50), (30, 96), (25, 73), (5, 4), (99, 96)]
)
def test_linear_places_by_share_of_the_axis(value: float, place: float) -> None:
    assert LINEAR.at(value) == pytest.approx(place)


@pytest.mark.parametrize(("value", "place"), [(1, 0), (10, 50), (100, 100), (math.sqrt(10), 25)])
def test_log_places_by_ratio(value: float, place: float) -> None:
    assert LOG.at(value) == pytest.approx(place)


def test_a_zero_on_a_log_axis_stands_at_its_beginning() -> None:
    assert LOG.at(0) == 0


def test_an_axis_down_the_page_has_its_low_end_below() -> None:
    assert Scale("linear", 0, 10, 124, 8).at(2.5) == pytest.approx(95)


def test_sides() -> None:
    assert [LINEAR.side(v) for v in (9.9, 10, 30, 30.1)] == ["below", "inside", "inside", "above"]


def test_an_axis_without_length_has_everybody_in_the_middle() -> None:
    assert Scale("linear", 5, 5, 0, 100).at(5) == 50


@given(st.tuples(figures, figures), kinds, figures, figures)
def test_higher_never_stands_further_left_and_nobody_leaves_the_axis(
    ends: tuple[float, float], kind: Kind, first: float, second: float
) -> None:
    low, high = sorted(abs(end) + 0.001 for end in ends)
    scale = Scale(kind, low, high, 4, 96)
    left, right = scale.at(min(first, second)), scale.at(max(first, second))
    assert 4 - 1e-9 <= left <= right + 1e-9 <= 96 + 2e-9


def test_labels_that_collide_share_the_middle() -> None:
    assert apart([50, 50], 20, 0, 100) == (40, 60)


def test_labels_with_room_stay_where_they_are() -> None:
    assert apart([80, 10, 40], 20, 0, 100) == (80, 10, 40)


def test_labels_at_an_edge_are_pushed_inwards() -> None:
    assert apart([2, 1, 3], 10, 0, 100) == (10, 0, 20)


def test_labels_without_room_for_all_keep_their_gap() -> None:
    assert apart([5, 5, 5], 10, 0, 15) == (0, 10, 20)


@given(st.lists(st.floats(0, 200), min_size=1, max_size=8), st.floats(1, 20))
def test_labels_keep_apart_and_in_order(places: list[float], gap: float) -> None:
    result = apart(places, gap, 0, 200)
    by_place = sorted(result)
    assert all(later - before >= gap - 1e-6 for before, later in pairwise(by_place))
    for at, first in enumerate(places):
        for other_at, other in enumerate(places):
            if first < other:
                assert result[at] < result[other_at]
