"""axe-core on a page in a browser: what its rules for WCAG 2.2 AA and good practice find."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations.flatMap(
        rule => rule.nodes.map(node => `${rule.id}: ${node.html} (${node.failureSummary})`));
}"""


@cache
def _program() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """One line per rule and element that breaks it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_program())
    found: list[str] = page.evaluate(_RUN)
    return found
