"""Where a value stands on an axis: one scale per chart, the same for everybody placed on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["linear", "log"]
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
        """Where `value` stands; at the edge when it lies beyond the axis."""
        held = min(max(value, self.low), self.high)
        low, high, here = (self._along(one) for one in (self.low, self.high, held))
        share = 0.5 if high == low else (here - low) / (high - low)
        return self.start + share * (self.end - self.start)

    def side(self, value: float) -> Side:
        """Whether `value` lies on the axis or beyond one of its ends."""
        if value < self.low:
            return "below"
        return "above" if value > self.high else "inside"

    def _along(self, value: float) -> float:
        return math.log(value) if self.kind == "log" else value


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Places as near to `wanted` as can be, in the same order, `gap` apart, within `low`..`high`.

    Labels that would run into each other share the middle of what they wanted (pool adjacent
    violators). When there is no room for all, they start at `low` and the gap is kept.
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    # In terms of what is left after the gaps, "apart" is the same as "not decreasing".
    room = max(low, high - gap * (len(wanted) - 1))
    held = [wanted[at] - gap * rank for rank, at in enumerate(order)]
    pools: list[list[float]] = []
    for one in held:
        pools.append([one])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1].extend(last)
    flat = [min(max(_mean(pool), low), room) for pool in pools for _ in pool]
    placed = [0.0] * len(wanted)
    for rank, (at, here) in enumerate(zip(order, flat, strict=True)):
        placed[at] = here + gap * rank
    return tuple(placed)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
