"""Signing in by mailed link: nobody learns who is known, and a link works once, for a person."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.web.visitor import Visitor

from deelgenoot_web.accounts import actions, queries
from deelgenoot_web.accounts.models import Person, SignInLink
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(email="ada@town.example", name="Ada")


def ask(client: Client, email: str = "ada@town.example", **more: str) -> Any:
    return client.post("/inloggen/", {"email": email, **more})


def mailed_path() -> str:
    """The path of the link in the newest letter."""
    text = Letter.objects.latest("pk").text
    found = re.search(r"^http://127\.0\.0\.1:\d+(/\S+)$", text, re.MULTILINE)
    assert found
    return found[1]


def test_a_mailed_link_signs_in_and_goes_on_where_one_wanted_to_be(
    ada: Person, client: Client
) -> None:
    answer = ask(client, "Ada@Town.example", next="/account/?x=1")
    assert (answer.status_code, answer["Location"]) == (302, "/inloggen/gevraagd/")
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == ("ada@town.example", "Uw link om in te loggen")
    answer = client.post(mailed_path())
    assert (answer.status_code, answer["Location"]) == (302, "/account/?x=1")
    assert client.get("/account/").status_code == 200


def test_the_letter_is_in_the_language_of_who_gets_it(ada: Person, client: Client) -> None:
    Person.objects.update(language="en")
    ask(client)
    assert Letter.objects.get().subject == "Your link to sign in"
    assert mailed_path().startswith("/en/sign-in/")


def test_who_is_known_cannot_be_learned_from_the_answer(ada: Person) -> None:
    known, unknown = (ask(Client(), email) for email in ("ada@town.example", "b@town.example"))
    shown = [
        (a.status_code, a["Location"], a.content, a.cookies.output()) for a in (known, unknown)
    ]
    assert shown[0] == shown[1]
    assert [link.person for link in SignInLink.objects.order_by("pk")] == [ada, None]
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("email", ["ada@town.example", "nobody@town.example"])
def test_an_address_gets_three_links_in_half_an_hour(
    ada: Person, client: Client, email: str
) -> None:
    places = [ask(client, written)["Location"] for written in (email, email.upper(), email, email)]
    assert places == ["/inloggen/gevraagd/"] * 3 + ["/inloggen/te-vaak/"]
    assert ask(client, "other@town.example")["Location"] == "/inloggen/gevraagd/"
    SignInLink.objects.update(made_at=timezone.now() - timedelta(minutes=31))
    assert ask(client, email)["Location"] == "/inloggen/gevraagd/"


def test_looking_at_a_link_uses_nothing_up(ada: Person, client: Client, page: Visitor) -> None:
    ask(client)
    for _ in range(3):
        soup = page(mailed_path())
    assert [button.text for button in soup.select("main button")] == ["Log mij in"]
    assert page.last.headers["Cache-Control"] == "private, no-store"
    assert client.head(mailed_path()).status_code == 200
    assert client.post(mailed_path())["Location"] == "/account/"


def test_a_link_works_once(ada: Person, client: Client, page: Visitor) -> None:
    ask(client)
    client.post(mailed_path())
    stranger = Client()
    assert stranger.post(mailed_path()).status_code == 410
    assert configured.SESSION_COOKIE_NAME not in stranger.cookies
    soup = page(mailed_path(), status=410)
    assert soup.select_one("main a[href='/inloggen/']")
    assert "al gebruikt" in soup.select("h1")[0].text


def test_a_link_ends_after_half_an_hour(ada: Person, client: Client, page: Visitor) -> None:
    ask(client)
    SignInLink.objects.update(made_at=timezone.now() - timedelta(minutes=31))
    assert client.post(mailed_path()).status_code == 410
    assert "verlopen" in page(mailed_path(), status=410).select("h1")[0].text


def test_a_made_up_link_is_no_link(client: Client, page: Visitor) -> None:
    assert client.post("/inloggen/made-up/").status_code == 404
    assert "kennen wij niet" in page("/inloggen/made-up/", status=404).select("h1")[0].text


def test_the_link_of_an_unknown_address_signs_nobody_in(client: Client) -> None:
    digest = queries.digest("token")
    SignInLink.objects.create(digest=digest, asked_for="x", made_at=timezone.now())
    assert client.post("/inloggen/token/").status_code == 410


def test_no_token_can_be_read_from_the_rows_of_links(ada: Person, client: Client) -> None:
    ask(client)
    token = mailed_path().split("/")[-2]
    row = SignInLink.objects.values().get()
    assert token not in str(row)
    assert "ada@" not in str(row)


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(ada: Person, client: Client, onward: str) -> None:
    ask(client, next=onward)
    assert client.post(mailed_path())["Location"] == "/account/"


def test_signing_in_begins_a_new_session(ada: Person, client: Client) -> None:
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = client.cookies[configured.SESSION_COOKIE_NAME].value
    ask(client)
    client.post(mailed_path())
    assert client.cookies[configured.SESSION_COOKIE_NAME].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_the_cookie_is_for_this_site_only_and_not_for_scripts(ada: Person, client: Client) -> None:
    ask(client)
    cookie = client.post(mailed_path()).cookies["deelgenoot"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_an_address_that_is_none_is_explained(client: Client, page: Visitor) -> None:
    answer = ask(client, "ada@town")
    assert answer.status_code == 400
    assert "Vul een volledig e-mailadres in, zoals naam@gemeente.nl." in answer.content.decode()
    assert 'value="ada@town"' in answer.content.decode()
    assert SignInLink.objects.count() == 0


def test_signing_out_is_a_button_and_ends_the_session(ada: Person, client: Client) -> None:
    client.force_login(ada)
    assert client.get("/uitloggen/").status_code == 405
    assert client.post("/uitloggen/")["Location"] == "/"
    assert client.get("/account/").status_code == 302


def test_signing_out_everywhere_ends_every_session_and_link(ada: Person, client: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(ada)
    client.force_login(ada)
    ask(Client())
    assert client.post("/account/overal-uitloggen/")["Location"] == "/inloggen/"
    assert elsewhere.get("/account/")["Location"].startswith("/inloggen/?next=")
    assert Client().post(mailed_path()).status_code == 410


def test_a_person_changes_the_own_name_and_language(ada: Person, client: Client) -> None:
    client.force_login(ada)
    client.post("/account/", {"name": "Ada L.", "language": "en"})
    ada.refresh_from_db()
    assert (ada.name, ada.language) == ("Ada L.", "en")
    assert client.post("/account/", {"name": "A", "language": "xx"}).status_code == 400


def test_links_are_forgotten_after_a_day(ada: Person, client: Client) -> None:
    ask(client)
    actions.forget_old(timezone.now() + timedelta(hours=23))
    assert SignInLink.objects.count() == 1
    actions.forget_old(timezone.now() + timedelta(hours=25))
    assert SignInLink.objects.count() == 0


def test_a_public_page_is_the_same_for_somebody_who_signed_in(
    ada: Person, client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(ada)
    with django_assert_num_queries(0):
        answer = client.get("/cookies/")
    assert answer.content == Client().get("/cookies/").content
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_private_page_shows_who_one_is_and_is_kept_by_nobody(ada: Person) -> None:
    visitor = Visitor()
    visitor.client.force_login(ada)
    visitor.client.cookies["unrelated"] = "x"
    soup = visitor("/account/")
    bar = " ".join(soup.select(".person")[0].text.split())
    assert bar == "Ingelogd als Ada Uw aanpakken Mijn bijeenkomsten Uitloggen"
    assert visitor.last.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in visitor.last.headers["Vary"]


def test_pages_in_mail_do_not_follow_the_host_that_was_asked(
    ada: Person, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"Host": "evil.example"})
    ask(client)
    assert "evil.example" not in Letter.objects.get().text
