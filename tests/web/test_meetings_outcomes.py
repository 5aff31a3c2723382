"""Results as they are drawn and told, worked out by hand."""

import math
from collections.abc import Sequence
from typing import Any

import pytest

from deelgenoot_web.meetings.outcomes import (
    ColumnGroup,
    Outcome,
    OutcomeCell,
    OutcomeColumn,
    outcome,
)
from deelgenoot_web.meetings.tally import CountedVote, Result, TallyRules, result

OPTIONS = ("Wonen", "Zorg", "Werk")
GROUPS = [
    ColumnGroup(1, "Werkstad", "W"),
    ColumnGroup(2, "Voorstad", "V"),
    ColumnGroup(3, "Landelijke stad", "L"),
]


def _counted(kind: str, values: Sequence[Any], groups: Sequence[int] | None = None) -> Result:
    of = groups or [1] * len(values)
    ballots = [CountedVote(group, value) for group, value in zip(of, values, strict=True)]
    return result(TallyRules(kind, OPTIONS), ballots)


def _drawn(kind: str, values: Sequence[Any], groups: Sequence[int] | None = None) -> Outcome:
    return outcome(kind, _counted(kind, values, groups), GROUPS)


@pytest.mark.parametrize(
    ("kind", "values", "bars"),
    [
        (
            "choice",
            [0, 0, 1, 1, 1, 1, 2, 2],
            [("Zorg", "50%", 100), ("Wonen", "25%", 50), ("Werk", "25%", 50)],
        ),
        (
            "choices",
            [[0, 1], [0], [0], [0, 1], [0]],
            [("Wonen", "100%", 100), ("Zorg", "40%", 40), ("Werk", "0%", 0)],
        ),
        # From zero to 5; in the order of the statements.
        (
            "scale",
            [[2, 5, 1]] * 5,
            [("Wonen", "2,0", 40), ("Zorg", "5,0", 100), ("Werk", "1,0", 20)],
        ),
        # First place is 1; the last of three has no bar.
        (
            "ranking",
            [[1, 0, 2]] * 5,
            [("Zorg", "1,0", 100), ("Wonen", "2,0", 50), ("Werk", "3,0", 0)],
        ),
        (
            "points",
            [[20, 80, 0]] * 5,
            [("Zorg", "80", 100), ("Wonen", "20", 25), ("Werk", "0", 0)],
        ),
        ("words", [["zorg"]] * 3 + [["geld"]] * 2, [("zorg", "3", 100), ("geld", "2", 67)]),
    ],
)
def test_bars_start_at_zero_and_have_their_number(
    kind: str, values: list[Any], bars: list[tuple[str, str, int]]
) -> None:
    cells = _drawn(kind, values).everybody.cells
    assert [(cell.label, cell.number, cell.width) for cell in cells] == bars


def test_clusters_stand_on_the_scale_of_all_and_the_small_one_says_so() -> None:
    found = _drawn("choice", [0] * 6 + [0, 1, 1, 1, 1] + [2] * 2, [1] * 6 + [2] * 5 + [3] * 2)
    # Two hidden votes would tell, so the smallest that could be shown is hidden with them.
    assert [bool(column.cells) for column in found.columns] == [True, False, False]
    assert [column.n_votes for column in found.columns] == [6, None, None]
    assert [cell.width for cell in found.columns[0].cells] == [100, 0, 0]
    assert [row[0].width for row in found.rows] == [54, 31, 15]
    assert [[bar is not None for _letter, bar in row[1]] for row in found.rows] == [
        [True, False, False]
    ] * 3
    assert list(found.table.rows[0]) == ["Wonen", "54%", "100%"]


@pytest.mark.parametrize(
    ("n_answers", "n_letters", "room"),
    [
        (4, 52, ""),  # two lines of 26 letters
        (4, 53, "wide"),
        (6, 114, "wide"),  # three lines of 38
        (6, 115, "widest"),
        (9, 26, ""),  # one line
        (9, 39, "widest"),
    ],
)
def test_long_answers_get_a_wider_column_on_the_large_screen(
    n_answers: int, n_letters: int, room: str
) -> None:
    labels = [f"{number}".ljust(n_letters, "a") for number in range(n_answers)]
    column = OutcomeColumn("Alle", cells=tuple(OutcomeCell(one, "1") for one in labels))
    assert Outcome("choice", column).label_room == room


def test_the_first_choice_of_a_column_is_marked_unless_two_share_it() -> None:
    found = _drawn("choice", [0] * 5 + [1, 1, 1, 2, 2, 2], [1] * 5 + [2] * 6)
    first = [[cell.label for cell in column.cells if cell.is_first] for column in found.columns]
    assert first == [["Wonen"], [], []]


