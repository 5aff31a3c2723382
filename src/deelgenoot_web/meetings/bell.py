"""Tells the live part that rows changed, once the change is committed."""

from collections.abc import Callable, Iterable

from django.db import transaction

Ring = Callable[[int, tuple[str, ...]], None]

_listeners: list[Ring] = []


def listen(ring: Ring) -> None:
    """Have `ring(meeting_id, topics)` called after each commit; from any thread."""
    _listeners.append(ring)


def ring(meeting_id: int, topics: Iterable[str]) -> None:
    """Say that what these topics of a meeting show may have changed; said after the commit."""
    heard = tuple(topics)

    def tell() -> None:
        for one in _listeners:
            one(meeting_id, heard)

    transaction.on_commit(tell)
