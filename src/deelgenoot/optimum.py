"""The most that pairs can be worth together within limits, by HiGHS.

Source: Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical
Programming Computation 10 (2018).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from highspy import HighsModelStatus
from numpy.typing import NDArray

from deelgenoot.errors import BadChoice

Floats = NDArray[np.float64]
INFEASIBLE = (HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible)
"""What HiGHS says where nothing meets the constraints; each variable here has its bounds."""


class OutOfTime(BadChoice):
    """There was too little time for any plan."""

    def __init__(self) -> None:
        super().__init__(
            "No plan was found in time: give it more seconds, or ask for fewer rounds."
        )


@dataclass(frozen=True)
class SumLimits:
    """Sums over pairs that may be no more than `most`: (m,).

    `row`, `pair`, `weight`: (k,), which sum, which pair, and what one talk of it adds.
    """

    row: NDArray[np.int64]
    pair: NDArray[np.int64]
    weight: Floats
    most: Floats

    def of_pairs(self, columns: NDArray[np.int64]) -> "SumLimits":
        """Give the limits of these pairs alone, numbered in this order, which goes up."""
        place = np.minimum(np.searchsorted(columns, self.pair), len(columns) - 1)
        here = columns[place] == self.pair
        return SumLimits(self.row[here], place[here], self.weight[here], self.most)

    def costs(self, prices: Floats, n_pairs: int) -> Floats:
        """Give what one talk of each pair costs, by the price of one more in each sum."""
        by_pair = np.bincount(self.pair, self.weight * prices[self.row], minlength=n_pairs)
        return by_pair.astype(float)


@dataclass(frozen=True)
class Solution:
    """What HiGHS found; without values where nothing meets the limits.

    `ceiling`: no numbers that meet them have a higher merit. `prices`: (m,), what that would be
    less, none or more, if each sum might be one less; for numbers that need not be whole.
    """

    values: Floats = field(default_factory=lambda: np.zeros(0))
    is_solved: bool = True
    ceiling: float = 0.0
    prices: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def has_values(self) -> bool:
        """Whether anything meets the limits."""
        return len(self.values) > 0


def stack(parts: Sequence[SumLimits]) -> SumLimits:
    """Give all limits as one."""
    before = np.cumsum([0, *(len(part.most) for part in parts)])
    return SumLimits(
        np.concatenate([part.row + above for part, above in zip(parts, before, strict=False)]),
        np.concatenate([part.pair for part in parts]),
        np.concatenate([part.weight for part in parts]),
        np.concatenate([part.most for part in parts]),
    )


def maximise(
    merit: NDArray[np.int64],
    limits: SumLimits,
    least: Floats,
    *,
    seconds: float,
    is_whole: bool = False,
) -> Solution:
    """Find numbers between `least` and one of the highest merit together. Raises OutOfTime."""
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = len(merit), len(limits.most)
    programme.col_cost_ = -merit.astype(float)
    programme.col_lower_, programme.col_upper_ = least, np.ones(len(merit))
    programme.row_lower_ = np.full(len(limits.most), -highspy.kHighsInf)
    programme.row_upper_ = limits.most
    by_pair = np.argsort(limits.pair, kind="stable")
    matrix = programme.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.searchsorted(limits.pair[by_pair], np.arange(len(merit) + 1))
    matrix.index_, matrix.value_ = limits.row[by_pair], limits.weight[by_pair]
    if is_whole:
        programme.integrality_ = [highspy.HighsVarType.kInteger] * len(merit)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # it has no types
    for name, value in (
        ("output_flag", False), ("threads", 1), ("time_limit", seconds), ("mip_rel_gap", 0.0)
    ):  # fmt: skip
        highs.setOptionValue(name, value)
    highs.passModel(programme)
    highs.run()
    status, info, solution = highs.getModelStatus(), highs.getInfo(), highs.getSolution()
    if status in INFEASIBLE:
        return Solution()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise OutOfTime
    return Solution(
        np.array(solution.col_value),
        status == HighsModelStatus.kOptimal,
        -(info.mip_dual_bound if is_whole else info.objective_function_value),
        -np.array(solution.row_dual),
    )
