"""Closes questions when their time is over, also when nobody leads or looks."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import connections
from django.utils import timezone

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions.polls import close_due
from deelgenoot_web.meetings.live.reconnect import OUTAGES, reconnecting

PATIENCE = 5.0
"""Seconds after which it looks again by itself: a ring can be lost, a clock can be set."""
_log = logging.getLogger(__name__)
Close = Callable[[datetime], datetime | None]
"""Closes what is due at this moment; returns when the next is due."""


class Timekeeper(threading.Thread):
    """Waits for the next moment at which a question closes, from the start of the server on.

    Moments are kept in the database, so what fell due while the server was away closes at once.
    """

    def __init__(self, close: Close = close_due) -> None:
        super().__init__(name="timekeeper", daemon=True)
        self._close = reconnecting(close)
        self._rang = threading.Event()
        self._ends = threading.Event()
        bell.listen(self._hear, to_own=True)

    def run(self) -> None:
        """Close what is due, and wait for the next, until stopped."""
        while not self._ends.is_set():
            self._rang.wait(self._round())
            self._rang.clear()
        connections.close_all()

    def stop(self, seconds: float = 5) -> None:
        """Stop, once what is being closed is closed."""
        self._ends.set()
        self._rang.set()
        self.join(seconds)

    def _hear(self, _meeting: int, topics: tuple[str, ...]) -> None:
        if bell.CLOCK in topics or bell.EVERYTHING in topics:
            self._rang.set()

    def _round(self) -> float:
        """Close what is due; return how many seconds to wait."""
        try:
            due_at = self._close(timezone.now())
        except OUTAGES as error:
            _log.warning("Questions could not be closed at their time: %s", type(error).__name__)
            return PATIENCE
        if due_at is None:
            return PATIENCE
        return min(max((due_at - timezone.now()).total_seconds(), 0.0), PATIENCE)
