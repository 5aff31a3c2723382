"""Two processes on one PostgreSQL are one session: what one commits, the other shows."""

import http.client
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import psycopg
import pytest
from bs4 import BeautifulSoup
from tests.web import postgres
from tests.web.live_site import LiveSite
from tests.web.storm import FORM, Sending, Storm
from tests.web.test_postgres import database  # noqa: F401 - a fixture

CUT_OFF = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"""
OPTIONS = ("Wonen voor starters", "Levendige binnenstad", "Meer inwoners aan het werk")
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
    shown = {"X-Ticket": made["desk"]}
    state = _answer(site, "GET", f"/live/{made['meeting']}/stand", headers=shown)
    return str(state["states"][1]["parts"]["poll"])


def _vote(site: LiveSite, made: dict[str, Any], person: int) -> None:
    body = json.dumps({"poll": made["poll"], "value": min(person % 5, 2)})
    ticket = {"X-Ticket": made["tickets"][person]}
    _answer(site, "POST", f"/live/{made['meeting']}/stem", body=body, headers=ticket)


def _sent(site: LiveSite, one: Sending) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    connection.request("POST", one.path, one.body, one.headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _both_show(sites: tuple[LiveSite, LiveSite], made: dict[str, Any], words: str) -> str:
    """Sooner than the painting, every ten seconds, that mends what a lost ring missed."""
    until = time.monotonic() + 8
    while not all(words in _shown(site, made) for site in sites):
        assert time.monotonic() < until, _shown(sites[0], made)
        time.sleep(0.1)
    one, other = (_shown(site, made) for site in sites)
    assert one == other
    return one


def test_two_processes_give_the_results_of_one(
    sites: tuple[LiveSite, LiveSite],
    database: str,  # noqa: F811 - a fixture
) -> None:
    made = sites[0].session(12)
    _sent_to_both_is_there_once(sites, made, database)
    _both_show(sites, made, "0 van 12 deelnemers")

    for person in range(12):
        _vote(sites[person % 2], made, person)
    # The same person at the other process: still one vote.
    _vote(sites[1], made, 0)
    _both_show(sites, made, "12 van 12")

    [cookie] = (f"{name}={value}" for name, value in made["session"].items())
    path = f"/bijeenkomsten/{made['slug']}/regie/vraag/{made['poll']}/"
    for site, deed in zip(sites, ("close", "show"), strict=True):
        form = {"Accept": "application/json", "Cookie": cookie} | FORM
        assert _sent(site, Sending("", "", path, f"do={deed}", form)) == 200
    result = BeautifulSoup(_both_show(sites, made, "Alle (12)"), "html.parser")
    shares = {row.th.text: row.td.text for row in result.select("tbody tr") if row.th and row.td}
    # 3, 3 and 6 of 12, as one process counts them.
    assert [shares[option] for option in OPTIONS] == ["25%", "25%", "50%"]


@pytest.mark.parametrize("how", ["cut off", "restarted"])
def test_after_the_database_was_away_everything_is_soon_fresh(
    database: str,  # noqa: F811 - a fixture
    tmp_path: Path,
    how: str,
) -> None:
    site = LiveSite(tmp_path, {"DATABASE_URL": database})
    site.set_up()
    session = site.session(3)
    site.start()
    with _stream(site, session) as lines:
        _vote(site, session, 0)
        _line_with("1 van 3 deelnemers", lines)

        _make_absent(database, how)
        begin = time.monotonic()
        _in_the_end(lambda: _vote(site, session, 1))
        _line_with("2 van 3 deelnemers", lines)
        assert "2 van 3 deelnemers" in _shown(site, session)
        took = time.monotonic() - begin
    with _closed(database):
        away = site.asked("/gezond/klaar/")
    site.stop()
    assert took < 8  # sooner than the painting that mends all; `make bench B=outage` measures
    assert away == (503, {"ready": False, "problems": ["database"]})


@contextmanager
def _closed(address: str) -> Iterator[None]:
    """Let nobody into the database for a while."""
    with psycopg.connect(address.replace("/postgres", "/template1"), autocommit=True) as rows:
        rows.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS false")
        rows.execute(CUT_OFF)
        yield
        rows.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS true")


def _make_absent(address: str, how: str) -> None:
    if how == "restarted":
        programs = postgres.programs()
        assert programs is not None
        postgres.restart(programs, address)
    else:
        with psycopg.connect(address) as rows:
            assert len(rows.execute(CUT_OFF).fetchall()) >= 3


def _in_the_end(deed: Callable[[], object]) -> None:
    """As the screens do: what got no answer, or a 503, goes again."""
    until = time.monotonic() + 20
    while True:
        try:
            deed()
        except (AssertionError, OSError):
            assert time.monotonic() < until
            time.sleep(0.1)
        else:
            return


@contextmanager
def _stream(site: LiveSite, session: dict[str, Any]) -> Iterator[Iterator[str]]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=15)
    shown = {"X-Ticket": session["desk"]}
    connection.request("GET", f"/live/{session['meeting']}/stroom", headers=shown)
    answer = connection.getresponse()
    assert answer.status == 200
    yield (line.decode() for line in answer)
    connection.close()


def _line_with(words: str, lines: Iterator[str]) -> str:
    return next(line for line in lines if words in line)


def _sent_to_both_is_there_once(
    sites: tuple[LiveSite, LiveSite], made: dict[str, Any], address: str
) -> None:
    storm = Storm(0, made)
    sent = [next(storm.cards(range(2))), next(storm.registrations())] * 2
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda pair: _sent(*pair), product(sites, sent)))
    assert sorted(answers) == [200] * 4 + [302] * 4
    with psycopg.connect(address) as rows:
        counts = [rows.execute(question).fetchone() for question in COUNTS]
    assert counts == [(1,), (1,), (1,)]


COUNTS = (
    "SELECT count(*) FROM meetings_card WHERE text LIKE 'Kaart %'",
    "SELECT count(*) FROM meetings_registration WHERE email LIKE 'a@%'",
    "SELECT count(*) FROM letters_letter",
)
