"""Signs of the audience: passed on to the large screens together, and kept nowhere."""

import asyncio
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.live_caller import AsgiCall
from tests.web.live_world import HALL, World, open_stream, play, until

from deelgenoot_web.meetings import bell, gestures
from deelgenoot_web.meetings.actions import joining
from deelgenoot_web.meetings.actions.gestures import pass_on, set_gestures
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.gestures import Gesture
from deelgenoot_web.meetings.live.app import Live
from deelgenoot_web.meetings.models import Meeting, Participant, Role
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.tickets import Ticket

STAGE = Ticket(1, ("hall", "stage"), "nl", 0, 3)
Rings = list[tuple[str, ...]]


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> Allowance:
    pace = Allowance(per_second=0.01, burst=2)
    monkeypatch.setattr(gestures, "PACE", pace)
    return pace


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> Rings:
    heard: Rings = []
    monkeypatch.setattr(bell, "ring", lambda _meeting, topics: heard.append(tuple(topics)))
    return heard


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


def _people(meeting: Meeting, n: int) -> list[Participant]:
    return [
        joining.join_registered(registration=small.registered(meeting, number))
        for number in range(n)
    ]


def _sign(app: Live, participant: int, content: object) -> AsgiCall:
    ticket = Ticket(1, ("hall",), "nl", participant)
    headers = {"x-ticket": ticket.sign()}
    return AsgiCall(
        app, "/live/1/gebaar", "POST", headers=headers, body=json.dumps(content).encode()
    )


def test_signs_of_many_are_one_ring_with_counts(meeting: Meeting, rings: Rings) -> None:
    people = _people(meeting, 3)
    rings.clear()
    signs = [Gesture(meeting.pk, one.pk, "heart") for one in people]
    signs += [Gesture(meeting.pk, people[0].pk, "laugh"), Gesture(meeting.pk, 10**6, "laugh")]
    assert pass_on(signs) == [True, True, True, True, False]
    assert rings == [("gesture:heart:3", "gesture:laugh:1")]


@pytest.mark.parametrize(
    "change",
    [{"has_gestures": False}, {"closed_at": timezone.now()}, {"state": "cancelled"}],
    ids=["off", "over", "off for good"],
)
def test_no_sign_counts_where_they_are_off_or_the_session_is_not_on(
    meeting: Meeting, rings: Rings, change: dict[str, Any]
) -> None:
    [one] = _people(meeting, 1)
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    rings.clear()
    assert pass_on([Gesture(meeting.pk, one.pk, "heart")]) == [False]
    assert rings == []
    meeting.refresh_from_db()
    assert paint_parts(meeting, ["hall"])["gestures"] == ""


def test_a_presenter_switches_them_off_and_phones_lose_the_buttons(meeting: Meeting) -> None:
    who = small.role(meeting, Role.Kind.PRESENTER, "p@voorbeeld.nl")
    client = Client()
    client.force_login(who)
    assert 'value="heart"' in paint_parts(meeting, ["hall"])["gestures"]
    drive = reverse("meetings:drive", args=[meeting.slug])
    client.post(drive, {"gestures": "off", "back": "present"})
    meeting.refresh_from_db()
    assert not meeting.has_gestures
    assert paint_parts(meeting, ["hall"])["gestures"] == ""
    client.post(drive, {"gestures": "on", "back": "present"})
    meeting.refresh_from_db()
    assert meeting.has_gestures


def test_without_a_script_a_form_makes_a_sign(meeting: Meeting, rings: Rings) -> None:
    Meeting.objects.update(may_walk_in=True)
    client = Client()
    client.post(reverse("meetings:join", args=[meeting.join_code]), {"name": "Deelnemer"})
    rings.clear()

    path = reverse("meetings:gesture", args=[meeting.slug])
    assert client.post(path, {"kind": "heart"}).status_code == 302
    assert rings == [("gesture:heart:1",)]
    assert client.post(path, {"kind": "thumb"}).status_code == 422


def test_switching_is_for_who_leads(meeting: Meeting) -> None:
    set_gestures(by=small.person(), meeting=meeting, is_on=False)
    client = Client()
    client.force_login(small.person("niemand@voorbeeld.nl"))
    drive = reverse("meetings:drive", args=[meeting.slug])
    assert client.post(drive, {"gestures": "on"}).status_code == 403


def test_the_large_screen_alone_hears_of_signs() -> None:
    world = World({"hall": {"now": "-"}, "stage": {"stage-scene": "-"}})

    async def scene(app: Live) -> None:
        stage, _ = open_stream(app, STAGE)
        phone, _ = open_stream(app, HALL)
        await until(lambda: len(stage.states) == 2 and phone.states)
        app.hub.ring(1, ["gesture:heart:12", "gesture:laugh:3"])
        app.hub.ring(2, ["gesture:heart:1"])
        await until(lambda: ("gestures", {"heart": 12, "laugh": 3}) in stage.events)
        await asyncio.sleep(0.02)
        assert [name for name, _content in stage.events if name == "gestures"] == ["gestures"]
        assert "gestures" not in [name for name, _content in phone.events]

    play(world, scene)


def test_signs_of_half_a_second_go_together_and_who_makes_many_is_braked() -> None:
    world = World()

    async def scene(app: Live) -> None:
        calls = [_sign(app, one, {"kind": "heart"}) for one in (7, 7, 7, *range(8, 30))]
        await asyncio.gather(*(call.run() for call in calls))
        assert [call.status for call in calls[:3]] == [200, 200, 429]
        assert [call.status for call in calls[3:]] == [200] * 22
        # The first may go alone, all others while it was passed on go together.
        assert sum(len(signs) for signs in world.passed) == 24
        assert len(world.passed) <= 2

    play(world, scene)


@pytest.mark.parametrize("content", [{"kind": "thumb"}, {}, ["heart"], "heart"])
def test_what_is_no_sign_is_refused(content: object) -> None:
    async def scene(app: Live) -> None:
        call = await _sign(app, 7, content).run()
        assert call.status == 400

    play(World(), scene)
