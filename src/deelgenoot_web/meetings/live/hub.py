"""The open streams: which topics each follows, and when it hears of a change."""

import asyncio
import logging
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import islice

import msgspec

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.live.answers import Send
from deelgenoot_web.meetings.live.feed import Feed, Listener, Snapshot, TopicKey
from deelgenoot_web.meetings.live.reconnect import OUTAGES
from deelgenoot_web.meetings.tickets import Ticket

Paint = Callable[[int, str, str], Mapping[str, str]]
"""(meeting, topic, language) -> the parts that the topic shows, from rows."""
Notice = Callable[..., None]
"""Notes that these `people`, who lead something, have a screen of `meeting` open `now`."""

APART = 0.37
"""Seconds between two snapshots of a topic: telling 2,000 listeners takes 50 ms of processor."""
PATIENCE = 0.6
"""Seconds that who comes in waits for paintings: one usually begins within `APART`.

While votes keep coming, painting goes on.
"""
LATER = 1.0
"""The same after a change that may be painted later."""
_TELLING = 2
"""A topic is painted anew at the soonest after so many times what telling its listeners took.

Else a machine that is too busy falls ever further behind: what it sends piles up on the way.
"""
BEAT = 10.0
"""Seconds between two signs of life on a quiet stream; all topics are painted anew then too."""
AGAIN = (200, 1000)
"""Milliseconds after which a browser tries to come back."""
MENDED = 1.0
"""Seconds after which a topic that could not be painted is tried again."""
CHUNK = 25
"""Listeners that are told before votes get a turn."""
PAUSE = 0.001
"""Seconds that telling listeners waits at a time for votes."""
LANGUAGES = ("nl", "en")
_log = logging.getLogger(__name__)


