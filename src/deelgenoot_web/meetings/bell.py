"""Tells the live part that rows changed, once the change is committed.

On PostgreSQL the database passes it on (NOTIFY), so that every process hears of what one of them
committed; `live/wire.py` listens. With SQLite there is one process, and it is told directly.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db import connection, transaction
from django.dispatch import receiver

from deelgenoot_web.accounts.models import Person

Ring = Callable[[int, tuple[str, ...]], None]

CHANNEL = "deelgenoot_bell"
EVERYTHING = "*"
"""As a topic: all topics of the meeting."""
WHO = "who:"
"""As a topic, with the key of a participant: their streams end and their screens load anew."""
HALL = ("hall", "poll")
"""The topics that every screen of a meeting hears."""
LEADS = "leads:"
"""The same, with the key of a person: of the screens they have because they lead something."""

EVERY_MEETING = 0
"""Instead of the key of a meeting, for `WHO` and `LEADS`."""

_AT_ONCE = 200
"""Topics in one message: PostgreSQL takes 8,000 bytes, and each participant may be a topic."""

_listeners: list[Ring] = []
_own: list[Ring] = []


def of_group(group: int | None) -> list[str]:
    """All topics of one group; none without one."""
    return (
        [] if group is None else [f"{kind}:{group}" for kind in ("room", "board", "cards", "lead")]
    )


def of_people(participants: Iterable[int]) -> list[str]:
    """What makes the screens of these participants load anew: in the room where they are now, or
    outside for who is there no more."""
    return [f"{WHO}{key}" for key in participants]


def listen(ring: Ring, *, to_own: bool = False) -> None:
    """Have `ring(meeting_id, topics)` called after each commit; from any thread.

    With `to_own` it hears what this process committed before anybody gets an answer to that, not
    only once the database has passed it on; it may hear it twice.
    """
    _listeners.append(ring)
    if to_own:
        _own.append(ring)


def ring(meeting_id: int, topics: Iterable[str]) -> None:
    """Say that what these topics of a meeting show may have changed; said after the commit."""
    heard = tuple(topics)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for begin in range(0, len(heard), _AT_ONCE):
                message = json.dumps([meeting_id, *heard[begin : begin + _AT_ONCE]])
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, message])
        transaction.on_commit(lambda: _tell(_own, meeting_id, heard))
    else:
        transaction.on_commit(lambda: tell(meeting_id, heard))


def tell(meeting_id: int, topics: tuple[str, ...]) -> None:
    """Pass it on to all who listen in this process."""
    _tell(_listeners, meeting_id, topics)


def _tell(those: list[Ring], meeting_id: int, topics: tuple[str, ...]) -> None:
    for one in those:
        one(meeting_id, topics)


@receiver(user_logged_out)
def _signed_out(user: Person | None, **_more: Any) -> None:
    """All their screens load anew; where they are still signed in, those simply go on."""
    if user is not None:
        ring(EVERY_MEETING, [f"{LEADS}{user.pk}"])
