"""Threads that keep their connection to the database, also when the database restarts.

Django drops a dead connection between two requests of visitors. The threads of votes, tickets and
screens serve no such requests, so each would keep its dead connection for ever.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

OUTAGES = (OperationalError, InterfaceError)
"""Errors that concern everybody: the database is away, locked or full."""
_Taken = ParamSpec("_Taken")
_Given = TypeVar("_Given")


def reconnecting(work: Callable[_Taken, _Given]) -> Callable[_Taken, _Given]:
    """Wrap `work`: where its connection turns out to be dead, do it once more on a new one.

    `work` is in one transaction, or only reads: what it did before the error never happened.
    """

    @wraps(work)
    def work_on_live_connection(*args: _Taken.args, **more: _Taken.kwargs) -> _Given:
        connection.ensure_connection()
        before = connection.connection
        try:
            return work(*args, **more)
        except OUTAGES:
            connection.close_if_unusable_or_obsolete()
            if connection.connection is before:
                raise
            return work(*args, **more)

    return work_on_live_connection
