"""The site in a process of its own, with a session that is on; it can be killed and restarted."""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.core.signing import TimestampSigner
from tests.tables import copy_tables

SERVE = str(Path(sys.executable).with_name("deelgenoot-web"))
SEED = str(Path(__file__).with_name("live_seed.py"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@cache
def _made_once(*, looks: bool) -> Path:
    """A folder as `set_up` leaves it, for all sites of this process to copy."""
    folder = Path(tempfile.mkdtemp(prefix="deelgenoot-site-"))
    atexit.register(shutil.rmtree, folder)
    made = LiveSite(folder)
    if looks:
        shutil.copytree(_made_once(looks=False), folder, dirs_exist_ok=True)
        made._manage("collectstatic", "--no-input")
    else:  # nobody looks: that there are files is enough
        if not copy_tables(folder / "deelgenoot.sqlite3"):
            made._manage("migrate")
        (folder / "static").mkdir()
        (folder / "static/staticfiles.json").write_text('{"version": "1.1", "paths": {}}')
    return folder


@dataclass
class LiveSite:
    """`folder` keeps its database; `more` are further settings, such as another database."""

    folder: Path
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    log: Path | None = None
    """Where what it writes to its console goes; else that of who started it."""
    process: subprocess.Popen[bytes] | None = None
    seeder: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def access(self) -> Any:
        """The cookie of a browser that used the key of its console."""
        secret = (self.folder / "secret_key").read_text(encoding="utf-8").strip()
        mark = TimestampSigner(key=secret, salt="letters.console", fallback_keys=[]).sign("console")
        return {"name": "deelgenoot-console", "value": mark, "url": self.address}

    @property
    def environment(self) -> dict[str, str]:
        here = {
            "DEELGENOOT_VAR": str(self.folder),
            # Compiled modules are kept: without them every start takes twice as long.
            "PYTHONDONTWRITEBYTECODE": "",
            "DJANGO_SETTINGS_MODULE": "deelgenoot_web.site.settings",
            "PORT": str(self.port),
        }
        return os.environ | here | self.more

    def set_up(self, *, looks: bool = False) -> None:
        """Tables, and for who looks at pages static files."""
        if self.more:  # another database gets tables of its own
            self._manage("migrate")
        shutil.copytree(_made_once(looks=looks), self.folder, dirs_exist_ok=True)

    def _manage(self, *command: str) -> None:
        django = [sys.executable, "-m", "django", *command, "-v0"]
        subprocess.run(django, env=self.environment, check=True)

    def session(self, n_people: int, *more: str) -> dict[str, Any]:
        """A session with this many participants; what visitors need to know of it."""
        if self.seeder:
            print(n_people, *more, file=self.seeder.stdin, flush=True)
            assert self.seeder.stdout
            made = self.seeder.stdout.readline()
        else:
            seed = [sys.executable, SEED, str(n_people), *more]
            made = subprocess.check_output(seed, env=self.environment, text=True)
        found: dict[str, Any] = json.loads(made)
        return found

    @contextmanager
    def many_sessions(self) -> Iterator[None]:
        """Keep one program that makes the sessions meanwhile, for it takes long to start."""
        with subprocess.Popen(
            [sys.executable, SEED],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as self.seeder:
            yield
        self.seeder = None

    def start(self) -> float:
        """Start it; returns the moment (monotonic) at which it answers."""
        with nullcontext() if self.log is None else self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [SERVE, "serve"], env=self.environment, stdout=subprocess.PIPE, stderr=log
            )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert b"klaar" in said, said
        return time.monotonic()

    def asked(self, path: str, **headers: str) -> tuple[int, Any]:
        """Status and JSON of an address."""
        try:
            request = Request(self.address + path, headers=headers)  # noqa: S310 - our own server
            answer = urlopen(request, timeout=20)  # noqa: S310 - our own server
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status, json.load(answer)

    def kill(self) -> None:
        """As when the power goes: nothing is finished, nobody is told."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an administrator does."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(20)
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None
