"""A PostgreSQL of one's own, for as long as it is needed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection


def programs() -> Path | None:
    """Where PostgreSQL's programs stand: Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def running(where: Path) -> Iterator[str]:
    """The address of an empty one, on no network; `where` its programs stand."""
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        data = Path(folder) / "data"
        _as_postgres(where / "initdb", "-D", data, "-U", "deelgenoot", "-A", "trust", "--no-sync")
        options = f"-c listen_addresses= -c fsync=off -k {folder}"
        start = ("-o", options, "-l", f"{data}.log", "-w", "start")
        _as_postgres(where / "pg_ctl", "-D", data, *start)
        try:
            yield f"postgres://deelgenoot@{folder.replace('/', '%2F')}/postgres"
        finally:
            _as_postgres(where / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def restart(where: Path, address: str) -> None:
    """Stop the PostgreSQL at this address as when the power goes, and start it again."""
    folder = urlsplit(address).netloc.partition("@")[2].replace("%2F", "/")
    options = f"-c listen_addresses= -c fsync=off -k {folder}"
    again = ("-m", "immediate", "-o", options, "-l", f"{folder}/data.log", "-w", "restart")
    _as_postgres(where / "pg_ctl", "-D", f"{folder}/data", *again)


def _as_postgres(*command: str | Path) -> None:
    """PostgreSQL refuses to run as root; then its own user runs it."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(command, user=user, check=True, stdout=subprocess.DEVNULL, cwd="/")


def apart(deed: Callable[[], object]) -> Callable[[], object]:
    """Make of a deed what another process does: with a connection of its own."""

    def done() -> None:
        try:
            deed()
        finally:
            connection.close()

    return done
