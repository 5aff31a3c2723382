"""Rounds of one-to-one talks: who talks with whom, and in which round.

A plan is made in two steps. First *whom*: the pairs of the highest value in which nobody has more
talks than there are rounds, solved exactly (`optimum`). Then *when*: every pair gets a round, so
that nobody is in two talks at once, which is an edge colouring, found with Kempe chains. The first
step knows nothing of rounds, so no plan has more value than its pairs; when all of them get a
round, the plan is proven best.

Sources: A. B. Kempe, "On the geographical problem of the four colours", American Journal of
Mathematics 2 (1879), for the chains; J. Edmonds, "Maximum matching and a polyhedron with
0,1-vertices", Journal of Research NBS 69B (1965), for the odd sets.
"""

import os
import random
import sys
import time
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import msgspec
import numpy as np
from numpy.typing import NDArray

from deelgenoot.decoding import decode
from deelgenoot.errors import BadChoice
from deelgenoot.optimum import Floats, OutOfTime, Solution, SumLimits, maximise, stack

Pair = tuple[int, int]
N_COLOURINGS = 20
"""How often a round is sought for every pair, each time from another order."""
MOST_POINTS = 100
NOBODY = -1
MUSTS_DO_NOT_FIT = 3
"""What the process ends with where pairs that must meet do not fit into the rounds."""
ROUNDING = 1e-3
"""What a merit may be off."""
N_LIKELY = 3
"""A pair is likely when one of the two has fewer than so many better ones for each round."""
Mask = NDArray[np.bool_]


class MustsDoNotFit(BadChoice):
    """The pairs that must meet do not fit into the rounds."""

    def __init__(self) -> None:
        super().__init__("The pairs that must meet do not fit into these rounds.")


@dataclass(frozen=True)
class Wishes:
    """What is known of n people who are to talk.

    `value`: (n, n), symmetric, what a talk of two is worth: whole points from 0 to 100. `may_talk`:
    (n, n), symmetric, whether the two may talk: not the rather-nots, not who met before. `must`:
    pairs that meet whatever they are worth. `sat_out`: (n,), how many rounds each has sat out.
    """

    value: NDArray[np.int64]
    may_talk: NDArray[np.bool_]
    must: frozenset[Pair] = frozenset()
    sat_out: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.value)

    @property
    def before(self) -> NDArray[np.int64]:
        """How many rounds each has sat out, none where nothing is known."""
        return np.zeros(len(self), np.int64) if self.sat_out is None else self.sat_out


@dataclass(frozen=True)
class RoundPlan:
    """Rounds of talks, and how they compare with the best that any plan could give.

    `bound`: no plan with as many talks, shared as fairly, is worth more. `exact`: every step was
    solved to its end, so that with `total == bound` the plan is proven best.
    """

    rounds: tuple[tuple[Pair, ...], ...]
    total: int
    bound: int
    exact: bool

    @property
    def proven(self) -> bool:
        """Whether no other plan can be better."""
        return self.exact and self.total == self.bound


def plan_rounds(
    wishes: Wishes, n_rounds: int, *, worst_first: bool = False, seconds: float = 10.0
) -> RoundPlan:
    """Plan `n_rounds` of talks: nobody twice the same, nobody in two talks at once.

    In this order: as many talks as can be; the most rounds that anybody sits out as few as can be,
    with those of before; with `worst_first` the value of who gets least as high as can be; then the
    highest value together. What is not proven within `seconds` is given as it stands. Raises
    `BadChoice` for points out of bounds, `MustsDoNotFit` where pairs that must meet cannot all, and
    `OutOfTime` where `seconds` were too few for any plan.
    """
    _check(wishes, n_rounds)
    choice = _Choice(wishes, n_rounds, time.monotonic() + seconds)
    answer, is_late = choice.best(worst_first=worst_first), False
    while crowds := _crowds(len(wishes), answer.pairs, n_rounds):
        choice.crowds += crowds
        try:
            answer = choice.best(worst_first=worst_first)
        except OutOfTime:
            choice.exact, is_late = False, True
            break
    rounds = _give_rounds(len(wishes), answer.pairs, n_rounds)
    talks = {pair for in_round in rounds for pair in in_round}
    if not talks.issuperset(_in_order(wishes.must)):
        raise OutOfTime if is_late else MustsDoNotFit
    total = sum(int(wishes.value[pair]) for pair in talks)
    is_whole = len(talks) == len(answer.pairs)
    return RoundPlan(rounds, total, answer.bound, choice.exact and is_whole)


def _in_order(pairs: Iterable[Pair]) -> set[Pair]:
    return {(min(pair), max(pair)) for pair in pairs}


