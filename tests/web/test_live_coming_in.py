"""Coming in, as pages: by the code, by the personal link, and as somebody else on one device."""

import re
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.coming_in import come_in, open_meeting, post
from tests.web.raw import words
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.origin import network_of
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.models import Meeting, Participant, Registration
from deelgenoot_web.meetings.views import joining

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return open_meeting()


def test_the_code_leads_in_and_to_the_own_group(page: Visitor, meeting: Meeting) -> None:
    page("/mee/")
    page.last = page.client.get("/mee/", {"code": f" {meeting.join_code} "})
    assert page.last["Location"] == f"/mee/{meeting.join_code}/"
    assert re.fullmatch("[2-9]{9}", meeting.join_code)
    page.last = page.client.get("/mee/", {"code": meeting.spoken_code})
    assert page.last["Location"] == f"/mee/{meeting.join_code}/"
    page(f"/mee/{meeting.join_code}/")

    one = come_in(page, meeting)

    assert one.group is not None
    assert (one.name, one.gm_code, one.group.archetype) == (
        "Deelnemer 1",
        small.HEERLEN,
        "stad-in-transitie",
    )
    screen = page(f"/bijeenkomsten/{meeting.slug}/mee/")
    assert screen.select('[data-live="door"] a')[0]["href"] == meeting.plenary_url
    assert "Stad in transitie" in words(screen.select_one("header"))


