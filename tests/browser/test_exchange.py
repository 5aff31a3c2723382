"""The exchange by clicking: from a figure to a colleague, and writing that survives an outage."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.web.axe import violations
from tests.web.live_site import LiveSite

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

    def page_of(self, who: str, *, scripts: bool = True) -> Page:
        context = self.browser.new_context(java_script_enabled=scripts)
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


def test_a_strategist_finds_a_peer_uses_its_approach_and_is_introduced(exchange: Exchange) -> None:
    page = exchange.page_of("reader")
    page.goto(f"{exchange.site.address}/gemeenten/heerlen/#opgaven")
    page.get_by_role("link", name="Bekijk aanpakken voor Heerlen").click()
    expect(page.locator(".practice-card__reason").first).to_contain_text("kilometer verderop")
    page.get_by_role("link", name="Tussenwoningen splitsen").first.click()
    page.get_by_role("button", name="Meld gebruik").click()
    expect(page.locator(".practice-reader")).to_contain_text("1 gemeente gebruikt dit")
    page.get_by_role("link", name="Vraag kennismaking aan").click()
    page.get_by_role("textbox").last.fill("Hoe ging het met de leges?")
    assert violations(page) == []
    page.get_by_role("button", name="Verstuur vraag").click()
    expect(page.locator(".practice-reader [role=status]")).to_contain_text("is verstuurd")
    assert violations(page) == []


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
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zonder scripts")
    expect(page.locator(".practice-lessons__setback")).to_contain_text("Te duur")
