"""The workbench: time to a first picture, and what the serving process does meanwhile.

Starts the site as it is served, with its worker. First it asks pages alone, then the same pages
while ten visitors each ask one new recipe after another (half of them of all municipalities).
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

PAGES = ("/cookies/", "/gemeenten/zutphen/")
N_VISITORS, N_RECIPES, N_ASKED = 10, 8, 60
PATIENCE = 180.0


def main() -> None:
    with site() as address:
        idle = {page: times(address, page) for page in PAGES}
        pictures: list[float] = []
        busy: dict[str, list[float]] = {page: [] for page in PAGES}
        visitors = threading.Thread(target=ten_visitors, args=(address, pictures))
        visitors.start()
        while visitors.is_alive():
            for page in PAGES:
                busy[page] += times(address, page, 1)
        visitors.join()
        alone = [first_picture(address, f"w={weights}", "127.0.0.3") for weights in recipes(5)]
        everyone = [first_picture(address, f"g=alle&w={w}", "127.0.0.4") for w in recipes(6, 5)]
    print(f"{'page':<24} {'idle p50':>9} {'p95':>7} {'busy p50':>9} {'p95':>7}   ms")
    for page in PAGES:
        cells = f"{format_times(idle[page])} {format_times(busy[page])}"
        print(f"{page:<24} {cells}   n = {len(busy[page])} busy")
    for what, of in (
        ("first picture, 74, nobody else", alone),
        ("first picture, 355, nobody else", everyone),
        ("first picture, ten at once", pictures),
    ):
        print(f"{what:<34} {format_times(of)}   ms, n = {len(of)}")


def format_times(seconds: list[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return f"{1000 * statistics.median(seconds):9.1f} {1000 * cuts[-1]:7.1f}"


def recipes(first: int, n: int = 10) -> list[str]:
    """Weights that nobody asked before: `first` tells the sets apart."""
    rows = ("".join(map(str, one)) for one in product(range(1, 4), repeat=5))
    return [f"{first % 4}{first // 4 % 4}{row}" for row, _ in zip(rows, range(n), strict=False)]


@contextmanager
def site() -> Iterator[str]:
    """The site on a free port, its worker warm."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as var:
        serve = Path(sys.executable).with_name("deelgenoot-web")
        settings = os.environ | {"PORT": str(port), "DEELGENOOT_VAR": var}
        subprocess.run([serve, "setup"], env=settings, check=True)
        running = subprocess.Popen([serve, "serve"], env=settings, stdout=subprocess.DEVNULL)
        try:
            yield warm(f"http://127.0.0.1:{port}")
        finally:
            running.terminate()
            running.wait(20)


def warm(address: str) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            for page in PAGES:
                fetch(address + page, "127.0.0.1")
            first_picture(address, "", "127.0.0.1")
        except OSError:
            time.sleep(0.1)
        else:
            return address
    sys.exit("the site did not start")


def fetch(url: str, network: str) -> bytes:
    """Ask from an address of this machine: a visitor is a network."""
    place = urlsplit(url)
    target = place.path + (f"?{place.query}" if place.query else "")
    connection = HTTPConnection(place.netloc, timeout=PATIENCE, source_address=(network, 0))
    with closing(connection):
        connection.request("GET", target)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status >= 400:
            raise HTTPError(url, answer.status, answer.reason, answer.headers, None)
        return body


def first_picture(address: str, query: str, network: str) -> float:
    """Seconds from asking to a page with clusters, asking again as the page itself does."""
    start = time.monotonic()
    mark = f"?{query}" if query else ""
    page = fetch(f"{address}/werkbank/uitkomst/{mark}", network)
    while b'id="clusters"' not in page:
        time.sleep(0.15)
        if b'"waiting"' not in fetch(f"{address}/werkbank/stand.json{mark}", network):
            page = fetch(f"{address}/werkbank/uitkomst/{mark}", network)
        if time.monotonic() > start + PATIENCE:
            sys.exit(f"no picture of {query} in {PATIENCE} seconds")
    return time.monotonic() - start


def times(address: str, page: str, n_asked: int = N_ASKED) -> list[float]:
    """Seconds per answer, asked one after another with a pause between."""
    seconds = []
    for _ in range(n_asked):
        start = time.perf_counter()
        fetch(address + page, "127.0.0.2")
        seconds.append(time.perf_counter() - start)
        time.sleep(0.05)
    return seconds


def ten_visitors(address: str, pictures: list[float]) -> None:
    """Each asks recipes one after another, and does not wait for firmness."""

    def visit(number: int) -> None:
        group = "g=alle&" if number % 2 else ""
        for weights in recipes(number + 7, N_RECIPES):
            try:
                pictures.append(
                    first_picture(address, f"{group}w={weights}", f"127.0.0.{10 + number}")
                )
            except HTTPError as error:
                print(f"visitor {number} was turned away: {error.code}")

    everybody = [threading.Thread(target=visit, args=(n,)) for n in range(N_VISITORS)]
    for thread in everybody:
        thread.start()
    for thread in everybody:
        thread.join()


if __name__ == "__main__":
    main()
