"""What must hold on every kind of page: nothing for axe to find, no cookie, a whole layout."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.conftest import Visit
from tests.browser.kinds import KINDS
from tests.browser.layout import COMPUTES, SETTLED, faults, open_folds, sideways
from tests.web.axe import violations

Scheme = Literal["light", "dark"]
# Colours do not depend on the width, nor the width on the colours: two looks say it for four.
LOOKS: tuple[tuple[int, Scheme], ...] = ((1440, "light"), (360, "dark"))


@pytest.fixture(scope="module", params=KINDS)
def opened(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visit]:
    """A page of each kind, loaded once for all that must hold on it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    made = Visit(site, context, context.new_page(), kind=request.param)
    made.listen()
    page = made.go(KINDS[request.param])
    # The workbench may still have to compute; then its page comes anew.
    page.wait_for_selector(COMPUTES, state="detached", timeout=240_000)
    page.evaluate(SETTLED)
    yield made
    context.close()


def test_a_page_keeps_to_its_policy_sets_no_cookie_and_asks_nobody_else(opened: Visit) -> None:
    expected = 1 if opened.kind == "niet-gevonden" else 0  # Chromium itself says that it is a 404
    assert len(opened.said) == expected, opened.said
    assert opened.context.cookies() == []
    assert opened.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert [url for url in opened.asked if not url.startswith((opened.site, "data:"))] == []


def test_axe_finds_nothing_wide_and_light_or_narrow_and_dark(opened: Visit) -> None:
    page = opened.page
    open_folds(page)
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        lines = violations(page, is_next_look=(width, scheme) != LOOKS[0])
        found += [f"{width} {scheme} {line}" for line in lines]
    assert found == []


def test_the_layout_is_whole_at_every_width(opened: Visit) -> None:
    assert faults(opened.page) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_text_of_twice_the_size_never_scrolls_sideways(
    large_text: Page, site: str, kind: str
) -> None:
    large_text.goto(site + KINDS[kind])
    open_folds(large_text)
    assert large_text.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert {width: sideways(large_text, width) for width in (640, 1280)} == {640: [], 1280: []}
