"""The engine of the live screens while its database is away, or refuses one ballot."""

import asyncio

import pytest
from tests.web.live_caller import AsgiCall
from tests.web.live_world import HALL, World, open_stream, play, send_vote, until

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


def test_a_vote_that_the_database_cannot_take_may_be_sent_again(world: World) -> None:
    world.is_broken = True

    async def scene(app: Live) -> None:
        call = await send_vote(app, HALL).run()
        assert (call.status, list(call.json)) == (503, ["error"])
        world.is_broken = False
        assert (await send_vote(app, HALL).run()).status == 200

    play(world, scene)


def test_a_ballot_that_cannot_be_kept_fails_alone_and_is_one_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(app: Live) -> None:
        values = {n: "poison" if n % 5 == 0 else 1 for n in range(1, 51)}
        calls = await asyncio.gather(
            *(
                send_vote(app, Ticket(1, ("hall",), "nl", n), {"poll": 5, "value": value}).run()
                for n, value in values.items()
            )
        )
        assert [call.status for call in calls] == [
            400 if value == "poison" else 200 for value in values.values()
        ]

    play(world, scene)
    assert [record.getMessage() for record in caplog.records] == [
        "1 in a batch failed: OverflowError"
    ] * 10
    assert not any(record.exc_info for record in caplog.records)


def test_while_the_database_is_away_screens_are_asked_to_come_back(world: World) -> None:
    world.is_broken = True

    async def scene(app: Live) -> None:
        for what in ("stroom", "stand"):
            shown = {"x-ticket": HALL.sign()}
            call = await AsgiCall(app, f"/live/1/{what}", headers=shown).run()
            assert (call.status, call.told["retry-after"]) == (503, "2")
            assert call.json == {"error": "De server is erg druk. Probeer het zo nog eens."}

    play(world, scene)


def test_a_topic_that_could_not_be_painted_is_tried_again_soon(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MENDED", 0.02)

    async def scene(app: Live) -> None:
        call, _ = open_stream(app, HALL)
        await until(lambda: call.states)
        world.is_broken = True
        app.hub.ring(1, ["hall"])
        await until(lambda: len(world.painted) == 2)
        world.is_broken = False
        world.parts["hall"]["poll"] = "open"
        await until(lambda: len(call.states) == 2)

    play(world, scene)


def test_after_an_outage_every_topic_of_every_meeting_is_painted_anew(world: World) -> None:
    async def scene(app: Live) -> None:
        calls = [open_stream(app, Ticket(meeting, ("hall",), "nl", 7))[0] for meeting in (1, 2)]
        await until(lambda: all(call.states for call in calls))
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(bell.EVERY_MEETING, [bell.EVERYTHING])
        await until(lambda: all(len(call.states) == 2 for call in calls))

    play(world, scene)