class Hub:
    """The streams of this process. All methods but `ring` are for the event loop."""

    def __init__(self, paint: Paint, gives_way: Callable[[], bool], notice: Notice) -> None:
        """Paint topics with `paint`; tell nobody while `gives_way` says that a vote is handled.

        Each beat tells `notice` who lead and are there.
        """
        self._paint = paint
        self._notice = notice
        self._gives_way = gives_way
        self._feeds: dict[TopicKey, Feed] = {}
        self._listeners: set[Listener] = set()
        self._per_participant: Counter[int] = Counter()
        self._painter = ThreadPoolExecutor(1, thread_name_prefix="painter")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._beating: asyncio.Task[None] | None = None
        self.is_stopped = False

    def start(self) -> None:
        """Begin to beat, once, when the loop runs."""
        if self._beating is None:
            self._loop = asyncio.get_running_loop()
            self._beating = self._loop.create_task(self._beat())

    def ring(self, meeting: int, topics: Iterable[str]) -> None:
        """Tell the hub, from any thread, that these topics may have changed."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._mark_stale, meeting, tuple(topics))

    @property
    def n_listeners(self) -> int:
        """Count the open streams of everybody; from any thread."""
        return len(self._listeners)

    def n_streams(self, participant: int) -> int:
        """Count the open streams of a participant."""
        return self._per_participant[participant]

    async def snapshots(self, ticket: Ticket) -> list[Snapshot]:
        """Return what the topics of a ticket show now, without those nobody could paint in time."""
        feeds = self._feeds_of(ticket)
        for feed in feeds:
            # All before the first is waited for: each keeps a pace of its own.
            if feed.is_stale or feed.is_due:
                feed.is_stale = True
                self._repaint(feed)
        until = asyncio.get_running_loop().time() + PATIENCE
        for feed in feeds:
            await self._current(feed, until)
        return [feed.snapshot for feed in feeds if feed.snapshot is not None]

    async def join(self, ticket: Ticket, send: Send) -> Listener:
        """Add a listener; it hears the full state at once."""
        await self.snapshots(ticket)
        feeds = self._feeds_of(ticket)
        listener = Listener(send, ticket, feeds)
        self._listeners.add(listener)
        self._per_participant[ticket.participant] += 1
        for feed in feeds:
            feed.listeners.add(listener)
        # Each browser comes back after a time of its own when the connection is lost.
        listener.say(b"retry: %d\n" % random.randint(*AGAIN) + beat())  # noqa: S311 - no secret
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a listener whose stream is closed."""
        self._listeners.discard(listener)
        participant = listener.ticket.participant
        self._per_participant[participant] -= 1
        if not self._per_participant[participant]:
            del self._per_participant[participant]
        for feed in listener.feeds:
            feed.listeners.discard(listener)

    def stop(self) -> None:
        """End all streams; screens come back by themselves, not all at the same moment."""
        self.is_stopped = True
        if self._beating is not None:
            self._beating.cancel()
        for listener in self._listeners:
            listener.end(_event("restart", {}))
        self._painter.shutdown(wait=False)

    def _mark_stale(self, meeting: int, topics: tuple[str, ...]) -> None:
        counts = [one.split(":")[1:] for one in topics if one.startswith(bell.GESTURE)]
        if counts:
            self._show_gestures(meeting, {kind: int(n) for kind, n in counts})
        away = {one for one in topics if one.startswith((bell.WHO, bell.LEADS))}
        if away:
            self._send_away(meeting, away)
        for topic in (one for one in topics if not one.startswith(bell.NO_PARTS)):
            name = topic.removeprefix(bell.LATER)
            keys = [TopicKey(meeting, name, language) for language in LANGUAGES]
            if topic == bell.EVERYTHING:
                everywhere = meeting == bell.EVERY_MEETING
                keys = [key for key in self._feeds if everywhere or key.meeting == meeting]
            for feed in (self._feeds[key] for key in keys if key in self._feeds):
                if name == topic:
                    self._repaint_now(feed)
                else:
                    self._repaint_later(feed)

    def _repaint_now(self, feed: Feed) -> None:
        feed.is_stale = True
        if feed.listeners:
            self._repaint(feed)

    def _repaint_later(self, feed: Feed) -> None:
        """Paint the feed in a moment, unless it is painted before that for another reason."""

        def repaint() -> None:
            if feed.is_due:
                self._repaint_now(feed)

        if not feed.is_due:
            feed.is_due, loop = True, asyncio.get_running_loop()
            loop.call_at(max(loop.time(), feed.painting_began + LATER), repaint)

    def _show_gestures(self, meeting: int, counts: dict[str, int]) -> None:
        """Tell the large screens alone: those who make the signs are thousands, these are few."""
        event = _event("gestures", dict(counts))
        for key in (TopicKey(meeting, "stage", language) for language in LANGUAGES):
            for listener in self._feeds[key].listeners if key in self._feeds else ():
                listener.say(event)

    def _send_away(self, meeting: int, away: set[str]) -> None:
        for listener in self._listeners:
            ticket = listener.ticket
            own = {f"{bell.WHO}{ticket.participant}", f"{bell.LEADS}{ticket.person}"}
            if own & away and meeting in (ticket.meeting, bell.EVERY_MEETING):
                listener.end(_event("reload", {}))

    def _feeds_of(self, ticket: Ticket) -> list[Feed]:
        keys = (TopicKey(ticket.meeting, topic, ticket.language) for topic in ticket.topics)
        return [self._feeds.setdefault(key, Feed(key)) for key in keys]

    async def _current(self, feed: Feed, until: float) -> None:
        """Wait until the feed has a snapshot; one that is a moment old will do.

        A feed without listeners may be older than the page that asks, so it is painted first. What
        is not painted in time follows: the page that asks shows it as it was when it was opened.
        """
        if feed.painting is None or (feed.snapshot is not None and feed.listeners):
            return
        left = until - asyncio.get_running_loop().time()
        await asyncio.wait([feed.painting], timeout=max(0, left))

    def _repaint(self, feed: Feed) -> None:
        if feed.painting is None and not self.is_stopped:
            feed.painting = asyncio.create_task(self._paint_feed(feed))

    async def _paint_feed(self, feed: Feed) -> None:
        """Paint until nothing changed meanwhile, and tell the listeners."""
        loop = asyncio.get_running_loop()
        try:
            while feed.is_stale:
                apart = max(APART, _TELLING * feed.telling_lasted)
                await asyncio.sleep(feed.painting_began + apart - loop.time())
                if self.is_stopped:
                    return
                feed.is_stale, feed.is_due, feed.painting_began = False, False, loop.time()
                parts = await loop.run_in_executor(self._painter, self._paint, *feed.key)
                fresh = Snapshot(feed.key.topic, parts, feed.snapshot)
                if fresh.is_news:
                    feed.snapshot, began = fresh, loop.time()
                    await self._in_turns(feed.listeners, Listener.poke)
                    feed.telling_lasted = loop.time() - began
        except OUTAGES as error:
            _log.warning("%s could not be painted: %s", feed.key, type(error).__name__)
            feed.is_stale = True
            loop.call_later(MENDED, self._repaint, feed)
        except Exception:  # noqa: BLE001 - streams stay open with what they have; a beat tries again
            _log.exception("%s could not be painted", feed.key)
            feed.is_stale = True
        finally:
            feed.painting = None

    async def _in_turns(self, listeners: set[Listener], tell: Callable[[Listener], None]) -> None:
        """Tell listeners in chunks, so that votes that came in meanwhile are not held up.

        Threads share one interpreter: a commit that has to ask for it back after each step, from a
        loop that is busy telling thousands, takes ten times as long.
        """
        everybody = iter(list(listeners))
        while chunk := list(islice(everybody, CHUNK)):
            for listener in chunk:
                tell(listener)
            await asyncio.sleep(0)
            while self._gives_way():
                await asyncio.sleep(PAUSE)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for feed in list(self._feeds.values()):
                feed.is_stale = True
                if feed.listeners:
                    self._repaint(feed)
                elif feed.painting is None:
                    del self._feeds[feed.key]
            await self._notice_leaders()
            lately = asyncio.get_running_loop().time() - BEAT / 2
            quiet = {one for one in self._listeners if one.told_at < lately}
            await self._in_turns(quiet, partial(Listener.say, event=beat()))

    async def _notice_leaders(self) -> None:
        people: defaultdict[int, set[int]] = defaultdict(set)
        for ticket in (one.ticket for one in self._listeners if one.ticket.person):
            people[ticket.meeting].add(ticket.person)
        loop, now = asyncio.get_running_loop(), datetime.now(UTC)
        for meeting, persons in people.items():
            try:
                tell = partial(self._notice, meeting=meeting, people=persons, now=now)
                await loop.run_in_executor(self._painter, tell)
            except Exception as error:  # noqa: BLE001 - whatever it is, the beat goes on
                _log.warning("Leaders could not be noticed: %s", type(error).__name__)


def beat() -> bytes:
    """Make a sign of life, with the time of this machine in milliseconds for the clocks."""
    return _event("beat", {"now": round(time.time() * 1000)})


def _event(name: str, content: dict[str, object]) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (name.encode(), msgspec.json.encode(content))
