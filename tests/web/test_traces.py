"""What was destroyed or deleted is in no file of the database any more."""

import http.client
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.web.live_site import LiveSite
from tests.web.storm import FORM, Storm

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LiveSite]:
    one = LiveSite(tmp_path)
    one.set_up(looks=True)
    yield one
    one.stop()


def _held(site: LiveSite, what: bytes) -> list[str]:
    """The files of the database in which this stands."""
    files = sorted(site.folder.glob("deelgenoot.sqlite3*"))
    return [path.name for path in files if what in path.read_bytes()]


def _post(site: LiveSite, path: str, cookies: dict[str, str], **form: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    connection.request("POST", path, urlencode(form), FORM | {"Cookie": cookie})
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_backup_that_reads_holds_up_no_closing_and_keeps_no_secret(site: LiveSite) -> None:
    made = site.session(12)
    site.start()
    where, name = f"/bijeenkomsten/{made['slug']}", site.folder / "deelgenoot.sqlite3"
    storm = Storm(site.port, made)
    with closing(sqlite3.connect(name, isolation_level=None)) as backup:
        backup.execute("BEGIN")
        [(secret,)] = backup.execute("SELECT secret FROM meetings_poll WHERE state = 'open'")
        poll = f"{where}/regie/vraag/{made['poll']}/"
        begin = time.monotonic()
        assert _post(site, poll, made["session"], do="close") == 200
        assert time.monotonic() - begin < 2.9  # three seconds when it waits for the reader
        storm.send(next(storm.registrations()))  # another who writes
        assert _held(site, secret) != []  # the backup still reads it: nobody waited for its end
        backup.execute("COMMIT")
    until = time.monotonic() + 30
    while _held(site, secret):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_the_secret_of_a_closed_poll_and_who_left_are_in_no_file(site: LiveSite) -> None:
    made = site.session(12)
    site.start()
    with closing(sqlite3.connect(site.folder / "deelgenoot.sqlite3")) as rows:
        rows.execute("UPDATE meetings_participant SET name = 'Iemand die weggaat' WHERE id = 1")
        rows.commit()
        [(secret,)] = rows.execute("SELECT secret FROM meetings_poll WHERE state = 'open'")
    storm = Storm(site.port, made)
    for vote, _n in zip(storm._votes(range(12)), range(12), strict=False):
        storm.send(vote)
    assert _held(site, secret) != []
    assert _held(site, b"Iemand die weggaat") != []

    where = f"/bijeenkomsten/{made['slug']}"
    poll = f"{where}/regie/vraag/{made['poll']}/"
    assert _post(site, poll, made["session"], do="close") == 200
    assert _post(site, f"{where}/mee/weg/", made["cookies"][0]) < 400

    assert _held(site, secret) == []
    assert _held(site, b"Iemand die weggaat") == []
