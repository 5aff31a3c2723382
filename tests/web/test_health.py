"""`/gezond/` tells whoever runs the site that it lives, that it can serve, and what is wrong."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from tests.web.live_caller import AsgiCall
from tests.web.live_site import LiveSite

from deelgenoot_web.letters.models import Letter
from deelgenoot_web.site import health
from deelgenoot_web.site.health import Health, find_problems
from deelgenoot_web.site.models import Turn
from deelgenoot_web.workbench.jobs import Ready
from deelgenoot_web.workbench.queue import Limits, WorkQueue


@pytest.fixture(autouse=True)
def _long_since_started(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr(health, "_started_at", now - timedelta(days=1))
    Turn.objects.create(name="duty", until=now)


def _asked(app: Health, path: str) -> AsgiCall:
    return asyncio.run(AsgiCall(app, path).run())


@pytest.mark.parametrize(
    ("problems", "ready", "well"),
    [([], 200, 200), (["mail", "disk"], 200, 503), (["database"], 503, 503)],
)
def test_what_waits_for_a_person_does_not_keep_the_site_from_serving(
    problems: list[str], ready: int, well: int
) -> None:
    app = Health(lambda: problems)
    assert _asked(app, "/gezond/").json == {"alive": True}
    answers = [_asked(app, f"/gezond/{what}/") for what in ("klaar", "alles")]
    assert [one.status for one in answers] == [ready, well]
    assert [one.json for one in answers] == [{"ready": ready == 200, "problems": problems}] * 2
    assert answers[0].told["cache-control"] == "no-store, no-transform"


def test_an_address_that_is_none_is_not_there() -> None:
    assert _asked(Health(list), "/gezond/anders/").status == 404


def test_all_is_well_with_a_site_that_was_just_set_up() -> None:
    assert find_problems() == []


def test_a_step_that_the_database_did_not_take_is_a_problem() -> None:
    MigrationRecorder(connection).record_unapplied("letters", "0001_initial")
    assert find_problems() == ["migrations"]


@pytest.mark.parametrize(("minutes", "problems"), [(14, []), (16, ["mail"])])
def test_mail_that_cannot_be_sent_is_a_problem_after_a_quarter(
    minutes: int, problems: list[str]
) -> None:
    at = timezone.now() - timedelta(minutes=minutes)
    Letter.objects.create(key="k", to="a@town.example", made_at=at, due_at=at, tries=1)
    assert find_problems() == problems


@pytest.mark.parametrize(
    ("minutes_ago", "problems"), [(-9, []), (4, []), (6, ["duties"]), (60, ["duties"])]
)
def test_due_work_that_nobody_does_is_a_problem_after_five_rounds(
    minutes_ago: int, problems: list[str]
) -> None:
    Turn.objects.update(until=timezone.now() - timedelta(minutes=minutes_ago))
    assert find_problems() == problems


def test_who_just_started_has_time_to_do_the_due_work(monkeypatch: pytest.MonkeyPatch) -> None:
    Turn.objects.update(until=timezone.now() - timedelta(days=3))
    monkeypatch.setattr(health, "_started_at", timezone.now())
    assert find_problems() == []


def test_a_disk_that_is_nearly_full_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_DISK", 10**18)
    assert find_problems() == ["disk"]


@pytest.fixture
def workbench(monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkQueue]:
    """A workbench whose worker has no time at all to start."""
    made = WorkQueue(Limits(start_seconds=0, pause_seconds=60))
    monkeypatch.setattr(health, "work_queue", lambda: made)
    yield made
    made.close()


def test_a_worker_that_does_not_start_is_a_problem(workbench: WorkQueue) -> None:
    assert find_problems() == []
    workbench._keep_worker()
    workbench._end_overdue()
    assert find_problems() == ["workbench"]
    workbench._note(Ready(1.0))
    assert find_problems() == []


def test_a_database_that_does_not_answer_is_away_and_is_asked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, ends = [], threading.Event()

    def hang() -> list[str]:
        asked.append("once")
        ends.wait(10)
        return []

    monkeypatch.setattr(health, "LASTS", 0.0)
    app = Health(hang, patience=0.01)
    calls = [_asked(app, "/gezond/klaar/") for _ in range(3)]
    ends.set()
    app._thread.shutdown()
    assert [(one.status, one.json["problems"]) for one in calls] == [(503, ["database"])] * 3
    assert asked == ["once"]


def test_a_look_is_good_for_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def look() -> list[str]:
        looks.append(1)
        return []

    app = Health(look)
    for _ in range(5):
        _asked(app, "/gezond/alles/")
    assert len(looks) == 1
    monkeypatch.setattr(app, "_good_until", 0.0)
    _asked(app, "/gezond/alles/")
    assert len(looks) == 2


@pytest.mark.slow
def test_a_server_whose_database_lost_a_step_lives_and_is_not_ready(tmp_path: Path) -> None:
    site = LiveSite(tmp_path)
    site.set_up()
    site.start()
    there = site.asked("/gezond/klaar/")
    with closing(sqlite3.connect(tmp_path / "deelgenoot.sqlite3")) as rows, rows:
        rows.execute("DELETE FROM django_migrations WHERE app = 'letters'")
    time.sleep(health.LASTS)
    gone = [site.asked(path) for path in ("/gezond/", "/gezond/klaar/")]
    site.stop()
    assert there == (200, {"ready": True, "problems": []})
    assert gone == [(200, {"alive": True}), (503, {"ready": False, "problems": ["migrations"]})]
