"""What every test may use, and the tests that need a browser."""

import asyncio
import gc
import os
import shutil
from asyncio import events
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.core import management
from hypothesis import settings
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.tables import call_command

# A property that is slow because the machine is busy has not failed.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

# A page that is parsed is some 50,000 small objects: the collector need not look at every 700.
gc.set_threshold(50_000, 10, 10)

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_LOOP = pytest.StashKey[asyncio.AbstractEventLoop]()
NO_CHROMIUM = "needs a Chromium, and there is none on this machine"
NO_PROXIES = "needs nginx, Caddy and systemd-analyze, and they are not all on this machine"
NO_POSTGRES = "needs PostgreSQL, and there is none on this machine"
_NAMES = (
    "chromium-headless-shell",  # a page takes it half the work that a whole browser has
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def chromium_of_machine() -> str | None:
    """The Chromium or Chrome to drive: the one that CHROMIUM names, else the first on the path."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else _NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The program that browser tests drive; without it they are left out."""
    path = chromium_of_machine()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    return path


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest) -> None:
    """The database of pytest-django, with tables that are copied where an earlier run made them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(management, "call_command", call_command)
        request.getfixturevalue("django_db_setup")


@pytest.fixture(scope="session")
def programs(django_db_setup: None, pytestconfig: pytest.Config) -> Iterator[Playwright]:
    """Playwright itself: a process can hold one, so every browser test shares it.

    The database of the tests is there before it, for it cannot be closed while a loop runs.
    """
    with sync_playwright() as playwright:
        loop = pytestconfig.stash[_LOOP] = asyncio.get_running_loop()
        yield playwright
        events._set_running_loop(loop)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Hide the loop that Playwright leaves running in this thread from tests without a browser.

    A worker that drove a browser may take over tests of the other worker. With a loop running they
    reach no database and can start no loop of their own.
    """
    drives_browser = item.get_closest_marker("browser")
    events._set_running_loop(item.config.stash.get(_LOOP, None) if drives_browser else None)


@pytest.fixture(scope="session")
def browser(programs: Playwright, chromium_path: str) -> Browser:
    """One Chromium for all tests; each visit gets a page or a context of its own.

    It stops with Playwright.
    """
    return programs.chromium.launch(executable_path=chromium_path, args=CHROMIUM_FLAGS)


SWEEPS = frozenset(
    {
        # every kind of page or screen in a browser, at every width, and a whole session there
        *("test_every_page", "test_layout", "test_page_parts", "test_shell_browser"),
        *("test_live_kinds", "test_editing_journeys", "test_session"),
        # every link, and every route for every role
        *("test_links", "test_every_route", "test_exchange_routes", "test_fuzzing"),
        # servers and databases that are started, killed, locked, restored or upgraded
        *("test_live_postgres", "test_postgres", "test_live_kill", "test_locked", "test_traces"),
        *("test_deploy", "test_upgrade", "test_shell_backups"),
        # a whole study, built or computed anew
        *("test_published", "test_walk", "test_workbench", "test_workbench_worker"),
    }
)
"""Modules that go over everything there is (docs/decisions/0149)."""


def swept(every: Iterable[str], *plain: str) -> list[Any]:
    """Values for `parametrize`: these plain ones always, all others only in a run with sweeps."""
    sweep = pytest.mark.sweep
    return [one if one in plain else pytest.param(one, marks=sweep) for one in every]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark sweeps, and put browser tests first, or leave them out where there is no browser.

    Side by side, they go to one process, which alone starts a Chromium and a site for it. They wait
    for screens, which a busy machine shows late: a failure gets a second chance.
    """
    for item in items:
        if item.path.stem in SWEEPS:
            item.add_marker(pytest.mark.sweep)
    mark = pytest.mark.flaky(reruns=1)
    if chromium_of_machine() is None:
        mark = pytest.mark.skip(reason=NO_CHROMIUM)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(mark)
    items.sort(key=lambda item: not item.get_closest_marker("browser"))


def pytest_collection_finish() -> None:
    """Spare the collector all that stays until the end: Django, numpy and the tests themselves."""
    gc.collect()
    gc.freeze()


def left_out(reports: list[pytest.TestReport], reason: str = NO_CHROMIUM) -> list[str]:
    """The tests that were skipped for this reason: there is no browser, or no PostgreSQL."""
    return sorted(report.nodeid for report in reports if reason in str(report.longrepr))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped_reports = terminalreporter.stats.get("skipped", [])
    if without := left_out(skipped_reports, NO_POSTGRES):
        terminalreporter.section("left out", yellow=True)
        terminalreporter.line(
            f"{len(without)} tests need PostgreSQL and were left out: {', '.join(without)}.\n"
            "With it they run too: apt-get install postgresql."
        )
    if without := left_out(skipped_reports, NO_PROXIES):
        terminalreporter.section("left out", yellow=True)
        terminalreporter.line(
            f"{len(without)} tests of deploy/ were left out: {', '.join(without)}.\n"
            "They need nginx, Caddy and systemd: apt-get install nginx-light caddy systemd."
        )
    if names := left_out(skipped_reports):
        terminalreporter.section("left out", yellow=True)
        terminalreporter.line(
            f"{len(names)} tests need a browser and were left out: {', '.join(names)}.\n"
            "With a Chromium they run too: apt-get install chromium (or set CHROMIUM to one)."
        )
