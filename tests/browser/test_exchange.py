"""The exchange by clicking: from a figure to a colleague, and writing that survives an outage."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Page,
    Route,
    ViewportSize,
    expect,
)
from tests.browser.layout import faults
from tests.web.axe import violations
from tests.web.live_site import LiveSite
from tests.web.picture_files import picture_file

ROOT = Path(__file__).resolve().parents[2]
SEED = str(ROOT / "tests/web/exchange_seed.py")

expect.set_options(timeout=15_000)


@dataclass
class Exchange:
    """A site with an approach and a draft, and browsers of its people."""

    site: LiveSite
    browser: Browser
    facts: dict[str, Any]
    contexts: list[BrowserContext]

    def page_of(self, who: str, *, scripts: bool = True, width: int = 1280) -> Page:
        viewport: ViewportSize = {"width": width, "height": 740}
        context = self.browser.new_context(java_script_enabled=scripts, viewport=viewport)
        context.add_cookies(
            [{"name": "deelgenoot", "value": self.facts[who], "url": self.site.address}]
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page


@pytest.fixture
def exchange(live: LiveSite, browser: Browser) -> Iterator[Exchange]:
    environment = live.environment | {"PYTHONPATH": str(ROOT)}
    answer = subprocess.run(
        [sys.executable, SEED], env=environment, check=True, stdout=subprocess.PIPE
    )
    place = Exchange(live, browser, json.loads(answer.stdout), [])
    yield place
    for context in place.contexts:
        context.close()


def test_from_the_letter_after_a_session_to_a_colleague_and_through_an_appeal(
    exchange: Exchange,
) -> None:
    """By clicking only, at 360 px: from each letter to its page, and on from there."""
    reader, author, moderator, second = (
        exchange.page_of(who, width=360) for who in ("reader", "author", "moderator", "second")
    )
    open_letter(exchange, reader, "Het was een mooie dag.")
    expect(reader.locator(".practice-card__reason").first).to_contain_text("kilometer verderop")
    assert violations(reader) == []
    reader.get_by_role("link", name="Tussenwoningen splitsen").first.click()
    use_and_react(reader)
    ask_introduction(reader)
    open_letter(exchange, author, "in contact komen")
    assert violations(author) == []
    author.get_by_role("button", name="Deel mijn e-mailadres").click()
    reader.reload()
    expect(reader.locator(".practice-reader [role=status]")).to_contain_text("elkaars adres")
    moderator.goto(f"{exchange.site.address}/aanpakken/")
    moderator.get_by_role("link", name="Tussenwoningen splitsen").click()
    hide_with_reason(moderator, "Er staat een naam in.")
    open_letter(exchange, author, "Er staat een naam in.")
    assert violations(author) == []
    author.get_by_label("Waarom bent u het er niet mee eens?").fill("Dat is een straat.")
    author.get_by_role("button", name="Verstuur bezwaar").click()
    expect(author.get_by_role("status")).to_contain_text("Het antwoord komt per e-mail")
    second.goto(f"{exchange.site.address}/aanpakken/")
    answer_appeal(second, "Een straat is geen persoon.")
    open_letter(exchange, author, "Een straat is geen persoon.")
    expect(author.get_by_role("main")).to_contain_text("het besluit is teruggedraaid")
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Tussenwoningen splitsen")


def open_letter(exchange: Exchange, page: Page, words: str) -> None:
    """Go where the newest letter with these words leads."""
    page.context.add_cookies([exchange.site.access])
    mailbox = page.request.get(f"{exchange.site.address}/postvak/").text()
    letters = [one.get_text(" ") for one in BeautifulSoup(mailbox, "html.parser")("article")]
    letter = next(one for one in letters if words in one)
    address = re.search(r"https?://[^/\s]+(/(?:kennismaking|aanpakken)/\S+)", letter)
    assert address
    page.goto(exchange.site.address + address[1])


def use_and_react(page: Page) -> None:
    page.get_by_role("button", name="Meld gebruik").click()
    expect(page.locator(".practice-reader")).to_contain_text("1 gemeente gebruikt dit")
    page.get_by_label("Uw reactie").fill("Wij gaan dit **ook** doen.")
    page.get_by_role("button", name="Plaats reactie").click()
    expect(page.locator(".reaction strong")).to_have_text("ook")


def ask_introduction(page: Page) -> None:
    page.get_by_role("link", name="Vraag kennismaking aan").click()
    page.get_by_role("textbox").last.fill("Hoe ging het met de leges?")
    assert violations(page) == []
    page.get_by_role("button", name="Verstuur vraag").click()
    expect(page.locator(".practice-reader [role=status]")).to_contain_text("is verstuurd")
    assert violations(page) == []


def hide_with_reason(page: Page, reason: str) -> None:
    page.get_by_role("link", name="Beoordeel deze aanpak").click()
    assert violations(page) == []
    page.get_by_label("Reden voor de schrijver").first.fill(reason)
    page.get_by_role("button", name="Verberg tekst").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Moderatie")


def answer_appeal(page: Page, words: str) -> None:
    page.get_by_role("link", name="Deel een aanpak").first.click()
    page.get_by_role("link", name="Moderatie").click()
    page.get_by_role("link", name="Tussenwoningen splitsen").first.click()
    page.get_by_label("Draai het besluit terug").check()
    page.get_by_label("Uw antwoord aan de schrijver").fill(words)
    assert violations(page) == []
    page.get_by_role("button", name="Verstuur antwoord").click()


def _answer_late(route: Route) -> None:
    answer = route.fetch()
    route.request.frame.page.wait_for_timeout(900)
    route.fulfill(response=answer)


def test_a_draft_saves_itself_and_comes_through_an_outage(exchange: Exchange) -> None:
    page = exchange.page_of("reader")
    page.goto(f"{exchange.site.address}/aanpakken/{exchange.facts['draft']}/schrijven/")
    assert violations(page) == []
    state = page.locator("[data-state]")
    summary = page.get_by_label("Samenvatting")
    summary.fill("Eerste")
    expect(state).to_contain_text("Concept bewaard")
    page.context.set_offline(True)
    summary.fill("Tijdens een storing")
    expect(state).to_contain_text("Geen verbinding", timeout=10_000)
    page.context.set_offline(False)
    expect(state).to_contain_text("Concept bewaard", timeout=15_000)
    page.reload()
    expect(summary).to_have_value("Tijdens een storing")

    cookies = page.context.cookies()
    page.context.clear_cookies()
    summary.fill("Na uitloggen")
    expect(state).to_contain_text("U bent uitgelogd", timeout=10_000)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # same keys
    expect(state).to_contain_text("Concept bewaard", timeout=15_000)

    # A button that is pressed while the draft is being saved waits for its number.
    page.route(re.compile("/schrijven/$"), _answer_late, times=1)
    with page.expect_request(re.compile("/schrijven/$")):
        summary.fill("Tegelijk")
    page.wait_for_timeout(300)
    summary.press_sequentially(" en meer")
    page.get_by_role("button", name="Bewaar en kies afbeeldingen").click()
    expect(page).to_have_url(re.compile("/afbeeldingen/$"))


def test_what_resembles_a_draft_comes_while_one_writes(exchange: Exchange) -> None:
    page = exchange.page_of("reader")
    page.goto(f"{exchange.site.address}/aanpakken/{exchange.facts['draft']}/schrijven/")
    heading = page.locator("[data-similar]").get_by_role("heading")
    page.get_by_label("Samenvatting").fill("Nachtrust")
    expect(heading).to_have_text("Bij dezelfde opgave")
    page.get_by_label("Titel").fill("Woningen splitsen")
    expect(heading).to_have_text("Lijkt op wat er al is")
    expect(page.get_by_role("link", name="Tussenwoningen splitsen")).to_be_visible()
    assert violations(page) == []


def test_a_draft_that_was_refused_is_not_left_without_asking(exchange: Exchange) -> None:
    page = exchange.page_of("reader")
    page.goto(f"{exchange.site.address}/aanpakken/{exchange.facts['draft']}/schrijven/")
    is_asked = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    year = page.get_by_label("Eerste jaar")
    year.fill("1800")
    expect(page.locator("[data-state]")).to_contain_text("Niet bewaard. Eerste jaar: Vul een jaar")
    assert page.evaluate(is_asked)
    year.fill("2020")
    expect(page.locator("[data-state]")).to_contain_text("Concept bewaard")
    assert not page.evaluate(is_asked)


def test_one_writes_and_publishes_without_scripts(exchange: Exchange) -> None:
    page = exchange.page_of("reader", scripts=False)
    page.goto(f"{exchange.site.address}/aanpakken/nieuw/")
    page.get_by_label("Titel").fill("Zonder scripts")
    page.get_by_label("Voor welke opgave?").select_option("gezond-leven")
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_role("button", name="Publiceer").click()
    expect(page.locator(".entry__error").first).to_have_text("Dit is nodig om te publiceren.")
    page.get_by_label("Samenvatting").fill("Wij deden iets.")
    page.get_by_label("Gestopt").check()
    page.get_by_label("Wat werkte niet?").fill("- Te duur")
    add_picture(page)
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zonder scripts")
    expect(page.locator(".practice-lessons__setback")).to_contain_text("Te duur")
    looker = exchange.page_of("author")
    looker.goto(page.url)
    assert faults(looker, (360, 1440)) == {}
    assert violations(looker) == []
    # What was 1,200 by 1,600 is no wider than that for its height.
    width, height = looker.locator(".practice-picture img").evaluate(
        "image => [image.clientWidth, image.clientHeight]"
    )
    assert height / width == pytest.approx(4 / 3, abs=0.01)


def add_picture(page: Page) -> None:
    """Go from the form to the pictures, forget the text first, and come back to the form."""
    page.get_by_role("button", name="Bewaar en kies afbeeldingen").click()
    photo: FilePayload = {
        "name": "gevel.png",
        "mimeType": "image/png",
        "buffer": picture_file("PNG", (1200, 1600)),
    }
    page.get_by_label("Afbeelding").set_input_files(photo)
    page.get_by_role("button", name="Voeg toe").click()
    page.get_by_label("Wat is erop te zien?").first.fill("Een gevel met steigers")
    page.get_by_role("button", name="Bewaar tekst").click()
    expect(page.get_by_role("status")).to_contain_text("is bewaard")
    page.get_by_role("link", name="Terug naar de tekst").click()
    expect(page.get_by_label("Samenvatting")).to_have_value("Wij deden iets.")
