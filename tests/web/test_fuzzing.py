"""Hostile requests, drawn from every page and as everybody, get an answer and leave no trace."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.conftest import NO_POSTGRES
from tests.web import postgres
from tests.web.fuzzing import fuzz
from tests.web.live_site import LiveSite

pytestmark = pytest.mark.slow
N_REQUESTS = 150
SEED = 12


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveSite]:
    with ExitStack() as stack:
        more = {}
        if request.param == "postgresql":
            where = postgres.programs()
            if where is None:
                pytest.skip(NO_POSTGRES)
            more = {"DATABASE_URL": stack.enter_context(postgres.running(where))}
        one = LiveSite(tmp_path, more, log=tmp_path / "console.log")
        one.set_up(looks=True)
        one.start()
        yield one
        one.stop()


def test_no_hostile_request_ends_in_an_error_or_shows_a_secret_in_the_log(site: LiveSite) -> None:
    report = fuzz(site, N_REQUESTS, SEED)
    assert sum(report.statuses.values()) == N_REQUESTS
    assert report.errors == []
    assert report.in_log == []
    # It comes past the door: a good part of the requests does something.
    assert report.statuses[200] + report.statuses[302] > N_REQUESTS / 5
