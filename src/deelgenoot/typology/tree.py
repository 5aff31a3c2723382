"""A few questions that reproduce most of the clusters, so that a reader can check them by hand.

A classification tree (Breiman, Friedman, Olshen & Stone 1984): grown by the question that mixes the
clusters least, then cut back to the questions that earn their place. Its figures are rounded as
they are written, so that a rule holds for the very figures that a reader sees.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deelgenoot.typology.published import Bound, RuleTree, TreeRule

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DEEPEST = 4
"""Questions one after the other: more, and nobody keeps them in mind."""
_EARNS = 2
"""Areas that every further question must put right; also the fewest areas that a rule is about."""
_ONE_BY_ONE, _FOLDS = 200, 10
"""Up to so many areas each is left out by itself; more are left out in tenths."""
_EXACT = 9  # decimals within which two questions are equally good


@dataclass(frozen=True)
class Node:
    """A question with the nodes for both answers, or a leaf."""

    label: int
    """The cluster of most areas in it; of equally many the first."""
    n_wrong: int
    column: int = -1
    threshold: float = math.nan
    at_most: "Node | None" = None
    above: "Node | None" = None

    @property
    def cost(self) -> int:
        """Add up the areas put wrong and what the questions must earn."""
        if not (self.at_most and self.above):
            return self.n_wrong
        return self.at_most.cost + self.above.cost + _EARNS


def rule_tree(table: Floats, labels: Ints, columns: list[str], names: "Names") -> RuleTree:
    """Make the rules for `table` (n, p) without gaps, rounded as written, with `labels` (n,).

    A tree that asks nothing has no rules.
    """
    top = grow(table, labels)
    branches = [(bounds, leaf.label, _within(table, bounds)) for bounds, leaf in _leaves(top)]
    return RuleTree(
        tuple(
            TreeRule(
                tuple(Bound(columns[j], is_above, threshold) for j, is_above, threshold in bounds),
                names.clusters[label],
                tuple(names.areas[i] for i in rows),
            )
            for bounds, label, rows in branches
            if bounds
        ),
        n_right=sum(int((labels[rows] == label).sum()) for _, label, rows in branches),
        n_right_unseen=_n_right_unseen(table, labels),
    )


@dataclass(frozen=True)
class Names:
    """The code of each row, and the archetype of each label."""

    areas: tuple[str, ...]
    clusters: tuple[str, ...]


def grow(table: Floats, labels: Ints, depth: int = _DEEPEST) -> Node:
    """Grow the tree of these rows and cut it back to the splits that earn their place."""
    counts = np.bincount(labels)
    leaf = Node(int(counts.argmax()), int(len(labels) - counts.max()))
    split = _best_split(table, labels) if depth and leaf.n_wrong else None
    if split is None:
        return leaf
    column, threshold = split
    above = table[:, column] > threshold
    node = Node(
        leaf.label,
        leaf.n_wrong,
        column,
        threshold,
        grow(table[~above], labels[~above], depth - 1),
        grow(table[above], labels[above], depth - 1),
    )
    return node if node.cost <= leaf.cost else leaf


def predict(node: Node, figures: Floats) -> int:
    """Find the cluster in which the tree puts one area with these `figures` (p,)."""
    while node.at_most and node.above:
        node = node.above if figures[node.column] > node.threshold else node.at_most
    return node.label


def _best_split(table: Floats, labels: Ints) -> tuple[int, float] | None:
    """Find the column and threshold with the purest halves by Gini; the first of equals."""
    best, split = -math.inf, None
    for column, values in enumerate(table.T):
        order = np.argsort(values, kind="stable")
        in_order = values[order]
        purity = _purity(labels[order])
        purity[in_order[1:] == in_order[:-1]] = -math.inf
        purity[: _EARNS - 1] = purity[len(purity) - _EARNS + 1 :] = -math.inf
        at = int(purity.argmax()) if purity.size else 0
        if purity.size and purity[at] > best:
            best, split = float(purity[at]), (column, shortest(in_order[at], in_order[at + 1]))
    return split


def _purity(in_order: Ints) -> Floats:
    """Compute per place between two rows how pure the halves are (n - 1,): more is less mixed."""
    n_before = np.arange(1, len(in_order))
    before = np.cumsum(np.eye(in_order.max() + 1)[in_order], axis=0)
    after = before[-1] - before[:-1]
    squares = (before[:-1] ** 2).sum(axis=1) / n_before
    purity: Floats = squares + (after**2).sum(axis=1) / (len(in_order) - n_before)
    return purity.round(_EXACT)


def shortest(low: float, high: float) -> float:
    """Find the number in [low, high) with fewest decimals, nearest to the middle."""
    middle = (low + high) / 2
    for decimals in range(12):
        size = 10.0**-decimals
        candidates = (math.floor(middle / size) * size, math.ceil(middle / size) * size)
        fitting = [round(one, decimals) for one in candidates if low <= round(one, decimals) < high]
        if fitting:
            return min(fitting, key=lambda one: abs(one - middle))
    return low


_Path = tuple[tuple[int, bool, float], ...]


def _leaves(node: Node, path: _Path = ()) -> Iterator[tuple[_Path, Node]]:
    if not (node.at_most and node.above):
        yield path, node
        return
    for is_above, below in ((False, node.at_most), (True, node.above)):
        yield from _leaves(below, (*path, (node.column, is_above, node.threshold)))


def _within(table: Floats, bounds: _Path) -> list[int]:
    is_inside = np.ones(len(table), dtype=bool)
    for column, is_above, threshold in bounds:
        is_inside &= (table[:, column] > threshold) == is_above
    return [int(i) for i in np.flatnonzero(is_inside)]


def _n_right_unseen(table: Floats, labels: Ints) -> int:
    """Count the areas put in their own cluster by a tree that was grown without them."""
    n_areas = len(labels)
    fold = np.arange(n_areas) % (n_areas if n_areas <= _ONE_BY_ONE else _FOLDS)
    n_right = 0
    for left_out in range(fold.max() + 1):
        is_seen = fold != left_out
        tree = grow(table[is_seen], labels[is_seen])
        n_right += sum(predict(tree, table[i]) == int(labels[i]) for i in np.flatnonzero(~is_seen))
    return n_right
