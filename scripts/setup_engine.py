"""Steps that set the project up: once, again when their inputs change, side by side if they may.

A stamp is a small file that holds the hash of what a step was made from. It is written only after
the step succeeded, so a step that was interrupted runs again; and it lies inside what the step
made, so whoever removes that removes the stamp. The hash is over contents, for times mean nothing
in a fresh clone.
"""

import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

UNREACHABLE = re.compile(
    r"name resolution|name or service not known|nodename nor servname|failed to lookup address"
    r"|dns error|network is unreachable|connection refused|failed to establish a new connection"
    r"|error sending request|\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH)\b",
    re.IGNORECASE,
)


class SetupError(Exception):
    """A step that failed, in words for the person who typed the command."""


@dataclass(frozen=True)
class Step:
    """One thing to set up.

    `doing` says what happens while it runs. `inputs` are globs below the root whose contents decide
    whether it must run again. `after` names the steps that come first. `made` looks whether what
    the step made still stands.
    """

    name: str
    doing: str
    commands: tuple[tuple[str, ...], ...]
    stamp: Path
    inputs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    made: Callable[[], bool] = lambda: True


def contents_hash(root: Path, globs: Iterable[str]) -> str:
    """The hash of every file below `root` that matches, by path and contents."""
    total = hashlib.sha256()
    for path in sorted({path for glob in globs for path in root.glob(glob)}):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_done(step: Step, key: str) -> bool:
    """Whether what the step makes is there, made from these very inputs."""
    return step.stamp.is_file() and step.stamp.read_text() == key and step.made()


def explained(step: Step, output: str) -> str:
    """Why a step failed: the way out where we know it, else the end of what the command said."""
    last = "\n".join(output.strip().splitlines()[-25:])
    if UNREACHABLE.search(output):
        return (
            f"{step.name}: the package index cannot be reached. Setting up needs a network to the "
            "indexes of Python and npm packages, once. Behind a proxy, set HTTPS_PROXY.\n"
            f"It said:\n{last}"
        )
    return f"{step.name} failed. It said:\n{last}"


class Setup:
    """Runs steps below `root`, telling `say` what happens; what commands print goes to `logs`."""

    def __init__(self, root: Path, logs: Path, say: Callable[[str], None]) -> None:
        self.root = root
        self.logs = logs
        self.say = say

    def run(self, steps: Sequence[Step]) -> bool:
        """Does what is not done yet, in order and side by side; says whether anything was."""
        waiting = {step.name: step for step in steps}
        running: dict[Future[bool], str] = {}
        finished: set[str] = set()
        worked = False
        with ThreadPoolExecutor(max_workers=4) as pool:
            while waiting or running:
                for step in [s for s in waiting.values() if finished.issuperset(s.after)]:
                    running[pool.submit(self.do, waiting.pop(step.name))] = step.name
                if not running:
                    stuck = ", ".join(waiting)
                    raise SetupError(f"These steps wait for one that does not exist: {stuck}")
                ended, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in ended:
                    finished.add(running.pop(future))
                    worked |= future.result()
        return worked

    def do(self, step: Step) -> bool:
        """Does one step unless it is done; says whether it was needed."""
        key = contents_hash(self.root, step.inputs)
        if is_done(step, key):
            return False
        self.say(f"  … {step.name}: {step.doing}")
        started = time.monotonic()
        step.stamp.unlink(missing_ok=True)
        self._perform(step)
        step.stamp.parent.mkdir(parents=True, exist_ok=True)
        step.stamp.write_text(key)
        self.say(f"  ✓ {step.name} ({time.monotonic() - started:.1f} s)")
        return True

    def _perform(self, step: Step) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{step.name.lower().replace(' ', '-')}.log"
        log.unlink(missing_ok=True)
        for command in step.commands:
            with log.open("a") as file:
                code = subprocess.run(
                    command,
                    cwd=self.root,
                    env=dict(step.env) or None,
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    check=False,
                ).returncode
            if code:
                raise SetupError(explained(step, log.read_text(errors="replace")))


def printed(line: str) -> None:
    """Prints at once, whatever the terminal can show."""
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()
