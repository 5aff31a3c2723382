"""A small world behind the engine of the live screens, and scenes that are played in it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import OperationalError
from tests.web.live_caller import AsgiCall
from tests.web.loop import finished

from deelgenoot_web.meetings.ballots import Acceptance, Ballot
from deelgenoot_web.meetings.gestures import Gesture
from deelgenoot_web.meetings.live.app import Live
from deelgenoot_web.meetings.tickets import Ticket


@dataclass
class World:
    """What stands behind the engine here: parts in a dictionary, votes in a list."""

    parts: dict[str, dict[str, str]] = field(default_factory=dict)
    painted: list[tuple[int, str, str]] = field(default_factory=list)
    away: set[int] = field(default_factory=set)
    kept: list[list[Ballot]] = field(default_factory=list)
    passed: list[list[Gesture]] = field(default_factory=list)
    noticed: list[tuple[int, set[int]]] = field(default_factory=list)
    outcome: Acceptance = field(default_factory=lambda: Acceptance(value=1))
    is_broken: bool = False

    def paint(self, meeting: int, topic: str, language: str) -> dict[str, str]:
        self.painted.append((meeting, topic, language))
        if self.is_broken:
            raise OperationalError
        return dict(self.parts[topic])

    def admit(self, asked: list[Ticket]) -> list[bool]:
        if self.is_broken:
            raise OperationalError
        return [ticket.participant not in self.away for ticket in asked]

    def record(self, ballots: list[Ballot]) -> list[Acceptance]:
        if self.is_broken:
            raise OperationalError
        if any(ballot.value == "poison" for ballot in ballots):
            raise OverflowError
        self.kept.append(ballots)
        return [self.outcome] * len(ballots)

    def pass_on(self, gestures: list[Gesture]) -> list[bool]:
        if self.is_broken:
            raise OperationalError
        self.passed.append(gestures)
        return [one.participant not in self.away for one in gestures]

    def notice(self, *, meeting: int, people: set[int], now: datetime) -> None:
        if self.is_broken:
            raise OperationalError
        self.noticed.append((meeting, people))


Scene = Callable[[Live], Coroutine[Any, Any, None]]


def play(world: World, scene: Scene) -> None:
    """Run a scene with an app that stops afterwards."""

    async def whole() -> None:
        app = Live(world.paint, world.admit, world.record, world.pass_on, world.notice)
        async with asyncio.timeout(5):
            await scene(app)
            app.stop()

    finished(whole())


async def until(holds: Callable[[], object]) -> None:
    while not holds():
        await asyncio.sleep(0.002)


def open_stream(app: Live, ticket: Ticket) -> tuple[AsgiCall, Awaitable[AsgiCall]]:
    call = AsgiCall(
        app, f"/live/{ticket.meeting}/stroom", query=f"ticket={ticket.sign_for_stream()}"
    )
    return call, asyncio.ensure_future(call.run())


def send_vote(app: Live, ticket: Ticket, content: object = None, **more: Any) -> AsgiCall:
    body = json.dumps(content or {"poll": 5, "value": 1}).encode()
    headers = {"x-ticket": ticket.sign()}
    return AsgiCall(app, f"/live/{ticket.meeting}/stem", "POST", headers=headers, body=body, **more)


HALL = Ticket(1, ("hall",), "nl", 7)
