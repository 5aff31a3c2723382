"""Who may hear and vote: what a ticket of the live screens opens, and for how long."""

import asyncio
import time

import pytest
from tests.web.live_caller import AsgiCall
from tests.web.live_world import HALL, World, open_stream, play, until

from deelgenoot_web.meetings import tickets
from deelgenoot_web.meetings.live.app import Live
from deelgenoot_web.meetings.tickets import Ticket


@pytest.fixture
def world() -> World:
    return World({"hall": {"now": "opening", "poll": "none"}})


@pytest.mark.parametrize(
    ("ticket", "status"),
    [
        ("", 403),
        ("forged", 403),
        (HALL.sign() + "x", 403),
        (Ticket(2, ("hall",), "nl", 7).sign(), 403),
    ],
    ids=["none", "forged", "changed", "of another meeting"],
)
def test_a_ticket_that_is_not_for_here_is_refused_with_words(
    world: World, ticket: str, status: int
) -> None:
    async def scene(app: Live) -> None:
        shown = {"x-ticket": ticket}
        calls = [AsgiCall(app, f"/live/1/{what}", headers=shown) for what in ("stand", "kaartje")]
        for call in (AsgiCall(app, "/live/1/stroom", query=f"ticket={ticket}"), *calls):
            await call.run()
            assert (call.status, list(call.json)) == (status, ["error"])
        vote = AsgiCall(app, "/live/1/stem", "POST", headers={"x-ticket": ticket}, body=b"{}")
        assert (await vote.run()).status == status

    play(world, scene)
    assert not world.kept


def test_an_old_ticket_asks_to_load_the_page_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "LASTS", -1)

    async def scene(app: Live) -> None:
        call = await AsgiCall(app, "/live/1/stand", headers={"x-ticket": HALL.sign()}).run()
        assert call.status == 410
        assert call.json == {"error": "Deze pagina staat al lang open. Laad de pagina opnieuw."}

    play(world, scene)


def test_the_ticket_of_a_page_opens_no_stream_from_an_address(world: World) -> None:
    async def scene(app: Live) -> None:
        call = await AsgiCall(app, "/live/1/stroom", query=f"ticket={HALL.sign()}").run()
        assert call.status == 403
        # Nor does the ticket of a stream do anything else.
        shown = {"x-ticket": HALL.sign_for_stream()}
        assert (await AsgiCall(app, "/live/1/stand", headers=shown).run()).status == 403
        assert (await AsgiCall(app, "/live/1/kaartje", headers=shown).run()).status == 403

    play(world, scene)


def test_a_stream_begins_with_a_ticket_of_a_minute(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(app: Live) -> None:
        shown = {"x-ticket": HALL.sign()}
        ticket = (await AsgiCall(app, "/live/1/kaartje", headers=shown).run()).json["ticket"]
        call = AsgiCall(app, "/live/1/stroom", query=f"ticket={ticket}")
        running = asyncio.ensure_future(call.run())
        await until(lambda: call.states)
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 61)
        late = await AsgiCall(app, "/live/1/stroom", query=f"ticket={ticket}").run()
        assert (late.status, running.done()) == (410, False)  # what began before goes on

    play(world, scene)


def test_who_is_no_longer_there_hears_that(world: World) -> None:
    world.away.add(7)

    async def scene(app: Live) -> None:
        call, over = open_stream(app, HALL)
        await over
        assert (call.status, list(call.json)) == (410, ["error"])

    play(world, scene)
