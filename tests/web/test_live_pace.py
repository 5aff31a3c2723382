"""How often the engine of the live screens paints: what hurries, what may wait, what takes long."""

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

import pytest
from tests.web.live_world import HALL, World, open_stream, play, until

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.live import hub
from deelgenoot_web.meetings.live.app import Live
from deelgenoot_web.meetings.tickets import Ticket


@pytest.fixture
def world() -> World:
    return World({"hall": {"now": "opening", "poll": "none"}, "room:3": {"board": "empty"}})


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "APART", 0.02)


def test_a_topic_that_takes_long_to_tell_is_painted_less_often(world: World) -> None:
    painted_at: list[float] = []

    async def scene() -> None:
        loop, busy_until = asyncio.get_running_loop(), 0.0

        def paint(meeting: int, topic: str, language: str) -> dict[str, str]:
            nonlocal busy_until
            # Not the time of now: on a busy machine this thread begins later.
            [feed] = streams._feeds.values()
            painted_at.append(feed.painting_began)
            # So long telling waits for votes; it begins a moment after this.
            busy_until = loop.time() + 0.15
            return world.paint(meeting, topic, language)

        streams = hub.Hub(paint, lambda: loop.time() < busy_until, world.notice)
        streams.start()

        async def send(_message: Any) -> None:
            pass

        await streams.join(HALL, send)
        for n_paintings in (2, 3):  # the first was for who came in
            world.parts["hall"]["poll"] = str(n_paintings)
            streams.ring(1, ["hall"])
            while len(painted_at) < n_paintings:
                await asyncio.sleep(0.001)
        streams.stop()

    asyncio.run(scene())
    assert painted_at[2] - painted_at[1] >= 0.2


def test_what_may_be_painted_later_is_painted_once_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "LATER", 0.1)

    async def scene(app: Live) -> None:
        call, _ = open_stream(app, HALL)
        await until(lambda: call.states)
        for count in ("1", "2", "3"):
            world.parts["hall"]["poll"] = count
            app.hub.ring(1, [f"{bell.LATER}hall"])
            await asyncio.sleep(hub.APART)
        await until(lambda: len(call.states) == 2)
        assert call.states[-1]["parts"] == {"poll": "3"}
        assert len(world.painted) == 2

    play(world, scene)


def test_who_comes_in_and_what_hurries_do_not_wait_for_what_may_be_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "LATER", 60)

    async def scene(app: Live) -> None:
        first, _ = open_stream(app, HALL)
        await until(lambda: first.states)
        world.parts["hall"]["poll"] = "1"
        app.hub.ring(1, [f"{bell.LATER}hall"])
        await asyncio.sleep(2 * hub.APART)
        assert len(world.painted) == 1

        second, _ = open_stream(app, Ticket(1, ("hall",), "nl", 8))
        for call in (first, second):
            await until(lambda call=call: call.states and call.states[-1]["parts"]["poll"] == "1")  # type: ignore[misc]

        world.parts["hall"]["poll"] = "2"
        app.hub.ring(1, [f"{bell.LATER}hall", "hall"])
        await until(lambda: first.states[-1]["parts"]["poll"] == "2")

    play(world, scene)


def test_who_comes_in_waits_for_all_topics_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(app: Live) -> None:
        ticket = Ticket(1, ("hall", "room:3"), "nl", 7)
        app.hub.start()
        await app.hub.snapshots(ticket)
        monkeypatch.setattr(hub, "APART", 60)
        app.hub.ring(1, ticket.topics)
        await asyncio.sleep(0)
        waiting = asyncio.create_task(app.hub.snapshots(ticket))
        await asyncio.sleep(0)
        assert [feed.painting is not None for feed in app.hub._feeds.values()] == [True, True]
        waiting.cancel()

    play(world, scene)


def test_who_asks_for_many_topics_waits_no_longer_than_for_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = tuple(f"room:{number}" for number in range(40))
    world.parts |= {topic: {"board": "empty"} for topic in topics}

    async def scene(app: Live) -> None:
        ticket = Ticket(1, topics, "nl", 7)
        app.hub.start()
        await app.hub.snapshots(ticket)
        monkeypatch.setattr(hub, "APART", 60)
        monkeypatch.setattr(hub, "PATIENCE", 0.2)
        app.hub.ring(1, topics)
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert len(await app.hub.snapshots(ticket)) == len(topics)
        assert loop.time() - began < len(topics) * hub.PATIENCE / 2

    play(world, scene)


def test_who_comes_in_first_waits_no_longer_either_and_hears_what_follows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "PATIENCE", 0.2)
    goes_on = threading.Event()
    paint = world.paint

    def paint_late(meeting: int, topic: str, language: str) -> Mapping[str, str]:
        if topic == "room:3":
            goes_on.wait(5)
        return paint(meeting, topic, language)

    monkeypatch.setattr(world, "paint", paint_late)

    async def scene(app: Live) -> None:
        ticket = Ticket(1, ("hall", "room:3"), "nl", 7)
        app.hub.start()
        assert [one.topic for one in await app.hub.snapshots(ticket)] == ["hall"]
        call, _ = open_stream(app, ticket)
        await until(lambda: call.states)
        assert [one["topic"] for one in call.states] == ["hall"]
        goes_on.set()
        await until(lambda: len(call.states) == 2)
        assert call.states[-1]["parts"] == {"board": "empty"}

    play(world, scene)
