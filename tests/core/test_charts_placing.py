"""What is placed when a chart is served: dots, lines, names, marks on a map."""

import math
import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deelgenoot.charts.dots import FigureDot, levels, place_dots, place_members
from deelgenoot.charts.figures import NARROWEST, anchor
from deelgenoot.charts.labels import LabelBox, place_labels, spread_out
from deelgenoot.charts.lines import BOTTOM, TOP, ChartLine, draw_line, labels, names
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.shapes import SHAPES, shape, short

X = Scale("linear", 0, 100, 4, 96)
YEARS = Scale("linear", 2010, 2014, 0, 100)
Y = Scale("linear", 0, 100, BOTTOM, TOP)


def test_one_dot_stands_at_its_figure() -> None:
    assert place_dots(X, [FigureDot("A", 50)], 27).svg == (
        '<circle class="g-dot" cx="50.00%" cy="27" r="6.5"/>'
    )


def test_a_figure_beyond_the_axis_stands_at_its_end_with_an_arrow() -> None:
    svg = place_dots(X, [FigureDot("A", 250, "filled")], 27).svg
    assert '<circle class="g-dot filled" cx="96.00%" cy="27" r="6.5"/>' in svg
    assert '<text class="beyond" x="100%" y="32" text-anchor="end">›</text>' in svg


def test_numbered_dots_on_one_spot_stand_above_each_other() -> None:
    dots = place_dots(X, [FigureDot("A", 50, "", 1), FigureDot("B", 50, "assumed", 2)], 27)
    assert 'class="g-dot n1" cx="50.00%" cy="27"' in dots.svg
    assert 'class="g-dot assumed n2" cx="50.00%" cy="8"' in dots.svg
    assert dots.lift == 2  # the upper one reaches from 29 above the axis, which lies at 27


def test_levels_by_hand() -> None:
    assert levels([10, 50, 10, 11], 12) == (0, 0, 1, 2)


@given(st.lists(st.floats(0, 100), max_size=5))
def test_no_two_dots_cover_each_other(places: list[float]) -> None:
    chosen_levels = levels(places, 12)
    for first, second in combinations(range(len(places)), 2):
        near = abs(places[first] - places[second]) * NARROWEST / 100 < 12
        assert not (near and chosen_levels[first] == chosen_levels[second])


@pytest.mark.parametrize("letter", SHAPES)
def test_members_have_the_shape_of_their_cluster(letter: str) -> None:
    svg = place_members(X, [50, 999], letter, 27)
    assert svg.count(shape(letter).svg_element(5.2)) == 2
    assert 'x="96.00%"' in svg


def test_a_cluster_without_a_name_has_a_mark_too() -> None:
    assert shape("8").svg_element(5) == '<circle r="5"/>'


def test_all_named_clusters_differ_in_shape_and_in_colour() -> None:
    assert len({one.corners for one in SHAPES.values()}) == len(SHAPES)
    assert len({one.colour for one in SHAPES.values()}) == len(SHAPES)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, ".5"), (-0.25, "-.25"), (3.0, "3"), (-0.004, "0"), (120.456, "120.46"), (100, "100")],
)
def test_numbers_are_written_short(value: float, text: str) -> None:
    assert short(value) == text


def test_labels_near_an_edge_are_anchored_there() -> None:
    words = "cluster 20,2%"  # 13 signs are some 86 px, so half is 43 px or 15% of the narrowest
    assert [anchor(place, words) for place in (4, 14, 16, 84, 86, 96)] == [
        "left",
        "left",
        "center",
        "center",
        "right",
        "right",
    ]


def line(path: tuple[float | None, ...], breaks: tuple[int, ...] = ()) -> ChartLine:
    return ChartLine("own", "Zutphen", "#000000", (2010, 2011, 2012, 2013, 2014), path, breaks)


def test_a_line_is_not_joined_over_a_gap() -> None:
    chart_line = line((1, None, 3, 4, 5))
    assert list(chart_line.runs) == [((2010, 1),), ((2012, 3), (2013, 4), (2014, 5))]


