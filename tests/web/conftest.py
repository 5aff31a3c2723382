"""What every test of the site shares. `page` is the one to use; its class says what it checks."""

from pathlib import Path

import messages
import pytest
from pytest_django import Settings

from deelgenoot_web.meetings.actions import questions
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.parts import cache
from deelgenoot_web.meetings.views import invitation, joining, sent

pytest.register_assert_rewrite("tests.web.visitor")

from tests.web.visitor import Visitor  # noqa: E402 - only now are its asserts rewritten

_PLAIN_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


_HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before pytest-django puts tests with rows first
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages about municipalities lead to the next session, so all of them look for one."""
    for item in items:
        is_ours = item.path.is_relative_to(_HERE) and not item.get_closest_marker("browser")
        if is_ours and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session", autouse=True)
def _compiled_messages() -> None:
    """The English pages read what the catalogs say now."""
    for room in messages.ROOMS:
        messages.compile_stale(room)


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Settings) -> None:
    """Tests of pages need no bundled look; the tests of the server make their own."""
    settings.STORAGES = _PLAIN_FILES


@pytest.fixture(autouse=True)
def _full_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sent anything yet: keys of participants come back after each test is rolled back."""
    monkeypatch.setattr(sent, "PACE", Allowance(per_second=2, burst=30))
    monkeypatch.setattr(joining, "GUESSES", Allowance(per_second=1, burst=100))
    monkeypatch.setattr(invitation, "OF_A_MEETING", Allowance(per_second=1, burst=200))
    monkeypatch.setattr(invitation, "OF_A_DOMAIN", Allowance(per_second=1, burst=30))
    monkeypatch.setattr(invitation, "CODES", Allowance(per_second=1, burst=5))
    monkeypatch.setattr(questions, "UNNAMED", Allowance(per_second=1 / 60, burst=20))


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page is painted anew: in a test that is rolled back nothing is committed, so no bell."""
    monkeypatch.setattr(cache, "LASTS", 0)
    # A test that does keep leaves nothing for a later meeting, which may get the same number.
    monkeypatch.setattr(cache.part_cache, "_painted_parts", {})


@pytest.fixture
def page() -> Visitor:
    """A `Visitor`: fetches a page, checks it, gives it as BeautifulSoup."""
    return Visitor()
