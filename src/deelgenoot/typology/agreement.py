"""How far two groupings of the same areas go together: two indices, and which groups match.

Needs numpy alone, so that the process that serves people can measure too.
"""

from itertools import product
from math import exp, inf, lgamma, log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def adjusted_rand(table: Floats) -> float:
    """Compute the adjusted Rand index of a table (Hubert & Arabie 1985); 1 is full agreement."""

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    together = pairs(table)
    rows, columns = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    total = float(table.sum() * (table.sum() - 1) / 2)
    by_chance = rows * columns / total if total else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == by_chance else (together - by_chance) / (most - by_chance)


def adjusted_mutual_information(table: Floats) -> float:
    """Compute the adjusted mutual information of a table (Vinh, Epps & Bailey 2010, their AMI_sum).

    1 is full agreement and 0 what chance gives on average.
    """
    is_filled = table > 0
    if (is_filled.sum(axis=0) <= 1).all() and (is_filled.sum(axis=1) <= 1).all():
        return 1.0
    rows, columns = (table.sum(axis=axis) for axis in (1, 0))
    chance = _expected_information(rows, columns)
    entropies = _entropy(rows), _entropy(columns)
    information = sum(entropies) - _entropy(table.ravel())
    return (information - chance) / (sum(entropies) / 2 - chance)


def _entropy(counts: Floats) -> float:
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum())


def _expected_information(rows: Floats, columns: Floats) -> float:
    """Compute the mean mutual information of all tables with these sums (hypergeometric)."""
    total = int(rows.sum())
    return sum(
        n / total * log(total * n / (a * b)) * _chance(n, a, b, total)
        for a, b in product(rows.astype(int).tolist(), columns.astype(int).tolist())
        for n in range(max(1, a + b - total), min(a, b) + 1)
    )


def _chance(n: int, a: int, b: int, total: int) -> float:
    """Compute the probability that `n` of `a` areas are among `b` out of `total` at random."""
    over = (a, b, total - a, total - b)
    under = (total, n, a - n, b - n, total - a - b + n)
    return exp(sum(lgamma(x + 1) for x in over) - sum(lgamma(x + 1) for x in under))


def match_groups(table: Floats) -> dict[int, int]:
    """Match rows to columns one to one with the largest sum; leave out pairs that share nothing.

    The assignment problem by shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957).
    """
    size = max(table.shape)
    cost = np.zeros((size, size))
    cost[: table.shape[0], : table.shape[1]] = -table
    row_of: Ints = np.full(size + 1, -1)
    prices = np.zeros(size), np.zeros(size + 1)
    for row in range(size):
        _assign(cost, row, row_of, prices)
    column_of = {int(row_of[column]): column for column in range(table.shape[1])}
    return {
        row: column
        for row, column in sorted(column_of.items())
        if row < table.shape[0] and table[row, column] > 0
    }


def _assign(cost: Floats, row: int, row_of: Ints, prices: tuple[Floats, Floats]) -> None:
    """Give `row` a column, moving rows that were placed along the cheapest path.

    The last column is not there: it holds the row that is being placed.
    """
    of_rows, of_columns = prices
    last = len(cost)
    least, before = np.full(last, inf), np.full(last, last)
    is_visited = np.zeros(last + 1, dtype=bool)
    column, row_of[last] = last, row
    while row_of[column] >= 0:
        is_visited[column] = True
        here = row_of[column]
        over = cost[here] - of_rows[here] - of_columns[:last]
        nearer = ~is_visited[:last] & (over < least)
        least[nearer], before[nearer] = over[nearer], column
        column = int(np.where(is_visited[:last], inf, least).argmin())
        step = least[column]
        of_rows[row_of[is_visited]] += step
        of_columns[is_visited] -= step
        least[~is_visited[:last]] -= step
    while column != last:
        row_of[column] = row_of[before[column]]
        column = int(before[column])
    row_of[last] = -1
