"""The room of a group and the plenary after it, as pages and forms, for each role."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.signing import get_cookie_signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import board, director, harvest, joining
from deelgenoot_web.meetings.actions.harvest import HarvestText, Top
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.models import (
    Bundle,
    Call,
    Card,
    Comment,
    Dot,
    Group,
    Harvest,
    Meeting,
    Participant,
    Poll,
    ProgrammeItem,
    Role,
)
from deelgenoot_web.meetings.views import sent

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def meeting() -> Meeting:
    made = small.made()
    item = made.programme.get(kind=ProgrammeItem.Kind.GROUPS)
    director.go_to(by=small.person(), meeting=made, item=item, now=timezone.now())
    made.refresh_from_db()
    return made


@pytest.fixture
def group(meeting: Meeting) -> Group:
    return meeting.groups.get(archetype="stad-in-transitie")


def _participant(group: Group, name: str = "Deelnemer 1") -> Participant:
    return Participant.objects.create(
        meeting=group.meeting, name=name, group=group, gm_code=small.HEERLEN
    )


def _as(client: Client, one: Participant) -> Client:
    name = f"deelname-{one.meeting_id}"
    signer = get_cookie_signer(salt=name + "deelgenoot.meetings.participant")
    client.cookies[name] = signer.sign(str(one.pk))
    return client


def _leader(group: Group, email: str = "g@voorbeeld.nl") -> Client:
    client = Client()
    client.force_login(small.role(group.meeting, Role.Kind.FACILITATOR, email, group))
    return client


def _address(name: str, group: Group, *which: Any) -> str:
    return reverse(f"meetings:{name}", args=[group.meeting.slug, group.position + 1, *which])


def _card(group: Group, text: str = "Zorg") -> Card:
    kind = Card.Kind.IDEA
    return board.add(by=small.person(), group=group, card_id=uuid4(), kind=kind, text=text)


def test_the_room_shows_evidence_people_and_steps_and_works_without_script(
    page: Visitor, group: Group
) -> None:
    one = _participant(group)
    _as(page.client, one)
    found = page(_address("room", group))
    first = group.cards.exclude(challenge_id="")[0]
    card = found.select_one(f"#kaart-{first.pk}")
    assert card is not None
    assert "hier ·" in card.get_text()
    assert f"/opgaven/{first.challenge_id}/" in str(card)
    assert "Heerlen" in str(found.select_one('[data-live="table"]'))
    assert "Rondje: wie bent u?" in str(found.select_one('[data-live="steps"] [aria-current]'))
    assert found.select_one('[data-live="lead-keys"]') is None
    page(f"/en/meetings/{group.meeting.slug}/group/{group.position + 1}/")

    own = {"kind": "practice", "text": "Een vaste begeleider"}
    answer = page.client.post(_address("add_card", group), own)
    assert answer["Location"] == _address("room", group)
    made = Card.objects.get(text="Een vaste begeleider")
    page.client.post(_address("dot", group, made.pk), {"do": "give", "id": ""})
    page.client.post(_address("comment", group, made.pk), {"text": "Bij ons ook"})
    page.client.post(_address("heading", group, made.pk), {"title": "Werk"})
    found = page(_address("room", group))
    [pile] = found.select(".pile")
    assert ("geen cijfers" in pile.get_text(), "Bij ons ook" in pile.get_text()) == (True, True)
    assert "Een vaste begeleider" in found.select("noscript")[0].get_text()
    page.client.post(_address("heading", group, made.pk), {"title": ""})
    assert not group.stacks.exists()


def test_a_double_click_without_script_adds_one_card(group: Group) -> None:
    client = _as(Client(), _participant(group))
    room = client.get(_address("room", group)).content.decode()
    key = room.partition('<noscript><input type="hidden" name="id" value="')[2].partition('"')[0]
    card = {"kind": "idea", "text": "Zorg", "id": ["", key]}
    for _ in range(2):
        assert client.post(_address("add_card", group), card).status_code == 302
    assert group.cards.filter(text="Zorg").count() == 1
    assert client.get(_address("room", group)).content.decode() != room


def test_two_who_edit_one_card_lose_nothing(page: Visitor, group: Group) -> None:
    card = _card(group)
    one, other = (_as(Client(), _participant(group, name)) for name in ("A", "B"))
    address = _address("card", group, card.pk)
    for client in (one, other):
        assert client.get(address).status_code == HTTPStatus.OK
    one.post(address, {"text": "Zorg dichtbij", "version": "1"})

    refused = other.post(address, {"text": "Zorg thuis", "version": "1"})

    assert refused.status_code == HTTPStatus.CONFLICT
    shown = page.parsed(refused) if hasattr(page, "parsed") else refused.content.decode()
    assert ("Zorg dichtbij" in str(shown), "Zorg thuis" in str(shown)) == (True, True)
    assert 'name="version" value="2"' in refused.content.decode()
    other.post(address, {"text": "Zorg thuis en dichtbij", "version": "2"})
    card.refresh_from_db()
    assert (card.text, card.version) == ("Zorg thuis en dichtbij", 3)


def test_two_who_lay_one_card_under_a_heading_hear_of_each_other(group: Group) -> None:
    card = _card(group)
    one, other = (_as(Client(), _participant(group, name)) for name in ("A", "B"))
    address = _address("heading", group, card.pk)
    assert 'name="seen" value=""' in one.get(_address("card", group, card.pk)).content.decode()
    for _ in range(2):  # twice is once
        assert one.post(address, {"title": "Wonen", "seen": ""}).status_code == HTTPStatus.FOUND

    refused = other.post(address, {"title": "Zorg", "seen": ""})

    shown = refused.content.decode()
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "Een andere deelnemer heeft deze kaart intussen onder “Wonen” gelegd" in shown
    assert 'value="Zorg"' in shown, "what was typed is still there"
    assert 'name="seen" value="Wonen"' in shown
    card.refresh_from_db()
    assert card.stack is not None
    assert card.stack.title == "Wonen"
    other.post(address, {"title": "Zorg", "seen": "Wonen"})
    late = one.post(address, {"title": "", "seen": "Wonen"})
    assert late.status_code == HTTPStatus.CONFLICT
    one.post(address, {"title": "", "seen": "Zorg"})
    gone = other.post(address, {"title": "Werk", "seen": "Zorg"}).content.decode()
    assert "heeft deze kaart intussen losgekoppeld" in gone
    assert not group.stacks.exists()


def test_who_writes_on_a_card_that_is_hidden_meanwhile_gets_the_text_back(group: Group) -> None:
    card, member = _card(group), _as(Client(), _participant(group))
    board.hide(by=small.person(), card=card, is_hidden=True)
    for name in ("card", "comment"):
        answer = member.post(_address(name, group, card.pk), {"text": "Zorg thuis", "version": "1"})
        assert answer.status_code == HTTPStatus.CONFLICT
        assert "Dit schreef u: “Zorg thuis”" in answer.content.decode()


def test_dots_run_out_and_what_is_sent_twice_counts_once(group: Group) -> None:
    client = _as(Client(), _participant(group))
    card, again = _card(group), str(uuid4())
    address = _address("dot", group, card.pk)
    keys = (again, again, str(uuid4()), str(uuid4()), str(uuid4()))
    answers = [client.post(address, {"do": "give", "id": key}, headers=SCRIPT) for key in keys]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 409]
    assert answers[3].json()["mine"]["dots"] == {
        "given": [str(card.pk)] * 3,
        "left": 0,
        "free": False,
    }
    client.post(address, {"do": "take"})
    assert Dot.objects.count() == 2


def test_who_leads_hides_and_merges_and_others_do_not_see_what_is_hidden(
    page: Visitor, group: Group
) -> None:
    leader, member = _leader(group), _as(Client(), _participant(group))
    rude, into, same = _card(group, "Onaardig"), _card(group, "Zorg"), _card(group, "Zorg dus")
    remark = board.comment(by=small.person(), card=into, comment_id=uuid4(), text="Ook naar")
    leader.post(_address("hide_card", group, rude.pk), {"is_hidden": "1"})
    leader.post(_address("hide_comment", group, remark.pk), {"is_hidden": "1"})
    leader.post(_address("merge", group, same.pk), {"into": str(into.pk)})
    theirs = member.get(_address("room", group)).content.decode()
    assert ("Onaardig" in theirs, "Ook naar" in theirs, "+ Zorg dus" in theirs) == (
        False,
        False,
        True,
    )
    assert member.get(_address("card", group, rude.pk)).status_code == HTTPStatus.NOT_FOUND
    page.client = leader
    found = page(_address("room", group))
    assert "Onaardig" in found.select(".column--hidden")[0].get_text()
    for card in (rude, into, same):
        page(_address("card", group, card.pk))
    leader.post(_address("merge", group, same.pk), {"into": ""})
    leader.post(_address("hide_card", group, rude.pk), {"is_hidden": ""})
    same.refresh_from_db()
    rude.refresh_from_db()
    assert (same.merged_into, rude.is_hidden) == (None, False)
    assert leader.post(_address("merge", group, same.pk), {"into": "x"}).status_code == 422


FILLED = {
    "top1": "Zorg",
    "top2": "",
    "top3": "",
    "main_challenge": "Samen  werken",
    "what_works": "",
    "what_is_needed": "",
}


def test_two_facilitators_do_not_write_over_each_other(page: Visitor, group: Group) -> None:
    one, other = _leader(group), _leader(group, "h@voorbeeld.nl")
    address = _address("save_harvest", group)
    first = one.post(address, FILLED | {"version": "0"}, headers=SCRIPT).json()
    assert (first["kept"]["version"], first["kept"]["main_challenge"]) == (1, "Samen werken")
    assert first["say"].startswith("Bewaard om")
    theirs = FILLED | {"main_challenge": "Elk voor zich", "version": "0"}

    refused = other.post(address, theirs, headers=SCRIPT)

    assert (refused.status_code, refused.json()["kept"]["main_challenge"]) == (409, "Samen werken")
    plain = other.post(address, theirs).content.decode()
    assert ("Samen werken" in plain, "Elk voor zich" in plain) == (True, True)
    assert Harvest.objects.get().main_challenge == "Samen werken"
    member = _as(Client(), _participant(group))
    assert "Samen werken" in member.get(_address("room", group)).content.decode()
    page.client = one
    [form] = page(_address("room", group)).select(f"form[action='{address}']")
    assert form.select("button")[0].get("name") is None  # what Enter in a field presses: it saves
    too_long = other.post(address, FILLED | {"what_works": "x" * 401, "version": "1"})
    assert too_long.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_top_begins_with_the_cards_with_most_dots_and_keeps_their_opgave(group: Group) -> None:
    leader, one = _leader(group), _participant(group)
    card = group.cards.exclude(challenge_id="")[1]
    board.give_dot(by=one, card=card, dot_id=uuid4())
    refused = leader.post(_address("harvest_ready", group), {"is_ready": "1"})
    assert refused.status_code == HTTPStatus.CONFLICT
    leader.post(_address("save_harvest", group), FILLED | {"version": "0", "do": "dots"})
    assert Harvest.objects.get().top == [{"text": card.text, "challenge_id": card.challenge_id}]
    leader.post(_address("harvest_ready", group), {"is_ready": "1"})
    assert Harvest.objects.get().is_ready


def test_a_call_is_seen_at_the_desk_and_answered(page: Visitor, group: Group) -> None:
    leader = _leader(group)
    leader.post(_address("call", group))
    page.client.force_login(small.person())
    desk = reverse("meetings:desk", args=[group.meeting.slug])
    assert "roept u" in page(desk).get_text()
    page.client.post(
        reverse("meetings:answer_call", args=[group.meeting.slug, Call.objects.get().pk])
    )
    assert "roept u" not in page(desk).get_text()
    assert "De organisator komt" in leader.get(_address("room", group)).content.decode()


def test_the_clock_is_driven_by_who_leads(group: Group) -> None:
    leader = _leader(group)
    leader.post(_address("step", group), {"step": "2"})
    group.refresh_from_db()
    before = group.step_ends_at
    assert (group.script_step, before is not None) == (2, True)
    room = BeautifulSoup(leader.get(_address("room", group)).content, "html.parser")
    [shown] = room.select("[data-live=lead-keys] [name=seen]")
    for _ in range(2):  # on a line that fails a press may come twice
        leader.post(_address("step", group), {"minutes": "2", "seen": str(shown["value"])})
    group.refresh_from_db()
    assert before is not None
    assert group.step_ends_at is not None
    assert (group.step_ends_at - before).total_seconds() == 120
    assert leader.post(_address("step", group), {"minutes": "99"}).status_code == 400


def test_who_is_moved_comes_to_the_new_room(page: Visitor, meeting: Meeting, group: Group) -> None:
    one, other = _participant(group), meeting.groups.all()[0]
    page.client.force_login(small.person())
    page(reverse("meetings:people", args=[meeting.slug]))
    move = reverse("meetings:move", args=[meeting.slug, one.pk])
    assert page.client.post(move, {"group": "x"}).status_code == HTTPStatus.BAD_REQUEST
    page.client.post(move, {"group": str(other.pk)})
    member = _as(Client(), one)
    assert member.get(_address("room", group))["Location"] == _address("room", other)
    late = member.post(_address("add_card", group), {"kind": "idea", "text": "Te laat"})
    assert late.status_code == HTTPStatus.GONE
    assert f"U zit intussen in een andere groep: {other.name}" in late.content.decode()
    assert not Card.objects.filter(text="Te laat").exists()


def test_a_group_that_was_joined_leads_to_where_its_people_are(meeting: Meeting) -> None:
    first, second = meeting.groups.all()[:2]
    Group.objects.filter(pk=first.pk).update(joined_into=second)
    member = _as(Client(), _participant(second))
    assert member.get(_address("room", first))["Location"] == _address("room", second)


def test_the_contact_list_from_the_room(meeting: Meeting, group: Group) -> None:
    registration = small.registered(meeting, 1)
    member = _as(Client(), joining.join_registered(registration=registration))
    for shares, expected in (("1", True), ("", False)):
        answer = member.post(_address("contact", group), {"shares": shares}, headers=SCRIPT)
        registration.refresh_from_db()
        assert (registration.shares_contact, answer.json()["mine"]["contact"]) == (
            expected,
            expected,
        )
    walked_in = _as(Client(), _participant(group))
    assert walked_in.post(_address("contact", group), {"shares": "1"}).status_code == 403


def _harvested(meeting: Meeting) -> None:
    by = small.person()
    for group in meeting.groups.all()[:3]:
        top = (Top("Zorg dichtbij"), Top(f"Eigen van {group.name}"))
        written = HarvestText(top, f"Samen in {group.name}", "Een loket", "Tijd")
        harvest.save(by=by, group=group, words=written, version=0)
        harvest.mark_ready(by=by, group=group, is_ready=True)


def test_who_looks_for_what_recurs_hears_how_much_was_found(
    page: Visitor, meeting: Meeting
) -> None:
    page.client.force_login(small.person())
    drive = reverse("meetings:drive_harvests", args=[meeting.slug])
    nothing: Any = page.client.post(drive, {"do": "suggest"}, headers=SCRIPT)
    assert nothing.json()["say"].startswith("Niets nieuws gevonden")
    _harvested(meeting)
    one: Any = page.client.post(drive, {"do": "suggest"}, headers=SCRIPT)
    assert one.json()["say"].startswith("1 voorstel.")


def test_what_recurs_is_suggested_confirmed_changed_and_put_to_the_vote(
    page: Visitor, meeting: Meeting
) -> None:
    _harvested(meeting)
    page.client.force_login(small.person())
    drive = reverse("meetings:drive_harvests", args=[meeting.slug])
    desk = reverse("meetings:desk", args=[meeting.slug])

    page.client.post(drive, {"do": "show"})
    page.client.post(drive, {"do": "suggest"})
    bundle = Bundle.objects.get()
    address = reverse("meetings:drive_bundle", args=[meeting.slug, bundle.pk])
    page(desk)
    stage = reverse("meetings:stage", args=[meeting.slug])
    assert "Komt vaker terug" not in page(stage).get_text()
    page.client.post(address, {"do": "out", "entry": bundle.entries.all()[0].pk})
    line = f"{Harvest.objects.all()[0].pk}.2"
    page.client.post(address, {"do": "put", "line": line})
    page.client.post(address, {"do": "confirm", "title": "Zorg"})
    assert page.client.post(address, {"do": "confirm", "title": " "}).status_code == 422
    assert page.client.post(address, {"do": "put", "line": "1.x"}).status_code == 422
    assert page.client.post(drive, {"do": "dance"}).status_code == HTTPStatus.BAD_REQUEST

    shown = page(stage)
    assert "Komt vaker terug: Zorg (3 groepen)" in " ".join(shown.get_text().split())
    assert len(shown.select(".reaped")) == 3  # the groups that nobody came to stay out
    page.client.post(drive, {"do": "vote", "question": "Waarmee verder?"})
    made = Poll.objects.get(purpose=Poll.Purpose.CLOSING, question="Waarmee verder?")
    assert made.options == ["Zorg", "Zorg dichtbij"]
    assert page(desk).select("#slotvraag[value='Waarmee verder?']")
    page.client.post(address, {"do": "dissolve"})
    assert not Bundle.objects.exists()
    page.client.post(drive, {"do": "hide"})
    assert not page(stage).select(".reaped")


@pytest.mark.parametrize(
    ("tops", "said"),
    [
        ([], "Er is nog geen oogst om uit te kiezen."),
        (["Zorg"], "er is er nu één: “Zorg”"),
        (["Zorg", "Zorg"], "er is er nu één: “Zorg”"),
    ],
)
def test_less_than_two_to_choose_from_is_no_closing_vote_and_what_to_do_is_said(
    page: Visitor, meeting: Meeting, tops: list[str], said: str
) -> None:
    by = small.person()
    page.client.force_login(by)
    for group, top in zip(meeting.groups.all(), tops, strict=False):
        written = HarvestText((Top(top),), "", "", "")
        harvest.save(by=by, group=group, words=written, version=0)
    drive = reverse("meetings:drive_harvests", args=[meeting.slug])
    refused = page.client.post(drive, {"do": "vote", "question": "Waarmee?"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in refused.content.decode()
    assert not meeting.polls.filter(purpose=Poll.Purpose.CLOSING, question="Waarmee?").exists()


def test_one_who_floods_is_slowed_and_others_are_not(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The clock stands still: how busy the machine is plays no part.
    monkeypatch.setattr(sent, "PACE", Allowance(per_second=2, burst=30, clock=lambda: 0.0))
    flood, other = (_as(Client(), _participant(group, name)) for name in ("A", "B"))
    card = {"kind": "idea", "text": "Nog een"}
    codes = [
        flood.post(_address("add_card", group), card, headers=SCRIPT).status_code for _ in range(40)
    ]
    assert codes == [200] * 30 + [429] * 10
    assert other.post(_address("add_card", group), card, headers=SCRIPT).status_code == 200


def test_a_card_of_another_group_is_not_reached_through_the_own_room(
    meeting: Meeting, group: Group
) -> None:
    other = meeting.groups.exclude(pk=group.pk)[0]
    member, theirs = _as(Client(), _participant(group)), _card(other)
    for name in ("card", "comment", "dot", "heading"):
        answer = member.post(_address(name, group, theirs.pk), {"text": "Weg", "version": "1"})
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert not Comment.objects.exists()


def test_who_comes_in_while_the_groups_talk_lands_in_the_own_room(group: Group) -> None:
    registration = small.registered(group.meeting, 1, small.HEERLEN)
    by_link = Client().post(reverse("meetings:join_registered", args=[links.token(registration)]))
    group.meeting.may_walk_in = True
    group.meeting.save()
    code = reverse("meetings:join", args=[group.meeting.join_code])
    phone, filled = Client(), {"name": "Deelnemer 2", "municipality": "Heerlen"}
    by_code, again = phone.post(code, filled), phone.get(code)
    without_group = Client().post(code, {"name": "Deelnemer 3"})

    room = _address("room", group)
    assert [answer["Location"] for answer in (by_link, by_code, again)] == [room] * 3
    assert without_group["Location"] == f"/bijeenkomsten/{group.meeting.slug}/mee/"
