"""Hostile requests over all routes and roles, on both databases: `fuzz 200000 [seed]`.

They go to a server that runs, over loopback. The seed fixes what is drawn of each world; ids and
links of a world are new each time.
"""

import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import django
from django.urls import resolve
from tests.web import postgres
from tests.web.fuzzing import SLOW, fuzz
from tests.web.live_site import LiveSite

SIZE = 2000
SEED = 12


def main() -> None:
    arguments = [int(one) for one in sys.argv[2:]]
    size, seed = [*arguments, *(SIZE, SEED)[len(arguments) :]]
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    know_routes()
    where = postgres.programs()
    with ExitStack() as stack:
        databases: dict[str, dict[str, str]] = {"SQLite": {}}
        if where is None:
            print("  PostgreSQL is not here")
        else:
            databases["PostgreSQL"] = {"DATABASE_URL": stack.enter_context(postgres.running(where))}
        for name, more in databases.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            site = LiveSite(folder, more, log=folder / "console.log")
            site.set_up(looks=True)
            # One after the other: drawing requests keeps a core busy, and answering them another.
            attack(name, site, size, seed)


def know_routes() -> None:
    """Set Django up: what was answered is counted by the name of its address."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")
    django.setup()
    resolve("/")


def attack(name: str, site: LiveSite, size: int, seed: int) -> None:
    """Send all requests to a server on one database, and print what came of them."""
    site.start()
    begin = time.monotonic()
    try:
        report = fuzz(site, size, seed, tell=lambda line: print(f"    {name} {line}", flush=True))
    finally:
        site.stop()
    seconds = time.monotonic() - begin
    statuses = ", ".join(f"{n:,} x {status}" for status, n in sorted(report.statuses.items()))
    print(f"  {name}: {sum(report.statuses.values()):,} requests in {seconds:.0f} s: {statuses}")
    print(
        f"    {name}: {len(report.errors)} without answer or 500; "
        f"{len(report.slow)} over {SLOW:g} s; "
        f"{len(report.in_log)} lines in the log with a secret or a traceback"
    )
    print(
        f"    {name}: answered below 400: {len(report.routes)} addresses by name; half within "
        f"{1000 * statistics.median(report.seconds):.0f} ms, most {max(report.seconds):.2f} s"
    )
    slowest = sorted(report.slow, reverse=True)[:10]
    for line in (
        *report.errors[:10],
        *report.in_log[:10],
        *(f"{t:.2f} s {one}" for t, one in slowest),
    ):
        print(f"      {line[:300]}")
