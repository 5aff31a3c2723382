"""Listen on PostgreSQL to the commits of all processes, and ring the bell in this one."""

import json
import logging
import threading
import time

from django.db import DatabaseError, connection

from deelgenoot_web.meetings import bell

_PATIENCE = 0.5
_log = logging.getLogger(__name__)


def start() -> None:
    """Listen on a thread of its own, as long as the process lives. Does nothing on SQLite."""
    if connection.vendor == "postgresql":
        threading.Thread(target=_listen, name="wire", daemon=True).start()


def _listen() -> None:
    while True:
        try:
            _hear()
        except DatabaseError:
            _log.warning("The database cannot be listened to; trying again")
            connection.close()
            time.sleep(_PATIENCE)


def _hear() -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {bell.CHANNEL}")
    # Whatever was said while nobody listened is lost.
    bell.tell(bell.EVERY_MEETING, (bell.EVERYTHING,))
    with connection.wrap_database_errors:
        for notification in connection.connection.notifies():
            meeting, *topics = json.loads(notification.payload)
            bell.tell(meeting, tuple(topics))
