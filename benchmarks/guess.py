"""Somebody with the database, a backup and the log of the proxy names voters: `guess 100000`."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from tests.web import postgres
from tests.web.live_site import LiveSite

ROOT = Path(__file__).resolve().parents[1]
SIZE = 500
N_SEARCHED = 50
"""Polls of which the names of all voters are looked for in every file."""
A_MEETING = 500
"""Polls: closing one counts those of its meeting that come before it."""
TOLD_APART = 10_000
MOST_DEVIATION = 4.0
"""Standard deviations: over it by chance once in 16,000 times."""
LEAST_P = 1e-4


def main() -> None:
    size = sys.argv[2] if len(sys.argv) > 2 else str(SIZE)
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    where = postgres.programs()
    with ExitStack() as stack:
        databases: dict[str, dict[str, str]] = {"SQLite": {}}
        if where is None:
            print("  PostgreSQL is not here")
        else:
            address = stack.enter_context(postgres.running(where))
            databases["PostgreSQL"] = {"DATABASE_URL": address}
        for player in [begin_playing(name, more, size, stack) for name, more in databases.items()]:
            if player.wait():
                sys.exit(player.returncode)


def begin_playing(
    name: str, more: dict[str, str], size: str, stack: ExitStack
) -> subprocess.Popen[bytes]:
    """Play on one database. Django knows one in a process, and each process keeps a core busy.

    The files are in memory, where there is a place for that: no disk to wait for.
    """
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    site = LiveSite(Path(stack.enter_context(tempfile.TemporaryDirectory(dir=memory))), more)
    site.set_up()
    environment = site.environment | {"PYTHONPATH": str(ROOT)}
    return stack.enter_context(
        subprocess.Popen([sys.executable, __file__, name, size], env=environment)
    )


def play(name: str, size: int) -> None:
    """Play all polls, then guess."""
    import django  # noqa: PLC0415 - with the settings of this process

    django.setup()
    from django.db import connection  # noqa: PLC0415 - after setup
    from tests.web import guessing  # noqa: PLC0415 - after setup

    begin, processor_before = time.monotonic(), time.process_time()
    poll_ids, names = play_polls(name, size)
    seconds = time.monotonic() - begin
    each = 1000 * (time.process_time() - processor_before) / size
    print(f"  {name}: {size:,} polls in {seconds:.0f} s, {each:.1f} ms of processor each")
    is_file = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        place = "rowid" if is_file else "ctid"
        tell(
            name,
            guessing.guess(lambda *asked: cursor.execute(*asked) or cursor, poll_ids, place),
        )
    if is_file:
        search_files(Path(connection.settings_dict["NAME"]), poll_ids, names)


def play_polls(name: str, size: int) -> tuple[list[int], list[str]]:
    """Give the keys of all polls, and the names of the voters of the last ones."""
    from tests.web import guessing, small_meeting  # noqa: PLC0415 - after setup

    poll_ids: list[int] = []
    names: list[str] = []
    for number in range(size):
        if number % A_MEETING == 0:
            meeting, people = guessing.voters()
            by = small_meeting.person()
        poll = guessing.answer_poll(meeting, people)
        if number >= size - N_SEARCHED:
            names += [f"{vote.voter}" for vote in poll.votes.all()]
        poll_ids.append(guessing.close_poll(poll, by))
        if len(poll_ids) % TOLD_APART == 0:
            print(f"    {name}: {len(poll_ids):,} polls", flush=True)
    return poll_ids, names


def search_files(database: Path, poll_ids: list[int], names: list[str]) -> None:
    """Guess in a backup too; look for the names of voters in the bytes of all files."""
    from tests.web import guessing  # noqa: PLC0415 - after setup

    from deelgenoot_web.site.backups import back_up  # noqa: PLC0415 - after setup

    copy = database.with_name("backup")
    back_up(database, copy)
    with closing(sqlite3.connect(copy)) as rows:
        guesses = guessing.guess(
            lambda question, given: rows.execute(question.replace("%s", "?"), given),
            poll_ids,
            "rowid",
        )
    tell("backup", guesses)
    files = [path.read_bytes() for path in (*database.parent.glob(f"{database.name}*"), copy)]
    n_traces = sum(name.encode() in content for name in names for content in files)
    print(f"    {len(names)} names of voters looked for in {len(files)} files: {n_traces} there")


def tell(what: str, guesses: Any) -> None:
    """Print how often each way of guessing was right, and whether chance gives that."""
    for way, n in guesses.right.items():
        deviation = guesses.deviations[way]
        print(
            f"    {what}, {way:<26} {n:>9,} right; by chance {guesses.by_chance:,} "
            f"({deviation:+.1f} sd{'' if abs(deviation) < MOST_DEVIATION else ', NO CHANCE'})"
        )
    p = guesses.p_value
    print(
        f"    {what}, all places of all voters: p = {p:.3f}{'' if p > LEAST_P else ', NO CHANCE'}"
    )


if __name__ == "__main__":
    play(sys.argv[1], int(sys.argv[2]))
