"""Writing a perspective as its editor does: by keys, with and without scripts, too much at once."""

import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from tests.browser.layout import SETTLED, faults, open_folds
from tests.web.axe import violations
from tests.web.live_site import SERVE, LiveSite

TOWN = "/redactie/stad-in-transitie/"
AMBITION = f"{TOWN}blok/ambitie/"
PAGES = (
    "/redactie/",
    TOWN,
    f"{TOWN}blok/ontwikkelingen/",
    f"{TOWN}versies/1/",
    "/account/redacteuren/",
)


@pytest.fixture(scope="module")
def cookies(browser: Browser, live: LiveSite) -> Iterator[list[Any]]:
    """An administrator who made themselves editor and saved a version."""
    answer = subprocess.run(
        [SERVE, "admin", "e@town.example"],
        env=live.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    page = browser.new_page()
    page.goto(f"{live.address}/inloggen/{answer.stdout.split('/inloggen/')[1].split()[0]}")
    page.get_by_role("button", name="Log mij in").click()
    page.goto(f"{live.address}/account/redacteuren/")
    page.get_by_label("E-mailadres").fill("e@town.example")
    page.get_by_role("button", name="Maak redacteur").click()
    page.goto(live.address + AMBITION)
    page.get_by_label("Tekst (Nederlands)").fill("Een stad met {{ leden | aantal }} gemeenten.")
    page.get_by_label("Tekst (Engels)").fill("A town with {{ leden | aantal }} municipalities.")
    page.get_by_role("button", name="Bewaar").click()
    expect(page).to_have_url(f"{live.address}{TOWN}#ambitie")
    yield page.context.cookies()
    page.context.close()


def _page(browser: Browser, cookies: list[Any], *, scripts: bool = True, width: int = 1440) -> Page:
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, java_script_enabled=scripts)  # type: ignore[arg-type]
    context.add_cookies(cookies)
    return context.new_page()


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_an_editor_are_whole_and_axe_finds_nothing(
    browser: Browser, live: LiveSite, cookies: list[Any], path: str
) -> None:
    page = _page(browser, cookies)
    page.goto(live.address + path)
    open_folds(page)
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 900})
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    assert violations(page, is_next_look=True) == []
    assert faults(page) == {}
    page.context.close()


def test_the_preview_follows_what_is_typed_by_keys(
    browser: Browser, live: LiveSite, cookies: list[Any]
) -> None:
    page = _page(browser, cookies)
    page.goto(live.address + AMBITION)
    page.get_by_label("Tekst (Nederlands)").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Er zijn {{ banen | mediaan cluster }} banen.")
    chip = page.locator("[data-shown] .draft-chip").first
    expect(chip).to_contain_text("740")
    page.keyboard.press("Control+A")
    page.keyboard.type("Er zijn {{ bannen | mediaan cluster }} banen.")
    expect(page.locator("[data-shown]")).to_contain_text("is geen kenmerk van deze studie")
    page.context.close()


def test_without_scripts_a_button_shows_the_preview(
    browser: Browser, live: LiveSite, cookies: list[Any]
) -> None:
    page = _page(browser, cookies, scripts=False, width=360)
    page.goto(live.address + AMBITION)
    page.get_by_label("Tekst (Nederlands)").fill("Er zijn {{ banen | mediaan cluster }} banen.")
    page.get_by_role("button", name="Toon het voorbeeld").click()
    expect(page.locator(".draft-chip").first).to_contain_text("740")
    expect(page.get_by_label("Tekst (Nederlands)")).to_have_value(
        "Er zijn {{ banen | mediaan cluster }} banen."
    )
    page.context.close()


N_KEPT = "Object.keys(localStorage).filter(name => name.startsWith('deelgenoot-texts')).length"
TYPED = "Een stad die {{ leden | aantal }} gemeenten kent."


def _type_ambition(page: Page, address: str) -> None:
    page.goto(address + AMBITION)
    page.get_by_label("Tekst (Nederlands)").fill(TYPED)


def _note_questions(page: Page) -> list[str]:
    """Say yes to whatever the page asks, and note what kind of question it was."""
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    return asked


def test_who_leaves_with_a_text_is_asked_and_finds_it_again(
    browser: Browser, live: LiveSite, cookies: list[Any]
) -> None:
    page = _page(browser, cookies)
    asked = _note_questions(page)
    _type_ambition(page, live.address)
    page.get_by_label("Blokken").get_by_role("link", name="Kern").click()
    expect(page).to_have_url(f"{live.address}{TOWN}blok/kern/")
    assert asked == ["beforeunload"]
    page.goto(live.address + AMBITION)
    page.get_by_role("button", name="Haal die tekst terug").click()
    expect(page.get_by_label("Tekst (Nederlands)")).to_have_value(TYPED)
    expect(page.locator("[data-shown]")).to_contain_text("gemeenten kent.")
    # What was brought back is not saved yet either.
    page.goto(f"{live.address}/redactie/")
    assert asked == ["beforeunload"] * 2
    page.goto(live.address + AMBITION)
    page.get_by_role("button", name="Gooi die tekst weg").click()
    page.reload()
    expect(page.get_by_text("die u hier typte")).to_be_hidden()
    page.context.close()


