"""A copy of the database is whole, says what is wrong with it, and brings everything back."""

import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from pyrage import x25519
from tests.web.live_site import SERVE, LiveSite

from deelgenoot.errors import DeelgenootError
from deelgenoot_web.site import backups, cli, environment, sealing
from deelgenoot_web.site.backups import BackupError

NOW = datetime(2026, 11, 29, 10, tzinfo=UTC)
NAME = "deelgenoot.sqlite3"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database of the site with one person, in a folder of its own."""
    folder = tmp_path / "site"
    folder.mkdir()
    LiveSite(folder).set_up()
    with closing(sqlite3.connect(folder / NAME)) as rows, rows:
        rows.execute("CREATE TABLE note (text TEXT)")
        rows.execute("INSERT INTO note VALUES ('eerst')")
    return folder / NAME


def _note(database: Path) -> str:
    with closing(sqlite3.connect(database)) as rows:
        [[text]] = rows.execute("SELECT text FROM note")
    return str(text)


def test_a_copy_brings_back_what_was_there_and_what_came_after_stays_beside_it(
    database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "kopie"
    assert str(backups.back_up(database, copy)).startswith("0 bijeenkomsten, 0 aanmeldingen")
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(database)) as rows, rows:
        rows.execute("UPDATE note SET text = 'later'")
    _contents, aside = backups.put_back(copy, database, NOW)
    assert aside == database.with_name(f"{NAME}.20261129T100000")
    assert (_note(database), _note(aside)) == ("eerst", "later")
    assert {one.name for one in database.parent.iterdir()} >= {NAME, aside.name}
    assert not list(database.parent.glob("*.half"))


def test_a_copy_comes_where_there_was_no_database_yet(database: Path, tmp_path: Path) -> None:
    backups.back_up(database, tmp_path / "kopie")
    there = tmp_path / "elders.sqlite3"
    assert backups.put_back(tmp_path / "kopie", there, NOW)[1] is None
    assert _note(there) == "eerst"


def test_a_copy_is_never_written_over(database: Path, tmp_path: Path) -> None:
    (tmp_path / "kopie").write_text("van gisteren", encoding="utf-8")
    with pytest.raises(BackupError, match="bestaat al"):
        backups.back_up(database, tmp_path / "kopie")
    assert (tmp_path / "kopie").read_text(encoding="utf-8") == "van gisteren"


def test_a_folder_that_is_not_there_is_said(database: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="Er is niets veranderd"):
        backups.back_up(database, tmp_path / "nergens" / "kopie")


def _cut(copy: Path) -> None:
    os.truncate(copy, copy.stat().st_size // 2)


def _spoil(copy: Path) -> None:
    with copy.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 40)


def _write_text(copy: Path) -> None:
    copy.write_text("geen database, maar wel lang genoeg om er een te lijken" * 20)


def _grow(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as rows, rows:
        rows.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('meetings', '0999_later', 0)"
        )


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (_cut, "geen hele database|beschadigd"),
        (_spoil, "geen hele database|beschadigd"),
        (_write_text, "geen hele database"),
        (_grow, "nieuwere versie \\(meetings.0999_later\\)"),
        (Path.unlink, "is er niet"),
    ],
)
def test_what_is_wrong_with_a_copy_is_said_and_it_is_not_put_back(
    database: Path, tmp_path: Path, harm: Any, says: str
) -> None:
    copy = tmp_path / "kopie"
    backups.back_up(database, copy)
    harm(copy)
    with pytest.raises(BackupError, match=says):
        backups.put_back(copy, database, NOW)
    assert _note(database) == "eerst"
    assert not list(database.parent.glob("*.half"))


def _zero_the_first_page(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.write(b"\0" * 4096)


def _leave_the_beginning(file: Path) -> None:
    os.truncate(file, 1000)


@pytest.mark.parametrize("harm", [_zero_the_first_page, _leave_the_beginning, _write_text])
def test_a_damaged_database_is_put_aside_with_its_log_and_the_copy_comes(
    database: Path, tmp_path: Path, harm: Any
) -> None:
    copy = tmp_path / "kopie"
    backups.back_up(database, copy)
    harm(database)
    damaged = database.read_bytes()
    for end in ("-wal", "-shm"):
        database.with_name(NAME + end).write_bytes(b"log")
    _contents, aside = backups.put_back(copy, database, NOW)
    assert aside is not None
    assert aside.read_bytes() == damaged
    assert _note(database) == "eerst"
    names = {file.name for file in database.parent.glob(f"{NAME}*")}
    assert {aside.name, f"{aside.name}-wal", f"{aside.name}-shm"} <= names
    assert names.isdisjoint({f"{NAME}-wal", f"{NAME}-shm", f"{NAME}.half"})


def test_a_log_without_its_database_is_not_written_into_the_copy(
    database: Path, tmp_path: Path
) -> None:
    backups.back_up(database, tmp_path / "kopie")
    database.unlink()
    log = database.with_name(f"{NAME}-wal")
    log.write_bytes(b"log")
    assert backups.put_back(tmp_path / "kopie", database, NOW)[1] is None
    assert not log.exists()
    assert _note(database) == "eerst"


def _fail(*_parts: Any) -> None:
    raise OSError(28, "No space left on device")


def test_a_disk_that_is_full_is_said_and_nothing_half_done_stays(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "kopie"
    backups.back_up(database, copy)
    monkeypatch.setattr(backups, "_keep", _fail)  # once all was written
    with pytest.raises(BackupError, match="No space left"):
        backups.put_back(copy, database, NOW)
    with pytest.raises(BackupError, match="No space left"):
        backups.back_up(database, tmp_path / "next")
    assert _note(database) == "eerst"
    assert not [*database.parent.glob("*.half"), *tmp_path.glob("*.half")]


@pytest.mark.usefixtures("identity")
def test_what_is_not_encrypted_goes_also_when_encrypting_fails(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "seal", _fail)
    with pytest.raises(BackupError):
        backups.back_up(database, tmp_path / "kopie")
    assert not [*database.parent.glob("*.half"), *tmp_path.glob("*.half")]


def test_what_root_puts_back_is_of_the_owner_of_the_folder(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.back_up(database, tmp_path / "kopie")
    owners: dict[str, tuple[int, int]] = {}
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(
        os, "chown", lambda file, user, group: owners.update({Path(file).name: (user, group)})
    )
    assert environment.hold_database(database.parent)
    backups.put_back(tmp_path / "kopie", database, NOW)
    folder = database.parent.stat()
    owner = (folder.st_uid, folder.st_gid)
    assert owners == {"serving.lock": owner, f"{NAME}.half": owner}


def test_restoring_waits_for_the_server_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "_sqlite_file", lambda: tmp_path / NAME)
    monkeypatch.setattr(environment, "hold_database", lambda _folder: False)
    assert cli.main(["restore", str(tmp_path / "kopie")]) == 2
    assert "Stop hem eerst." in capsys.readouterr().err


def test_a_copy_that_is_whole_is_said_by_the_command(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backups.back_up(database, tmp_path / "kopie")
    assert cli.main(["check", str(tmp_path / "kopie")]) == 0
    assert "is heel: 0 bijeenkomsten" in capsys.readouterr().out


@pytest.fixture
def identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file with a secret key as age-keygen writes it; the public one is in the settings."""
    secret = x25519.Identity.generate()
    file = tmp_path / "sleutel"
    file.write_text(f"# public key: {secret.to_public()}\n{secret}\n", encoding="utf-8")
    monkeypatch.setenv("DEELGENOOT_BACKUP_KEY", str(secret.to_public()))
    monkeypatch.setenv("DEELGENOOT_BACKUP_IDENTITY", str(file))
    return file


