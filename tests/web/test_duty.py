"""Due work is done by itself, once, whatever fails and however many processes there are."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from queue import Queue

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.letters import actions as letters
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.letters.queued import letter_queued
from deelgenoot_web.site import cli, duty, environment
from deelgenoot_web.site.models import Turn


@pytest.mark.django_db
def test_an_error_is_logged_and_the_rest_is_done(caplog: pytest.LogCaptureFixture) -> None:
    done = []

    def fails(now: datetime) -> None:
        raise ZeroDivisionError

    def works(now: datetime) -> None:
        done.append(now)

    assert duty.run((fails, works))
    assert len(done) == 1
    assert "fails failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db
def test_a_turn_that_a_wrong_clock_gave_holds_nothing_up() -> None:
    done: list[datetime] = []
    Turn.objects.create(name="duty", until=timezone.now() + timedelta(days=3650))
    assert duty.run((done.append,))
    assert len(done) == 1


@pytest.mark.django_db
def test_nothing_is_done_while_another_has_the_turn() -> None:
    done: list[datetime] = []
    Turn.objects.create(name="duty", until=timezone.now() + timedelta(minutes=1))
    assert not duty.run((done.append,))
    assert done == []


@pytest.mark.django_db
def test_the_turn_is_given_back_and_ends_by_itself() -> None:
    done: list[datetime] = []
    assert [duty.run((done.append,)) for _ in range(2)] == [True, True]
    Turn.objects.update(until=timezone.now() - timedelta(seconds=1))  # as after a kill, later on
    assert duty.run((done.append,))
    assert len(done) == 3


@pytest.mark.django_db
def test_who_overstays_the_turn_does_not_end_that_of_another() -> None:
    later = timezone.now() + timedelta(minutes=5)
    duty.run((lambda now: Turn.objects.update(until=later),))
    assert Turn.objects.get().until == later


@pytest.mark.django_db
def test_letters_are_among_what_is_due() -> None:
    letters.send(to="a@town.example", subject="S", text="T", key="k")
    assert duty.run()
    assert [message.to for message in mail.outbox] == [["a@town.example"]]


@pytest.mark.django_db
def test_sessions_that_expired_are_forgotten() -> None:
    for seconds in (-1, 60):
        session = SessionStore()
        session.set_expiry(timezone.now() + timedelta(seconds=seconds))
        session.create()
    duty.run()
    assert Session.objects.count() == 1


_PROCESS = """
import sys, time
from pathlib import Path
import django
django.setup()
from deelgenoot_web.site import duty

folder = Path(sys.argv[1])

def holds_the_turn_until_another_was_refused(now):
    with (folder / "done").open("a") as done:
        done.write("done ")
    until = time.monotonic() + 20
    while not (folder / "refused").exists() and time.monotonic() < until:
        time.sleep(0.01)

if not duty.run((holds_the_turn_until_another_was_refused,)):
    (folder / "refused").touch()
