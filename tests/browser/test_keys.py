"""Everything with the keys alone: to the content, through the menu, from a name to its page."""

import re

from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Visitor


def _focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_the_first_key_leads_past_the_menu(visit: Visitor) -> None:
    page = visit().go("/clusters/")
    page.keyboard.press("Tab")
    expect(_focused(page)).to_have_text("Naar de inhoud")
    expect(_focused(page)).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#inhoud$"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_municipality_is_found_and_opened_with_the_keys(visit: Visitor) -> None:
    page = visit().go("/")
    field = page.get_by_role("combobox", name="Uw gemeente")
    field.focus()
    page.keyboard.type("zut")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Zutphen")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("zut")
    page.keyboard.type("p")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/gemeenten/zutphen/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zutphen")


def test_names_that_did_not_come_are_asked_again(visit: Visitor) -> None:
    page = visit().go("/")
    field = page.get_by_role("combobox", name="Uw gemeente")
    names = page.locator("form.search[data-names]").first.get_attribute("data-names")
    page.route(f"**{names}", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        field.focus()
    page.keyboard.type("zut")
    expect(page.get_by_role("option").first).to_contain_text("Zutphen")


def test_a_name_of_before_a_merger_leads_to_its_successor(visit: Visitor) -> None:
    page = visit().go("/en/")
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.type("hoogezand")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Hoogezand")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/municipalities/midden-groningen/"))


def test_the_menu_of_a_phone_opens_and_leads_on(visit: Visitor) -> None:
    page = visit(360).go("/")
    menu = page.get_by_text("Menu", exact=True)
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(_focused(page)).to_have_text("Clusters")
    expect(_focused(page)).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/clusters/$"))


def test_folded_figures_open_with_a_key_and_their_table_can_be_scrolled(visit: Visitor) -> None:
    page = visit(360).go("/themas/voorzieningen/")
    fold = page.locator("main details", has=page.locator(".table")).last
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(fold.locator("table")).to_be_visible()
    page.keyboard.press("Tab")
    expect(_focused(page)).to_have_class(re.compile("table"))
    page.keyboard.press("ArrowRight")
    # Scrolling takes a moment; waiting inside the page would need the eval that the policy forbids.
    for _ in range(40):
        scrolled = page.evaluate("document.activeElement.scrollLeft")
        if scrolled:
            break
        page.wait_for_timeout(50)
    assert scrolled > 0


def test_what_has_the_focus_is_seen(visit: Visitor) -> None:
    page = visit().go("/")
    for _ in range(12):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "(style => parseFloat(style.outlineWidth) + style.outlineStyle)"
            "(getComputedStyle(document.activeElement))"
        )
        assert ring == "3solid"


def test_a_choice_is_shared_by_its_address(visit: Visitor) -> None:
    visited = visit()
    visited.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visited.go("/vergelijken/?g=zutphen&g=gouda")
    button = page.get_by_role("button", name="Deel deze pagina")
    button.click()
    expect(page.get_by_role("button", name="Adres gekopieerd")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/vergelijken/?g=zutphen&g=gouda")


def test_a_button_that_could_not_share_is_not_there(visit: Visitor) -> None:
    visited = visit()
    # As over plain http.
    visited.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {});")
    page = visited.go("/vergelijken/?g=zutphen&g=gouda")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-shares]")).to_be_hidden()
