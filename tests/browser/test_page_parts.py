"""Long pages in a browser: how high, how many sheets, and what stays open."""

import re

import pytest
from playwright.sync_api import Route, expect
from tests.browser.conftest import Visitor
from tests.browser.kinds import KINDS
from tests.web.live_site import LiveSite

SCREENS = 6 * 900
HIGHEST = {
    "cluster": "/clusters/centrumstad-met-uitdagingen/",
    "handelingsperspectief": "/clusters/centrumstad-met-uitdagingen/handelingsperspectief/",
}
"""The longest page of a kind, where that is not the one that stands for it elsewhere."""
SLIDES = {"dias"}
"""Kinds that have a screen for each slide."""
ROOM_ABOVE = 16
"""Pixels above what the window scrolls to (`scroll-padding` of the house)."""


@pytest.fixture(scope="module")
def _next_meeting(live: LiveSite) -> None:
    """Announce a meeting: some pages end with it."""
    live.session(1)


@pytest.mark.usefixtures("_next_meeting")
@pytest.mark.parametrize("kind", sorted(set(KINDS) - SLIDES))
def test_no_page_is_higher_than_six_screens(visit: Visitor, kind: str) -> None:
    page = visit().go((KINDS | HIGHEST)[kind])
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.evaluate("document.documentElement.scrollHeight") <= SCREENS


@pytest.mark.parametrize("slug", ["gouda", "zutphen", "amsterdam", "appingedam"])
def test_a_municipality_is_printed_on_two_sheets(visit: Visitor, slug: str) -> None:
    page = visit().go(f"/gemeenten/{slug}/")
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) == 2


def test_each_slide_is_printed_on_a_sheet_of_its_own(visit: Visitor) -> None:
    page = visit().go("/clusters/stad-in-transitie/dias/")
    n_slides = page.locator(".slide").count()
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheets)) == n_slides


def test_page_down_goes_from_slide_to_slide(visit: Visitor) -> None:
    page = visit().go("/clusters/stad-in-transitie/dias/#dia-2")
    page.keyboard.press("PageDown")
    for _ in range(40):  # it scrolls softly
        page.wait_for_timeout(50)
        top = page.locator("#dia-3").evaluate("slide => slide.getBoundingClientRect().top")
        if abs(top) <= ROOM_ABOVE:
            break
    assert abs(top) <= ROOM_ABOVE


def test_an_entry_of_the_list_opens_its_part_without_scripts(visit: Visitor) -> None:
    page = visit(scripts=False).go("/gemeenten/zutphen/")
    page.locator(".contents").get_by_role("link", name="Ontwikkeling").click()
    expect(page.locator("#ontwikkelingen")).to_be_visible()


def test_what_was_opened_is_open_after_a_reload_and_on_the_way_back(visit: Visitor) -> None:
    page = visit().go("/gemeenten/zutphen/")
    page.locator("summary", has_text="Wat speelt er in Zutphen?").click()
    expect(page.locator("#opgaven")).to_be_visible()
    page.reload()
    expect(page.locator("#opgaven")).to_be_visible()
    expect(page.locator("#ontwikkelingen")).to_be_hidden()
    page.get_by_role("link", name="Clusters", exact=True).first.click()
    page.wait_for_url(re.compile("/clusters/$"))
    page.go_back()
    expect(page.locator("#opgaven")).to_be_visible()


def test_what_was_closed_stays_closed_after_a_reload(visit: Visitor) -> None:
    page = visit().go("/clusters/werkstad/")
    page.locator("summary", has_text="Welke opgaven delen").click()
    expect(page.locator("#opgaven")).to_be_hidden()
    page.reload()
    expect(page.locator("#opgaven")).to_be_hidden()


def test_the_list_of_municipalities_follows_what_is_typed(visit: Visitor) -> None:
    page = visit().go("/gemeenten/")
    shown = page.locator(".place:visible a")
    expect(shown).to_have_count(74)
    page.get_by_label("Naam", exact=True).press_sequentially("zee")
    expect(shown).to_have_text(["Zeewolde"])
    expect(page.get_by_role("heading", name="Gemeenten met een cluster")).to_be_hidden()
    page.get_by_label("Naam", exact=True).fill("atlantis")
    expect(shown).to_have_count(0)
    expect(page.get_by_role("heading", name="Geen gemeente met deze keuze")).to_be_visible()
    page.get_by_label("Naam", exact=True).fill("")
    expect(shown).to_have_count(74)


def test_a_page_that_is_not_finished_says_how_far_it_is_and_leaves_the_rest_alone(
    visit: Visitor,
) -> None:
    visited = visit()
    page = visited.page
    left = ["Nog drie", "Nog twee", "Nog een"]

    def unfinished(route: Route) -> None:
        answer = route.fetch()
        waits = f'<p data-reloads>{left.pop(0)}</p><input id="own">' if left else ""
        route.fulfill(response=answer, body=answer.text().replace("<h1", f"{waits}<h1", 1))

    page.route("**/colofon/", unfinished)
    page.goto(f"{visited.site}/colofon/")
    page.locator("#own").fill("Half getypt")
    expect(page.locator("[data-reloads]")).to_have_text("Nog een")
    expect(page.locator("#own")).to_have_value("Half getypt")
    expect(page.locator("[data-reloads]")).to_have_count(0)
