"""The engine of the live screens with a small world behind it: who hears what, and when."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st
from tests.web.live_caller import AsgiCall
from tests.web.loop import finished

from deelgenoot_web.meetings import bell, tickets
from deelgenoot_web.meetings.ballots import Acceptance, Ballot
from deelgenoot_web.meetings.live import hub
from deelgenoot_web.meetings.live.app import MOST_STREAMS, Live
from deelgenoot_web.meetings.live.feed import difference
from deelgenoot_web.meetings.tickets import Ticket


@dataclass
class World:
    """What stands behind the engine here: parts in a dictionary, votes in a list."""

    parts: dict[str, dict[str, str]] = field(default_factory=dict)
    painted: list[tuple[int, str, str]] = field(default_factory=list)
    away: set[int] = field(default_factory=set)
    kept: list[list[Ballot]] = field(default_factory=list)
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


@pytest.fixture
def world() -> World:
    return World({"hall": {"now": "opening", "poll": "none"}, "room:3": {"board": "empty"}})


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "APART", 0.02)


Scene = Callable[[Live], Coroutine[Any, Any, None]]


def _play(world: World, scene: Scene) -> None:
    """Run a scene with an app that stops afterwards."""

    async def whole() -> None:
        app = Live(world.paint, world.admit, world.record)
        async with asyncio.timeout(5):
            await scene(app)
            app.stop()

    finished(whole())


async def _until(holds: Callable[[], object]) -> None:
    while not holds():
        await asyncio.sleep(0.002)


def _stream(app: Live, ticket: Ticket) -> tuple[AsgiCall, Awaitable[AsgiCall]]:
    call = AsgiCall(
        app, f"/live/{ticket.meeting}/stroom", query=f"ticket={ticket.sign_for_stream()}"
    )
    return call, asyncio.ensure_future(call.run())


def _vote(app: Live, ticket: Ticket, content: object = None, **more: Any) -> AsgiCall:
    body = json.dumps(content or {"poll": 5, "value": 1}).encode()
    headers = {"x-ticket": ticket.sign()}
    return AsgiCall(app, f"/live/{ticket.meeting}/stem", "POST", headers=headers, body=body, **more)


HALL = Ticket(1, ("hall",), "nl", 7)


def test_who_connects_hears_all_of_it_and_then_what_changed(world: World) -> None:
    async def scene(app: Live) -> None:
        call, _running = _stream(app, Ticket(1, ("hall", "room:3"), "nl", 7))
        await _until(lambda: len(call.states) == 2)
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(1, ["hall"])
        await _until(lambda: len(call.states) == 3)

        assert call.status == 200
        assert call.told["content-type"].startswith("text/event-stream")
        assert call.states == [
            {"topic": "hall", "number": 1, "parts": {"now": "opening", "poll": "none"}},
            {"topic": "room:3", "number": 1, "parts": {"board": "empty"}},
            {"topic": "hall", "number": 2, "parts": {"poll": "open"}},
        ]
        assert [name for name, _ in call.events if name] == ["beat"]

    _play(world, scene)


def test_a_hundred_changes_are_one_painting_and_the_same_bytes_for_all(world: World) -> None:
    async def scene(app: Live) -> None:
        calls = [_stream(app, Ticket(1, ("hall",), "nl", n))[0] for n in range(1, 21)]
        await _until(lambda: all(call.states for call in calls))
        before = len(world.painted)
        world.parts["hall"]["poll"] = "open"
        for _ in range(100):
            app.hub.ring(1, ["hall", "stage"])
        await _until(lambda: all(len(call.states) == 2 for call in calls))
        await asyncio.sleep(0.05)

        assert len(world.painted) - before <= 2
        assert len({id(call.bodies[-1]) for call in calls}) == 1

    _play(world, scene)


def test_a_painting_without_news_is_told_to_nobody(world: World) -> None:
    async def scene(app: Live) -> None:
        call, _ = _stream(app, HALL)
        await _until(lambda: call.states)
        app.hub.ring(1, ["hall"])
        await _until(lambda: len(world.painted) == 2)
        await asyncio.sleep(0.03)
        assert len(call.states) == 1

    _play(world, scene)


def test_who_is_slow_gets_the_newest_state_and_no_queue(world: World) -> None:
    async def scene(app: Live) -> None:
        slow, _ = _stream(app, HALL)
        quick, _ = _stream(app, Ticket(1, ("hall",), "nl", 8))
        await _until(lambda: slow.states and quick.states)
        slow.is_open.clear()
        for place, name in enumerate(("one", "two", "three", "four"), start=2):
            world.parts["hall"]["poll"] = name
            app.hub.ring(1, ["hall"])
            await _until(lambda place=place: len(quick.states) == place)  # type: ignore[misc]
        slow.is_open.set()
        await _until(lambda: slow.states[-1]["number"] == 5)

        assert [state["number"] for state in slow.states] == [1, 2, 5]
        assert slow.states[-1]["parts"] == {"now": "opening", "poll": "four"}

    _play(world, scene)


def test_languages_and_meetings_do_not_mix(world: World) -> None:
    async def scene(app: Live) -> None:
        english, _ = _stream(app, Ticket(1, ("hall",), "en", 7))
        other, _ = _stream(app, Ticket(2, ("hall",), "nl", 9))
        await _until(lambda: english.states and other.states)
        assert world.painted == [(1, "hall", "en"), (2, "hall", "nl")]
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(1, ["*"])
        await _until(lambda: len(english.states) == 2)
        assert len(other.states) == 1

    _play(world, scene)


def test_when_painting_fails_the_streams_stay_and_the_next_ring_mends_it(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(app: Live) -> None:
        call, _ = _stream(app, HALL)
        await _until(lambda: call.states)
        world.is_broken = True
        app.hub.ring(1, ["hall"])
        await _until(lambda: caplog.records)
        world.is_broken = False
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(1, ["hall"])
        await _until(lambda: len(call.states) == 2)

    _play(world, scene)
    assert "could not be painted" in caplog.text


def test_who_is_moved_is_told_to_load_the_page_again(world: World) -> None:
    async def scene(app: Live) -> None:
        moved, over = _stream(app, HALL)
        stays, _ = _stream(app, Ticket(1, ("hall",), "nl", 8))
        await _until(lambda: moved.states and stays.states)
        app.hub.ring(1, ["who:7"])
        await over
        assert moved.events[-1] == ("reload", {})
        assert not stays.is_over.is_set()

    _play(world, scene)


def test_who_leads_no_longer_is_told_so_in_that_meeting_only(world: World) -> None:
    async def scene(app: Live) -> None:
        desk, over = _stream(app, Ticket(1, ("hall",), "nl", 0, 9))
        elsewhere, _ = _stream(app, Ticket(2, ("hall",), "nl", 0, 9))
        participant, _ = _stream(app, Ticket(1, ("hall",), "nl", 9))
        await _until(lambda: all(one.states for one in (desk, elsewhere, participant)))
        app.hub.ring(1, ["leads:9"])
        await over
        assert desk.events[-1] == ("reload", {})
        assert not elsewhere.is_over.is_set()
        assert not participant.is_over.is_set()

    _play(world, scene)


def test_who_signed_out_is_told_so_in_every_meeting(world: World) -> None:
    async def scene(app: Live) -> None:
        desk, over = _stream(app, Ticket(1, ("hall",), "nl", 0, 9))
        elsewhere, over_there = _stream(app, Ticket(2, ("hall",), "nl", 0, 9))
        participant, _ = _stream(app, Ticket(1, ("hall",), "nl", 9))
        await _until(lambda: all(one.states for one in (desk, elsewhere, participant)))
        app.hub.ring(bell.EVERY_MEETING, ["leads:9"])
        await over
        await over_there
        assert desk.events[-1] == elsewhere.events[-1] == ("reload", {})
        assert not participant.is_over.is_set()

    _play(world, scene)


def test_of_a_long_part_only_the_lines_that_differ_are_sent(world: World) -> None:
    cards = [f"<li>{'kaart' * 40} {n}</li>" for n in range(20)]
    world.parts["room:3"]["board"] = "\n".join(cards)

    async def scene(app: Live) -> None:
        call, _ = _stream(app, Ticket(1, ("room:3",), "nl", 7))
        await _until(lambda: call.states)
        world.parts["room:3"]["board"] = "\n".join([*cards[:4], "<li>anders</li>", *cards[5:]])
        app.hub.ring(1, ["room:3"])
        await _until(lambda: len(call.states) == 2)
        assert call.states[1]["parts"] == {"board": [4, 15, ["<li>anders</li>"]]}

    _play(world, scene)


TEXTS = st.lists(st.sampled_from(["a" * 900, "b" * 900, "c", ""]), max_size=8).map("\n".join)


@given(TEXTS, TEXTS)
def test_what_differs_makes_the_new_part_of_the_old_one(old: str, new: str) -> None:
    told = difference(old, new)
    if isinstance(told, str):
        assert told == new
        return
    first, last, between = told
    lines = old.split("\n")
    assert "\n".join([*lines[:first], *between, *lines[len(lines) - last :]]) == new
    assert first + last <= len(lines)


def test_streams_end_with_a_word_when_the_server_stops(world: World) -> None:
    async def scene(app: Live) -> None:
        call, over = _stream(app, HALL)
        await _until(lambda: call.states)
        app.stop()
        await over
        assert call.events[-1] == ("restart", {})

    _play(world, scene)


def test_who_left_is_forgotten(world: World) -> None:
    async def scene(app: Live) -> None:
        call, over = _stream(app, HALL)
        await _until(lambda: call.states)
        assert app.hub.n_streams(7) == 1
        call.is_over.set()
        await over
        assert app.hub.n_streams(7) == 0

    _play(world, scene)


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

    _play(world, scene)
    assert not world.kept


def test_an_old_ticket_asks_to_load_the_page_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "LASTS", -1)

    async def scene(app: Live) -> None:
        call = await AsgiCall(app, "/live/1/stand", headers={"x-ticket": HALL.sign()}).run()
        assert call.status == 410
        assert call.json == {"error": "Deze pagina staat al lang open. Laad haar opnieuw."}

    _play(world, scene)


def test_the_ticket_of_a_page_opens_no_stream_from_an_address(world: World) -> None:
    async def scene(app: Live) -> None:
        call = await AsgiCall(app, "/live/1/stroom", query=f"ticket={HALL.sign()}").run()
        assert call.status == 403
        # Nor does the ticket of a stream do anything else.
        shown = {"x-ticket": HALL.sign_for_stream()}
        assert (await AsgiCall(app, "/live/1/stand", headers=shown).run()).status == 403
        assert (await AsgiCall(app, "/live/1/kaartje", headers=shown).run()).status == 403

    _play(world, scene)


def test_a_stream_begins_with_a_ticket_of_a_minute(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(app: Live) -> None:
        shown = {"x-ticket": HALL.sign()}
        ticket = (await AsgiCall(app, "/live/1/kaartje", headers=shown).run()).json["ticket"]
        call = AsgiCall(app, "/live/1/stroom", query=f"ticket={ticket}")
        running = asyncio.ensure_future(call.run())
        await _until(lambda: call.states)
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 61)
        late = await AsgiCall(app, "/live/1/stroom", query=f"ticket={ticket}").run()
        assert (late.status, running.done()) == (410, False)  # what began before goes on

    _play(world, scene)


def test_who_is_no_longer_there_hears_that(world: World) -> None:
    world.away.add(7)

    async def scene(app: Live) -> None:
        call, over = _stream(app, HALL)
        await over
        assert (call.status, list(call.json)) == (410, ["error"])

    _play(world, scene)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/live/", 404),
        ("GET", "/live/1/anders", 404),
        ("POST", "/live/1/stroom", 405),
        ("GET", "/live/1/stem", 405),
    ],
)
def test_addresses_and_methods_that_do_not_exist(
    world: World, method: str, path: str, status: int
) -> None:
    async def scene(app: Live) -> None:
        assert (await AsgiCall(app, path, method).run()).status == status

    _play(world, scene)


def test_the_state_can_be_asked_for_and_says_when_it_is_the_same(world: World) -> None:
    async def scene(app: Live) -> None:
        shown = {"x-ticket": HALL.sign()}
        first = await AsgiCall(app, "/live/1/stand", headers=shown).run()
        known = shown | {"if-none-match": first.told["etag"]}
        second = await AsgiCall(app, "/live/1/stand", headers=known).run()
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(1, ["hall"])
        await asyncio.sleep(0)
        await AsgiCall(app, "/live/1/stand", headers=known).run()
        await _until(lambda: len(world.painted) == 2)
        await asyncio.sleep(0.01)
        third = await AsgiCall(app, "/live/1/stand", headers=known).run()

        parts = {"now": "opening", "poll": "none"}
        assert first.json["states"] == [{"topic": "hall", "number": 1, "parts": parts}]
        assert (second.status, second.bodies) == (304, [])
        assert third.json["states"][0]["parts"] == parts | {"poll": "open"}

    _play(world, scene)


def test_who_comes_back_hears_nothing_from_before_it_changed(world: World) -> None:
    async def scene(app: Live) -> None:
        call, over = _stream(app, HALL)
        await _until(lambda: call.states)
        call.is_over.set()
        await over
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(1, ["hall"])
        await asyncio.sleep(0)

        again, _running = _stream(app, HALL)
        await _until(lambda: again.states)
        assert again.states[0]["parts"]["poll"] == "open"

    _play(world, scene)


def test_a_vote_is_answered_after_it_was_kept(world: World) -> None:
    async def scene(app: Live) -> None:
        call = await _vote(app, HALL).run()
        assert (call.status, call.json["mine"]) == (200, {"votes": {"5": 1}})
        assert call.json["say"].startswith("Ontvangen om ")

    _play(world, scene)
    assert world.kept == [[Ballot(1, 5, 7, 1)]]


@pytest.mark.parametrize(("refusal", "status"), [("closed", 409), ("unfit", 422), ("gone", 410)])
def test_a_vote_that_is_not_kept_says_why(world: World, refusal: Any, status: int) -> None:
    world.outcome = Acceptance(refusal=refusal, say="Zo niet.")

    async def scene(app: Live) -> None:
        call = await _vote(app, HALL).run()
        assert (call.status, call.json) == (status, {"error": "Zo niet."})

    _play(world, scene)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"poll": "x", "value": 1}', 400),
        (b'{"poll": 9223372036854775808, "value": 1}', 400),
        (b'{"poll": 5, "value": %b}' % (b"[" * 5000 + b"]" * 5000), 400),
        (b'{"poll": 5, "value": 1, "more": %b}' % (b"[" * 5000 + b"]" * 5000), 400),
        (b'{"poll": 5, "value": "\xff"}', 400),
        (b'{"poll": 5, "value": "\\ud800"}', 400),
        (b"x" * 20_000, 413),
    ],
)
def test_what_is_no_vote_is_refused(world: World, body: bytes, status: int) -> None:
    async def scene(app: Live) -> None:
        call = _vote(app, HALL)
        call.body = body
        assert (await call.run()).status == status
        assert list(call.json) == ["error"]

    _play(world, scene)
    assert not world.kept


def test_a_vote_that_the_database_cannot_take_may_be_sent_again(world: World) -> None:
    world.is_broken = True

    async def scene(app: Live) -> None:
        call = await _vote(app, HALL).run()
        assert (call.status, list(call.json)) == (503, ["error"])
        world.is_broken = False
        assert (await _vote(app, HALL).run()).status == 200

    _play(world, scene)


def test_a_ballot_that_cannot_be_kept_fails_alone_and_is_one_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(app: Live) -> None:
        values = {n: "poison" if n % 5 == 0 else 1 for n in range(1, 51)}
        calls = await asyncio.gather(
            *(
                _vote(app, Ticket(1, ("hall",), "nl", n), {"poll": 5, "value": value}).run()
                for n, value in values.items()
            )
        )
        assert [call.status for call in calls] == [
            400 if value == "poison" else 200 for value in values.values()
        ]

    _play(world, scene)
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

    _play(world, scene)


def test_a_topic_that_could_not_be_painted_is_tried_again_soon(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MENDED", 0.02)

    async def scene(app: Live) -> None:
        call, _ = _stream(app, HALL)
        await _until(lambda: call.states)
        world.is_broken = True
        app.hub.ring(1, ["hall"])
        await _until(lambda: len(world.painted) == 2)
        world.is_broken = False
        world.parts["hall"]["poll"] = "open"
        await _until(lambda: len(call.states) == 2)

    _play(world, scene)


def test_after_an_outage_every_topic_of_every_meeting_is_painted_anew(world: World) -> None:
    async def scene(app: Live) -> None:
        calls = [_stream(app, Ticket(meeting, ("hall",), "nl", 7))[0] for meeting in (1, 2)]
        await _until(lambda: all(call.states for call in calls))
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(bell.EVERY_MEETING, [bell.EVERYTHING])
        await _until(lambda: all(len(call.states) == 2 for call in calls))

    _play(world, scene)


def test_who_floods_is_held_and_nobody_else(world: World) -> None:
    async def scene(app: Live) -> None:
        calls = await asyncio.gather(*(_vote(app, HALL).run() for _ in range(200)))
        refused = [call for call in calls if call.status == 429]
        assert len(refused) >= 170
        assert {call.status for call in calls} == {200, 429}
        assert int(refused[-1].told["retry-after"]) >= 1
        assert (await _vote(app, Ticket(1, ("hall",), "nl", 8)).run()).status == 200

    _play(world, scene)


def test_a_participant_has_a_bounded_number_of_streams(world: World) -> None:
    async def scene(app: Live) -> None:
        calls = [_stream(app, HALL)[0] for _ in range(MOST_STREAMS)]
        await _until(lambda: all(call.states for call in calls))
        call, over = _stream(app, HALL)
        await over
        assert call.status == 429

    _play(world, scene)


def test_votes_that_come_together_are_kept_together(world: World) -> None:
    async def scene(app: Live) -> None:
        people = [Ticket(1, ("hall",), "nl", n) for n in range(1, 301)]
        calls = await asyncio.gather(*(_vote(app, one).run() for one in people))
        assert {call.status for call in calls} == {200}

    _play(world, scene)
    assert sorted(b.participant for batch in world.kept for b in batch) == list(range(1, 301))
    assert len(world.kept) <= 10


def test_one_stream_that_breaks_keeps_nobody_from_hearing(world: World) -> None:
    async def breaks(_message: object) -> None:
        raise OSError

    async def scene(app: Live) -> None:
        for participant in (1, 2):
            await app.hub.join(Ticket(7, ("hall",), "nl", participant), breaks)
        call, _ = _stream(app, Ticket(7, ("hall",), "nl", 3))
        await _until(lambda: call.states)
        world.parts["hall"]["now"] = "groups"
        app.hub.ring(7, ["hall"])
        await _until(lambda: len(call.states) > 1)
        assert call.states[-1]["parts"] == {"now": "groups"}

    _play(world, scene)
