"""A newer version takes over the rows of an older one, which then stays away from them."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.db.migrations import AddField
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED
from tests.web.live_site import SERVE, LiveSite
from tests.web.test_shell_backups import NAME, _vote

# A step as docs/operate/upgrading.md asks: the database gives the new column its value itself.
LATER = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("meetings", "{newest}")]
    operations = [
        migrations.AddField("vote", "weight", models.IntegerField(default=1, db_default=1)),
    ]
"""
SETTINGS = """
from deelgenoot_web.site.settings import *
MIGRATION_MODULES = {"meetings": "newer_meetings"}
"""


def test_a_server_that_still_runs_can_write_beside_each_new_column() -> None:
    """The version before knows nothing of them (docs/operate/upgrading.md)."""
    loader = MigrationLoader(None)
    new = [
        (name, step.name, step.field)
        for name, migration in loader.disk_migrations.items()
        if not migration.initial and name[0] in {"meetings", "exchange", "accounts", "letters"}
        for step in migration.operations
        if isinstance(step, AddField)
    ]
    assert len(new) > 3
    for name, column, field in new:
        has_value = field.null or field.many_to_many or field.db_default is not NOT_PROVIDED
        assert has_value, f"{name}: {column} needs a db_default"


@pytest.fixture
def newer(tmp_path: Path) -> dict[str, str]:
    """The settings of a next version, whose code has one step of the database more."""
    code, steps = tmp_path / "code", tmp_path / "code/newer_meetings"
    ours = Path(str(files("deelgenoot_web.meetings.migrations")))
    shutil.copytree(ours, steps, ignore=shutil.ignore_patterns("__pycache__"))
    newest = max(one.stem for one in steps.glob("0*.py"))
    (steps / "0999_later.py").write_text(LATER.replace("{newest}", newest), encoding="utf-8")
    (code / "newer_settings.py").write_text(SETTINGS, encoding="utf-8")
    return {"DJANGO_SETTINGS_MODULE": "newer_settings", "PYTHONPATH": str(code)}


def _counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as rows:
        tables = rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        count = "SELECT count(*) FROM "
        return {name: rows.execute(count + name).fetchone()[0] for (name,) in tables}


def _run(site: LiveSite, *command: str) -> tuple[int, str]:
    done = subprocess.run(
        [SERVE, *command], env=site.environment, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stderr


@pytest.mark.slow
def test_the_drill_of_an_upgrade_and_of_the_way_back(tmp_path: Path, newer: dict[str, str]) -> None:
    """Set up the next version beside a server that serves, and go back to the copy of before."""
    folder, copy = tmp_path / "site", tmp_path / "kopie"
    folder.mkdir()
    site = LiveSite(folder)
    site.set_up()
    made: dict[str, Any] = site.session(4)
    site.start()
    try:
        _vote(site, made, made["tickets"][0])
        assert _run(site, "backup", str(copy)) == (0, "")
        before = _counts(folder / NAME)
        migrate = [sys.executable, "-m", "django", "migrate", "-v0"]  # as `setup` does
        subprocess.run(migrate, env=site.environment | newer, check=True)
        after = _counts(folder / NAME)
        assert after | {"django_migrations": 0} == before | {"django_migrations": 0}
        _vote(site, made, made["tickets"][1])  # the older server goes on until it is stopped
    finally:
        site.stop()
    with closing(sqlite3.connect(folder / NAME)) as rows:
        assert rows.execute("SELECT weight FROM meetings_vote").fetchall() == [(1,), (1,)]

    code, words = _run(site, "serve")
    assert (code, words.count("\n")) == (2, 1)
    assert "van een nieuwere versie (stappen: meetings.0999_later)" in words
    assert _run(site, "restore", str(copy)) == (0, "")
    assert _counts(folder / NAME)["meetings_vote"] == 1