def test_who_guesses_codes_is_held_and_nobody_elsewhere(
    page: Visitor, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Allowance(per_second=0.001, burst=3)
    monkeypatch.setattr(joining, "GUESSES", slow)
    wrong = "222222222"
    assert page.client.get("/mee/", {"code": wrong}).status_code == 404
    assert page.client.get(f"/mee/{wrong}/").status_code == 302
    assert page.client.get(f"/mee/{wrong}/").status_code == 302
    assert "veel verkeerde codes" in page("/mee/", 429, code=meeting.join_code).text
    assert page.client.get(f"/mee/{meeting.join_code}/").status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert elsewhere.get(f"/mee/{meeting.join_code}/").status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("2001:db8::7", "2001:db8::ffff:1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_guesses_are_counted_per_network(one: str, other: str, is_same: bool) -> None:
    names = [network_of(address) for address in (one, other)]
    assert (names[0] == names[1]) is is_same


def test_a_flood_of_newcomers_is_held(
    page: Visitor, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "NEWCOMERS", Allowance(per_second=0.001, burst=2))
    path = f"/mee/{meeting.join_code}/"
    codes = [Client().post(path, {"name": f"Deelnemer {n}"}).status_code for n in range(3)]
    assert codes == [302, 302, 429]
    assert meeting.participants.count() == 2


def test_the_organiser_locks_the_door_and_who_is_inside_stays(
    page: Visitor, meeting: Meeting
) -> None:
    one = come_in(page, meeting)
    desk = Visitor()
    desk.client.force_login(small.person())
    people, drive = (f"/bijeenkomsten/{meeting.slug}/regie/{at}/" for at in ("mensen", "onderdeel"))
    assert "De deur is open" in desk(people).text
    assert post(desk, drive, {"door": "locked"})["Location"] == people
    assert "De deur is op slot" in desk(people).text
    Client().post(f"/mee/{meeting.join_code}/", {"name": "Deelnemer 2"})
    assert list(meeting.participants.all()) == [one]
    page(f"/bijeenkomsten/{meeting.slug}/mee/")
    registration = small.registered(meeting, 3)
    link = f"/aanmelding/{links.token(registration)}/mee/"
    assert Client().post(link)["Location"] == f"/bijeenkomsten/{meeting.slug}/mee/"
    post(desk, drive, {"door": "open"})
    Client().post(f"/mee/{meeting.join_code}/", {"name": "Deelnemer 2"})
    assert meeting.participants.count() == 3


def test_a_form_that_is_sent_twice_lets_one_in(page: Visitor, meeting: Meeting) -> None:
    path = f"/mee/{meeting.join_code}/"
    field = page(path).select_one("input[name=form]")
    assert field
    filled = {"name": "Deelnemer 1", "municipality": "Heerlen", "form": field["value"]}
    answers = [Client().post(path, filled) for _ in range(2)]  # before the cookie of the first
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Participant.objects.count() == 1
    # Another one on the same device, from the page that the browser kept.
    Client().post(path, filled | {"name": "Deelnemer 2"})
    assert Participant.objects.count() == 2


def test_who_comes_back_by_an_old_page_is_who_they_were(page: Visitor, meeting: Meeting) -> None:
    path, screen = f"/mee/{meeting.join_code}/", f"/bijeenkomsten/{meeting.slug}/mee/"
    one = come_in(page, meeting)
    # By the code, from before coming in, and by the form that the browser kept.
    assert page.client.get(path)["Location"] == screen
    assert page.client.get(f"/bijeenkomsten/{meeting.slug}/binnen/")["Location"] == screen
    for municipality in ("Heerlen", "", "Nergens"):
        again = {"name": "deelnemer 1", "municipality": municipality, "form": str(uuid4())}
        assert post(page, path, again)["Location"] == screen
    assert list(Participant.objects.all()) == [one]


def test_somebody_else_on_the_same_device_says_so(page: Visitor, meeting: Meeting) -> None:
    path, screen = f"/mee/{meeting.join_code}/", f"/bijeenkomsten/{meeting.slug}/mee/"
    first = come_in(page, meeting)
    kept: dict[str, Any] = {"name": "Deelnemer 2", "municipality": "Zutphen", "form": str(uuid4())}
    asked = page.post(path, **kept)  # an old page: nobody is taken for another
    assert list(Participant.objects.all()) == [first]
    other = page(screen).select_one("a[href$='?anders']")
    assert other
    for soup in (asked, page(path, anders="")):
        assert "Op dit toestel doet Deelnemer 1 al mee." in soup.text
        assert soup.select_one(f"a[href='{screen}']")
        assert soup.select_one("input[name=anders][value='1']")
    assert asked.select("#naam")[0]["value"] == "Deelnemer 2"
    for _twice in range(2):
        answer = post(page, path, kept | {"anders": "1"})
        assert answer["Location"] == screen
    assert [one.name for one in Participant.objects.all()] == ["Deelnemer 1", "Deelnemer 2"]
    assert "Zutphen" in page(screen).text
    post(page, path, {"name": "Deelnemer 2", "municipality": "Heerlen", "anders": "1"})
    assert Participant.objects.filter(name="Deelnemer 2").count() == 2


def test_an_older_page_of_who_took_part_before_sends_nothing_in_the_name_of_who_does_now(
    page: Visitor, meeting: Meeting
) -> None:
    first = come_in(page, meeting)
    other = {"name": "Deelnemer 2", "municipality": "Heerlen", "anders": "1"}
    post(page, f"/mee/{meeting.join_code}/", other)
    second = Participant.objects.latest("pk")
    assert first.group
    assert first.group == second.group
    here = f"/bijeenkomsten/{meeting.slug}"
    hand, card = f"{here}/mee/hand/", f"{here}/groep/{first.group.position + 1}/kaart/"

    def sent(path: str, data: dict[str, str], who: Participant) -> Any:
        headers = {"Accept": "application/json", "X-Who": str(who.pk)}
        return page.client.post(path, data, headers=headers)

    forms = ((hand, {"up": "1"}), (card, {"text": "Een kaart", "kind": "challenge"}))
    for path, data in forms:
        answer = sent(path, data, first)
        assert answer.status_code == HTTPStatus.CONFLICT
        why = "Op dit toestel doet nu iemand anders mee. Laad de pagina opnieuw."
        assert answer.json() == {"error": why}
    assert not meeting.participants.exclude(hand_raised_at=None).exists()
    assert not first.group.cards.filter(text="Een kaart").exists()
    for path, data in forms:
        assert sent(path, data, second).status_code == HTTPStatus.OK
    second.refresh_from_db()
    assert second.hand_raised_at
    assert first.group.cards.get(text="Een kaart").author == second


def test_an_unknown_code_and_what_is_not_filled_in_are_said(
    page: Visitor, meeting: Meeting
) -> None:
    assert "geen bijeenkomst met de code 000000" in page("/mee/", 404, code="000000").get_text()
    for data, why in (
        ({"name": "", "municipality": "Heerlen"}, "Vul uw naam in."),
        ({"name": "Deelnemer 1", "municipality": "Heerle"}, "Wij kennen geen gemeente ‘Heerle’."),
    ):
        answer = post(page, f"/mee/{meeting.join_code}/", data)
        assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert not Participant.objects.exists()


def test_without_walk_in_the_code_leads_to_what_else_can_be_done(
    page: Visitor, meeting: Meeting
) -> None:
    Meeting.objects.update(may_walk_in=False)
    answer = post(page, f"/mee/{meeting.join_code}/", {"name": "Deelnemer 1"})
    assert answer["Location"] == f"/bijeenkomsten/{meeting.slug}/mee/"
    assert not Participant.objects.exists()
    assert "persoonlijke link" in page(f"/bijeenkomsten/{meeting.slug}/binnen/").get_text()


def test_the_personal_link_leads_in_on_every_device_as_the_same_person(
    page: Visitor, meeting: Meeting
) -> None:
    token = links.token(small.registered(meeting, 1))
    address = reverse("meetings:join_registered", args=[token])
    assert page.client.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED

    for device in (Client(), Client()):
        answer = device.post(address)
        assert answer["Location"] == f"/bijeenkomsten/{meeting.slug}/mee/"
        screen = device.get(answer["Location"])
        assert screen.status_code == HTTPStatus.OK
        assert screen["Cache-Control"] == "private, no-store"

    assert Participant.objects.count() == 1
    assert page.client.post("/aanmelding/1-forged/mee/").status_code == HTTPStatus.NOT_FOUND


def test_who_moved_up_from_the_waiting_list_says_a_name_before_coming_in(
    page: Visitor, meeting: Meeting
) -> None:
    meeting.starts_at = timezone.now()
    meeting.save()
    one = small.registered(meeting, 1)
    Registration.objects.update(name="", group=None)
    address = f"/aanmelding/{links.token(one)}/"
    assert "Doe mee" not in page(address).get_text()
    assert post(page, f"{address}mee/", {})["Location"] == address
    assert not Participant.objects.exists()
    Registration.objects.update(name="Deelnemer 1")
    assert "Doe mee" in page(address).get_text()
