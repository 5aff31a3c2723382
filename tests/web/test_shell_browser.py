"""What only a browser can tell: keys, narrow screens, and charts under the strict policy."""

import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from django.core.asgi import get_asgi_application
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, Locator, Page, expect
from tests.web.axe import violations

from deelgenoot_web.site import styleguide

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The style guide, served as visitors are served, with the bundled look."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, ROOT_URLCONF=styleguide.__name__):
        call_command("collectstatic", interactive=False, verbosity=0)
        assert (folder / "built" / "house.css").exists(), "bundle first: make ready"
        with socket.create_server(("127.0.0.1", 0)) as listening:
            config = uvicorn.Config(get_asgi_application(), log_level="warning", lifespan="off")
            server = uvicorn.Server(config)
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            server.should_exit = True
            thread.join(timeout=10)


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """A page of the style guide; a word on the console, such as a broken policy, fails the test."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/bouwstenen/")
    yield page
    page.close()
    assert said == []


def field(tab: Page) -> Locator:
    return tab.get_by_role("combobox", name="Uw gemeente")


def test_a_name_is_chosen_with_the_keys(tab: Page) -> None:
    field(tab).press_sequentially("voor")
    options = tab.get_by_role("option")
    expect(options).to_have_count(3)
    expect(field(tab)).to_have_attribute("aria-expanded", "true")
    field(tab).press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    expect(field(tab)).to_have_attribute("aria-activedescendant", "search-field-list-0")
    field(tab).press("ArrowUp")
    expect(options.nth(2)).to_have_attribute("aria-selected", "true")
    expect(options.nth(2)).to_have_text("Kies uit alle gemeenten")
    field(tab).press("ArrowDown")
    field(tab).press("Enter")
    expect(tab).to_have_url(re.compile("/cookies/$"))


def test_the_number_found_is_said_and_escape_closes(tab: Page) -> None:
    field(tab).press_sequentially("voor")
    expect(tab.locator("main form.search [role=status]")).to_have_text("2 resultaten")
    field(tab).press("Escape")
    expect(tab.get_by_role("listbox")).to_be_hidden()
    expect(field(tab)).to_have_attribute("aria-expanded", "false")
    expect(field(tab)).to_have_value("voor")
    field(tab).press_sequentially("x")
    expect(tab.locator("main form.search [role=status]")).to_have_text("Geen resultaat")


def test_a_name_is_chosen_with_the_mouse(tab: Page) -> None:
    field(tab).press_sequentially("proef")
    tab.get_by_role("option", name="Proefdam").click()
    expect(tab).to_have_url(re.compile("/toegankelijkheid/$"))


def test_enter_without_a_choice_sends_the_form(tab: Page) -> None:
    field(tab).press_sequentially("voor")
    field(tab).press("Enter")
    expect(tab).to_have_url(re.compile(r"/bouwstenen/\?q=voor$"))


def test_a_chart_says_what_is_pointed_at_under_the_strict_policy(tab: Page) -> None:
    chart, tip = tab.get_by_label("Twee balken"), tab.locator(".tip")
    chart.locator("rect").first.hover()
    expect(tip).to_have_text("Voorbeeldstad 22,1%")
    tab.mouse.move(0, 0)
    expect(tip).to_be_empty()


def test_a_chart_of_which_the_words_do_not_come_leaves_the_drawing(tab: Page) -> None:
    tab.route("**/*.json", lambda route: route.fulfill(status=204))
    chart = tab.get_by_label("Twee balken")
    chart.evaluate("chart => chart.setAttribute('data-chart', 'dot/nothing')")
    chart.hover()
    expect(tab.locator(".tip")).to_have_text("Dat lukte niet. De cijfers staan in de tabel.")
    expect(chart).to_be_visible()


def test_a_switch_sends_its_form(tab: Page) -> None:
    tab.get_by_text("Toon alles").click()
    expect(tab).to_have_url(re.compile(r"\?verschillen=1&alles=1$"))


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_page_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.goto(f"{address}/bouwstenen/")
    widest = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert widest <= width


def test_the_menu_of_a_phone_works_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/cookies/")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile("/en/cookies/$"))
    context.close()


def test_on_paper_what_is_folded_is_open(tab: Page) -> None:
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(tab.locator("details.fold")).to_have_attribute("open", "")
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(tab.locator("details.fold")).not_to_have_attribute("open", "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/bouwstenen/", "/en/accessibility/", "/bestaat/niet/"])
def test_axe_finds_nothing(
    browser: Browser, address: str, path: str, width: int, scheme: str
) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(address + path)
    for folded in page.locator("main details").all():
        folded.evaluate("part => { part.open = true }")
    found = violations(page)
    page.close()
    assert found == []


def test_axe_finds_what_is_wrong(tab: Page) -> None:
    tab.evaluate("document.querySelector('main form.search label').remove()")
    assert any(line.startswith("label:") for line in violations(tab))
