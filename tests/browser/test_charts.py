"""Charts in the browser: interactive on demand under the strict policy, and whole on paper."""

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Visitor

_INTERACTIVE = "Maak interactief"


@pytest.mark.parametrize("path", ["/kenmerken/65plus/", "/methode/"])
def test_a_chart_becomes_interactive_when_asked_and_only_then(visit: Visitor, path: str) -> None:
    visited = visit()
    page = visited.go(path)
    page.wait_for_load_state("networkidle")
    assert [url for url in visited.asked if "chart-" in url or "/grafieken/" in url] == []
    figure = page.locator("figure").first
    title = figure.locator(".figure__title").inner_text()
    figure.get_by_role("button", name=_INTERACTIVE).click()
    stage = figure.locator(".figure__stage svg")
    expect(stage).to_be_visible()
    expect(figure.get_by_role("button", name=_INTERACTIVE)).to_have_count(0)
    expect(figure.locator(".figure__title")).to_have_text(title)
    box = stage.bounding_box()
    assert box is not None
    assert box["width"] > 200
    assert visited.said == []


def test_a_chart_follows_the_dark_scheme(visit: Visitor) -> None:
    visited = visit()
    visited.page.emulate_media(color_scheme="dark")
    page = visited.go("/kenmerken/65plus/")
    figure = page.locator("figure").first
    figure.get_by_role("button", name=_INTERACTIVE).click()
    expect(figure.locator(".figure__stage svg")).to_be_visible()
    painted = figure.locator(".figure__stage svg").evaluate(
        "drawn => [...drawn.querySelectorAll('*')]"
        ".flatMap(tag => [tag.getAttribute('fill'), tag.getAttribute('stroke')])"
    )
    colours = {colour.lower() for colour in painted if colour}
    assert colours & {"#101b2e", "#4a5a70", "#8895a6", "#d5dbe3"} == set()
    assert colours & {"#eef2f6", "#b4bfcc", "#77859a", "#38424e"}


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
    expect(page.get_by_role("button", name=_INTERACTIVE)).to_be_hidden()
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
