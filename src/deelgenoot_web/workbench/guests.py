"""How much one visitor may ask, without a cookie and without keeping who it was."""

import hashlib
import secrets
import time
from collections import deque

_MINUTE = 60.0
_MOST_KNOWN = 10_000


class Guests:
    """Counts what each visitor asked in the last minute; in memory, under a name nobody can trace.

    Visitors are told apart by address and browser together, hashed with a secret that is made when
    the server starts and never leaves it.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._secret = secrets.token_bytes(32)
        self._asked: dict[str, deque[float]] = {}

    def name(self, address: str, browser: str) -> str:
        """What this visitor is called while the server runs."""
        said = f"{address}\n{browser}".encode(errors="replace")
        return hashlib.blake2b(said, key=self._secret, digest_size=16).hexdigest()

    def may_ask(self, guest: str, now: float | None = None) -> bool:
        """Count one more question of `guest`, unless that is more than a minute allows."""
        at = time.monotonic() if now is None else now
        self._forget(at)
        if self.has_asked_enough(guest, at):
            return False
        self._asked[guest].append(at)
        return True

    def has_asked_enough(self, guest: str, now: float | None = None) -> bool:
        """Whether one more question of `guest` would be too many; counts nothing."""
        at = time.monotonic() if now is None else now
        asked = self._asked.setdefault(guest, deque())
        while asked and asked[0] <= at - _MINUTE:
            asked.popleft()
        return len(asked) >= self._per_minute

    def _forget(self, at: float) -> None:
        """Drop who has been silent for a minute, when there are many."""
        if len(self._asked) < _MOST_KNOWN:
            return
        active = {g: a for g, a in self._asked.items() if a and a[-1] > at - _MINUTE}
        self._asked = active if len(active) < _MOST_KNOWN else {}
