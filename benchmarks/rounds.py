"""Rounds of one-to-one talks, beside the best matching of each round in turn (networkx).

People lie at random in a space of seven themes, in twelve regions; a talk is worth more the more
two resemble each other, and more where one in ten asks what another offers; people of one region
do not talk. The peer gives each round the best matching of the pairs that did not meet.
"""

import statistics
import time

import networkx as nx
import numpy as np

from deelgenoot.rounds import RoundPlan, Wishes, plan_rounds

N_TABLES = 5


def wishes_of(n: int, seed: int) -> Wishes:
    """Draw people, regions, asks and offers."""
    random = np.random.default_rng(seed)
    points = random.normal(size=(n, 7))
    distance = np.linalg.norm(points[:, None] - points[None], axis=2)
    offers = random.random((n, n)) < 0.1
    region = random.integers(0, 12, n)
    value = np.round(60 * np.exp(-distance / 2) + 20 * (offers | offers.T)).astype(np.int64)
    return Wishes(value, region[:, None] != region[None])


def match_each_round(wishes: Wishes, n_rounds: int) -> tuple[int, int]:
    """Give the number of talks and their value when each round is matched in turn."""
    may_talk, n_talks, total = wishes.may_talk.copy(), 0, 0
    for _ in range(n_rounds):
        pairs = np.argwhere(np.triu(may_talk, 1)).tolist()
        graph = nx.Graph()
        graph.add_weighted_edges_from((a, b, int(wishes.value[a, b])) for a, b in pairs)
        talks = nx.max_weight_matching(graph, maxcardinality=True)
        for a, b in talks:
            may_talk[a, b] = may_talk[b, a] = False
            total += int(wishes.value[a, b])
        n_talks += len(talks)
    return n_talks, total


def least(wishes: Wishes, plan: RoundPlan) -> int:
    """Give what the talks of the worst-off person are worth."""
    gains = np.zeros(len(wishes), int)
    for talks in plan.rounds:
        for pair in talks:
            gains[list(pair)] += wishes.value[pair]
    return int(gains.min())


def compare_on(n: int, n_rounds: int, *, worst_first: bool) -> None:
    """Print a line: times, and what is proven, over some tables."""
    times, proven, worst, above = [], 0, [], []
    for seed in range(N_TABLES):
        wishes = wishes_of(n, seed)
        began = time.perf_counter()
        plan = plan_rounds(wishes, n_rounds, worst_first=worst_first, seconds=120)
        times.append(time.perf_counter() - began)
        proven += plan.proven
        worst.append(least(wishes, plan))
        if seed == 0:
            began = time.perf_counter()
            n_talks, total = match_each_round(wishes, n_rounds)
            took = time.perf_counter() - began
            above.append(plan.total / total - 1)
            same = n_talks == sum(map(len, plan.rounds))
    print(f"{n:>6}{n_rounds:>8}{'yes' if worst_first else 'no':>13}{statistics.median(times):>9.2f}"
          f"{max(times):>9.2f}{proven:>7}/{N_TABLES}{statistics.median(worst):>8.0f}"
          f"{took:>10.2f}{above[0]:>9.2%}{'same' if same else 'other':>7}")  # fmt: skip


def main() -> None:
    print("people  rounds  worst first  median  longest  proven   least  networkx    above  talks")
    for n, n_rounds, worst_first in ((60, 5, False), (60, 5, True), (200, 8, False)):
        compare_on(n, n_rounds, worst_first=worst_first)


if __name__ == "__main__":
    main()
