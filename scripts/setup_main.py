"""Sets up what is not set up yet. `ready`: to run the site. `run`: and serve it. `dev`: to test."""

import argparse
import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from setup_engine import Setup, SetupError, printed
from setup_steps import Level, all_steps, environment, venv_works

ROOT = Path(__file__).resolve().parent.parent

NO_VENV = """This Python cannot make an environment: its module {missing} is missing.
On Debian and Ubuntu it comes in a package of its own: apt-get install python3-venv
(for a Python with a version in its name, for instance: apt-get install python3.12-venv)"""


def refuse_without_venv(root: Path, find: Callable[[str], object] = find_spec) -> None:
    """Says what to install where Python came without the modules that make an environment."""
    missing = [name for name in ("venv", "ensurepip") if find(name) is None]
    if missing and not venv_works(root):
        raise SetupError(NO_VENV.format(missing=" and ".join(missing)))


@contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Keeps a second set-up of the same folder waiting."""
    (root / "var").mkdir(exist_ok=True)
    with (root / "var/setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            printed("Another set-up of this folder is at work; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(root: Path, level: Level) -> None:
    """Sets up whatever is not set up yet."""
    started = time.monotonic()
    with one_at_a_time(root):
        refuse_without_venv(root)
        if Setup(root, root / "var/setup", printed).run(all_steps(root, level)):
            seconds = time.monotonic() - started
            printed(f"Set up in {seconds:.0f} s. Next time nothing of this is needed.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["ready", "dev", "run"])
    task = parser.parse_args().task
    try:
        set_up(ROOT, "dev" if task == "dev" else "run")
    except SetupError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted. The same command goes on from here.\n")
        return 130
    if task == "run":
        os.chdir(ROOT)
        server = str(ROOT / ".venv/bin/deelgenoot-web")
        os.execve(server, [server, "serve"], environment(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
