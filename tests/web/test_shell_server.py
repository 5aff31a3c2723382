"""The server's command: it makes ready, says when it answers, and says what stands in its way."""

import json
import os
import platform
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from deelgenoot_web.site import cli, crowd
from deelgenoot_web.site.environment import SettingError


@pytest.fixture
def taken_port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        yield port


def test_a_port_that_is_taken_is_said_with_a_way_out(
    taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["serve"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"deelgenoot-web: Poort {taken_port} op 127.0.0.1 is niet vrij")
    assert f"PORT={taken_port + 1} make run" in said


def test_a_port_that_is_no_number_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "acht")
    assert cli.main(["serve"]) == 2
    assert "PORT is 'acht'" in capsys.readouterr().err


def test_the_end_of_an_answer_never_waits_for_the_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("PORT", str(free.getsockname()[1]))
    _server, listening = cli.make_server()
    with listening:
        # asyncio sets TCP_NODELAY on connections of a socket that is named as TCP, and on no other.
        assert listening.proto == socket.IPPROTO_TCP


def test_threads_share_one_heap_where_the_library_has_that_choice() -> None:
    assert crowd.one_heap() is (platform.libc_ver()[0] == "glibc")


def test_a_server_opens_the_study_before_the_first_vote_asks_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    n_opened = []
    monkeypatch.setattr("deelgenoot_web.site.crowd.release", lambda: n_opened.append(1))
    crowd.load()
    assert n_opened == [1]


@pytest.mark.django_db
def test_a_database_that_is_not_set_up_is_told_with_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    MigrationRecorder(connection).record_unapplied("letters", "0001_initial")
    assert cli.main(["duty"]) == 2
    assert "De database is nog niet klaar voor deze versie. Doe eerst: deelgenoot-web setup" in (
        capsys.readouterr().err
    )


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["setup", "duty"])
def test_a_database_of_a_newer_version_is_left_alone_with_what_to_do(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    MigrationRecorder(connection).record_applied("meetings", "0999_later")
    assert cli.main([command]) == 2
    words = "De database is van een nieuwere versie (stappen: meetings.0999_later). Zet die versie"
    assert words in capsys.readouterr().err


def test_static_files_that_are_not_there_are_told(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(SettingError, match=r"geen statische bestanden. Doe eerst: deelgenoot-web"):
        cli.check_static_files()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("pass", "De database antwoordt niet (connection failed: connection to server at"),
        ("sys.modules['django'] = None", "Dit vraagt de extra 'web' (django is er niet): pip"),
    ],
)
def test_what_the_server_needs_and_is_not_there_is_told(
    tmp_path: Path, before: str, told: str
) -> None:
    code = f"import sys; {before}; from deelgenoot_web.site.door import main; sys.exit(main())"
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = f"postgres://u:secret@127.0.0.1:{free.getsockname()[1]}/x"
    place = {"DATABASE_URL": nobody, "DEELGENOOT_VAR": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", code, "setup"],
        env=os.environ | place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert told in run.stderr
    assert "secret" not in run.stderr


def test_a_table_that_another_program_holds_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise OperationalError from psycopg.errors.LockNotAvailable("lock timeout")

    monkeypatch.setattr(cli, "_sqlite_file", fail)
    assert cli.main(["backup", "kopie"]) == 2
    assert "houdt een tabel van de database vast" in capsys.readouterr().err


def test_without_a_command_it_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main([])
    assert "serve" in capsys.readouterr().err


def test_it_says_where_it_is_and_answers_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("PORT", str(port))
    server, listening = cli.make_server()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        until = time.monotonic() + 10
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        with urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5) as answer:
            assert answer.read() == b"User-agent: *\nAllow: /\n"
            assert "Server" not in answer.headers
    finally:
        server.should_exit = True
        thread.join(timeout=10)
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"deelgenoot is klaar: http://127.0.0.1:{port}"
    assert second.startswith("Postvak en voorbeeld openen: http://127.0.0.1:")


@pytest.mark.django_db
def test_setup_makes_the_static_files_ready(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    older = tmp_path / "static" / "site" / "favicon.0123456789ab.svg"
    older.parent.mkdir(parents=True)
    older.touch()
    assert cli.main(["setup"]) == 0
    manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text())
    hashed = manifest["paths"]["site/favicon.svg"]
    assert (tmp_path / "static" / hashed).exists()
    assert older.exists()  # the server of the version before still serves it


@pytest.mark.django_db
def test_a_database_with_a_column_too_few_is_refused_by_name() -> None:
    cli.check_columns()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE meetings_meeting DROP COLUMN shows_harvests")
    with pytest.raises(SettingError, match=r"van vóór de eerste uitgave.*shows_harvests"):
        cli.check_columns()


def test_where_visitors_come_it_does_not_start_without_mail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DEELGENOOT_ORIGIN", "https://deelgenoot.example")
    assert cli.main(["serve"]) == 2
    assert capsys.readouterr().err.startswith("deelgenoot-web: DEELGENOOT_SMTP_HOST ontbreekt.")


def test_where_visitors_come_it_does_not_start_without_a_colophon(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DEELGENOOT_ORIGIN", "https://deelgenoot.example")
    monkeypatch.setenv("DEELGENOOT_SMTP_HOST", "mail.example")
    monkeypatch.setenv("DEELGENOOT_MAIL_FROM", "m@town.example")
    assert cli.main(["serve"]) == 2
    assert "Geef DEELGENOOT_ORGANISATION, DEELGENOOT_ADDRESS, DEEL" in capsys.readouterr().err
