"""The state of one topic in one language, and those who listen to it."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from deelgenoot_web.meetings.live.answers import Send
from deelgenoot_web.meetings.live.eager import begin
from deelgenoot_web.meetings.tickets import Ticket

_log = logging.getLogger(__name__)


class TopicKey(NamedTuple):
    """The key of a feed: one topic of one meeting in one language."""

    meeting: int
    topic: str
    language: str


LONG = 2000
"""A part of at least so many characters is sent as the lines that differ."""
Patch = tuple[int, int, list[str]]
"""How many lines stay at the start, how many at the end, and the lines that come in between."""


def difference(old: str, new: str) -> str | Patch:
    """Return what a listener that has `old` must get: the new part, or the lines to change."""
    if len(new) < LONG:
        return new
    before, after = old.split("\n"), new.split("\n")
    first = _n_same(before, after)
    last = _n_same(before[first:][::-1], after[first:][::-1])
    between = after[first : len(after) - last]
    return (first, last, between) if 2 * sum(map(len, between)) < len(new) else new


def _n_same(lines: list[str], others: list[str]) -> int:
    """Count the lines that are the same from the start."""
    pairs = zip(lines, others, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(lines), len(others)))


class Snapshot:
    """The state of a topic at one moment. `number` goes up with each change.

    Each message is encoded once, however many listen.
    """

    def __init__(self, topic: str, parts: Mapping[str, str], before: "Snapshot | None") -> None:
        self.topic = topic
        self.parts = parts
        self.number: int = before.number + 1 if before else 1
        old = before.parts if before else {}
        self._changes: dict[str, str | Patch] = {
            name: difference(old.get(name, ""), html)
            for name, html in parts.items()
            if old.get(name) != html
        }
        self._changes |= dict.fromkeys(old.keys() - parts.keys(), "")

    @property
    def is_news(self) -> bool:
        """Whether anything differs from the snapshot before."""
        return bool(self._changes) or self.number == 1

    @cached_property
    def state(self) -> bytes:
        """All parts, as JSON."""
        return self._encode(self.parts)

    @cached_property
    def version(self) -> str:
        """A hash of the content: the same after a restart and in another process."""
        return blake2b(msgspec.json.encode(self.parts), digest_size=8).hexdigest()

    @cached_property
    def full(self) -> bytes:
        """All parts, as an event."""
        return self._event(self.state)

    @cached_property
    def delta(self) -> bytes:
        """The changes since the snapshot before, as an event."""
        return self._event(self._encode(self._changes))

    def _encode(self, parts: Mapping[str, str | Patch]) -> bytes:
        return msgspec.json.encode({"topic": self.topic, "number": self.number, "parts": parts})

    def _event(self, data: bytes) -> bytes:
        return b"id: %d\ndata: %b\n\n" % (self.number, data)


@dataclass(eq=False, slots=True)
class Feed:
    """A topic that somebody follows."""

    key: TopicKey
    listeners: set["Listener"] = field(default_factory=set)
    snapshot: Snapshot | None = None
    is_stale: bool = True
    is_due: bool = False
    """Whether something changed that may be painted a moment later."""
    painting_began: float = 0.0
    """When the last painting began, on the clock of the loop."""
    telling_lasted: float = 0.0
    """Seconds that it took to tell all listeners, the last time."""
    painting: asyncio.Task[None] | None = None


class Listener:
    """One open stream. Gets the newest state of its topics, never a queue of older ones."""

    def __init__(self, send: Send, ticket: Ticket, feeds: list[Feed]) -> None:
        self.ticket = ticket
        self.feeds = feeds
        self.told_at = 0.0
        """When something was last sent, on the clock of the loop."""
        self._send = send
        self._numbers_sent = [0] * len(feeds)
        self._words: list[bytes] = []
        self._sending: asyncio.Task[None] | None = None
        self._is_ended = self._is_closed = False

    def poke(self) -> None:
        """Send what is new. A send that is held up goes on with the newest state by itself."""
        if self._sending is None and not self._is_closed:
            self._tell()

    def say(self, event: bytes) -> None:
        """Send this event too, unless an earlier send is still held up."""
        if self._sending is None:
            self._words.append(event)
            self.poke()

    def end(self, event: bytes) -> None:
        """Send a last event and close the stream."""
        self._is_ended = True
        self._words = [event]
        self.poke()

    def _tell(self) -> None:
        try:
            self._sending = begin(self._push())
        except Exception:  # noqa: BLE001 - one stream that breaks must not keep others from hearing
            _log.exception("A stream could not be written to")

    async def _push(self) -> None:
        self.told_at = asyncio.get_running_loop().time()
        try:
            while events := self._news():
                await self._send(_body(events, goes_on=True))
            if self._is_ended:
                self._is_closed = True
                await self._send(_body(b"", goes_on=False))
        finally:
            self._sending = None

    def _news(self) -> bytes:
        events, self._words = self._words, []
        for place, feed in enumerate(self.feeds):
            newest, last_number = feed.snapshot, self._numbers_sent[place]
            if newest is not None and newest.number > last_number:
                is_next = last_number and newest.number == last_number + 1
                events.append(newest.delta if is_next else newest.full)
                self._numbers_sent[place] = newest.number
        return b"".join(events)


def _body(content: bytes, *, goes_on: bool) -> dict[str, Any]:
    return {"type": "http.response.body", "body": content, "more_body": goes_on}
