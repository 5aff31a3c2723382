"""The workbench in the browser: sliding answers at once, and without scripts a button does."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor

PATIENCE = 240_000
"""Milliseconds: the worker may still have to compile what it needs."""
MAP = "[data-part=picture] svg"


def _slide(page: Page, name: str, value: str) -> None:
    page.evaluate(
        """([name, value]) => {
          const slider = document.getElementById(name);
          slider.value = value;
          for (const kind of ["input", "change"])
            slider.dispatchEvent(new Event(kind, { bubbles: true }));
        }""",
        [name, value],
    )


def test_sliding_changes_map_list_and_address_without_another_page(visit: Visitor) -> None:
    visited = visit()
    page = visited.go("/werkbank/")
    page.wait_for_selector(MAP, timeout=PATIENCE)
    page.evaluate("window.stayed = true")

    page.locator("#gemeente").select_option("rijswijk")
    expect(page.locator(".bench__name")).to_have_text("Rijswijk blijft")
    _slide(page, "a", "0")
    expect(page.locator(".bench__name")).to_have_text("Rijswijk verandert")
    expect(page.locator(".slider:has(#a) .slider__value")).to_have_text("0, niet")
    assert page.locator("#a").get_attribute("aria-valuetext") == "0, niet"
    assert page.locator(".workbench__changes > li").count() > 1
    assert page.url.endswith("/werkbank/uitkomst/?a=0&gemeente=rijswijk")
    assert page.evaluate("window.stayed") is True
    canonical = page.locator("link[rel=canonical]").get_attribute("href") or ""
    assert canonical.endswith("?a=0&gemeente=rijswijk")
    assert visited.said == []


def test_keys_that_follow_each_other_are_one_question_and_a_full_queue_keeps_the_picture(
    visit: Visitor,
) -> None:
    page = visit().go("/werkbank/uitkomst/")
    page.wait_for_selector(MAP, timeout=PATIENCE)
    asked: list[str] = []
    page.route("**/deel/**", lambda route: route.fulfill(status=503, body=FULL))
    page.on("request", lambda request: asked.append(request.url))

    for weight in ("2", "3", "0"):
        _slide(page, "housing", weight)
    expect(page.locator("[data-part=answer]")).to_contain_text("Er wachten nu te veel vragen.")
    assert len([url for url in asked if "/deel/" in url and "stand=" not in url]) == 1
    expect(page.locator(MAP)).to_have_count(1)
    expect(page.locator(".bench[data-stale]")).to_have_count(1)


FULL = """<div data-bench data-waits="/werkbank/uitkomst/?w=1011111" data-stage="busy" data-done>
<div data-part="answer"><p>Er wachten nu te veel vragen.</p></div><div data-part="picture"></div>
</div>"""


@pytest.mark.parametrize("width", [360, 1440])
def test_without_scripts_sliders_and_button_give_the_page(visit: Visitor, width: int) -> None:
    page = visit(width, scripts=False).go("/werkbank/")
    expect(page.locator(".slider__value").first).to_be_hidden()
    page.locator("#k").press("ArrowLeft")
    page.get_by_role("button", name="Toon de clusters").click()
    assert page.url.endswith("/werkbank/uitkomst/?k=6")
    expect(page.locator(".workbench__cluster")).to_have_count(6, timeout=PATIENCE)