def test_bringing_a_text_back_over_what_was_typed_since_is_asked_first(
    browser: Browser, live: LiveSite, cookies: list[Any]
) -> None:
    page = _page(browser, cookies)
    asked = _note_questions(page)
    _type_ambition(page, live.address)
    page.goto(live.address + AMBITION)
    page.get_by_label("Tekst (Engels)").fill("A town of today.")
    asked.clear()
    page.get_by_role("button", name="Haal die tekst terug").click()
    expect(page.get_by_label("Tekst (Nederlands)")).to_have_value(TYPED)
    assert asked == ["beforeunload"]
    page.context.close()


def test_a_text_that_was_sent_after_signing_out_elsewhere_is_there_again(
    browser: Browser, live: LiveSite, cookies: list[Any]
) -> None:
    page = _page(browser, cookies)
    _type_ambition(page, live.address)
    page.context.clear_cookies()
    page.get_by_label("Tekst (Engels)").fill("A town.")
    expect(page.get_by_role("alert")).to_contain_text("U bent uitgelogd.")
    expect(page.locator("[data-shown]")).not_to_contain_text("Inloggen")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()
    page.context.add_cookies(cookies)
    page.goto(live.address + AMBITION)
    page.get_by_role("button", name="Haal die tekst terug").click()
    expect(page.get_by_label("Tekst (Nederlands)")).to_have_value(TYPED)
    page.context.close()


def test_nothing_stays_on_the_device_after_saving_or_signing_out(
    browser: Browser, live: LiveSite, cookies: list[Any]
) -> None:
    page = _page(browser, cookies)
    page.on("dialog", lambda dialog: dialog.accept())
    _type_ambition(page, live.address)
    # Not what the other tests type: that would be no change any more.
    page.get_by_label("Tekst (Nederlands)").fill("Een stad van {{ leden | aantal }} plaatsen.")
    page.get_by_label("Tekst (Engels)").fill("A town of {{ leden | aantal }} places.")
    assert page.evaluate(N_KEPT) == 1
    page.get_by_role("button", name="Bewaar").click()
    expect(page).to_have_url(f"{live.address}{TOWN}#ambitie")
    assert page.evaluate(N_KEPT) == 0
    page.goto(live.address + AMBITION)
    page.get_by_label("Tekst (Nederlands)").fill("Nog niet af.")
    assert page.evaluate(N_KEPT) == 1
    # Not the server, whose cookie the other tests share: what the page does is what counts.
    page.route("**/uitloggen/", lambda route: route.fulfill(status=204))
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_function(f"{N_KEPT} === 0")
    page.context.close()


def test_a_tab_of_whoever_signed_out_in_another_keeps_nothing(
    browser: Browser, live: LiveSite, cookies: list[Any]
) -> None:
    page = _page(browser, cookies)
    _type_ambition(page, live.address)
    other = page.context.new_page()
    other.goto(live.address + TOWN)
    other.route("**/uitloggen/", lambda route: route.fulfill(status=204))
    other.get_by_role("button", name="Uitloggen").click()
    assert other.evaluate(N_KEPT) == 0
    page.context.clear_cookies()
    page.get_by_label("Tekst (Engels)").fill("A town.")
    expect(page.get_by_role("alert")).to_contain_text("U bent uitgelogd.")
    assert page.evaluate(N_KEPT) == 0
    # Who signs in again, as is said there, has it kept again.
    page.context.add_cookies(cookies)
    page.get_by_label("Tekst (Engels)").fill("A town of today.")
    expect(page.locator("[data-shown]")).to_contain_text("A town of today.")
    assert page.evaluate(N_KEPT) == 1
    page.context.close()


def test_of_the_preview_only_a_line_is_read_aloud(
    browser: Browser, live: LiveSite, cookies: list[Any]
) -> None:
    page = _page(browser, cookies)
    page.goto(live.address + AMBITION)
    page.get_by_label("Tekst (Nederlands)").fill("Er zijn {{ bannen | mediaan cluster }} banen.")
    line = page.get_by_role("status")
    expect(line).to_have_text("Voorbeeld vernieuwd, 2 problemen.")
    assert page.locator("[aria-live]").count() == 0
    page.context.close()


def test_ten_million_signs_are_refused_and_stay(
    browser: Browser, live: LiveSite, cookies: list[Any]
) -> None:
    page = _page(browser, cookies)
    page.goto(live.address + AMBITION)
    field = page.get_by_label("Tekst (Nederlands)")
    field.evaluate("field => { field.value = 'a'.repeat(10_000_000); }")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("alert")).to_contain_text("uw tekst staat er nog")
    assert field.evaluate("field => field.value.length") == 10_000_000
    assert page.url == live.address + AMBITION
    page.context.close()
