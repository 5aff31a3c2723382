"""The server killed while everybody sends: what was acknowledged is there, and nothing twice."""

from pathlib import Path

import pytest
from tests.web.live_site import LiveSite
from tests.web.storm import STRONG, Kept, rounds

pytestmark = pytest.mark.slow
N_ROUNDS = 3
N_SCREENS = 20


def test_what_was_acknowledged_is_there_after_a_kill_once_and_screens_come_back(
    tmp_path: Path,
) -> None:
    site = LiveSite(tmp_path)
    site.set_up()
    made = site.session(120)
    try:
        for one in rounds(site, made, N_ROUNDS, N_SCREENS):
            assert all(one.counts[kind] >= n for kind, n in STRONG.items())
            assert one.kept == Kept()
            assert len(one.back) == N_SCREENS
            assert max(one.back) < 8  # `make bench B=kill` measures it: under two at rest
    finally:
        site.stop()
