"""axe-core on a page in a browser: what its rules for WCAG 2.2 AA and good practice find."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_OF_A_LOOK = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
"""Rules that depend on colours and width; the others say the same of every look."""
_RUN = """async runOnly => {
    const found = await axe.run(document, {resultTypes: ["violations"], ...runOnly});
    return found.violations.flatMap(
        rule => rule.nodes.map(node => `${rule.id}: ${node.html} (${node.failureSummary})`));
}"""


@cache
def _program() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def violations(page: Page, *, is_next_look: bool = False) -> list[str]:
    """Tell which rules are broken where; of a page in its next look only the rules on looks."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_program())
    rules = {"runOnly": list(_OF_A_LOOK)} if is_next_look else {}
    found: list[str] = page.evaluate(_RUN, rules)
    return found
