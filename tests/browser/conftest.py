"""The site as visitors get it, with a Chromium to visit it. All of it on this machine."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from django.core.asgi import get_asgi_application
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from tests.conftest import CHROMIUM_FLAGS

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, and starting that takes its time."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, served by uvicorn with the bundled look."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
        assert (folder / "built" / "house.css").exists(), "bundle first: scripts/assets.py"
        with socket.create_server(("127.0.0.1", 0)) as listening:
            config = uvicorn.Config(get_asgi_application(), log_level="error", lifespan="off")
            server = uvicorn.Server(config)
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            server.should_exit = True
            thread.join(timeout=10)


@pytest.fixture(scope="session")
def large_text(programs: Playwright, chromium_path: str) -> Iterator[Page]:
    """A page of somebody who set text to twice its size."""
    flags = [*CHROMIUM_FLAGS, "--blink-settings=defaultFontSize=32"]
    started = programs.chromium.launch(executable_path=chromium_path, args=flags)
    yield started.new_page()
    started.close()


@dataclass
class Visit:
    """A page in a fresh context, and everything it said and asked for."""

    site: str
    context: BrowserContext
    page: Page
    kind: str = ""
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Remember what stands on the console and every address that is fetched."""
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def go(self, path: str) -> Page:
        """The page at `path`, loaded."""
        self.page.goto(self.site + path)
        return self.page


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visitor]:
    """Makes a visit of this width, with or without scripts; closes it after the test."""
    contexts: list[BrowserContext] = []

    def started(width: int = 1440, *, scripts: bool = True) -> Visit:
        viewport = {"width": width, "height": 900}
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts)  # type: ignore[arg-type]
        contexts.append(context)
        made = Visit(site, context, context.new_page())
        made.listen()
        return made

    yield started
    for context in contexts:
        context.close()
