"""Remove the last traces of deleted rows: on SQLite, as soon as the deletion is committed."""

from threading import Event

from django.db import connection, transaction

from deelgenoot_web.meetings.haste import without_waiting

must_empty = Event()
"""Whether the log of SQLite holds traces that could not be removed yet; `crowd` tries again."""


def drop() -> None:
    """Empty the log of SQLite after this commit: deleted rows still stand in it.

    The database file itself zeroes deleted rows (`secure_delete`). PostgreSQL keeps them until its
    next VACUUM, and in its own logs and copies.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(empty_log, robust=True)


def empty_log() -> None:
    """Empty the log, unless somebody reads from it, such as a backup: then leave it for later.

    Waiting for them would hold up everybody who writes.
    """
    with without_waiting(), connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _n_pages, _n_moved = cursor.fetchone()
    if is_busy:
        must_empty.set()
    else:
        must_empty.clear()
