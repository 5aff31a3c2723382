"""Another process holds SQLite: who reads does not notice, who writes hears when to come back."""

import http.client
import json
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.web.live_site import LiveSite
from tests.web.storm import Sending, Storm

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LiveSite]:
    one = LiveSite(tmp_path)
    one.set_up(looks=True)
    yield one
    one.stop()


def _timed(site: LiveSite, method: str, path: str, **more: Any) -> tuple[int, float]:
    """The status, and the seconds until it was there."""
    begin = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.request(method, path, **more)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.monotonic() - begin


def _sent(site: LiveSite, one: Sending) -> tuple[int, float]:
    return _timed(site, "POST", one.path, body=one.body, headers=one.headers)


def test_a_locked_database_keeps_nobody_from_reading(site: LiveSite) -> None:
    made = site.session(2)
    site.start()
    _timed(site, "GET", "/")
    forms = Storm(site.port, made).registrations()
    vote = json.dumps({"poll": made["poll"], "value": 1})
    ticket = {"X-Ticket": made["tickets"][0]}
    with (
        closing(sqlite3.connect(site.folder / "deelgenoot.sqlite3")) as other,
        ThreadPoolExecutor(8) as pool,
    ):
        other.execute("BEGIN IMMEDIATE")
        writing = [pool.submit(_sent, site, next(forms)) for _ in range(6)]
        voting = pool.submit(
            _timed, site, "POST", f"/live/{made['meeting']}/stem", body=vote, headers=ticket
        )
        time.sleep(0.3)
        for path in ("/", f"/bijeenkomsten/{made['invitation']}/", "/bijeenkomsten/"):
            status, seconds = _timed(site, "GET", path)
            assert (status, seconds < 2.9) == (200, True), (path, seconds)  # a writer waits three
        assert [one.result()[0] for one in writing] == [503] * 6
        status, seconds = voting.result()
        assert (status, seconds < 10) == (503, True)
        other.execute("ROLLBACK")
    assert _sent(site, next(forms))[0] == 302
