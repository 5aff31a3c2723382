"""The steps of the database: those that this version knows, beside those that were taken."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Step = tuple[str, str]
"""The app, and the name of the migration."""


@cache
def known_steps() -> frozenset[Step]:
    """List the steps that come with this version."""
    return frozenset(MigrationLoader(None).disk_migrations)


def missing_steps() -> set[Step]:
    """Find the steps that the database still has to take."""
    return set(known_steps() - _taken_steps())


def unknown_steps() -> set[Step]:
    """Find the steps that a newer version took."""
    return _taken_steps() - known_steps()


def step_names(steps: set[Step]) -> str:
    """Write steps down as `meetings.0002_later`, with commas between."""
    return ", ".join(sorted(".".join(step) for step in steps))


def _taken_steps() -> set[Step]:
    return set(MigrationRecorder(connection).applied_migrations())
