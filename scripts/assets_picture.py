"""Takes the picture that goes with a shared link again, after a change of look. Needs Chromium."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = Path(__file__).resolve().parents[1] / "src" / "deelgenoot_web" / "site"


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("This needs Chromium: apt install chromium")
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 630}, color_scheme="light")
        page.goto((SITE / "assets" / "og.html").as_uri())
        page.evaluate("document.fonts.ready")
        page.screenshot(path=SITE / "static" / "site" / "og.png")
        browser.close()


if __name__ == "__main__":
    main()
