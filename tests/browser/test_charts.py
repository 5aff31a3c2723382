"""Charts in the browser: they answer to who points at them, and are whole on paper."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Visitor


def test_a_chart_answers_to_a_pointer_and_to_the_keys_and_fetches_its_words_only_then(
    visit: Visitor,
) -> None:
    visited = visit()
    page = visited.go("/gemeenten/zutphen/")
    page.wait_for_load_state("networkidle")
    assert [url for url in visited.asked if "/grafieken/" in url] == []
    part = page.locator("details.part", has=page.locator("#cijfers"))
    part.locator("summary").first.click()
    chart, tip = part.locator("svg.chart").first, page.locator(".tip")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 20)  # nobody can hit one pixel
    expect(tip).not_to_be_empty()
    expect(chart.locator(".g-pointed")).to_have_count(1)
    page.mouse.move(0, 0)
    expect(tip).to_be_empty()
    expect(chart.locator(".g-pointed")).to_have_count(0)
    chart.focus()
    page.keyboard.press("Home")
    expect(chart.locator(".g-pointed")).to_have_count(1)
    first = tip.inner_text()
    page.keyboard.press("Control+ArrowRight")
    expect(tip).to_have_text(first)
    page.keyboard.press("ArrowRight")
    expect(tip).not_to_have_text(first)
    page.keyboard.press("ArrowDown")
    expect(part.locator("svg.chart").nth(1)).to_be_focused()
    assert visited.said == []


def test_how_to_use_a_chart_is_told_as_long_as_it_has_the_focus(visit: Visitor) -> None:
    page = visit().go("/kenmerken/65plus/")
    tip = page.locator(".tip")
    page.locator(".strips svg.chart").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(tip).not_to_be_empty()
    page.keyboard.press("Shift+Tab")
    expect(tip).to_be_empty()


def test_of_the_charts_in_one_list_tab_reaches_one(visit: Visitor) -> None:
    page = visit().go("/kenmerken/65plus/")
    strips = page.locator(".strips svg.chart")
    assert strips.count() > 1
    assert page.locator(".strips svg.chart[tabindex='0']").count() == 1


def test_an_area_of_the_map_says_who_it_is_and_leads_there(visit: Visitor) -> None:
    visited = visit(360)
    page = visited.go("/")
    mark = page.locator(".home__map .marks a").first
    mark.hover(force=True)
    expect(page.locator(".tip")).to_contain_text("Centrumstad met uitdagingen")
    page.locator("label:has(#show-T)").click()
    expect(page.locator(".home__map .marks").first).to_have_css("opacity", "0.12")
    mark.click(force=True)
    expect(page).to_have_url(re.compile("/gemeenten/[a-z-]+/$"))
    assert visited.said == []


@pytest.mark.parametrize(
    ("path", "figure", "mark", "said"),
    [
        ("/methode/door-de-tijd/", "#wegen", ".g-area >> nth=3", "stad"),
        ("/methode/door-de-tijd/", "#stromen", "[data-says] >> nth=-1", "gemeente"),
        ("/werkbank/uitkomst/", ".workbench__map", ".marks g >> nth=0", "Centrumstad"),
    ],
    ids=["ways", "flow", "workbench"],
)
def test_a_drawing_with_its_own_words_names_what_is_pointed_at_without_fetching_more(
    visit: Visitor, path: str, figure: str, mark: str, said: str
) -> None:
    visited = visit()
    page = visited.go(path)
    # The workbench may still have to compile what it needs.
    chart = page.locator(figure).locator("svg.chart[tabindex]").first
    chart.wait_for(timeout=240_000)
    chart.locator(mark).hover(force=True)
    tip = page.locator(".tip")
    expect(tip).to_contain_text(said)
    chart.focus()
    page.keyboard.press("End")
    last = tip.inner_text()
    page.keyboard.press("ArrowLeft")
    expect(tip).not_to_have_text(last)
    assert [url for url in visited.asked if "/grafieken/" in url] == []
    assert visited.said == []


def test_on_paper_folds_are_open_and_the_header_is_small(visit: Visitor) -> None:
    page = visit().go("/kenmerken/65plus/")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    closed = page.locator("main details:not([open])")
    assert closed.count() == 0
    expect(page.locator(".header__menu")).to_be_hidden()
    expect(page.locator(".header__fold")).to_be_hidden()
    expect(page.locator(".header__language")).to_be_hidden()
    expect(page.locator(".header__home")).to_be_visible()
    expect(page.locator("main svg.chart").first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert closed.count() > 0


@pytest.mark.parametrize("path", ["/", "/clusters/landelijke-stad/", "/gemeenten/zutphen/"])
def test_a_page_makes_a_pdf_in_light_colours_also_for_who_likes_it_dark(
    visit: Visitor, path: str
) -> None:
    visited = visit()
    visited.page.emulate_media(color_scheme="dark", media="print")
    page = visited.go(path)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = page.evaluate("getComputedStyle(document.querySelector('main h1')).color")
    assert ground == "rgb(255, 255, 255)"
    assert max(int(part) for part in ink[4:-1].split(",")) < 80
    assert page.pdf().startswith(b"%PDF-")
