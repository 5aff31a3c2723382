"""Photographs every kind of page into contact sheets in var/look/: `python -m scripts.look`.

A row of a sheet is one kind of page: at three widths, light and then dark. Needs Chromium.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.kinds import KINDS, SCREENS, enter_example, path_of
from tests.browser.layout import COMPUTES
from tests.conftest import CHROMIUM_FLAGS, chromium_of_machine
from tests.web.live_site import SERVE, LiveSite

Scheme = Literal["light", "dark"]
LOOK = Path(__file__).resolve().parents[1] / "var" / "look"
PICTURES = LOOK / "pages"
# The widths, and how large a picture of that width stands on a sheet.
SCALES = {360: 0.5, 768: 0.35, 1440: 0.35}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
HEIGHT = 490  # of a picture on a sheet
ROWS = 3
STYLE = f"""
body {{ margin: 20px; font: 16px sans-serif; background: #777; color: #fff; width: max-content }}
h2 {{ margin: 16px 0 6px; font-size: 20px }}
div {{ display: flex; gap: 12px }}
figure {{ margin: 0 }}
img {{ display: block; height: {HEIGHT}px }}
"""


@contextmanager
def serve_example() -> Iterator[LiveSite]:
    """Serve the site with the example session and a database for now; give it."""
    with tempfile.TemporaryDirectory() as folder:
        site = LiveSite(Path(folder))
        site.set_up(looks=True)
        subprocess.run([SERVE, "example"], env=site.environment, check=True, stdout=subprocess.PIPE)
        site.start()
        try:
            yield site
        finally:
            site.stop()


def photograph(page: Page, kind: str, address: str) -> None:
    """Write a picture of the page for each width and scheme."""
    page.goto(address)
    page.wait_for_selector(COMPUTES, state="detached", timeout=240_000)
    for (width, scale), scheme in product(SCALES.items(), SCHEMES):
        page.set_viewport_size({"width": width, "height": round(HEIGHT / scale)})
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=picture(kind, width, scheme), animations="disabled")


def picture(kind: str, width: int, scheme: Scheme) -> Path:
    return PICTURES / f"{kind}-{width}-{scheme}.png"


def row(kind: str) -> str:
    """Write the row of a kind of page on a sheet."""
    figures = (
        f'<figure><img src="{picture(kind, width, scheme).relative_to(LOOK)}" alt="">'
        f"<figcaption>{width} px, {scheme}</figcaption></figure>"
        for scheme, width in product(SCHEMES, SCALES)
    )
    return f"<h2>{escape(kind)}: {path_of(kind)}</h2><div>{''.join(figures)}</div>"


def write_sheet(page: Page, number: int, kinds: Iterable[str]) -> Path:
    """Lay pictures out as a web page, and photograph that."""
    laid_out = LOOK / f"sheet-{number}.html"
    laid_out.write_text(f"<!doctype html><style>{STYLE}</style>{''.join(map(row, kinds))}")
    page.goto(laid_out.as_uri())
    page.screenshot(path=laid_out.with_suffix(".png"), full_page=True)
    return laid_out.with_suffix(".png")


def photograph_all(browser: Browser, site: LiveSite) -> None:
    """Photograph the pages as a stranger sees them, and the screens as their people do."""
    stranger, organiser = browser.new_context().new_page(), browser.new_context().new_page()
    participant = enter_example(organiser, site)
    for kinds, page in ((KINDS, stranger), (SCREENS, organiser)):
        for kind in kinds:
            photograph(page, kind, site.address + path_of(kind, participant=participant))


def main() -> None:
    chromium = chromium_of_machine()
    if chromium is None:
        sys.exit("This needs Chromium: apt-get install chromium")
    shutil.rmtree(LOOK, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with serve_example() as site, sync_playwright() as programs:
        browser = programs.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        photograph_all(browser, site)
        page = browser.new_page(viewport={"width": 2100, "height": 100})
        kinds = [*KINDS, *SCREENS]
        for first in range(0, len(kinds), ROWS):
            print(write_sheet(page, first // ROWS + 1, kinds[first : first + ROWS]))
        browser.close()


if __name__ == "__main__":
    main()
