"""What a visitor would call broken in the layout of a page, found by layout.js."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

WIDTHS = (320, 360, 768, 1024, 1280, 1440, 1920)
# The columns of an English page are those of the Dutch one; its words are shorter or longer.
OTHER_WORDS = (320, 768, 1024, 1440)
COMPUTES = "[data-bench]:not(:has(svg.map)), [data-reloads]"
SETTLED = """async () => {
    await new Promise(frame => requestAnimationFrame(() => requestAnimationFrame(frame)));
    // At once: a browser that draws nothing new lets no movement end.
    document.getAnimations().forEach(one => one.finish());
}"""
# What may be, by a part of the line that tells it: each with the reason.
EXEMPT = {
    " > p > code.hash": "a hash has no place to break, and is wider than a phone",
    "> text.beyond": "the arrow of a place covers the paler arrow of all, of the same form",
    "form.peers__form > div.peers__rest": "three choices stand under the first three of four",
    "div.whose__room > p.quiet > a,": "on a phone the way back to a meeting ends in an ellipsis",
}


def open_folds(page: Page) -> None:
    """Let everything be seen that a visitor can unfold."""
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")


def faults(page: Page, widths: Iterable[int] = WIDTHS) -> dict[str, list[int]]:
    """Tell what is broken with all folds open, and at which of the widths."""
    # The workbench may still have to compile what it needs for its picture.
    page.wait_for_selector(COMPUTES, state="detached", timeout=240_000)
    open_folds(page)
    page.evaluate(_program())
    found = defaultdict(list)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for line in page.evaluate("layout.faults()"):
            found[line].append(width)
    return {line: at for line, at in found.items() if not any(part in line for part in EXEMPT)}


def sideways(page: Page, width: int) -> list[str]:
    """Tell what makes the page scroll sideways at this width."""
    page.evaluate(_program())
    page.set_viewport_size({"width": width, "height": 900})
    found: list[str] = page.evaluate("layout.sideways()")
    return found


@cache
def _program() -> str:
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
