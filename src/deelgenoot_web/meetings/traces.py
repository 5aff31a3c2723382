"""What the database still holds of what is gone: on SQLite, dropped as soon as it is committed."""

from django.db import connection, transaction


def drop() -> None:
    """After this commit, empty the log of SQLite, in which what was deleted still stands.

    Its file zeroes what is deleted (`secure_delete`). PostgreSQL keeps old rows until its next
    VACUUM, and whatever its own logs and copies hold.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(_empty_log, robust=True)


def _empty_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
