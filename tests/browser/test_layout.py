"""No page is broken at a width that visitors have: words, texts and columns are whole."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.kinds import KINDS, SCREENS, enter_example, path_of
from tests.browser.layout import OTHER_WORDS, WIDTHS, faults
from tests.web.live_site import SERVE, LiveSite


@dataclass(frozen=True)
class Reader:
    """Somebody who opens one page after another; `participant` is a mark of the example."""

    site: str
    page: Page
    participant: str = ""

    def faults(self, kind: str, language: str) -> dict[str, list[int]]:
        self.page.goto(self.site + path_of(kind, language, self.participant))
        return faults(self.page, WIDTHS if language == "nl" else OTHER_WORDS)


@pytest.fixture(scope="module")
def stranger(browser: Browser, site: str) -> Iterator[Reader]:
    """A visitor who is nobody."""
    context = browser.new_context()
    yield Reader(site, context.new_page())
    context.close()


@pytest.fixture(scope="module")
def organiser(browser: Browser, live: LiveSite) -> Iterator[Reader]:
    """The organiser of the example session."""
    subprocess.run([SERVE, "example"], env=live.environment, check=True, stdout=subprocess.PIPE)
    context = browser.new_context()
    page = context.new_page()
    yield Reader(live.address, page, enter_example(page, live))
    context.close()


# Dutch pages are loaded in test_every_page.py already.
@pytest.mark.parametrize("kind", KINDS)
def test_an_english_page_is_whole_wherever_columns_begin(stranger: Reader, kind: str) -> None:
    assert stranger.faults(kind, "en") == {}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_a_session_is_whole_at_its_widths(
    organiser: Reader, screen: str, language: str
) -> None:
    assert organiser.faults(screen, language) == {}


# Letters of one width, so that a planted fault is the same with every font.
LOOK = "<style>* { font: 20px/24px monospace; margin: 0 } div { width: 96px }</style>"
PLANTED = {
    "a word is broken: «Hengelo» in body > div > a": (
        "<div style='overflow-wrap: anywhere; width: 72px'><a href='/'>Hengelo</a></div>"
    ),
    "text is cut off: «Amersfoort» in html > body > div, 24 px": (
        "<div style='overflow: hidden'>Amersfoort</div>"
    ),
    "texts overlap: «Almere» in body > div > b and «Urk» in body > div > i, 36 by 15 px": (
        "<div><b>Almere</b><br><i style='position: relative; top: -24px'>Urk</i></div>"
    ),
    "column 3 of 3 is empty: html > body > div, 60 px": (
        "<div style='display: grid; grid-template-columns: 60px 20px 60px'>Goes <b>of</b></div>"
    ),
    "the page scrolls sideways, 400 px: html > body > div sticks out": (
        "<div style='width: 400px'>Zutphen</div>"
    ),
}
SOUND = """
<div style='width: 84px; overflow-wrap: anywhere'>Etten-Leur www.cbs.nl/een/heel/lang/adres</div>
<div style='width: 76px; overflow-wrap: anywhere'>Henge&shy;lo</div>
<div style='overflow: auto'>Amersfoort</div>
<div style='display: grid; grid-template-columns: 60px 60px'>Goes<b>Urk</b></div>
<svg width='90' height='30'><g style='display: none'><text y='20'>Urk</text></g>
  <text y='20'>Urk</text></svg>
<svg width='120' height='30'><text y='20' textLength='60' lengthAdjust='spacingAndGlyphs'
  >Amersfoort</text><text x='64' y='20'>Urk</text></svg>
"""


@pytest.fixture
def sheet(browser: Browser) -> Iterator[Page]:
    """An empty page."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(sheet: Page, fault: str) -> None:
    sheet.set_content(LOOK + PLANTED[fault])
    assert faults(sheet, [320]) == {fault: [320]}


def test_what_a_visitor_finds_whole_is_no_fault(sheet: Page) -> None:
    sheet.set_content(LOOK + SOUND)
    assert faults(sheet, [320]) == {}
