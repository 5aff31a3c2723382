"""A copy of the database: made while people vote, looked into, and put back."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from deelgenoot.errors import DeelgenootError
from deelgenoot_web.site import sealing
from deelgenoot_web.site.environment import give_to_owner_of_folder
from deelgenoot_web.site.steps import known_steps, step_names

_COUNTED = {
    "bijeenkomsten": "meetings_meeting",
    "aanmeldingen": "meetings_registration",
    "stemmen": "meetings_vote",
    "kaarten": "meetings_card",
}
_DAY = 24 * 60 * 60
_PATIENCE = 30.0
"""Seconds to wait for a database that somebody writes to."""


class BackupError(DeelgenootError):
    """A copy that cannot be made, trusted or put back; says why and what to do."""


@dataclass(frozen=True)
class Contents:
    """What a database holds: rows by what they are called."""

    counts: dict[str, int]

    def __str__(self) -> str:
        return ", ".join(f"{n} {name}" for name, n in self.counts.items())


def back_up(database: Path, copy: Path) -> Contents:
    """Copy the database as it is at one moment; whoever votes meanwhile goes on.

    `VACUUM INTO` (SQLite) reads in one transaction, and what was deleted is not in the copy. Where
    there is a key, only what is encrypted leaves the folder of the database. The copy has its name
    only once it is whole. Raises BackupError where `copy` is there already or cannot be written.
    """
    if copy.exists():
        msg = f"{copy} bestaat al. Kies een andere naam: een reservekopie wordt nooit overschreven."
        raise BackupError(msg)
    return _write_whole(database, copy)


def keep_backed_up(database: Path, copy: Path, pause: float) -> None:
    """Replace `copy` every `pause` seconds if the database changed meanwhile; without end.

    There is one copy: what is deleted from the database, such as who voted what in a question that
    closed, is gone from it with the next. Raises BackupError where a copy fails, where another file
    takes the place of the database, and at the start where the database was made after the copy, as
    on a new disk; the copy that is there stays.
    """
    look_into(database)
    with _connection_to(database) as rows:
        if copy.exists() and _made_at(rows) > copy.stat().st_mtime:
            msg = (
                f"{database} is later gemaakt dan {copy}, en zou haar vervangen. Zet haar terug "
                "met `deelgenoot-web restore`, of geef haar een andere naam."
            )
            raise BackupError(msg)
        file, version_in_copy = _number_of(database), None
        while True:
            [version] = rows.execute("PRAGMA data_version").fetchone()
            if _number_of(database) != file:
                msg = f"{database} is weg of vervangen. {copy} is niet meer bijgewerkt."
                raise BackupError(msg)
            started_at = time.monotonic()
            if version != version_in_copy:
                _write_whole(database, copy)
                version_in_copy = version
            time.sleep(max(0, started_at + pause - time.monotonic()))


def _made_at(rows: sqlite3.Connection) -> float:
    """Read when a database was made, in seconds since 1970; a copy of it says the same."""
    [made_at] = rows.execute("SELECT min(applied) FROM django_migrations").fetchone()
    return datetime.fromisoformat(made_at).replace(tzinfo=UTC).timestamp()


def _number_of(file: Path) -> int | None:
    """Return what a file system calls a file by; None where there is none."""
    with suppress(FileNotFoundError):
        return file.stat().st_ino
    return None


def _write_whole(database: Path, copy: Path) -> Contents:
    """Write the copy under another name, and give it its own once it is whole."""
    key = sealing.read_key()
    half = copy.with_name(f"{copy.name}.half")
    # In the folder of the database; of this copy alone, as another may be made meanwhile, perhaps
    # of the same name on another disk.
    place = sha256(bytes(copy.absolute())).hexdigest()[:8]
    plain = database.with_name(f"{database.name}.{place}.half") if key else half
    try:
        _clear_left_behind(database)
        _make_private(plain)
        with _connection_to(database) as rows:
            rows.execute("VACUUM INTO ?", [str(plain)])
        contents = look_into(plain)
        if key:
            _make_private(half)
            sealing.seal(plain, half, key)
        _keep(half)
        half.rename(copy)
    except (OSError, sqlite3.Error) as error:
        msg = f"De kopie naar {copy} is mislukt ({error}). Er is niets veranderd."
        raise BackupError(msg) from error
    finally:
        _remove(plain, half)
    return contents


def _clear_left_behind(database: Path) -> None:
    """Remove what copies that were cut off days ago left in the folder of the database."""
    long_ago = time.time() - _DAY
    for half in database.parent.glob(f"{database.name}.*.half"):
        # Another copy may remove its own meanwhile; and what cannot go hinders no copy.
        with suppress(OSError):
            if half.stat().st_mtime < long_ago:
                half.unlink()


def _make_private(file: Path) -> None:
    """Make an empty file that only the user of the server may read."""
    file.unlink(missing_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _remove(*files: Path) -> None:
    """Remove what is half done: it is all personal data, and nobody looks for it there."""
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def look_into(database: Path) -> Contents:
    """Check that a database is whole and of this version or an earlier one, and count its rows.

    Raises BackupError, which says what is wrong with it.
    """
    if not database.is_file():
        msg = f"{database} is er niet."
        raise BackupError(msg)
    try:
        with _connection_to(database) as rows:
            faults = [fault for (fault,) in rows.execute("PRAGMA integrity_check") if fault != "ok"]
            faults += [f"{table}: een rij verwijst naar niets" for table, *_ in _strays(rows)]
            steps_in_copy = set(rows.execute("SELECT app, name FROM django_migrations"))
            counts = {
                name: rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
                for name, table in _COUNTED.items()
            }
    except sqlite3.DatabaseError as error:
        msg = f"{database} is geen hele database van deelgenoot ({error})."
        raise BackupError(msg) from error
    if faults:
        msg = f"{database} is beschadigd: {faults[0]}."
        raise BackupError(msg)
    if unknown := steps_in_copy - known_steps():
        msg = (
            f"{database} is van een nieuwere versie ({step_names(unknown)}). Zet eerst die versie "
            "neer."
        )
        raise BackupError(msg)
    return Contents(counts)


def put_back(copy: Path, database: Path, now: datetime) -> tuple[Contents, Path | None]:
    """Put a copy in the place of the database, for who made sure that no server uses it.

    What was there stays beside it, damaged or not, under a name with the time; the second value
    says where. Raises BackupError for a copy that is not whole or cannot be written, and then
    changes nothing.
    """
    contents = look_into(copy)
    half = database.with_name(f"{database.name}.half")
    try:
        _make_private(half)
        shutil.copyfile(copy, half)
        give_to_owner_of_folder(half)
        _keep(half)
        aside = _put_aside(database, now)
        half.rename(database)
    except OSError as error:
        msg = f"{copy} is niet teruggezet in {database} ({error})."
        raise BackupError(msg) from error
    finally:
        _remove(half)
    return contents, aside


def _put_aside(database: Path, now: datetime) -> Path | None:
    """Give the database another name, with what it wrote last; None where there was none."""
    aside = database.with_name(f"{database.name}.{now:%Y%m%dT%H%M%S}")
    # SQLite would empty the log of a damaged one, and write one that stays into the copy.
    for end in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            database.with_name(database.name + end).rename(aside.with_name(aside.name + end))
    return aside if aside.exists() else None


@contextmanager
def _connection_to(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database, timeout=_PATIENCE, isolation_level=None)) as rows:
        yield rows


def _strays(rows: sqlite3.Connection) -> list[tuple[str, ...]]:
    return rows.execute("PRAGMA foreign_key_check").fetchall()


def _keep(file: Path) -> None:
    """Have the disk keep what was written, before the file gets its name."""
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
