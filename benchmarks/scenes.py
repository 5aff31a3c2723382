"""Scenes that follow each other: how long until 300 open screens show the next one."""

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.web.live_site import LiveSite

N_STREAMS = 300
N_CHANGES = 40
APART = 0.5
"""Seconds between two scenes."""
_SCENE = b"stage-scene"
"""The name of the part of a large screen that shows it."""
MOST = 500
"""Milliseconds until a screen shows another scene, for 99 of a hundred, at most."""


class OpenScreen(asyncio.Protocol):
    """A large screen that tells when it heard of another scene; the first is the one that is on."""

    def __init__(self, head: bytes) -> None:
        self._head = head
        self._end = b""
        self.scene = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        """Ask for the stream."""
        transport.write(self._head)

    def data_received(self, data: bytes) -> None:
        """Look for a scene, also where its name came in two pieces."""
        data, self._end = self._end + data, data[1 - len(_SCENE) :]
        if _SCENE in data and not self.scene.done():
            self.scene.set_result(time.perf_counter())


async def press(port: int, session: dict[str, Any], button: str, **form: object) -> float:
    """Press a button of the desk; return when that was."""
    cookies = "; ".join(f"{name}={value}" for name, value in session["session"].items())
    body = urlencode(form)
    head = (
        f"POST /bijeenkomsten/{session['slug']}/regie/{button}/ HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
        f"Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    start = time.perf_counter()
    writer.write(head.encode())
    answer = await reader.read(-1)
    writer.close()
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer[:200])
    return start


async def follow(port: int, session: dict[str, Any]) -> list[float]:
    """Open the screens, let one scene follow the other; return the milliseconds of each screen."""
    head = (
        f"GET /live/{session['meeting']}/stroom HTTP/1.1\r\nHost: x\r\n"
        f"X-Ticket: {session['stage']}\r\n\r\n"
    ).encode()
    loop = asyncio.get_running_loop()
    await press(port, session, f"vraag/{session['poll']}", do="close")
    connections = [
        await loop.create_connection(lambda: OpenScreen(head), "127.0.0.1", port)
        for _number in range(N_STREAMS)
    ]
    screens = [screen for _transport, screen in connections]
    waits: list[float] = []
    await asyncio.gather(*(screen.scene for screen in screens))
    for number in range(1, N_CHANGES + 1):
        for screen in screens:
            screen.scene = loop.create_future()
        item = session["items"][number % 2]
        start = await press(port, session, "onderdeel", item=item)
        moments = await asyncio.gather(*(screen.scene for screen in screens))
        waits += [1000 * (moment - start) for moment in moments]
        await asyncio.sleep(APART)
    for transport, _screen in connections:
        transport.close()
    return waits


def main() -> None:
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        site = LiveSite(Path(folder))
        site.set_up(looks=True)
        session = site.session(1)
        site.start()
        try:
            waits = asyncio.run(follow(site.port, session))
        finally:
            site.stop()
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    print(
        f"  {N_CHANGES} scenes on {N_STREAMS} screens: p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms"
        f"{'' if cuts[98] < MOST else f', over {MOST}'}"
    )