def _check(wishes: Wishes, n_rounds: int) -> None:
    if wishes.value.min() < 0 or wishes.value.max() > MOST_POINTS:
        msg = f"A talk is worth 0 to {MOST_POINTS} points."
        raise BadChoice(msg)
    n_musts = np.bincount([person for pair in wishes.must for person in pair], minlength=1)
    if n_musts.max() > n_rounds:
        msg = f"Person {n_musts.argmax()} must meet {n_musts.max()} people in {n_rounds} rounds."
        raise BadChoice(msg)
    for pair in wishes.must:
        if not wishes.may_talk[pair]:
            msg = f"Persons {pair[0]} and {pair[1]} must meet and may not."
            raise BadChoice(msg)


@dataclass(frozen=True)
class PairSet:
    """Pairs that may be chosen together, and the most that the best of such could be worth."""

    pairs: list[Pair] = field(default_factory=list)
    bound: int = 0

    def n_talks_each(self, n: int) -> NDArray[np.int64]:
        """Give how many talks each of n people has."""
        return np.bincount(np.array(self.pairs, int).ravel(), minlength=n)


@dataclass
class _Choice:
    """Which pairs talk, as an integer programme with one variable a pair."""

    wishes: Wishes
    n_rounds: int
    deadline: float
    crowds: list[NDArray[np.bool_]] = field(default_factory=list)
    exact: bool = True

    @cached_property
    def ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the two people of each pair that may talk."""
        first, second = np.nonzero(np.triu(self.wishes.may_talk, 1))
        return first, second

    def _each(self, most: NDArray[np.int64], weight: Floats | float = 1.0) -> SumLimits:
        """Bound the sum over the pairs of each person, in which a talk has this weight."""
        pairs = np.tile(np.arange(len(self.worth)), 2)
        weights = np.tile(np.broadcast_to(weight, len(self.worth)), 2)
        return SumLimits(np.concatenate(self.ends), pairs, weights, most.astype(float))

    @cached_property
    def worth(self) -> NDArray[np.int64]:
        """Give the value of each pair."""
        value: NDArray[np.int64] = self.wishes.value[self.ends]
        return value

    @cached_property
    def merit(self) -> NDArray[np.int64]:
        """Give the value of each pair, on top of that of talking: more than all values together."""
        return self.worth + len(self.wishes) * self.n_rounds * MOST_POINTS

    def best(self, *, worst_first: bool) -> PairSet:
        """Give the pairs that are best in all that `plan_rounds` names, in that order."""
        if not len(self.worth):
            return PairSet()
        rows, fair = self._fair(self._solve([]))
        return self._least_first(rows, fair) if worst_first else fair

    def _improve(self, rows: Sequence[SumLimits]) -> PairSet:
        """Give the pairs as `_solve` does; no pairs where time is up, for there is a plan."""
        try:
            return self._solve(rows)
        except OutOfTime:
            self.exact = False
            return PairSet()

    def _fair(self, most: PairSet) -> tuple[list[SumLimits], PairSet]:
        """Give the pairs, and the bound, where nobody sits out more rounds than somebody must."""
        before = self.wishes.before
        misses = before + self.n_rounds - most.n_talks_each(len(self.wishes))
        fewest = max(-(-int(misses.sum()) // len(self.wishes)), int(before.max()))
        for n_misses in range(fewest, int(misses.max())):
            rows = [self._talk_at_least(before + self.n_rounds - n_misses)]
            answer = self._improve(rows)
            if len(answer.pairs) == len(most.pairs):
                return rows, answer
        return [self._talk_at_least(before + self.n_rounds - misses.max())], most

    def _talk_at_least(self, n_talks: NDArray[np.int64]) -> SumLimits:
        return self._each(-n_talks, -1.0)

    def _least_first(self, rows: list[SumLimits], fair: PairSet) -> PairSet:
        """Give the pairs whose value for who gets least is as high as can be."""
        value = np.where(self.wishes.may_talk, self.wishes.value, 0)
        highest = int(np.sort(value, axis=1)[:, -self.n_rounds :].sum(axis=1).min())
        answers: dict[int, PairSet] = {highest: fair}

        def can(gap: int) -> bool:
            least = np.full(len(self.wishes), highest - gap)
            each_gets = self._each(-least, -self.worth.astype(float))
            answers[gap] = self._improve([*rows, each_gets])
            return len(answers[gap].pairs) == len(fair.pairs)

        return answers[bisect_left(range(highest), True, key=can)]

    @cached_property
    def likely(self) -> Mask:
        """Give the pairs that one of the two would rather have than most others, and the musts."""
        n_likely = min(N_LIKELY * self.n_rounds, len(self.wishes))
        value = np.where(self.wishes.may_talk, self.wishes.value, -1)
        last = np.sort(value, axis=1)[:, -n_likely]
        first, second = self.ends
        mask: Mask = (self.worth >= np.minimum(last[first], last[second])) | (self._musts() > 0)
        return mask

    def _solve(self, rows: Sequence[SumLimits]) -> PairSet:
        """Give the pairs of the highest merit; no pairs where nothing meets the constraints.

        Sought among the likely pairs, and again with all others that could make a better choice.
        """
        limits = stack([*self._always(), *rows])
        among, answer = self.likely, PairSet()
        while True:
            try:
                among, ceiling, prices = self._relax(limits, among)
                result = self._choose(limits, among)
            except OutOfTime:
                if not answer.pairs:
                    raise
                self.exact = False
                return answer
            if not result.has_values:
                missing = ~among
            else:
                at = np.flatnonzero(among)[np.round(result.values) == 1]
                # Merits are whole: a better choice is better by one at least.
                missing = ~among & (ceiling + prices > self.merit[at].sum() + 1 - ROUNDING)
                is_best = result.is_solved and not missing.any()
                answer = self._pair_set(at, result.ceiling if is_best else ceiling)
            if result.has_values and not result.is_solved:
                self.exact = False
                return answer
            if not missing.any():
                return answer
            among = among | missing

    def _pair_set(self, at: NDArray[np.int64], merit_bound: float) -> PairSet:
        """Give the pairs at these places, and what so many talks can be worth at most."""
        bound = merit_bound - (self.merit - self.worth)[at].sum()
        pairs = list(zip(*(people[at].tolist() for people in self.ends), strict=True))
        return PairSet(pairs, int(np.floor(bound + ROUNDING)))

    def _choose(self, limits: SumLimits, among: Mask) -> Solution:
        """Choose whole talks among these pairs. Raises OutOfTime."""
        columns = np.flatnonzero(among)
        return maximise(
            self.merit[columns],
            limits.of_pairs(columns),
            self._musts()[columns],
            seconds=self._seconds_left() / 2,
            is_whole=True,
        )

    def _relax(self, limits: SumLimits, among: Mask) -> tuple[Mask, float, Floats]:
        """Let talks be held in part, which gives no less than whole ones do, and is soon solved.

        Returns `among` with all pairs that such a choice asks for, its merit, and what a talk of
        each pair would add to that: nothing for those, less than nothing for the others.
        """
        while True:
            columns = np.flatnonzero(among)
            result = maximise(
                self.merit[columns],
                limits.of_pairs(columns),
                self._musts()[columns],
                seconds=self._seconds_left(),
            )
            if not result.has_values:
                missing, ceiling, prices = ~among, 0.0, np.zeros(len(among))
            elif not result.is_solved:
                raise OutOfTime
            else:
                ceiling = result.ceiling
                prices = self.merit - limits.costs(result.prices, len(among))
                missing = ~among & (prices > ROUNDING)
            if not missing.any():
                return among, ceiling, prices
            among = among | missing

    def _always(self) -> Iterable[SumLimits]:
        """Give what holds for every plan: no more talks than rounds, for one or in an odd group."""
        yield self._each(np.full(len(self.wishes), self.n_rounds))
        everybody = np.ones(len(self.wishes), bool)
        for group in (everybody, *self.crowds):
            inside = np.flatnonzero(group[self.ends[0]] & group[self.ends[1]])
            most = self.n_rounds * (int(group.sum()) // 2)
            yield SumLimits(np.zeros_like(inside), inside, np.ones(len(inside)), np.array([most]))

    def _musts(self) -> Floats:
        must = _in_order(self.wishes.must)
        ends = zip(*(people.tolist() for people in self.ends), strict=True)
        return np.array([float(pair in must) for pair in ends])

    def _seconds_left(self) -> float:
        return max(0.0, self.deadline - time.monotonic())


def _crowds(n: int, pairs: list[Pair], n_rounds: int) -> list[NDArray[np.bool_]]:
    """Give the odd groups with more talks among them than fit into the rounds."""
    group_of = np.arange(n)
    for first, second in pairs:
        group_of[group_of == group_of[second]] = group_of[first]
    sizes = np.bincount(group_of, minlength=n)
    n_talks = np.bincount([group_of[first] for first, _second in pairs], minlength=n)
    return [group_of == group for group in np.flatnonzero(n_talks > n_rounds * (sizes // 2))]


def _give_rounds(n: int, pairs: list[Pair], n_rounds: int) -> tuple[tuple[Pair, ...], ...]:
    """Give every pair a round; a pair that gets none in the best of many tries is left out."""
    best: list[list[Pair]] = []
    for seed in range(N_COLOURINGS):
        colouring = _Colouring(n, n_rounds, random.Random(seed))  # noqa: S311 - no secret
        rounds = colouring.give(pairs)
        if sum(map(len, rounds)) > sum(map(len, best)) or not best:
            best = rounds
        if sum(map(len, best)) == len(pairs):
            break
    return tuple(tuple(talks) for talks in best)


class _Colouring:
    """A table of who talks with whom in which round, filled pair by pair."""

    def __init__(self, n: int, n_rounds: int, chance: random.Random) -> None:
        self.with_whom: list[list[int]] = [[NOBODY] * n_rounds for _ in range(n)]
        self.chance = chance

    def give(self, pairs: list[Pair]) -> list[list[Pair]]:
        """Fill the table, until every pair has a round or a hundred tries a pair did not help."""
        waiting = self.chance.sample(pairs, len(pairs))
        for _ in range(100 * len(pairs)):
            if not waiting:
                break
            third_pair = self._place(*waiting.pop())
            if third_pair:
                waiting.append(third_pair)
                self._shuffle_rounds()
        return [
            [(first, second) for first, row in enumerate(self.with_whom)
             if first < (second := row[moment])]
            for moment in range(len(self.with_whom[0]) if self.with_whom else 0)
        ]  # fmt: skip

    def _place(self, first: int, second: int) -> Pair | None:
        """Give the pair a round; give the pair back that had to make room, if one had to."""
        free, free_of_other = self._free(first), self._free(second)
        if both := [moment for moment in free if moment in free_of_other]:
            self._talk(first, second, self.chance.choice(both))
            return None
        moment, other_moment = self.chance.choice(free), self.chance.choice(free_of_other)
        chain = self._chain(second, moment, other_moment)
        if first not in chain:
            self._swap(chain, moment, other_moment)
            self._talk(first, second, moment)
            return None
        third = self.with_whom[second][moment]  # there is one: the chain goes on to `one`
        self.with_whom[third][moment] = NOBODY
        self._talk(first, second, moment)
        return second, third

    def _free(self, person: int) -> list[int]:
        return [moment for moment, whom in enumerate(self.with_whom[person]) if whom == NOBODY]

    def _talk(self, first: int, second: int, moment: int) -> None:
        self.with_whom[first][moment], self.with_whom[second][moment] = second, first

    def _chain(self, person: int, *moments: int) -> set[int]:
        """Give the people who hang together with this one by talks in two rounds."""
        chain, edge = {person}, [person]
        while edge:
            at = edge.pop()
            for moment in moments:
                whom = self.with_whom[at][moment]
                if whom != NOBODY and whom not in chain:
                    chain.add(whom)
                    edge.append(whom)
        return chain

    def _swap(self, chain: set[int], moment: int, second: int) -> None:
        for person in chain:
            row = self.with_whom[person]
            row[moment], row[second] = row[second], row[moment]

    def _shuffle_rounds(self) -> None:
        """Swap two rounds along one chain, so that the next try meets another table."""
        person = self.chance.randrange(len(self.with_whom))
        moments = self.chance.sample(range(len(self.with_whom[0])), 2)
        self._swap(self._chain(person, *moments), *moments)


class _Question(msgspec.Struct):
    value: list[list[int]]
    may_talk: list[list[bool]]
    must: list[Pair]
    sat_out: list[int]
    n_rounds: int
    worst_first: bool
    seconds: float


def main() -> None:
    """Answer one question: JSON with the fields of `Wishes` and of `plan_rounds`.

    The answer is a `RoundPlan`. For a process that wants no solver in it:
    `python -m deelgenoot.rounds`. It ends with 3 where pairs that must meet do not fit, and with 1
    and the reason for any other bad choice.
    """
    # HiGHS says which version it is on the standard output, which is for the answer alone.
    answer_to = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    question = decode(sys.stdin.buffer.read(), _Question)
    wishes = Wishes(
        np.array(question.value),
        np.array(question.may_talk),
        frozenset(question.must),
        np.array(question.sat_out),
    )
    try:
        plan = plan_rounds(
            wishes, question.n_rounds, worst_first=question.worst_first, seconds=question.seconds
        )
    except MustsDoNotFit:
        sys.exit(MUSTS_DO_NOT_FIT)
    except BadChoice as error:
        sys.exit(str(error))
    with os.fdopen(answer_to, "wb") as answer:
        answer.write(msgspec.json.encode(plan))


if __name__ == "__main__":
    main()
