"""Somebody with the database, a backup and the log of the proxy names voters: `guess 100000`."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.web import postgres
from tests.web.live_site import LiveSite

ROOT = Path(__file__).resolve().parents[1]
SIZE = 500
N_SEARCHED = 50
"""Polls of which the names of all voters are looked for in every file."""
MOST_DEVIATION = 4.0
"""Standard deviations: over it by chance once in 16,000 times."""
LEAST_P = 1e-4


def main() -> None:
    size = sys.argv[2] if len(sys.argv) > 2 else str(SIZE)
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    play_in_own_process("SQLite", {}, size)
    where = postgres.programs()
    if where is None:
        print("  PostgreSQL is not here")
        return
    with postgres.running(where) as address:
        play_in_own_process("PostgreSQL", {"DATABASE_URL": address}, size)


def play_in_own_process(name: str, more: dict[str, str], size: str) -> None:
    """Django knows one database in a process."""
    print(f"  {name}:", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        site = LiveSite(Path(folder), more)
        site.set_up()
        environment = site.environment | {"PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, __file__, size], env=environment, check=True)


def play(size: int) -> None:
    """Play all polls, then guess."""
    import django  # noqa: PLC0415 - with the settings of this process

    django.setup()
    from django.db import connection  # noqa: PLC0415 - after setup
    from tests.web import guessing  # noqa: PLC0415 - after setup

    meeting, people = guessing.voters()
    begin = time.monotonic()
    poll_ids: list[int] = []
    names: list[str] = []
    for number in range(size):
        poll = guessing.answer_poll(meeting, people)
        if number >= size - N_SEARCHED:
            names += [f"{vote.voter}" for vote in poll.votes.all()]
        poll_ids.append(guessing.close_poll(poll))
    print(f"    {size:,} polls of {len(people)} voters in {time.monotonic() - begin:.0f} s")
    is_file = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        place = "rowid" if is_file else "ctid"
        tell(
            "database",
            guessing.guess(lambda *asked: cursor.execute(*asked) or cursor, poll_ids, place),
        )
    if is_file:
        search_files(Path(connection.settings_dict["NAME"]), poll_ids, names)


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
    play(int(sys.argv[1]))