def test_a_line_is_not_joined_over_a_break() -> None:
    chart_line = line((10, 20, 60, 70, 80), breaks=(2012,))
    assert list(chart_line.runs) == [((2010, 10), (2011, 20)), ((2012, 60), (2013, 70), (2014, 80))]
    svg = draw_line(chart_line, YEARS, Y)
    assert re.search(r'd="M0 112.4L250 100.8M500 54.4L750 42.8L1000 31.2"', svg)
    assert '<text class="break" x="50%" y="46.4" text-anchor="middle">≠</text>' in svg


def test_points_beyond_the_scale_get_no_dot_but_an_arrow_in_their_name() -> None:
    above = line((50, 60, 70, 90, 140))
    assert draw_line(above, YEARS, Y).count("<circle") == 4
    assert names([above], Y, "{:.0f}".format)[0].value == "↑ 140"


def test_a_line_that_ends_early_says_when() -> None:
    assert names([line((1, 2, 3, None, None))], Y, "{:.0f}".format)[0].value == "3 (2012)"


def test_a_line_without_figures_has_no_name_and_no_drawing() -> None:
    empty = line((None,) * 5)
    assert not draw_line(empty, YEARS, Y)
    assert not names([empty], Y, str)


@given(st.lists(st.floats(-50, 150), min_size=1, max_size=7))
def test_names_at_the_ends_never_overlap(ends: list[float]) -> None:
    end_names = names([line((None, None, None, 0, end)) for end in ends], Y, "{:.0f}".format)
    heights = sorted(one.y for one in end_names)
    gap = 32 if len(ends) <= 4 else 16.5
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(heights))
    assert labels(end_names).count("Zutphen") == len(ends)


points = st.tuples(st.floats(100, 900), st.floats(100, 900))


def test_two_marks_on_one_spot_part_sideways() -> None:
    left, right = spread_out([(50, 50), (50, 50)], 20)
    assert left == pytest.approx((40, 50), abs=0.1)
    assert right == pytest.approx((60, 50), abs=0.1)


def test_marks_with_room_do_not_move() -> None:
    assert spread_out([(0, 0), (30, 0)], 29) == ((0, 0), (30, 0))


@settings(max_examples=40)
@given(st.lists(points, min_size=2, max_size=8))
def test_marks_are_pushed_apart(places: list[tuple[float, float]]) -> None:
    for first, second in combinations(spread_out(places, 29), 2):
        assert math.dist(first, second) > 24


@settings(max_examples=40)
@given(st.lists(points, min_size=1, max_size=8, unique=True))
def test_names_on_a_map_cover_nothing_and_stay_inside(places: list[tuple[float, float]]) -> None:
    frame = LabelBox(0, 0, 1000, 1000)
    named_places = [(f"Gemeente {at}", place) for at, place in enumerate(places)]
    labels = place_labels(named_places, 29, 17, frame)
    marks = [LabelBox(x - 17, y - 17, x + 17, y + 17) for x, y in places]
    for label in labels:
        assert label.box.within(frame)
        others = [
            mark for (name, _), mark in zip(named_places, marks, strict=True) if name != label.name
        ]
        assert not any(label.box.meets(mark) for mark in others)
    for first, second in combinations(labels, 2):
        assert not first.box.meets(second.box)


def test_a_name_with_room_stands_right_of_its_mark_without_a_line() -> None:
    (label,) = place_labels([("Oss", (100, 100))], 20, 10, LabelBox(0, 0, 500, 500))
    assert label.line is None
    assert (label.box.left, label.box.top) == (115, 90)


def test_a_name_without_room_beside_its_mark_has_a_line_from_its_edge() -> None:
    """Marks on all four sides leave only places further off."""
    around = [("a", (60, 100)), ("b", (140, 100)), ("c", (100, 60)), ("d", (100, 140))]
    labels = place_labels([("Oss", (100, 100)), *around], 20, 10, LabelBox(0, 0, 500, 500))
    (label,) = (one for one in labels if one.name == "Oss")
    assert label.line
    assert math.dist(label.line[0], (100, 100)) == pytest.approx(10)
    assert math.dist(label.line[1], (100, 100)) > 10
