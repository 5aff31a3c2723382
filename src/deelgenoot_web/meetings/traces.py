"""Remove the last traces of deleted rows: on SQLite, as soon as the deletion is committed."""

from django.db import connection, transaction


def drop() -> None:
    """Empty the log of SQLite after this commit: deleted rows still stand in it.

    The database file itself zeroes deleted rows (`secure_delete`). PostgreSQL keeps them until its
    next VACUUM, and in its own logs and copies.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(_empty_log, robust=True)


def _empty_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
