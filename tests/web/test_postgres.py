"""What people make is kept the same on PostgreSQL as on SQLite: the same tests, run on both."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import NO_POSTGRES

ROOT = Path(__file__).resolve().parents[2]
# Each holds rows of its own, claims or locks.
SAME = ("test_accounts.py", "test_letters.py", "test_duty.py", "test_meetings_together.py")


def programs() -> Path | None:
    """Where PostgreSQL's programs stand: Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def as_postgres(*command: str | Path) -> None:
    """PostgreSQL refuses to run as root; then its own user runs it."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(command, user=user, check=True, stdout=subprocess.DEVNULL, cwd="/")


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty PostgreSQL that is there for this test alone, on no network."""
    where = programs()
    if where is None:
        pytest.skip(NO_POSTGRES)
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        data = Path(folder) / "data"
        as_postgres(where / "initdb", "-D", data, "-U", "deelgenoot", "-A", "trust", "--no-sync")
        options = f"-c listen_addresses= -c fsync=off -k {folder}"
        as_postgres(where / "pg_ctl", "-D", data, "-o", options, "-l", f"{data}.log", "-w", "start")
        try:
            yield f"postgres://deelgenoot@{folder.replace('/', '%2F')}/postgres"
        finally:
            as_postgres(where / "pg_ctl", "-D", data, "-m", "immediate", "stop")


@pytest.mark.slow
def test_people_letters_duties_and_joined_groups_are_the_same_on_postgresql(database: str) -> None:
    files = [f"tests/web/{name}" for name in SAME]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *files, "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
