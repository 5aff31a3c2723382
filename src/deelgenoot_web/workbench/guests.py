"""Limits how much one visitor may ask, without a cookie and without storing an identity."""

import hashlib
import secrets
import time
from collections import deque

from deelgenoot_web.accounts.origin import network_of

_MINUTE = 60.0
_MOST_KNOWN = 10_000


class Guests:
    """Counts each visitor's questions of the last minute; in memory, under an untraceable name.

    Visitors are told apart by the network that they come from, hashed with a secret that is made
    when the server starts and never leaves it. What a browser says of itself does not count: it can
    say something else each time.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._secret = secrets.token_bytes(32)
        self._questions: dict[str, deque[float]] = {}

    def name(self, address: str) -> str:
        """Name a visitor for as long as the server runs."""
        network = network_of(address).encode(errors="replace")
        return hashlib.blake2b(network, key=self._secret, digest_size=16).hexdigest()

    def may_ask(self, guest: str, now: float | None = None) -> bool:
        """Count one more question of `guest`, unless that is more than a minute allows."""
        at = time.monotonic() if now is None else now
        self._forget(at)
        if self.has_asked_enough(guest, at):
            return False
        self._questions[guest].append(at)
        return True

    def has_asked_enough(self, guest: str, now: float | None = None) -> bool:
        """Whether one more question of `guest` would be too many; counts nothing."""
        at = time.monotonic() if now is None else now
        questions = self._questions.setdefault(guest, deque())
        while questions and questions[0] <= at - _MINUTE:
            questions.popleft()
        return len(questions) >= self._per_minute

    def _forget(self, at: float) -> None:
        """Drop the visitors who have been silent for a minute, when there are many."""
        if len(self._questions) < _MOST_KNOWN:
            return
        active = {g: q for g, q in self._questions.items() if q and q[-1] > at - _MINUTE}
        self._questions = active if len(active) < _MOST_KNOWN else {}