"""


@pytest.mark.slow
def test_two_processes_do_it_once(tmp_path: Path) -> None:
    environment = os.environ | {"DEELGENOOT_VAR": str(tmp_path)}
    python = [sys.executable, "-W", "ignore", "-m", "django"]
    subprocess.run(
        [*python, "migrate", "site", "--skip-checks", "-v", "0"], env=environment, check=True
    )
    both = [
        subprocess.Popen([sys.executable, "-c", _PROCESS, str(tmp_path)], env=environment)
        for _ in range(2)
    ]
    assert [one.wait(timeout=30) for one in both] == [0, 0]
    assert (tmp_path / "done").read_text() == "done "
    assert (tmp_path / "refused").exists()


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[duty.Rounds, "Queue[str]"]]:
    """Rounds that only say that they were done: a thread would have a database of its own."""
    done: Queue[str] = Queue()
    letter_queued.clear()
    thread = duty.Rounds(lambda: done.put("round"))
    thread.start()
    yield thread, done
    thread.stop()


def test_a_letter_that_is_queued_goes_at_once(
    rounds: tuple[duty.Rounds, "Queue[str]"],
) -> None:
    _, done = rounds
    letter_queued.set()
    assert done.get(timeout=5) == "round"
    assert not letter_queued.is_set()


def test_the_rounds_stop_when_told_and_do_no_other(
    rounds: tuple[duty.Rounds, "Queue[str]"],
) -> None:
    thread, done = rounds
    thread.stop()
    assert (thread.is_alive(), done.empty()) == (False, True)


def test_a_round_that_fails_is_logged_and_another_follows(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: Queue[str] = Queue()

    def fails_once() -> None:
        done.put("round")
        if done.qsize() == 1:
            raise OSError

    letter_queued.set()
    thread = duty.Rounds(fails_once)
    thread.start()
    until = time.monotonic() + 20
    while "could not be done" not in caplog.text and time.monotonic() < until:
        time.sleep(0.01)
    letter_queued.set()
    assert [done.get(timeout=5), done.get(timeout=5)] == ["round", "round"]
    thread.stop()


@pytest.mark.django_db
def test_the_command_does_it_once_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    letters.send(to="a@town.example", subject="S", text="T", key="k")
    assert cli.main(["duty"]) == 0
    assert capsys.readouterr().out == "Gedaan.\n"
    assert len(mail.outbox) == 1
    Turn.objects.update(until=timezone.now() + timedelta(minutes=1))
    assert cli.main(["duty"]) == 0
    assert capsys.readouterr().out == "Een ander proces is ermee bezig.\n"


@pytest.mark.django_db
def test_the_first_administrator_is_made_from_the_command_line(
    capsys: pytest.CaptureFixture[str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert cli.main(["admin", "First@town.example"]) == 0
    said, link, hint = capsys.readouterr().out.splitlines()
    assert hint == "Luistert de site op een andere poort? Zet dan bijvoorbeeld PORT=8080 ervoor."
    assert said == "First@town.example is beheerder, en logt binnen 30 minuten in met:"
    client.post(link.removeprefix("http://127.0.0.1:8000"))
    assert client.get("/account/organisatoren/").status_code == 200


@pytest.mark.django_db
def test_the_link_of_the_first_administrator_has_the_port_of_the_site(
    capsys: pytest.CaptureFixture[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.delenv("DEELGENOOT_ORIGIN", raising=False)
    settings.PUBLIC_ORIGIN = environment.public_origin()
    assert cli.main(["admin", "first@town.example"]) == 0
    _said, link = capsys.readouterr().out.splitlines()
    assert link.startswith("http://127.0.0.1:8123/inloggen/")


@pytest.mark.django_db
def test_where_mail_is_sent_the_link_is_not_shown(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.HAS_MAILBOX = False
    assert cli.main(["admin", "first@town.example"]) == 0
    assert "http" not in capsys.readouterr().out
    assert "/inloggen/" in str(mail.outbox[0].body)


@pytest.mark.django_db
def test_a_link_that_did_not_go_is_told(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.HAS_MAILBOX = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert cli.main(["admin", "First@town.example"]) == 2
    out, err = capsys.readouterr()
    assert "verstuurd" not in out
    assert "maar de brief met de link is niet verstuurd: [Errno 111]" in err
    Turn.objects.update(until=timezone.now() + timedelta(minutes=1))
    assert cli.main(["admin", "first@town.example"]) == 2
    assert "niet verstuurd: een ander proces verstuurt nu post." in capsys.readouterr().err


@pytest.mark.django_db
def test_an_administrator_whose_address_was_refused_gets_the_link_all_the_same(
    settings: Settings,
) -> None:
    settings.HAS_MAILBOX = False
    now = timezone.now()
    for name in ("First", "other"):
        Letter.objects.create(
            key=name, to=f"{name}@town.example", made_at=now, due_at=now, is_refused=True
        )
    Letter.objects.update(given_up_at=now)
    assert cli.main(["admin", "first@town.example"]) == 0
    assert [message.to for message in mail.outbox] == [["first@town.example"]]
    assert Letter.objects.get(is_refused=True).key == "other"


@pytest.mark.django_db
def test_an_address_that_is_none_makes_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["admin", "first"]) == 2
    assert "'first' is geen e-mailadres" in capsys.readouterr().err
    assert not Person.objects.exists()
