"""Rounds of one-to-one talks: small plans by hand, and all plans tried."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deelgenoot.errors import BadChoice
from deelgenoot.rounds import (
    MustsDoNotFit,
    Pair,
    PairSet,
    RoundPlan,
    Wishes,
    _Choice,
    plan_rounds,
)

Rounds = tuple[tuple[Pair, ...], ...]


def _wishes(n: int, worth: dict[Pair, int] | None = None, never: tuple[Pair, ...] = ()) -> Wishes:
    value, may_talk = np.zeros((n, n), np.int64), ~np.eye(n, dtype=bool)
    for (i, j), points in (worth or {}).items():
        value[i, j] = value[j, i] = points
    for i, j in never:
        may_talk[i, j] = may_talk[j, i] = False
    return Wishes(value, may_talk)


def _talks(plan: RoundPlan) -> list[Pair]:
    return sorted(pair for talks in plan.rounds for pair in talks)


def _is_plan(rounds: Rounds, wishes: Wishes) -> bool:
    """Whether nobody is in two talks at once, no pair meets twice and all who meet may."""
    talks = [pair for one in rounds for pair in one]
    in_time = all(len({p for pair in one for p in pair}) == 2 * len(one) for one in rounds)
    return (
        in_time and len(set(talks)) == len(talks) and all(wishes.may_talk[pair] for pair in talks)
    )


def test_four_people_meet_everybody_in_three_rounds() -> None:
    plan = plan_rounds(_wishes(4), 3)
    assert _talks(plan) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    assert [len(talks) for talks in plan.rounds] == [2, 2, 2]
    assert plan.proven


def test_one_round_takes_the_pairs_that_are_worth_most_together() -> None:
    # 0-1 is worth most, but 0-2 with 1-3 is worth 12 and 0-1 with 2-3 is worth 10.
    plan = plan_rounds(_wishes(4, {(0, 1): 9, (2, 3): 1, (0, 2): 6, (1, 3): 6}), 1)
    assert _talks(plan) == [(0, 2), (1, 3)]
    assert (plan.total, plan.bound) == (12, 12)


def test_of_three_people_another_one_sits_out_each_round() -> None:
    plan = plan_rounds(_wishes(3, {(0, 1): 5}), 3)
    assert _talks(plan) == [(0, 1), (0, 2), (1, 2)]


def test_groups_of_three_get_no_more_talks_than_fit_into_the_rounds() -> None:
    across = tuple((one, other) for one in range(3) for other in range(3, 6))
    plan = plan_rounds(_wishes(6, never=across), 2)
    assert [len(talks) for talks in plan.rounds] == [2, 2]
    assert plan.proven


def test_who_must_meet_meets_and_who_would_rather_not_does_not() -> None:
    worth = {(0, 1): 9, (2, 3): 9, (0, 2): 5, (1, 3): 5}
    wishes = _wishes(4, worth, never=((1, 2),))
    free = plan_rounds(wishes, 1)
    assert _talks(free) == [(0, 1), (2, 3)]
    bound = plan_rounds(Wishes(wishes.value, wishes.may_talk, frozenset({(3, 1)})), 1)
    assert _talks(bound) == [(0, 2), (1, 3)]
    assert (1, 2) not in _talks(plan_rounds(wishes, 3))


def test_who_sat_out_before_does_not_sit_out_again() -> None:
    wishes = _wishes(3, {(1, 2): 50})
    after_a_rest = Wishes(wishes.value, wishes.may_talk, sat_out=np.array([1, 0, 0]))
    assert _talks(plan_rounds(wishes, 1)) == [(1, 2)]
    assert _talks(plan_rounds(after_a_rest, 1)) != [(1, 2)]


def test_the_worst_off_come_first_where_that_is_asked() -> None:
    worth = {(0, 1): 10, (2, 3): 0, (0, 2): 4, (1, 3): 3, (0, 3): 1, (1, 2): 1}
    assert plan_rounds(_wishes(4, worth), 1).total == 10
    fair = plan_rounds(_wishes(4, worth), 1, worst_first=True)
    assert (_talks(fair), fair.total) == ([(0, 2), (1, 3)], 7)
    assert fair.proven


def test_wishes_that_cannot_be_are_named() -> None:
    never = _wishes(4, never=((0, 1),))
    with pytest.raises(BadChoice, match="Persons 0 and 1 must meet and may not"):
        plan_rounds(Wishes(never.value, never.may_talk, frozenset({(0, 1)})), 2)
    free = _wishes(4)
    with pytest.raises(BadChoice, match="Person 0 must meet 2 people in 1 rounds"):
        plan_rounds(Wishes(free.value, free.may_talk, frozenset({(0, 1), (0, 2)})), 1)


@pytest.mark.parametrize(("n_people", "n_rounds"), [(3, 2), (5, 4)])
def test_pairs_that_must_meet_and_do_not_fit_are_told(n_people: int, n_rounds: int) -> None:
    # Of an odd group one always waits, so that all meet each other in as many rounds as people.
    free = _wishes(12)
    musts = frozenset(combinations(range(n_people), 2))
    with pytest.raises(MustsDoNotFit):
        plan_rounds(Wishes(free.value, free.may_talk, musts), n_rounds)
    plan = plan_rounds(Wishes(free.value, free.may_talk, musts), n_people)
    assert musts <= set(_talks(plan))


def test_a_plan_that_lacks_a_talk_is_not_proven_also_where_the_talk_is_worth_nothing() -> None:
    # Petersen's graph: everybody may talk with three, and no three rounds hold all fifteen talks.
    ring, star = ([(i, (i + 1) % 5) for i in range(5)], [(i, (i + 2) % 5) for i in range(5)])
    may = {*ring, *((i + 5, j + 5) for i, j in star), *((i, i + 5) for i in range(5))}
    never = tuple(pair for pair in combinations(range(10), 2) if not {pair, pair[::-1]} & may)
    plan = plan_rounds(_wishes(10, never=never), 3)
    assert len(_talks(plan)) < 15
    assert not plan.proven


def test_without_time_to_share_out_who_waits_the_plan_in_hand_stays() -> None:
    free = _wishes(3, {(1, 2): 50})
    wishes = Wishes(free.value, free.may_talk, sat_out=np.array([1, 0, 0]))
    choice = _Choice(wishes, 1, deadline=0.0)
    _rows, plan = choice._fair(PairSet([(1, 2)], 50))
    assert (plan.pairs, choice.exact) == ([(1, 2)], False)


@pytest.mark.parametrize("points", [-1, 101])
def test_points_are_bounded(points: int) -> None:
    with pytest.raises(BadChoice, match="A talk is worth 0 to 100 points"):
        plan_rounds(_wishes(4, {(0, 1): points}), 1)


def test_a_plan_that_takes_too_long_says_so() -> None:
    with pytest.raises(BadChoice, match="No plan was found in time"):
        plan_rounds(_wishes(40), 5, seconds=0)


def test_nobody_to_talk_with_gives_empty_rounds() -> None:
    plan = plan_rounds(_wishes(2, never=((0, 1),)), 2)
    assert plan.rounds == ((), ())
    assert plan_rounds(_wishes(1), 2).rounds == ((), ())


@pytest.mark.parametrize(("n", "n_rounds"), [(12, 11), (13, 13), (16, 15), (40, 7)])
def test_where_all_may_meet_no_seat_stays_empty(n: int, n_rounds: int) -> None:
    plan = plan_rounds(_wishes(n), n_rounds)
    assert _is_plan(plan.rounds, _wishes(n))
    assert [len(talks) for talks in plan.rounds] == [n // 2] * n_rounds


@pytest.mark.parametrize("preference", ["the same few", "who is in a group of five"])
def test_a_round_is_the_best_matching_also_where_likely_pairs_do_not_make_one(
    preference: str,
) -> None:
    n, random = 24, np.random.default_rng(0)
    value, person = random.integers(0, 20, (n, n)), np.arange(n)
    if preference == "the same few":
        value[:6] += 40
    else:
        value[person[:, None] // 5 == person // 5] = 60
    wishes = Wishes(np.triu(value, 1) + np.triu(value, 1).T, ~np.eye(n, dtype=bool))
    graph = nx.Graph()
    for pair in combinations(range(n), 2):
        graph.add_edge(*pair, weight=int(wishes.value[pair]))
    matching = nx.max_weight_matching(graph, maxcardinality=True)

    plan = plan_rounds(wishes, 1)
    assert plan.total == sum(wishes.value[pair] for pair in matching)
    assert plan.proven


def test_nobody_sits_out_twice_though_all_would_rather_talk_with_the_same_three() -> None:
    worth = {(i, j): 50 for i in range(3) for j in range(3, 9)} | {(i, 8): 1 for i in range(3, 8)}
    wishes = _wishes(9, worth)
    assert plan_rounds(wishes, 1).total == 151
    after_a_rest = Wishes(wishes.value, wishes.may_talk, sat_out=np.array([0] * 3 + [1] * 5 + [0]))
    plan = plan_rounds(after_a_rest, 1)
    assert {person for pair in _talks(plan) for person in pair} == set(range(8))
    assert (plan.total, plan.proven) == (150, True)


@st.composite
def small_wishes(draw: st.DrawFn) -> Wishes:
    n = draw(st.integers(2, 5))
    pairs = list(combinations(range(n), 2))
    worth = {pair: draw(st.integers(0, 6)) for pair in pairs}
    never = tuple(draw(st.sets(st.sampled_from(pairs), max_size=3)))
    return _wishes(n, worth, never)


@settings(max_examples=60)
@given(small_wishes(), st.integers(1, 3), st.booleans())
def test_no_other_plan_is_better(wishes: Wishes, n_rounds: int, worst_first: bool) -> None:
    plan = plan_rounds(wishes, n_rounds, worst_first=worst_first)
    assert _is_plan(plan.rounds, wishes)
    merit = _merit(_talks(plan), wishes, n_rounds, worst_first)
    others = _all_plans(wishes, n_rounds)
    assert merit == max(_merit(talks, wishes, n_rounds, worst_first) for talks in others)
    assert plan.total == merit[-1]


def _merit(talks: list[Pair], wishes: Wishes, n_rounds: int, worst_first: bool) -> tuple[int, ...]:
    gains = np.zeros(len(wishes), int)
    n_talks = np.zeros(len(wishes), int)
    for pair in talks:
        gains[list(pair)] += wishes.value[pair]
        n_talks[list(pair)] += 1
    least = int(gains.min()) if worst_first else 0
    return len(talks), int(n_talks.min()), least, int(gains.sum()) // 2


def _all_plans(wishes: Wishes, n_rounds: int) -> list[list[Pair]]:
    """Give the talks of every plan there is, whatever their rounds."""
    pairs = [pair for pair in combinations(range(len(wishes)), 2) if wishes.may_talk[pair]]
    one_round = [
        set(talks)
        for size in range(len(wishes) // 2 + 1)
        for talks in combinations(pairs, size)
        if len({person for pair in talks for person in pair}) == 2 * size
    ]
    plans = {frozenset[Pair]()}
    for _ in range(n_rounds):
        plans = {talks | more for talks in plans for more in one_round if not talks & more}
    return [sorted(talks) for talks in plans]