@pytest.mark.parametrize(
    ("kind", "values", "groups", "sentence"),
    [
        (
            "choice",
            [0] * 12,
            [1] * 6 + [2] * 6,
            "“Wonen” is het vaakst gekozen (100%). Geen cluster wijkt daarvan af.",
        ),
        (
            "points",
            [[90, 10, 0]] * 6 + [[0, 60, 40]] * 5,
            [1] * 6 + [2] * 5,
            "“Wonen” kreeg de meeste punten. Voorstad kiest “Zorg”.",
        ),
        (
            "choice",
            [0] * 11 + [2] * 10,
            [1] * 11 + [2] * 5 + [3] * 5,
            "“Wonen” is het vaakst gekozen (52%). Voorstad en Landelijke stad kiezen “Werk”.",
        ),
        (
            "ranking",
            [[2, 0, 1]] * 5,
            [1, 1, 1, 1, 1],
            "“Werk” staat gemiddeld het hoogst.",
        ),
        ("choice", [0, 0, 0, 1, 1, 1], [1] * 6, "“Wonen” en “Zorg” staan samen bovenaan."),
        # Means of 40.2 and 39.8: both read as 40.
        (
            "points",
            [[41, 39, 20], *[[40, 40, 20]] * 4],
            [1] * 5,
            "“Wonen” en “Zorg” staan samen bovenaan.",
        ),
        ("words", [["geld"]] * 5, [1] * 5, "“geld” is het vaakst genoemd."),
        (
            "matrix",
            [[[5, 1], [4, 4], [1, 5]]] * 5,
            [1] * 5,
            "“Zorg” heeft de hoogste som van invloed en haalbaarheid.",
        ),
        (
            "matrix",
            [[[5, 2], [2, 5], [1, 1]]] * 5,
            [1] * 5,
            "“Wonen” en “Zorg” delen de hoogste som van invloed en haalbaarheid.",
        ),
        (
            "matrix",
            [[[5, 1], [4, 4], [1, 5]]] * 6 + [[[1, 2], [1, 1], [5, 5]]] * 5,
            [1] * 6 + [2] * 5,
            (
                "“Werk” heeft de hoogste som van invloed en haalbaarheid. "
                "Bij Werkstad heeft “Zorg” de hoogste som."
            ),
        ),
        ("text", ["Een zin."] * 5, [1] * 5, ""),
    ],
)
def test_one_remark_says_what_stands_out(
    kind: str, values: list[Any], groups: list[int], sentence: str
) -> None:
    assert _drawn(kind, values, groups).remark == sentence


@pytest.mark.parametrize("kind", ["scale", "matrix"])
def test_a_single_line_is_not_the_highest_of_anything(kind: str) -> None:
    values = {"scale": [1], "matrix": [[5, 1]]}[kind]
    counted = result(TallyRules(kind, ("Wonen",)), [CountedVote(1, values)] * 5)
    assert outcome(kind, counted, GROUPS).remark == ""


def test_two_rounds_stand_beside_each_other_with_the_difference_in_a_word() -> None:
    before = _counted("choice", [0, 0, 0, 1, 2])
    found = outcome("choice", _counted("choice", [0, 1, 1, 1, 2]), GROUPS, before)
    told = {one.label: (one.number, one.before and one.before.number, one.change)
            for one in found.everybody.cells}  # fmt: skip
    assert told == {
        "Zorg": ("60%", "20%", "hoger"),
        "Wonen": ("20%", "60%", "lager"),
        "Werk": ("20%", "20%", "gelijk"),
    }
    assert found.n_before == 5


def test_numbers_that_differ_are_not_called_equal_and_only_bars_have_lighter_ones() -> None:
    before, now = ([[[3, second]] * 3] * 5 for second in (2, 4))
    found = outcome("matrix", _counted("matrix", now), GROUPS, _counted("matrix", before))
    assert {one.change for one in found.everybody.cells} == {"hoger"}
    assert found.n_before == 0


def test_a_round_of_four_is_not_compared_with() -> None:
    found = outcome("choice", _counted("choice", [0] * 5), GROUPS, _counted("choice", [0] * 4))
    assert ([one.before for one in found.everybody.cells], found.n_before) == ([None] * 3, 0)


def test_the_picture_puts_impact_up_and_feasibility_right_and_no_number_on_another() -> None:
    values = [[[5, 1], [1, 5], [1, 5]]] * 5
    first, second, third = _drawn("matrix", values).everybody.spots
    assert (first.number, first.x, first.y) == (1, 8, 8)
    assert (second.x, second.y) == (92, 92)
    assert (third.x, third.y) == (92, 92)
    assert math.dist((second.number_x, second.number_y), (third.number_x, third.number_y)) >= 9
    assert [spot.is_apart for spot in (first, second, third)] == [False, True, True]


def test_every_spot_stands_where_its_means_are_however_near_to_another() -> None:
    # [impact, feasible] of each option: means 3.2 and 3.4; 3.4 and 3.4; 3.2 and 3.2.
    votes = [[[3, 3], [3, 3], [3, 3]]] * 3 + [[[3, 4], [4, 4], [3, 3]], [[4, 4], [4, 4], [4, 4]]]
    column = _drawn("matrix", votes).everybody
    assert [cell.label for cell in column.cells] == ["Zorg", "Wonen", "Werk"]
    # A step is 21 of the side, which begins at 8: 3.4 is 58.4 from the left and 41.6 from the top.
    assert [(spot.x, spot.y) for spot in column.spots] == [
        (58.4, 41.6),
        (58.4, 45.8),
        (54.2, 45.8),
    ]
    numbers = [(spot.number_x, spot.number_y) for spot in column.spots]
    for spot, at in zip(column.spots, numbers, strict=True):
        others = [one for one in column.spots if one is not spot]
        assert all(math.dist(at, (one.number_x, one.number_y)) >= 8.9 for one in others)
        assert all(math.dist(at, (one.x, one.y)) > 6.4 for one in others)


def test_what_too_few_said_something_about_has_words_and_no_number() -> None:
    cells = _drawn("scale", [[4, None, 1]] * 5).everybody.cells
    assert [cell.number for cell in cells] == ["4,0", "", "1,0"]
    assert _drawn("scale", [[4, None, 1]] * 5).table.rows[1] == ["Zorg", *["te weinig stemmen"] * 2]
