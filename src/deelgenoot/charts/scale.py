"""Where a value stands on an axis: one scale per chart, the same for everybody placed on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["linear", "log"]
_ROUND = (1, 2, 2.5, 5, 10)
Side = Literal["below", "inside", "above"]


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low`..`high` in the figure's own unit to `start`..`end` in the drawing.

    Along x the drawing is measured in per cent of its width, along y in pixels from its top (so
    that `start`, the place of `low`, is the larger number there).
    """

    kind: Kind
    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Place `value`; at the edge when it lies beyond the axis."""
        inside = min(max(value, self.low), self.high)
        low, high, here = (self._along(one) for one in (self.low, self.high, inside))
        share = 0.5 if high == low else (here - low) / (high - low)
        return self.start + share * (self.end - self.start)

    def side(self, value: float) -> Side:
        """Tell whether `value` lies on the axis or beyond one of its ends."""
        if value < self.low:
            return "below"
        return "above" if value > self.high else "inside"

    def _along(self, value: float) -> float:
        return math.log(value) if self.kind == "log" else value


def round_outward(low: float, high: float) -> tuple[float, float]:
    """Round `low` and `high` outward, by at most an eighth of what lies between them."""
    if low == high:
        low, high = low - 1, high + 1
    step = (high - low) / 8
    power = 10.0 ** math.floor(math.log10(step))
    size = next(one * power for one in _ROUND if one * power >= step)
    ends = (math.floor(low / size) * size, math.ceil(high / size) * size)
    return float(f"{ends[0]:.6g}") + 0.0, float(f"{ends[1]:.6g}") + 0.0


def apart(places: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Move `places` as little as can be to lie `gap` apart, in order, within `low`..`high`.

    Labels that would run into each other share the middle of their places (pool adjacent
    violators). When there is no room for all, they start at `low` and the gap is kept.
    """
    order = sorted(range(len(places)), key=lambda at: places[at])
    # In terms of what is left after the gaps, "apart" is the same as "not decreasing".
    room = max(low, high - gap * (len(places) - 1))
    without_gaps = [places[at] - gap * rank for rank, at in enumerate(order)]
    pools: list[list[float]] = []
    for place in without_gaps:
        pools.append([place])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1].extend(last)
    flat = [min(max(_mean(pool), low), room) for pool in pools for _ in pool]
    result = [0.0] * len(places)
    for rank, (at, here) in enumerate(zip(order, flat, strict=True)):
        result[at] = here + gap * rank
    return tuple(result)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
