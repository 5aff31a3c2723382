"""Two processes on one PostgreSQL are one session: what one commits, the other shows."""

import http.client
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.live_site import LiveSite
from tests.web.test_postgres import database  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow


@pytest.fixture
def sites(database: str, tmp_path: Path) -> Iterator[tuple[LiveSite, LiveSite]]:  # noqa: F811
    one, two = (LiveSite(tmp_path, {"DATABASE_URL": database}) for _ in range(2))
    one.set_up()
    one.start()
    two.start()
    yield one, two
    one.stop()
    two.stop()


def _answer(site: LiveSite, method: str, what: str, **more: Any) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    connection.request(method, what, **more)
    answer = connection.getresponse()
    content = json.loads(answer.read())
    connection.close()
    assert answer.status == 200, content
    return content


def _shown(site: LiveSite, made: dict[str, Any]) -> str:
    where = f"/live/{made['meeting']}/stand?ticket={made['tickets'][0]}"
    return str(_answer(site, "GET", where)["states"][0]["parts"]["poll"])


def _vote(site: LiveSite, made: dict[str, Any], person: int) -> None:
    body = json.dumps({"poll": made["poll"], "value": person % 3})
    ticket = {"X-Ticket": made["tickets"][person]}
    _answer(site, "POST", f"/live/{made['meeting']}/stem", body=body, headers=ticket)


def test_two_processes_show_the_votes_of_both(sites: tuple[LiveSite, LiveSite]) -> None:
    made = sites[0].session(12)
    for site in sites:
        assert "0 van 12 deelnemers" in _shown(site, made)

    for person in range(12):
        _vote(sites[person % 2], made, person)
    # The same person at the other process: still one vote.
    _vote(sites[1], made, 0)

    # Sooner than the painting, every ten seconds, that mends what a lost ring missed.
    until = time.monotonic() + 5
    while "12 van 12" not in _shown(sites[0], made) or "12 van 12" not in _shown(sites[1], made):
        assert time.monotonic() < until
        time.sleep(0.3)
    assert _shown(sites[0], made) == _shown(sites[1], made)
