"""Photographs each kind of page with the server of a tree, and says which pictures differ."""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from same_fetch import BEGUN, QUICK

sys.path.append(str(Path(__file__).resolve().parents[1]))
from tests.browser.kinds import KINDS
from tests.conftest import CHROMIUM_FLAGS, NO_CHROMIUM, chromium_of_machine
from tests.web.live_site import free_port

WIDTHS = (1440,) if QUICK else (360, 768, 1440)
SCREENS = {
    "stranger": {
        "bijeenkomsten": "/bijeenkomsten/",
        "uitnodiging": "/bijeenkomsten/voorbeeld/",
        "voorbeeld": "/voorbeeld/",
        "inloggen": "/inloggen/",
        "postvak": "/postvak/",
    },
    "participant": {"meedoen": "/bijeenkomsten/voorbeeld/mee/"},
    "presenter": {"scherm": "/bijeenkomsten/voorbeeld/scherm/"},
    "facilitator": {"groep": "/bijeenkomsten/voorbeeld/groep/1/"},
    "organiser": {
        "regie": "/bijeenkomsten/voorbeeld/regie/",
        "verslag": "/bijeenkomsten/voorbeeld/verslag/",
        "beheer": "/beheer/voorbeeld/",
        "aanmeldingen": "/beheer/voorbeeld/aanmeldingen/",
        "programma": "/beheer/voorbeeld/programma/",
    },
}
"""The main screens of the example, by who sees them."""
RESULT = KINDS["werkbank-uitkomst"]
WAITS = 900
"""Seconds for the worker of the workbench."""
_SETTLED = """async () => {
    await document.fonts.ready;
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
    await new Promise(frame => requestAnimationFrame(() => requestAnimationFrame(frame)));
    await Promise.all(document.getAnimations().map(one => one.finished));
}"""
_DIFFERING = """async pair => {
    const [one, two] = await Promise.all(pair.map(async data => {
        const image = new Image();
        image.src = "data:image/png;base64," + data;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
        canvas.drawImage(image, 0, 0);
        return canvas.getImageData(0, 0, image.width, image.height);
    }));
    if (one.width !== two.width || one.height !== two.height)
        return `${one.width} x ${one.height} became ${two.width} x ${two.height}`;
    const [a, b] = [one, two].map(image => new Uint32Array(image.data.buffer));
    let count = 0, left = one.width, top = one.height, right = 0, bottom = 0;
    for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) {
        const x = at % one.width, y = Math.floor(at / one.width);
        count++;
        left = Math.min(left, x); right = Math.max(right, x);
        top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
    return `${count} pixels, from (${left}, ${top}) to (${right}, ${bottom})`;
}"""


def photograph_all(folder: Path, serve: Sequence[str], env: Mapping[str, str]) -> None:
    """Keep a picture of each kind of page and each main screen, at each width."""
    cookies = json.loads((folder / "cookies.json").read_text(encoding="utf-8"))
    if chromium_of_machine() is None:
        print(f"No pictures: this {NO_CHROMIUM}.")
        return
    (folder / "pictures").mkdir()
    with _serve(serve, env) as address, _chromium() as browser:
        kinds = {name: path for name, path in KINDS.items() if not (QUICK and path == RESULT)}
        if not QUICK:
            _open_page(browser, address, {}).goto(address + RESULT)  # the worker begins
        for role, screens in {**SCREENS, "anybody": kinds}.items():
            page = _open_page(browser, address, cookies.get(role, {}))
            for name, path in screens.items():
                if path == RESULT:
                    _wait_for_result(page, address)
                _keep(page, folder / "pictures", name, address + path)


def _wait_for_result(page: Page, address: str) -> None:
    """Wait until the worker of the workbench has the outcome."""
    until = time.monotonic() + WAITS
    while time.monotonic() < until:
        answer = page.request.get(address + RESULT.replace("uitkomst/", "stand.json"))
        if answer.json()["done"]:
            return
        time.sleep(1)
    print("The workbench had no outcome in time.")


@contextmanager
def _serve(serve: Sequence[str], env: Mapping[str, str]) -> Iterator[str]:
    """The address of the server while it runs."""
    port = str(free_port())
    server = subprocess.Popen(serve, env={**env, "PORT": port}, stdout=subprocess.PIPE)
    try:
        if not server.stdout or b"klaar" not in server.stdout.readline():
            sys.exit("The server did not start.")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as programs:
        path = chromium_of_machine()
        yield programs.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)


def _open_page(browser: Browser, address: str, cookies: Mapping[str, str]) -> Page:
    """A page of this visitor, at the time at which all is recorded."""
    context: BrowserContext = browser.new_context(color_scheme="light", reduced_motion="reduce")
    context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies.items()])
    context.clock.set_fixed_time(BEGUN)
    return context.new_page()


def _keep(page: Page, folder: Path, name: str, address: str) -> None:
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(_SETTLED)
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True, animations="disabled")


def differing(before: Path, after: Path) -> dict[str, str]:
    """How each picture differs; one that a side lacks says so."""
    old, new = (
        {file.name: file for file in (one / "pictures").glob("*.png")} for one in (before, after)
    )
    by_picture = dict.fromkeys(old.keys() - new.keys(), "only before")
    by_picture |= dict.fromkeys(new.keys() - old.keys(), "only after")
    pairs = {n: (old[n].read_bytes(), new[n].read_bytes()) for n in old.keys() & new.keys()}
    pairs = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if pairs:
        with _chromium() as browser:
            page = browser.new_page()
            for name, pair in pairs.items():
                as_text = [base64.b64encode(one).decode() for one in pair]
                by_picture[name] = (
                    f"{page.evaluate(_DIFFERING, as_text)}: {old[name]} and {new[name]}"
                )
    return dict(sorted(by_picture.items()))


def report(before: Path, after: Path) -> bool:
    """Print which pictures differ; True when none does."""
    by_picture = differing(before, after)
    for name, how in by_picture.items():
        print(f"{name}: {how}")
    n_pictures = len(list((after / "pictures").glob("*.png")))
    print(
        f"{len(by_picture)} of {n_pictures} pictures differ."
        if by_picture
        else f"{n_pictures} pictures, all the same."
    )
    return not by_picture
