"""Somebody who calls an ASGI app directly, as a server would."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class AsgiCall:
    """One request to the app, and what it has sent so far."""

    app: Callable[..., Awaitable[None]]
    path: str
    method: str = "GET"
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    sent: list[dict[str, Any]] = field(default_factory=list)
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    is_asked: bool = False

    def __post_init__(self) -> None:
        self.is_open.set()

    async def run(self) -> "AsgiCall":
        scope = {
            "type": "http",
            "path": self.path,
            "method": self.method,
            "query_string": self.query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in self.headers.items()],
        }
        await self.app(scope, self._receive, self._send)
        return self

    async def _receive(self) -> dict[str, Any]:
        if not self.is_asked:
            self.is_asked = True
            return {"type": "http.request", "body": self.body, "more_body": False}
        await self.is_over.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Mapping[str, Any]) -> None:
        await self.is_open.wait()
        self.sent.append(dict(message))
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.is_over.set()

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def told(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def bodies(self) -> list[bytes]:
        """What was sent that says something."""
        return [message["body"] for message in self.sent[1:] if message["body"]]

    @property
    def json(self) -> Any:
        return json.loads(b"".join(self.bodies))

    @property
    def events(self) -> list[tuple[str, Any]]:
        """(name, content) of each event; a state has no name."""
        found = []
        for block in b"".join(self.bodies).decode().split("\n\n")[:-1]:
            lines = dict(line.split(": ", 1) for line in block.split("\n"))
            found.append((lines.get("event", ""), json.loads(lines["data"])))
        return found

    @property
    def states(self) -> list[dict[str, Any]]:
        return [content for name, content in self.events if not name]
