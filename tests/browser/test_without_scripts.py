"""With scripts switched off: find, compare, choose; nothing hides behind a program."""

import re

from playwright.sync_api import expect
from tests.browser.conftest import Visitor


def test_a_municipality_is_found_by_an_old_name(visit: Visitor) -> None:
    page = visit(scripts=False).go("/")
    page.get_by_role("searchbox").first.fill("heerlen")
    page.get_by_role("button", name="Zoek", exact=True).first.click()
    expect(page).to_have_url(re.compile("/gemeenten/heerlen/$"))
    page.goto(page.url.replace("/gemeenten/heerlen/", "/"))
    page.get_by_role("searchbox").first.fill("Hoogezand-Sappemeer")
    page.get_by_role("button", name="Zoek", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Midden-Groningen")
    expect(page.locator("main")).to_contain_text("Hoogezand-Sappemeer")


def test_two_municipalities_are_compared_and_a_third_is_added(visit: Visitor) -> None:
    page = visit(scripts=False).go("/vergelijken/")
    page.get_by_label("Eerste gemeente").fill("Zutphen")
    page.get_by_label("Tweede gemeente").fill("Roermond")
    page.get_by_role("button", name="Vergelijk", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zutphen en Roermond")
    page.get_by_label(re.compile("Voeg een gemeente toe")).fill("Heerlen")
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zutphen, Roermond en Heerlen")


def test_only_the_differences_can_be_switched_off(visit: Visitor) -> None:
    page = visit(scripts=False).go("/vergelijken/?g=zutphen&g=roermond")
    rows = page.locator(".compare__row")
    few = rows.count()
    page.get_by_label("Alleen de verschillen").uncheck(force=True)
    page.get_by_role("button", name="Toon").click()
    expect(page).to_have_url(re.compile("g=zutphen&g=roermond&alles=1"))
    page.wait_for_load_state()
    assert rows.count() > few


def test_folds_open_and_every_chart_and_figure_is_there(visit: Visitor) -> None:
    page = visit(scripts=False).go("/kenmerken/65plus/")
    fold = page.locator("details", has=page.locator(".levels"))
    expect(page.locator(".levels")).to_be_hidden()
    fold.locator("summary").click()
    expect(page.locator(".levels tbody tr")).to_have_count(355)
    expect(page.locator("svg.chart").first).to_be_visible()
