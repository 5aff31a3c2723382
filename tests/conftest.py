"""What every test may use, and the tests that need a browser."""

import os
import shutil

import pytest
from hypothesis import settings

# A property that is slow because the machine is busy has not failed.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

NO_CHROMIUM = "needs a Chromium, and there is none on this machine"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_of_machine() -> str | None:
    """The Chromium or Chrome to drive: the one that CHROMIUM names, else the first on the path."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else _NAMES
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The program that browser tests drive; without it they are left out."""
    path = chromium_of_machine()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium_of_machine() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def left_out(reports: list[pytest.TestReport]) -> list[str]:
    """The tests that were skipped because there is no browser."""
    return sorted(report.nodeid for report in reports if NO_CHROMIUM in str(report.longrepr))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    names = left_out(terminalreporter.stats.get("skipped", []))
    if names:
        terminalreporter.section("left out", yellow=True)
        terminalreporter.line(
            f"{len(names)} tests need a browser and were left out: {', '.join(names)}.\n"
            "With a Chromium they run too: apt-get install chromium (or set CHROMIUM to one)."
        )
