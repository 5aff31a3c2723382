"""Participants of a rehearsal side by side in one browser: the address says who a tab is of."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import get_script_prefix
from django.utils import timezone, translation
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.actions import director, joining, polls, rehearsal
from deelgenoot_web.meetings.links import token
from deelgenoot_web.meetings.models import Card, Meeting, Participant, Poll, Question, Vote
from deelgenoot_web.meetings.parts import cache
from deelgenoot_web.meetings.views.who import played_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy() -> Meeting:
    """A rehearsal that is in its groups, with a question that is open."""
    by, now = small.person(), timezone.now()
    made = rehearsal.start(meeting=small.made(by=by), now=now)
    item = made.programme.filter(kind="groups")[0]
    director.go_to(by=by, meeting=made, item=item, now=now)
    made.polls.all().delete()
    poll = Poll.objects.create(
        meeting=made, position=0, kind="choice", question="Wat eerst?", options=["Wonen", "Zorg"]
    )
    polls.put_to_vote(by=by, poll=poll, now=now)
    return made


def _people(copy: Meeting) -> list[Participant]:
    return list(copy.participants.order_by("pk"))


def _mark(address: str) -> str:
    return "/".join(address.split("/")[:3])


def test_two_tabs_of_one_browser_are_two_people(page: Visitor, copy: Meeting) -> None:
    tabs = [played_at(one) for one in _people(copy)[:2]]
    for n, tab in enumerate(tabs):
        soup = page(tab)
        assert soup.h1
        assert soup.h1.text == f"Deelnemer {n + 1}: {copy.title}"
        form = soup.select_one("form[data-vote]")
        assert form
        answer = page.client.post(str(form["action"]), {"value": str(n)})
        assert answer["Location"] == tab
    assert sorted(vote.value for vote in Vote.objects.all()) == [0, 1]
    assert len(page.client.cookies) == 0


@pytest.mark.parametrize(("language", "home"), [("nl", "bijeenkomsten"), ("en", "en/meetings")])
def test_whose_tab_it_is_goes_along_with_every_address_and_no_further(
    page: Visitor, copy: Meeting, language: str, home: str
) -> None:
    one = _people(copy)[1]
    with translation.override(language):
        tab = played_at(one)
    soup = page(tab)
    assert page.last["Content-Language"] == language
    inside = [
        str(at.get("href") or at.get("action")) for at in soup.select("main a[href^='/'], form")
    ]
    assert f"{tab}hand/" in inside
    assert tab.startswith(f"{_mark(tab)}/{home}/{copy.slug}/")
    assert {at for at in inside if not at.startswith(f"{_mark(tab)}/")} == set()
    assert get_script_prefix() == "/"
    assert "/als/" not in page.client.get("/inloggen/").content.decode()


def test_a_tab_stays_whose_it_is_in_the_other_language(page: Visitor, copy: Meeting) -> None:
    mark = _mark(played_at(_people(copy)[0]))
    other = page(f"{mark}/bijeenkomsten/{copy.slug}/").select_one("header a[hreflang=en]")
    assert other
    assert other["href"] == f"{mark}/en/meetings/{copy.slug}/"


def test_no_tab_gets_the_addresses_of_another(
    page: Visitor, copy: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "LASTS", 60)  # parts that were painted serve all who come in
    first, second, third = _people(copy)[:3]
    assert third.registration
    page.client.post(f"/aanmelding/{token(third.registration)}/mee/")
    plain = f"/bijeenkomsten/{copy.slug}/mee/"
    for tab in (played_at(first), plain, played_at(second), plain):  # at the same moment
        form = page(tab).select_one("form[data-vote]")
        assert form
        assert str(form["action"]).startswith(f"{tab}stem/")


def test_what_is_done_in_a_tab_is_of_whose_it_is_also_with_the_organiser_signed_in(
    page: Visitor, copy: Meeting
) -> None:
    one = _people(copy)[1]
    assert one.group
    tab = played_at(one)
    room = tab.replace("/mee/", f"/groep/{one.group.position + 1}/")
    page.client.force_login(small.person())
    assert "U leidt deze groep" not in page(room).text
    assert "/inloggen/?next=" in page.client.get(tab.replace("/mee/", "/regie/"))["Location"]
    sent = page.client.post(f"{room}kaart/", {"kind": "idea", "text": "Samen wonen"})
    assert sent["Location"] == room
    card = Card.objects.get(text="Samen wonen")
    assert card.author == one
    edited = page.client.post(f"{room}kaart/{card.pk}/", {"text": "Samen", "version": card.version})
    assert edited["Location"].startswith(room)
    page.client.post(f"{tab}vraag/", {"text": "Wie betaalt dat?", "with_name": "on"})
    assert Question.objects.get().participant == one
    other = tab.replace("/mee/", f"/groep/{(one.group.position + 1) % 7 + 1}/")
    assert page.client.get(other)["Location"] == room


def test_the_address_wins_from_the_cookie_and_leaves_it_alone(
    client: Client, copy: Meeting
) -> None:
    first, second = _people(copy)[:2]
    assert first.registration
    client.post(f"/aanmelding/{token(first.registration)}/mee/")
    plain = f"/bijeenkomsten/{copy.slug}/mee/"
    assert "U bent hier Deelnemer 2." in client.get(played_at(second)).content.decode()
    assert client.post(f"{played_at(second)}weg/").status_code == HTTPStatus.OK
    assert not Participant.objects.filter(pk=second.pk).exists()
    assert "U bent hier Deelnemer 1." in client.get(plain).content.decode()


def _forged(copy: Meeting) -> str:
    address = played_at(_people(copy)[0])
    mark = _mark(address)
    return address.replace(mark, mark[:-1] + ("A" if mark[-1] != "A" else "B"))


def _of_somebody_else(copy: Meeting) -> str:
    first, second = _people(copy)[:2]
    return played_at(first).replace(f"/als/{first.pk}-", f"/als/{second.pk}-")


def _of_another_meeting(copy: Meeting) -> str:
    other = rehearsal.start(meeting=small.made(), now=timezone.now())
    return played_at(_people(other)[0]).replace(other.slug, copy.slug)


def _of_a_meeting_before_this_one(copy: Meeting) -> str:
    """As when a row gets the number of one that is gone."""
    other = rehearsal.start(meeting=small.made(), now=timezone.now())
    one = _people(other)[0]
    address = played_at(one)
    Participant.objects.filter(pk=one.pk).update(meeting=copy)
    return address.replace(other.slug, copy.slug)


def _no_longer_rehearsed(copy: Meeting) -> str:
    address = played_at(_people(copy)[0])
    Meeting.objects.filter(pk=copy.pk).update(is_rehearsal=False)
    return address


def _of_a_real_meeting(copy: Meeting) -> str:
    real = copy.rehearses
    assert real
    return played_at(joining.join_registered(registration=small.registered(real, 1)))


def _wiped(copy: Meeting) -> str:
    one = _people(copy)[0]
    address = played_at(one)
    joining.leave(participant=one)
    return address


def _of_who_came_in_by_the_code(copy: Meeting) -> str:
    return played_at(joining.walk_in(meeting=copy, name="Iemand", gm_code=""))


def _of_who_leads(copy: Meeting) -> str:
    return played_at(joining.join_leading(by=small.person(), meeting=copy))


def _elsewhere_on_the_site(copy: Meeting) -> str:
    return f"{_mark(played_at(_people(copy)[0]))}/clusters/"


@pytest.mark.parametrize(
    "made",
    [
        _forged,
        _of_somebody_else,
        _of_another_meeting,
        _of_a_meeting_before_this_one,
        _no_longer_rehearsed,
        _of_a_real_meeting,
        _wiped,
        _of_who_came_in_by_the_code,
        _of_who_leads,
        _elsewhere_on_the_site,
    ],
)
def test_a_mark_that_is_not_good_makes_nobody_of_the_visitor(
    client: Client, copy: Meeting, made: Callable[[Meeting], str]
) -> None:
    address = made(copy)
    plain = address.removeprefix(_mark(address))
    answer = client.get(f"{address}?a=1")
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, f"{plain}?a=1")
    assert answer["Cache-Control"] == "private, no-store"
    n_people = Participant.objects.count()
    refused = client.post(f"{address}hand/", {"up": "1"})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert not Participant.objects.exclude(hand_raised_at=None).exists()
    assert Participant.objects.count() == n_people


def test_no_mark_leads_to_another_site(client: Client, copy: Meeting) -> None:
    mark = _mark(played_at(_people(copy)[0]))
    for path in ("//site.example/", "//site.example/\\x"):
        assert client.get(f"{mark}{path}").status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"{mark}/\\site.example/")["Location"] == "/%5Csite.example/"


def test_what_only_looks_like_a_mark_is_no_address(client: Client) -> None:
    for path in ("/als/", "/als/1-kort/mee/", "/als/x/clusters/"):
        assert client.get(path).status_code == HTTPStatus.NOT_FOUND
