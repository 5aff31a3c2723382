"""Work on the database that is not worth waiting for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def without_waiting() -> Iterator[None]:
    """Have SQLite refuse at once, inside, what it would wait for."""
    if connection.vendor != "sqlite":
        yield
        return
    _set_patience(0)
    try:
        yield
    finally:
        _set_patience(connection.settings_dict["OPTIONS"].get("timeout", 5))


def _set_patience(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {round(1000 * seconds)}")
