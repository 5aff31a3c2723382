"""Charts in the browser: interactive on demand under the strict policy, and whole on paper."""

import re

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


def test_the_lines_of_a_page_name_their_ticks_to_a_pointer_and_to_the_keys(visit: Visitor) -> None:
    visited = visit()
    page = visited.go("/gemeenten/zutphen/")
    part = page.locator("section", has=page.locator("#cijfers"))
    sentence = part.locator("svg.chart").first.get_attribute("aria-label") or "none"
    part.get_by_role("button", name="Maak de lijnen interactief").click()
    stage = part.locator(".figure__stage").first
    expect(stage).to_have_attribute("aria-label", sentence)
    ticks = stage.locator(".ticks_marks line")
    assert ticks.count() > 60
    box = ticks.first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 3, box["y"] - 4)  # beside it: nobody can hit one pixel
    expect(stage.get_by_role("status")).not_to_be_empty()
    expect(stage.locator(".is-pointed")).to_have_count(1)
    page.mouse.move(0, 0)
    expect(stage.get_by_role("status")).to_be_empty()
    stage.focus()
    page.keyboard.press("Home")
    first = stage.get_by_role("status").inner_text()
    page.keyboard.press("ArrowRight")
    expect(stage.get_by_role("status")).not_to_have_text(first)
    assert visited.said == []


def test_the_map_names_who_is_pointed_at_and_keeps_the_choice_of_a_cluster(visit: Visitor) -> None:
    visited = visit(360)
    page = visited.go("/")
    page.get_by_role("button", name=_INTERACTIVE).click()
    stage = page.locator(".home__map .figure__stage")
    expect(stage).to_have_attribute("aria-label", re.compile("Kaart van 74 gemeenten"))
    zutphen = stage.locator(".marks_marks path").first
    zutphen.hover()
    expect(stage.get_by_role("status")).to_contain_text("Centrumstad met uitdagingen")
    page.locator("label:has(#show-T)").click()
    expect(zutphen).to_have_css("opacity", "0.12")
    assert visited.said == []


@pytest.mark.parametrize(
    ("path", "figure", "mark", "said"),
    [
        ("/methode/door-de-tijd/", "#wegen", ".g-area >> nth=3", "stad"),
        ("/methode/door-de-tijd/", "#stromen", ".g-goes >> nth=-1", "gemeente"),
        ("/werkbank/uitkomst/", ".workbench__map", ".marks g >> nth=0", "Centrumstad"),
    ],
    ids=["ways", "flow", "workbench"],
)
def test_a_drawing_of_our_own_names_what_is_pointed_at_without_fetching_more(
    visit: Visitor, path: str, figure: str, mark: str, said: str
) -> None:
    visited = visit()
    page = visited.go(path)
    part = page.locator(figure)
    # The workbench may still have to compile what it needs.
    part.get_by_role("button", name=_INTERACTIVE).click(timeout=240_000)
    stage = part.locator(".figure__stage")
    stage.locator(mark).hover(force=True)
    expect(stage.get_by_role("status")).to_contain_text(said)
    stage.focus()
    page.keyboard.press("End")
    last = stage.get_by_role("status").inner_text()
    page.keyboard.press("ArrowLeft")
    expect(stage.get_by_role("status")).not_to_have_text(last)
    assert [url for url in visited.asked if "chart-" in url or "/grafieken/" in url] == []
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
