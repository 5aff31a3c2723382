"""The site: weight of the first page, server time per kind of page, memory of the server."""

import gzip
import http.client
import os
import runpy
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.conftest import chromium_of_machine

ROOT = Path(__file__).resolve().parents[1]
KINDS: Mapping[str, str] = runpy.run_path(str(ROOT / "tests" / "browser" / "kinds.py"))["KINDS"]
MOST_WEIGHT, MOST_TIME = 150.0, 50.0
"""Bounds: kB of the first page, and milliseconds of 95 in 100 requests."""
WARM, MEASURED = 5, 50
COMPUTES, PATIENCE = b"bench__refresh", 120
"""What a page of the workbench has while it computes, and seconds that it may take."""
_RESOURCES = """() => [...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource")].map(one =>
    [new URL(one.name).pathname, one.encodedBodySize, one.decodedBodySize])"""


@dataclass(frozen=True)
class Server:
    """A server that was started for this, in a process of its own."""

    port: int
    pid: int

    def get(self, connection: http.client.HTTPConnection, path: str) -> bytes:
        """The body as it travels, compressed."""
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status not in {200, 404}:
            sys.exit(f"{path} answers {answer.status}")
        return body

    @property
    def memory(self) -> float:
        """What the process holds in memory, in MB; needs Linux."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        line = next(line for line in lines if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1000

    @property
    def processor_time(self) -> float:
        """Milliseconds of processor that the process has used; needs Linux."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving() -> Iterator[Server]:
    """The site on a free port, with static files made for it, until it is no longer needed."""
    folder = Path(tempfile.mkdtemp(prefix="deelgenoot-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "deelgenoot-web")]
    env = {**os.environ, "DEELGENOOT_VAR": str(folder), "PORT": str(port)}
    subprocess.run([*command, "setup"], env=env, check=True)
    process = subprocess.Popen(
        [*command, "serve"], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        if process.stdout is None or not process.stdout.readline():
            sys.exit("the server ended before it was ready")
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        shutil.rmtree(folder)


def kind_of(path: str) -> str:
    """What a browser fetched, by the end of its address."""
    ends = {".css": "styles", ".js": "scripts", ".woff2": "fonts", ".svg": "pictures"}
    return ends.get(Path(path).suffix, "page" if path.endswith("/") else "other")


def weigh(server: Server, program: str) -> None:
    """Print what the first visit to the home page fetches, by kind."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"http://127.0.0.1:{server.port}/", wait_until="networkidle")
        resources = page.evaluate(_RESOURCES)
        browser.close()
    weights: dict[str, float] = defaultdict(float)
    for path, size, _size in resources:
        weights[kind_of(path)] += size / 1000
    for kind, weight in sorted(weights.items(), key=lambda item: -item[1]):
        print(f"  {kind:30} {weight:7.1f} kB")
    print_bound(f"first page ({len(resources)} files)", sum(weights.values()), MOST_WEIGHT, "kB")


def print_bound(what: str, value: float, most: float, unit: str) -> None:
    """One line: what, how much, and whether that is within the bound."""
    verdict = "within" if value < most else "OVER"
    print(f"  {what:30} {value:7.1f} {unit}   {verdict} {most:.0f} {unit}")


@dataclass(frozen=True)
class Timing:
    """What one kind of page takes when warm: milliseconds, and kB of the page as it travels."""

    median: float
    p95: float
    processor: float
    """Of the server, per request: what other work on the machine hardly changes."""
    size: float


def time_page(server: Server, path: str) -> Timing:
    """Ask for `path` again and again, one request at a time."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for _ in range(WARM):
        body = server.get(connection, path)
    end = time.monotonic() + PATIENCE
    while COMPUTES in gzip.decompress(body) and time.monotonic() < end:
        time.sleep(0.5)
        body = server.get(connection, path)
    took, before = [], server.processor_time
    for _ in range(MEASURED):
        start = time.perf_counter()
        body = server.get(connection, path)
        took.append((time.perf_counter() - start) * 1000)
    processor = (server.processor_time - before) / MEASURED
    connection.close()
    p95 = statistics.quantiles(took, n=20)[-1]
    return Timing(statistics.median(took), p95, processor, len(body) / 1000)


def time_kinds(server: Server) -> None:
    """Print how long each kind of page takes."""
    print(f"\n  {'server time, warm':30} {'p50':>7} {'p95':>8} {'processor':>13} {'html':>10}")
    worst = 0.0
    for kind, path in KINDS.items():
        timing = time_page(server, path)
        worst = max(worst, timing.p95)
        print(
            f"  {kind:30} {timing.median:7.1f} {timing.p95:8.1f} ms {timing.processor:7.1f} ms "
            f"{timing.size:7.1f} kB"
        )
    print_bound("slowest kind, p95", worst, MOST_TIME, "ms")


def main() -> None:
    with serving() as server:
        at_start = server.memory
        program = chromium_of_machine()
        print(f"\n  {'weight, compressed':30}")
        if program:
            weigh(server, program)
        else:
            print("  needs a Chromium, and there is none on this machine")
        time_kinds(server)
        print(f"\n  {'memory of the process':30}")
        print(f"  {'when it is ready':30} {at_start:7.1f} MB")
        print(f"  {'after all kinds of pages':30} {server.memory:7.1f} MB")


if __name__ == "__main__":
    main()