@pytest.mark.usefixtures("identity")
def test_with_a_key_a_copy_is_for_its_holder_alone_and_brings_everything_back(
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy = tmp_path / "kopie"
    monkeypatch.setattr(cli, "_sqlite_file", lambda: database)
    assert cli.main(["backup", str(copy)]) == 0
    assert capsys.readouterr().out.endswith(f", uit {database}.\n")
    assert copy.read_bytes().startswith(b"age-encryption.org/v1")
    assert b"eerst" not in copy.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not [*database.parent.glob("*.half"), *tmp_path.glob("*.half")]
    database.unlink()
    assert cli.main(["check", str(copy)]) == 0
    assert cli.main(["restore", str(copy)]) == 0
    assert f", in {database}.\n" in capsys.readouterr().out
    assert _note(database) == "eerst"


@pytest.mark.usefixtures("identity")
def test_two_copies_with_a_key_may_be_made_at_once(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_disk = tmp_path / "elders"
    other_disk.mkdir()
    copy, other, look_into = tmp_path / "kopie", other_disk / "kopie", backups.look_into

    def look_while_another_is_made(plain: Path) -> backups.Contents:
        monkeypatch.setattr(backups, "look_into", look_into)
        backups.back_up(database, other)
        return look_into(plain)

    monkeypatch.setattr(backups, "look_into", look_while_another_is_made)
    cut_off = database.with_name(f"{NAME}.gisteren.half")
    cut_off.touch()
    os.utime(cut_off, (0, 0))
    backups.back_up(database, copy)
    assert not list(database.parent.glob("*.half"))
    for one in (copy, other):
        with sealing.readable_backup(one) as plain:
            assert _note(plain) == "eerst"


def _forget(identity: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEELGENOOT_BACKUP_IDENTITY", "")


def _exchange(identity: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    identity.write_text(str(x25519.Identity.generate()), encoding="utf-8")


def _garble(identity: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    identity.write_text("AGE-SECRET-KEY-1NOKEY", encoding="utf-8")


def _lose(identity: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    identity.unlink()


def _break_off(identity: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    _cut(identity.with_name("kopie"))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_forget, "is versleuteld. Noem in DEELGENOOT_BACKUP_IDENTITY het bestand"),
        (_exchange, "is versleuteld voor een andere sleutel dan die in"),
        (_garble, "staat geen geheime sleutel van age te lezen"),
        (_lose, "staat geen geheime sleutel van age te lezen"),
        (_break_off, "is beschadigd"),
    ],
)
def test_why_an_encrypted_copy_cannot_be_read_is_said(
    database: Path, identity: Path, monkeypatch: pytest.MonkeyPatch, harm: Any, words: str
) -> None:
    copy = identity.with_name("kopie")
    backups.back_up(database, copy)
    harm(identity, monkeypatch)
    with pytest.raises(DeelgenootError, match=words), sealing.readable_backup(copy):
        pass


def test_a_key_that_is_none_is_told_and_not_repeated(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEELGENOOT_BACKUP_KEY", "AGE-SECRET-KEY-1GEHEIM")
    with pytest.raises(environment.SettingError, match="is geen openbare sleutel") as refused:
        backups.back_up(database, tmp_path / "kopie")
    assert "GEHEIM" not in str(refused.value)
    assert not (tmp_path / "kopie").exists()


def _vote(site: LiveSite, made: dict[str, Any], ticket: str) -> None:
    body = json.dumps({"poll": made["poll"], "value": 1}).encode()
    address = f"{site.address}/live/{made['meeting']}/stem"
    headers = {"X-Ticket": ticket, "Content-Type": "application/json"}
    request = Request(address, body, headers)  # noqa: S310 - our own server
    urlopen(request, timeout=20).close()  # noqa: S310 - our own server


def _count_votes(database: Path) -> int:
    with closing(sqlite3.connect(database)) as rows:
        [[n_votes]] = rows.execute("SELECT count(*) FROM meetings_vote")
    return int(n_votes)


def _run(site: LiveSite, *command: str) -> str:
    return subprocess.run(
        [SERVE, *command], env=site.environment, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LiveSite]:
    """A site whose database is all that its folder holds."""
    folder = tmp_path / "site"
    folder.mkdir()
    one = LiveSite(folder)
    one.set_up()
    yield one
    one.stop()


@pytest.fixture
def kept(site: LiveSite, tmp_path: Path) -> Iterator[Path]:
    """A copy that is replaced every two seconds."""
    copy = tmp_path / "steeds"
    command = [SERVE, "backup", str(copy), "--every", "2"]
    with subprocess.Popen(command, env=site.environment) as following:
        yield copy
        following.kill()


@pytest.mark.slow
def test_after_a_disk_is_lost_in_the_middle_of_a_vote_five_seconds_are_lost_at_most(
    site: LiveSite, kept: Path, tmp_path: Path
) -> None:
    """The drill: vote, copy meanwhile, lose the disk, put the copy back, serve, and count."""
    made, copy, database = site.session(60), tmp_path / "kopie", site.folder / NAME
    site.start()
    for ticket in made["tickets"][:20]:
        _vote(site, made, ticket)
    with ThreadPoolExecutor(4) as people:
        later = [people.submit(_vote, site, made, ticket) for ticket in made["tickets"][20:40]]
        assert "Bewaard in" in _run(site, "backup", str(copy))
        for one in later:
            one.result()
    assert "is heel: 2 bijeenkomsten" in _run(site, "check", str(copy))
    assert 20 <= _count_votes(copy) <= 40
    answered = []
    for ticket in made["tickets"][40:]:
        _vote(site, made, ticket)
        answered.append(time.monotonic())
        time.sleep(0.3)
    site.kill()
    lost_at = time.monotonic()
    for file in site.folder.glob(f"{NAME}*"):
        file.unlink()
    assert "Teruggezet: 2 bijeenkomsten" in _run(site, "restore", str(kept))
    site.start()
    assert time.monotonic() - lost_at < 600
    assert _count_votes(database) >= 40 + sum(at < lost_at - 5 for at in answered)


def test_a_copy_that_is_kept_up_follows_what_changed_and_is_whole_at_any_moment(
    database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "steeds"
    own = os.environ | {"DEELGENOOT_VAR": str(database.parent)}
    command = [SERVE, "backup", str(copy), "--every", "1"]
    with subprocess.Popen(command, env=own) as following:
        _until(copy.exists)
        first = copy.stat().st_ino
        with closing(sqlite3.connect(database)) as rows, rows:
            rows.execute("UPDATE note SET text = 'later'")
        _until(lambda: copy.stat().st_ino != first)
        assert _note(copy) == "later"
        following.terminate()
    assert following.returncode == 0
    assert not list(tmp_path.glob("*.half"))


def test_a_database_of_a_new_disk_replaces_no_copy(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "steeds"
    monkeypatch.setattr(time, "sleep", lambda _seconds: database.unlink())
    with pytest.raises(BackupError, match="weg of vervangen"):
        backups.keep_backed_up(database, copy, 1)
    with pytest.raises(BackupError, match="is er niet"):
        backups.keep_backed_up(database, copy, 1)
    backups.put_back(copy, database, NOW)
    with pytest.raises(BackupError, match="weg of vervangen"):
        backups.keep_backed_up(database, copy, 1)
    os.utime(copy, (0, 0))
    before = copy.read_bytes()
    backups.put_back(copy, database, NOW)
    with pytest.raises(BackupError, match="is later gemaakt"):
        backups.keep_backed_up(database, copy, 1)
    assert copy.read_bytes() == before


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("pause", ["0", "nu", "nan", "1e9"])
def test_a_pause_that_is_none_is_refused(pause: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(["backup", "kopie", "--every", pause])
    assert "--every" in capsys.readouterr().err
