"""How much one participant may ask: counted per participant, never per address."""

import time
from collections.abc import Callable, Hashable

_MOST_REMEMBERED = 20_000
_ROUNDING = 1e-6


class Allowance:
    """A bucket for each participant: `burst` at once, filled again at `per_second`."""

    def __init__(
        self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._full_at: dict[Hashable, float] = {}
        """When the bucket of each will be full again; in the past means full."""

    def is_empty(self, who: Hashable) -> bool:
        """Whether the bucket of `who` holds nothing; takes nothing from it."""
        now = self._clock()
        full_at = max(self._full_at.get(who, now), now)
        return full_at + (1 - self._burst) / self._per_second - now > _ROUNDING

    def wait(self, who: Hashable) -> float:
        """Take one from the bucket of `who`. Return 0, or the seconds to wait when it is empty."""
        now = self._clock()
        full_at = max(self._full_at.get(who, now), now) + 1 / self._per_second
        too_soon = round(full_at - now - self._burst / self._per_second, 6)
        if too_soon > 0:
            return too_soon
        if len(self._full_at) >= _MOST_REMEMBERED:
            self._full_at = {key: at for key, at in self._full_at.items() if at > now}
        self._full_at[who] = full_at
        return 0.0
