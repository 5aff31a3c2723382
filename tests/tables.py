"""The tables of the site as migrations make them, kept from one run of the tests to the next."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import django
from django.core import management
from django.db import connection

_ROOT = Path(__file__).parents[1]
_FOLDER = _ROOT / ".pytest_cache" / "d" / "tables"


def _sources() -> Iterator[Path]:
    for pattern in ("migrations/*.py", "models.py", "models/*.py"):
        yield from sorted((_ROOT / "src" / "deelgenoot_web").glob(f"*/{pattern}"))


@cache
def _file() -> Path:
    """The file for the migrations and models of now; it need not be there yet."""
    read = sha256(django.__version__.encode())
    for path in _sources():
        read.update(path.read_bytes())
    return _FOLDER / f"{read.hexdigest()}.sqlite3"


def copy_tables(to: Path) -> bool:
    """Give a site a database file with empty tables; False where none were kept yet."""
    if is_there := _file().exists():
        shutil.copy(_file(), to)
    return is_there


def _keep() -> None:
    """Keep the tables of this database. Two processes may do so at once: the later file wins."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for older in set(_FOLDER.glob("*.sqlite3")) - {_file()}:
        older.unlink(missing_ok=True)
    new = _FOLDER / str(os.getpid())
    with closing(sqlite3.connect(new)) as file:
        connection.connection.backup(file)
    new.replace(_file())


_run = management.call_command


def call_command(name: str, *args: Any, **options: Any) -> Any:
    """Do what Django's `call_command` does, but `migrate` by copying what was kept.

    For databases of tests only, which are empty. To migrate takes four seconds.
    """
    if name != "migrate" or connection.vendor != "sqlite":
        return _run(name, *args, **options)
    if not _file().exists():
        _run(name, *args, **options)
        _keep()
        return None
    connection.ensure_connection()
    with closing(sqlite3.connect(_file())) as file:
        file.backup(connection.connection)
    return None
