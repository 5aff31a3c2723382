"""The site as visitors get it, with a Chromium to visit it. All of it on this machine."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright
from tests.conftest import CHROMIUM_FLAGS
from tests.web.live_site import LiveSite

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, and starting that takes its time."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def site(live: LiveSite) -> str:
    """The address of the site, with the bundled look; nothing is announced on it."""
    return live.address


@pytest.fixture(scope="session")
def large_text(programs: Playwright, chromium_path: str) -> Page:
    """A page of somebody who set text to twice its size; it stops with Playwright."""
    flags = [*CHROMIUM_FLAGS, "--blink-settings=defaultFontSize=32"]
    return programs.chromium.launch(executable_path=chromium_path, args=flags).new_page()


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


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site in a process of its own, that can be killed and started again."""
    site = LiveSite(tmp_path_factory.mktemp("live"))
    site.set_up(looks=True)
    site.start()
    # The first page takes its time, which no test need wait for.
    urlopen(f"{site.address}/gemeenten/zutphen/").close()  # noqa: S310 - our own server
    with site.many_sessions():
        yield site
    site.stop()


@dataclass
class Enter:
    """Opens screens of one session: of the participant of a number, or of the organiser (None)."""

    live: LiveSite
    browser: Browser
    made: dict[str, Any]
    """What `live_seed.py` told of the session."""
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(self, who: int | None, screen: str = "mee", address: str = "") -> Page:
        page = self.context(who, address or self.live.address).new_page()
        page.set_default_timeout(10_000)
        page.goto(self.at(screen, address))
        return page

    def at(self, path: str, address: str = "") -> str:
        return f"{address or self.live.address}/bijeenkomsten/{self.made['slug']}/{path}/"

    def context(self, who: int | None, base: str = "") -> BrowserContext:
        context = self.browser.new_context(viewport={"width": 390, "height": 800})
        self.contexts.append(context)
        self.become(context, who, base)
        return context

    def become(self, context: BrowserContext, who: int | None, base: str = "") -> None:
        """Let this browser be of somebody from now on."""
        cookies = self.made["session"] if who is None else self.made["cookies"][who]
        address = base or self.live.address
        context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )

    def drive(self, poll: int, *steps: str) -> None:
        """What the desk does with a question: put, close, show."""
        for step in steps:
            self.send(f"regie/vraag/{poll}", {"do": step})

    def send(self, path: str, form: dict[str, Any], who: int | None = None) -> None:
        """Send a form as somebody does, without their screen."""
        sent = {"Origin": self.live.address, "Accept": "application/json"}
        answer = self.context(who).request.post(self.at(path), form=form, headers=sent)
        assert answer.ok, answer.text()

    def vote(self, poll: int, value: object) -> None:
        """The same answer of everybody, without their screens."""
        request = self.context(None).request
        for ticket in self.made["tickets"]:
            answer = request.post(
                f"{self.live.address}/live/{self.made['meeting']}/stem",
                data={"poll": poll, "value": value},
                headers={"X-Ticket": ticket},
            )
            assert answer.ok, answer.text()


def press(button: Locator, nth: int) -> None:
    """The press of this number of those that follow each other quickly, at one place."""
    button.hover()
    button.page.mouse.down(click_count=nth)
    button.page.mouse.up(click_count=nth)


@pytest.fixture
def enter(browser: Browser, live: LiveSite) -> Iterator[Enter]:
    """Opens screens of a new session with one question, which is open."""
    made = Enter(live, browser, live.session(8))
    yield made
    for context in made.contexts:
        context.close()


@pytest.fixture
def kinds(browser: Browser, live: LiveSite) -> Iterator[Enter]:
    """The same, with a question of every kind after it."""
    made = Enter(live, browser, live.session(8, "kinds"))
    yield made
    for context in made.contexts:
        context.close()
