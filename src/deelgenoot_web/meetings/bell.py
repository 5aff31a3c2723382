"""Tell the live part that rows changed, once the change is committed.

On PostgreSQL the database passes the message on (NOTIFY), so that each process hears of the commits
of the others; `live/wire.py` listens. With SQLite there is one process, which is told directly.
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
"""A topic that stands for all topics of the meeting."""
WHO = "who:"
"""Before the key of a participant: a topic that ends their streams and reloads their screens."""
HALL = ("hall", "poll")
"""The topics that every screen of a meeting hears."""
DESK = ("desk", "tally")
"""The topics of the desk. Each vote rings the second, with the questions, alone: painting the whole
desk takes six times as long. Whoever rings the first rings both."""
SHOW = ("stage", "presenter")
"""The topics of the large screen, and of who drives it."""
LATER = "later:"
"""Before a topic that may be painted a moment later: a count goes up with each vote, and painting
the large screen for it three times a second costs more than counting the votes."""
CLOCK = "clock"
"""A topic for who closes questions: when one is due may have changed."""
LEADS = "leads:"
"""Before the key of a person: a topic that reloads the screens they have as a leader."""

GESTURE = "gesture:"
"""Before a sign of the audience and how often it was made, as `gesture:heart:12`: it floats over
the large screens, and is kept nowhere."""
NO_PARTS = (WHO, LEADS, GESTURE)
"""How topics begin that no part is painted for."""

EVERY_MEETING = 0
"""Instead of the key of a meeting, for `WHO`, `LEADS` and `EVERYTHING`."""

_AT_ONCE = 200
"""Topics in one message: PostgreSQL takes 8,000 bytes, and each participant may be a topic."""

_listeners: list[Ring] = []
_own_listeners: list[Ring] = []


def of_group(group: int | None) -> list[str]:
    """List all topics of a group; none without a group."""
    return (
        [] if group is None else [f"{kind}:{group}" for kind in ("room", "board", "cards", "lead")]
    )


def of_people(participants: Iterable[int]) -> list[str]:
    """List the topics that reload the screens of these participants: in the room where they are
    now, or outside for a participant who left."""
    return [f"{WHO}{key}" for key in participants]


def listen(ring: Ring, *, to_own: bool = False) -> None:
    """Have `ring(meeting_id, topics)` called after each commit; from any thread.

    With `to_own`, `ring` also hears each commit of this process before the visitor gets an answer,
    not only once the database has passed it on; it may hear the same commit twice.
    """
    _listeners.append(ring)
    if to_own:
        _own_listeners.append(ring)


def ring(meeting_id: int, topics: Iterable[str]) -> None:
    """Tell all listeners, after the commit, that these topics of a meeting may have changed."""
    all_topics = tuple(topics)
    if "desk" in all_topics:
        all_topics += ("tally",)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for begin in range(0, len(all_topics), _AT_ONCE):
                message = json.dumps([meeting_id, *all_topics[begin : begin + _AT_ONCE]])
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, message])
        transaction.on_commit(lambda: _tell(_own_listeners, meeting_id, all_topics))
    else:
        transaction.on_commit(lambda: tell(meeting_id, all_topics))


def tell(meeting_id: int, topics: tuple[str, ...]) -> None:
    """Pass changed topics on to all listeners of this process."""
    _tell(_listeners, meeting_id, topics)


def _tell(listeners: list[Ring], meeting_id: int, topics: tuple[str, ...]) -> None:
    for listener in listeners:
        listener(meeting_id, topics)


@receiver(user_logged_out)
def _signed_out(user: Person | None, **_more: Any) -> None:
    """Reload all screens of somebody who signed out; a device still signed in just goes on."""
    if user is not None:
        ring(EVERY_MEETING, [f"{LEADS}{user.pk}"])
