"""My data: to see, to take along, to delete."""

import pytest
from django.test import Client
from tests.web import small_exchange as small
from tests.web import small_meeting
from tests.web.raw import texts
from tests.web.test_exchange_calls import place
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions import introductions, moderation
from deelgenoot_web.exchange.finding import find_practices
from deelgenoot_web.exchange.models import Introduction, OpenCall, Practice

pytestmark = pytest.mark.django_db
DELETE = "/account/gegevens/wissen/"


@pytest.fixture
def person(page: Visitor) -> Person:
    """Somebody with an approach, a call and a question; the page is theirs."""
    one = small.contributor()
    small.public_practice(one)
    place(one)
    other = small.public_practice(small.contributor("z@zutphen.example", small.ZUTPHEN))
    introductions.ask(by=one, about=other, message="Hoe dan?")
    page.client.force_login(one)
    return one


def test_all_of_a_person_is_seen_and_taken_along(page: Visitor, person: Person) -> None:
    headings = texts(page("/account/gegevens/"), "main h2")
    assert headings[:4] == [
        "Account",
        "Aanpakken die u begon",
        "Oproepen",
        "Vragen om kennis te maken",
    ]
    answer = page.client.get("/account/gegevens.json")
    assert answer["Cache-Control"] == "private, no-store"
    data = answer.json()
    assert data["account"]["email"] == person.email
    assert data["approaches"][0]["versions"][0]["success"] == "- Minder werk"
    assert data["introductions"][0]["message"] == "Hoe dan?"
    assert "z@zutphen.example" not in answer.text


def test_deleting_ends_the_session_on_the_device_as_signing_out_does(
    page: Visitor, person: Person
) -> None:
    (form,) = page(DELETE).select("#inhoud form")
    assert "data-signs-out" in form.attrs


def test_texts_stay_under_the_municipality_if_the_author_wishes(
    page: Visitor, person: Person
) -> None:
    page.post(DELETE, status=400)
    assert page.client.post(DELETE, {"texts": "keep"})["Location"] == "/account/gewist/"
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not OpenCall.objects.exists()
    assert not Introduction.objects.exists()
    practice = Practice.objects.get(gm_code=small.HEERLEN)
    assert (practice.author, practice.standing) == (None, "public")
    assert page.client.get("/account/")["Location"].startswith("/inloggen/")
    page.client = Client()
    assert page("/account/gewist/").h1


def test_texts_go_if_the_author_wishes(page: Visitor, person: Person) -> None:
    page.client.post(DELETE, {"texts": "delete"})
    assert not Practice.objects.filter(gm_code=small.HEERLEN).exists()
    assert len(find_practices("inkopen")) == 1


def test_who_is_barred_stays_barred(page: Visitor, person: Person) -> None:
    moderator = Person.objects.create(email="m@site.example", is_moderator=True)
    practice = Practice.objects.get(author=person)
    moderation.bar_author(by=moderator, about=practice, reason="Reclame")
    assert "Reclame" in page("/account/gegevens/").text
    page.client.post(DELETE, {"texts": "keep"})
    person.refresh_from_db()
    assert (person.is_barred, person.name, person.gm_code) == (True, "", "")


def test_the_last_administrator_and_who_leads_a_session_stay(page: Visitor) -> None:
    administrator = Person.objects.create(email="a@site.example", is_administrator=True)
    small_meeting.made()
    for who in (administrator, small_meeting.person()):
        page.client.force_login(who)
        page.post(DELETE, status=409, texts="keep")
        assert Person.objects.filter(pk=who.pk).exists()


@pytest.mark.parametrize("path", ["/account/gegevens/", "/account/gegevens.json", DELETE])
def test_a_stranger_signs_in_first(path: str, client: Client) -> None:
    assert client.get(path)["Location"].startswith("/inloggen/")
    assert client.post(path).status_code in {302, 405}
