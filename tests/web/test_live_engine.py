"""The engine of the live screens with a small world behind it: who hears what, and when."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.live_caller import AsgiCall
from tests.web.live_world import HALL, World, open_stream, play, send_vote, until

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.ballots import Acceptance, Ballot
from deelgenoot_web.meetings.live import hub
from deelgenoot_web.meetings.live.app import MOST_STREAMS, Live
from deelgenoot_web.meetings.live.feed import difference
from deelgenoot_web.meetings.tickets import Ticket


@pytest.fixture
def world() -> World:
    return World({"hall": {"now": "opening", "poll": "none"}, "room:3": {"board": "empty"}})


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "APART", 0.02)


def test_who_connects_hears_all_of_it_and_then_what_changed(world: World) -> None:
    async def scene(app: Live) -> None:
        call, _running = open_stream(app, Ticket(1, ("hall", "room:3"), "nl", 7))
        await until(lambda: len(call.states) == 2)
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(1, ["hall"])
        await until(lambda: len(call.states) == 3)

        assert call.status == 200
        assert call.told["content-type"].startswith("text/event-stream")
        assert call.states == [
            {"topic": "hall", "number": 1, "parts": {"now": "opening", "poll": "none"}},
            {"topic": "room:3", "number": 1, "parts": {"board": "empty"}},
            {"topic": "hall", "number": 2, "parts": {"poll": "open"}},
        ]
        assert [name for name, _ in call.events if name] == ["beat"]

    play(world, scene)


def test_a_hundred_changes_are_one_painting_and_the_same_bytes_for_all(world: World) -> None:
    async def scene(app: Live) -> None:
        calls = [open_stream(app, Ticket(1, ("hall",), "nl", n))[0] for n in range(1, 21)]
        await until(lambda: all(call.states for call in calls))
        before = len(world.painted)
        world.parts["hall"]["poll"] = "open"
        for _ in range(100):
            app.hub.ring(1, ["hall", "stage"])
        await until(lambda: all(len(call.states) == 2 for call in calls))
        await asyncio.sleep(0.05)

        assert len(world.painted) - before <= 2
        assert len({id(call.bodies[-1]) for call in calls}) == 1

    play(world, scene)


def test_a_painting_without_news_is_told_to_nobody(world: World) -> None:
    async def scene(app: Live) -> None:
        call, _ = open_stream(app, HALL)
        await until(lambda: call.states)
        app.hub.ring(1, ["hall"])
        await until(lambda: len(world.painted) == 2)
        await asyncio.sleep(0.03)
        assert len(call.states) == 1

    play(world, scene)


def test_who_is_slow_gets_the_newest_state_and_no_queue(world: World) -> None:
    async def scene(app: Live) -> None:
        slow, _ = open_stream(app, HALL)
        quick, _ = open_stream(app, Ticket(1, ("hall",), "nl", 8))
        await until(lambda: slow.states and quick.states)
        slow.is_open.clear()
        for place, name in enumerate(("one", "two", "three", "four"), start=2):
            world.parts["hall"]["poll"] = name
            app.hub.ring(1, ["hall"])
            await until(lambda place=place: len(quick.states) == place)  # type: ignore[misc]
        slow.is_open.set()
        await until(lambda: slow.states[-1]["number"] == 5)

        assert [state["number"] for state in slow.states] == [1, 2, 5]
        assert slow.states[-1]["parts"] == {"now": "opening", "poll": "four"}

    play(world, scene)


def test_languages_and_meetings_do_not_mix(world: World) -> None:
    async def scene(app: Live) -> None:
        english, _ = open_stream(app, Ticket(1, ("hall",), "en", 7))
        other, _ = open_stream(app, Ticket(2, ("hall",), "nl", 9))
        await until(lambda: english.states and other.states)
        assert world.painted == [(1, "hall", "en"), (2, "hall", "nl")]
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(1, ["*"])
        await until(lambda: len(english.states) == 2)
        assert len(other.states) == 1

    play(world, scene)


def test_when_painting_fails_the_streams_stay_and_the_next_ring_mends_it(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(app: Live) -> None:
        call, _ = open_stream(app, HALL)
        await until(lambda: call.states)
        world.is_broken = True
        app.hub.ring(1, ["hall"])
        await until(lambda: caplog.records)
        world.is_broken = False
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(1, ["hall"])
        await until(lambda: len(call.states) == 2)

    play(world, scene)
    assert "could not be painted" in caplog.text


def test_who_is_moved_is_told_to_load_the_page_again(world: World) -> None:
    async def scene(app: Live) -> None:
        moved, over = open_stream(app, HALL)
        stays, _ = open_stream(app, Ticket(1, ("hall",), "nl", 8))
        await until(lambda: moved.states and stays.states)
        app.hub.ring(1, ["who:7"])
        await over
        assert moved.events[-1] == ("reload", {})
        assert not stays.is_over.is_set()

    play(world, scene)


def test_who_leads_no_longer_is_told_so_in_that_meeting_only(world: World) -> None:
    async def scene(app: Live) -> None:
        desk, over = open_stream(app, Ticket(1, ("hall",), "nl", 0, 9))
        elsewhere, _ = open_stream(app, Ticket(2, ("hall",), "nl", 0, 9))
        participant, _ = open_stream(app, Ticket(1, ("hall",), "nl", 9))
        await until(lambda: all(one.states for one in (desk, elsewhere, participant)))
        app.hub.ring(1, ["leads:9"])
        await over
        assert desk.events[-1] == ("reload", {})
        assert not elsewhere.is_over.is_set()
        assert not participant.is_over.is_set()

    play(world, scene)


def test_who_signed_out_is_told_so_in_every_meeting(world: World) -> None:
    async def scene(app: Live) -> None:
        desk, over = open_stream(app, Ticket(1, ("hall",), "nl", 0, 9))
        elsewhere, over_there = open_stream(app, Ticket(2, ("hall",), "nl", 0, 9))
        participant, _ = open_stream(app, Ticket(1, ("hall",), "nl", 9))
        await until(lambda: all(one.states for one in (desk, elsewhere, participant)))
        app.hub.ring(bell.EVERY_MEETING, ["leads:9"])
        await over
        await over_there
        assert desk.events[-1] == elsewhere.events[-1] == ("reload", {})
        assert not participant.is_over.is_set()

    play(world, scene)


def test_of_a_long_part_only_the_lines_that_differ_are_sent(world: World) -> None:
    cards = [f"<li>{'kaart' * 40} {n}</li>" for n in range(20)]
    world.parts["room:3"]["board"] = "\n".join(cards)

    async def scene(app: Live) -> None:
        call, _ = open_stream(app, Ticket(1, ("room:3",), "nl", 7))
        await until(lambda: call.states)
        world.parts["room:3"]["board"] = "\n".join([*cards[:4], "<li>anders</li>", *cards[5:]])
        app.hub.ring(1, ["room:3"])
        await until(lambda: len(call.states) == 2)
        assert call.states[1]["parts"] == {"board": [4, 15, ["<li>anders</li>"]]}

    play(world, scene)


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
        call, over = open_stream(app, HALL)
        await until(lambda: call.states)
        app.stop()
        await over
        assert call.events[-1] == ("restart", {})

    play(world, scene)


def test_a_stream_that_was_closed_is_sent_nothing_more(world: World) -> None:
    async def scene(app: Live) -> None:
        sent: list[bool] = []

        async def send(message: Any) -> None:
            sent.append(message["more_body"])

        listener = await app.hub.join(HALL, send)
        for _twice in range(2):
            listener.end(b"over")
        listener.say(b"more")
        assert sent.count(False) == 1
        assert not sent[-1]

    play(world, scene)


def test_a_server_that_stops_before_a_painting_ends_it_without_a_word(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(app: Live) -> None:
        call, _running = open_stream(app, HALL)
        await until(lambda: call.states)
        app.hub.ring(1, ["hall"])
        await asyncio.sleep(0)  # the painting waits for its turn
        app.stop()
        await asyncio.sleep(0.05)

    play(world, scene)
    assert caplog.text == ""


def test_who_left_is_forgotten(world: World) -> None:
    async def scene(app: Live) -> None:
        call, over = open_stream(app, HALL)
        await until(lambda: call.states)
        assert app.hub.n_streams(7) == 1
        call.is_over.set()
        await over
        assert app.hub.n_streams(7) == 0

    play(world, scene)


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

    play(world, scene)


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
        await until(lambda: len(world.painted) == 2)
        await asyncio.sleep(0.01)
        third = await AsgiCall(app, "/live/1/stand", headers=known).run()

        parts = {"now": "opening", "poll": "none"}
        assert first.json["states"] == [{"topic": "hall", "number": 1, "parts": parts}]
        assert (second.status, second.bodies) == (304, [])
        assert third.json["states"][0]["parts"] == parts | {"poll": "open"}

    play(world, scene)


def test_who_comes_back_hears_nothing_from_before_it_changed(world: World) -> None:
    async def scene(app: Live) -> None:
        call, over = open_stream(app, HALL)
        await until(lambda: call.states)
        call.is_over.set()
        await over
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(1, ["hall"])
        await asyncio.sleep(0)

        again, _running = open_stream(app, HALL)
        await until(lambda: again.states)
        assert again.states[0]["parts"]["poll"] == "open"

    play(world, scene)


def test_a_vote_is_answered_after_it_was_kept(world: World) -> None:
    async def scene(app: Live) -> None:
        call = await send_vote(app, HALL).run()
        assert (call.status, call.json["mine"]) == (200, {"votes": {"5": 1}})
        assert call.json["say"].startswith("Ontvangen om ")

    play(world, scene)
    assert world.kept == [[Ballot(1, 5, 7, 1)]]


@pytest.mark.parametrize(("refusal", "status"), [("closed", 409), ("unfit", 422), ("gone", 410)])
def test_a_vote_that_is_not_kept_says_why(world: World, refusal: Any, status: int) -> None:
    world.outcome = Acceptance(refusal=refusal, say="Zo niet.")

    async def scene(app: Live) -> None:
        call = await send_vote(app, HALL).run()
        assert (call.status, call.json) == (status, {"error": "Zo niet."})

    play(world, scene)


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
        call = send_vote(app, HALL)
        call.body = body
        assert (await call.run()).status == status
        assert list(call.json) == ["error"]

    play(world, scene)
    assert not world.kept


def test_who_floods_is_held_and_nobody_else(world: World) -> None:
    async def scene(app: Live) -> None:
        calls = await asyncio.gather(*(send_vote(app, HALL).run() for _ in range(200)))
        refused = [call for call in calls if call.status == 429]
        assert len(refused) >= 170
        assert {call.status for call in calls} == {200, 429}
        assert int(refused[-1].told["retry-after"]) >= 1
        assert (await send_vote(app, Ticket(1, ("hall",), "nl", 8)).run()).status == 200

    play(world, scene)


def test_a_participant_has_a_bounded_number_of_streams(world: World) -> None:
    async def scene(app: Live) -> None:
        calls = [open_stream(app, HALL)[0] for _ in range(MOST_STREAMS)]
        await until(lambda: all(call.states for call in calls))
        call, over = open_stream(app, HALL)
        await over
        assert call.status == 429

    play(world, scene)


def test_votes_that_come_together_are_kept_together(world: World) -> None:
    async def scene(app: Live) -> None:
        people = [Ticket(1, ("hall",), "nl", n) for n in range(1, 301)]
        calls = await asyncio.gather(*(send_vote(app, one).run() for one in people))
        assert {call.status for call in calls} == {200}

    play(world, scene)
    assert sorted(b.participant for batch in world.kept for b in batch) == list(range(1, 301))
    assert len(world.kept) <= 10


def test_one_stream_that_breaks_keeps_nobody_from_hearing(world: World) -> None:
    async def breaks(_message: object) -> None:
        raise OSError

    async def scene(app: Live) -> None:
        for participant in (1, 2):
            await app.hub.join(Ticket(7, ("hall",), "nl", participant), breaks)
        call, _ = open_stream(app, Ticket(7, ("hall",), "nl", 3))
        await until(lambda: call.states)
        world.parts["hall"]["now"] = "groups"
        app.hub.ring(7, ["hall"])
        await until(lambda: len(call.states) > 1)
        assert call.states[-1]["parts"] == {"now": "groups"}

    play(world, scene)


def test_each_beat_says_which_leaders_are_there_and_an_outage_ends_no_stream(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "BEAT", 0.02)

    async def scene(app: Live) -> None:
        open_stream(app, HALL)
        call, _running = open_stream(app, Ticket(1, ("hall",), "nl", 0, 31))
        await until(lambda: world.noticed)
        assert world.noticed[0] == (1, {31})
        world.is_broken = True
        world.noticed.clear()
        await asyncio.sleep(0.05)
        assert world.noticed == []
        world.is_broken = False
        await until(lambda: world.noticed)
        # What is painted after the outage still comes.
        world.parts["hall"]["poll"] = "open"
        app.hub.ring(1, ["hall"])
        await until(lambda: call.states[-1]["parts"] == {"poll": "open"})

    play(world, scene)
