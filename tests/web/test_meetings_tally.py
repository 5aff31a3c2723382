"""Results counted by hand, and words laid together by their stem."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from deelgenoot_web.meetings.stems import count_terms, stem
from deelgenoot_web.meetings.tally import (
    CountedVote,
    Result,
    TallyLine,
    TallyRules,
    first_choice,
    result,
)

OPTIONS = ("Wonen", "Zorg", "Werk")
_ENDS = ("en", "heden", "achtig", "elijk", "ingen")


def _result(
    kind: str, values: list[Any], groups: Sequence[int | None] | None = None, **more: Any
) -> Result:
    asked = TallyRules(kind, OPTIONS, **more)
    of = groups or [1] * len(values)
    return result(
        asked, [CountedVote(group, value) for group, value in zip(of, values, strict=True)]
    )


def test_nothing_is_counted_for_four_people() -> None:
    few = _result("choice", [0, 0, 1, 2])
    assert (few.n_votes, few.lines, few.by_group) == (4, (), {})


def test_one_choice_counts_people_per_option() -> None:
    lines = _result("choice", [0, 0, 1, 2, 0]).lines
    assert lines == (TallyLine("Wonen", 3, 5), TallyLine("Zorg", 1, 5), TallyLine("Werk", 1, 5))


def test_several_choices_count_a_person_once_per_option() -> None:
    lines = _result("choices", [[0, 1], [0, 0], [], [1], [2]]).lines
    assert [line.value for line in lines] == [2, 2, 1]


def test_a_scale_leaves_out_who_skipped() -> None:
    values = [[5, None, 1], [4, None, 1], [3, 2, 1], [2, None, 1], [1, 3, None], [None, 4, 1]]
    first, second, _ = _result("scale", values).lines
    assert first == TallyLine("Wonen", 3.0, 5, counts=(1, 1, 1, 1, 1))
    # Three people said something about it: too few to show.
    assert second == TallyLine("Zorg", 0.0, 0)


def test_a_line_that_too_few_of_a_cluster_answered_is_hidden_there_and_where_it_would_tell() -> (
    None
):
    # Two of the second cluster answered the first statement: all minus the first would tell.
    first = [[5, 1, 1]] * 5
    second = [[1, 2, 2]] * 2 + [[None, 2, 2]] * 4
    third = [[3, 3, 3]] * 6
    found = _result("scale", first + second + third, [1] * 5 + [2] * 6 + [3] * 6)
    assert [found.by_group[group][0].n for group in (1, 2, 3)] == [0, 0, 6]
    assert [found.by_group[group][1].n for group in (1, 2, 3)] == [5, 6, 6]
    assert found.lines[0].n == 13


def test_written_answers_that_were_taken_out_leave_the_number_of_votes() -> None:
    found = _result("text", ["goed"] * 4 + ["fout"], left_out=frozenset({"fout"}))
    assert ([line.label for line in found.lines], found.n_votes) == (["goed"] * 4, 5)


def test_a_ranking_gives_the_mean_place_from_the_bottom() -> None:
    values = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [0, 1, 2], [0, 1, 2]]
    lines = _result("ranking", values).lines
    assert [line.value for line in lines] == pytest.approx([9 / 5, 5 / 5, 1 / 5])
    assert lines[0].counts == (4, 1, 0)


def test_points_are_averaged_over_who_voted() -> None:
    values = [[100, 0, 0], [50, 50, 0], [0, 0, 100], [0, 50, 50], [50, 0, 50]]
    assert [line.value for line in _result("points", values).lines] == [40, 20, 40]


def test_a_matrix_gives_both_means_of_who_placed_it() -> None:
    values = [*([[[5, 1], None, None]] * 3), *([[[3, 3], [1, 1], None]] * 3)]
    placed, empty, _ = _result("matrix", values).lines
    assert (placed.value, placed.second, placed.n) == (4, 2, 6)
    assert (empty.value, empty.second, empty.n) == (0, None, 0)


def test_words_count_people_not_repetitions_and_leave_out_what_was_hidden() -> None:
    values = [["woningen", "woning"], ["woning"], ["zorg"], ["zorg"], ["onzin"]]
    lines = _result("words", values, left_out=frozenset({stem("onzin")})).lines
    assert [(line.label, line.value) for line in lines] == [("woning", 2), ("zorg", 2)]


def test_words_of_a_group_are_named_as_all_of_them_together_wrote_them() -> None:
    votes = [CountedVote(1, ["woningen"])] * 6 + [CountedVote(2, ["woning"])] * 5
    found = result(TallyRules("words", ()), votes)
    assert [line.label for line in found.lines] == ["woningen"]
    assert [line.label for line in found.by_group[2]] == ["woningen"]


def test_a_split_shows_groups_of_five_and_adds_up_to_all() -> None:
    both = _result("choice", [0] * 5 + [1] * 6, [1] * 5 + [2] * 6)
    assert both.n_by_group == {1: 5, 2: 6}
    assert [line.value for line in both.by_group[1]] == [5, 0, 0]
    assert [line.value for line in both.by_group[2]] == [0, 6, 0]


def test_a_group_of_four_hides_a_second_group_too() -> None:
    three = _result("choice", [0] * 15, [1] * 4 + [2] * 5 + [3] * 6)
    assert list(three.by_group) == [3]


def test_votes_without_a_group_count_as_hidden() -> None:
    some = _result("choice", [0] * 11, [None] * 2 + [1] * 9)
    assert some.by_group == {}


def test_written_answers_are_never_split_and_come_in_an_order_that_tells_nothing() -> None:
    texts = _result("text", ["Zorg", "arbeid", "Wonen", "zorg", "Bouwen"], [1] * 5)
    assert [line.label for line in texts.lines] == ["arbeid", "Bouwen", "Wonen", "Zorg", "zorg"]
    assert texts.by_group == {}


@pytest.mark.parametrize(("values", "first"), [([0, 0, 1, 1, 0], "Wonen"), ([0, 0, 1, 1, 2], None)])
def test_the_first_choice_is_named_unless_two_share_the_top(
    values: list[int], first: str | None
) -> None:
    assert first_choice("choice", _result("choice", values).lines) == first


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("woningen", "Woning"),
        ("opgave", "opgaven"),
        ("huis", "huizen"),
        ("stad", "steden"),
        ("binnenstad", "Binnensteden"),
        ("school", "scholen"),
        ("betaalbare woning", "Betaalbare  woningen!"),
        ("gemeente", "gemeenten"),
        ("vergrijzing", "vergrijzen"),
    ],
)
def test_forms_of_a_term_share_their_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("zorg", "zon"), ("werk", "wijk"), ("jeugd", "ouderen"), ("stad", "staat")]
)
def test_different_terms_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_term_is_shown_as_most_people_wrote_it() -> None:
    answers = [["Huizen"], ["huizen"], ["huizen"], ["huis"], ["!?"]]
    assert count_terms(answers) == [("huizen", 4)]


def test_threads_that_count_at_once_get_the_stems_that_one_gets() -> None:
    words = [f"{one}{end}" for one in ("woning", "opgav", "gemeent", "buurt") for end in _ENDS]
    alone = {word: stem(word) for word in words}

    def count(_number: int) -> list[str]:
        got = [(word, stem.__wrapped__(word)) for word in words * 20]
        return [word for word, found in got if found != alone[word]]

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            wrong = list(threads.map(count, range(4)))
    finally:
        sys.setswitchinterval(interval)
    assert wrong == [[]] * 4
