"""The server killed in the middle of votes, cards and registrations, fifty times."""

import statistics
import tempfile
from collections import Counter
from pathlib import Path

from tests.web import postgres
from tests.web.live_site import LiveSite
from tests.web.storm import STRONG, rounds

N_ROUNDS = 50
N_PEOPLE = 120
N_SCREENS = 100


def main() -> None:
    print("  on SQLite:")
    storm({})
    where = postgres.programs()
    if where is None:
        print("  PostgreSQL is not here")
        return
    print("  on PostgreSQL:")
    with postgres.running(where) as address:
        storm({"DATABASE_URL": address})


def storm(more: dict[str, str]) -> None:
    """All rounds on one database; `more` says which."""
    counts: Counter[str] = Counter()
    lost_acts, double_acts, starts, back = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        site = LiveSite(Path(folder), more)
        site.set_up()
        session = site.session(N_PEOPLE)
        try:
            for storm_round in rounds(site, session, N_ROUNDS, N_SCREENS):
                counts += storm_round.counts
                lost_acts += storm_round.kept.lost
                double_acts += storm_round.kept.doubled
                starts.append(storm_round.start)
                back += storm_round.back
        finally:
            site.stop()
    print(f"  {N_ROUNDS} kills; acknowledged: " + ", ".join(f"{counts[k]} {k}s" for k in STRONG))
    for what, acts in (("lost", lost_acts), ("doubled", double_acts)):
        print(f"  {what}: {len(acts)} {acts[:5] or ''}")
    missing = N_ROUNDS * N_SCREENS - len(back)
    print_times(
        f"{N_SCREENS} screens back, after the server is ready ({missing} stayed away)", back
    )
    print_times("the server ready, after it is started", starts)


def print_times(what: str, seconds: list[float]) -> None:
    """A line with the middle, the highest but one in a hundred, and the highest."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    print(f"  {what}: p50 {cuts[49]:.2f} s, p99 {cuts[98]:.2f} s, most {max(seconds):.2f} s")
