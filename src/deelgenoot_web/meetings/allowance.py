"""How much one participant may ask: counted per participant, never per address."""

import time
from collections.abc import Callable, Hashable
from threading import Lock

MOST_REMEMBERED = 20_000
"""How many are remembered: a flood of names may not fill the memory."""
_ROUNDING = 1e-6


class Allowance:
    """A bucket for each participant: `burst` at once, filled again at `per_second`."""

    def __init__(
        self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._lock = Lock()
        self._full_at: dict[Hashable, float] = {}
        """When the bucket of each will be full again; in the past means full."""

    def is_empty(self, who: Hashable) -> bool:
        """Whether the bucket of `who` holds nothing; takes nothing from it."""
        now = self._clock()
        full_at = max(self._full_at.get(who, now), now)
        return full_at + (1 - self._burst) / self._per_second - now > _ROUNDING

    def fill(self, who: Hashable) -> None:
        """Fill the bucket of `who`."""
        with self._lock:
            self._full_at.pop(who, None)

    def wait(self, who: Hashable) -> float:
        """Take one from the bucket of `who`. Return 0, or the seconds to wait when it is empty."""
        now = self._clock()
        with self._lock:
            before = self._full_at.pop(who, now)
            full_at = max(before, now) + 1 / self._per_second
            too_soon = max(0.0, round(full_at - now - self._burst / self._per_second, 6))
            if len(self._full_at) >= MOST_REMEMBERED:
                del self._full_at[next(iter(self._full_at))]
            # Last, as who asked longest ago is forgotten first.
            self._full_at[who] = before if too_soon else full_at
        return too_soon
