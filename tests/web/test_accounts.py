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
from deelgenoot_web.accounts.models import MemberDomain, Person, SignInLink
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(email="ada@town.example", name="Ada")


def ask(client: Client, email: str = "ada@town.example", **more: str) -> Any:
    return client.post("/inloggen/", {"email": email, **more})


def asked_page(answer: Any) -> str:
    """The address of the page after the form, without what only this browser knows."""
    assert answer.status_code == 302
    return str(answer["Location"]).partition("?")[0]


def browser_of(answer: Any) -> str:
    return str(answer["Location"]).partition("?aanvraag=")[2]


def mailed_code() -> str:
    """The code in the newest letter."""
    found = re.search(r"^\d{4} \d{4}$", Letter.objects.latest("pk").text, re.MULTILINE)
    assert found
    return found[0]


def type_code(client: Client, browser: str, code: str) -> Any:
    return client.post("/inloggen/gevraagd/", {"browser": browser, "code": code})


def another(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"


def errors_of(answer: Any) -> list[str]:
    assert answer.status_code == 400
    return re.findall(r'entry__error"[^>]*>([^<]*)<', answer.content.decode())


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
    assert asked_page(answer) == "/inloggen/gevraagd/"
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
    shown = [(asked_page(a), a.content, a.cookies.output()) for a in (known, unknown)]
    assert shown[0] == shown[1]
    assert [link.person for link in SignInLink.objects.order_by("pk")] == [ada, None]
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("email", ["ada@town.example", "nobody@town.example"])
def test_an_address_gets_three_links_in_half_an_hour(
    ada: Person, client: Client, email: str
) -> None:
    places = [asked_page(ask(client, one)) for one in (email, email.upper(), email, email)]
    assert places == ["/inloggen/gevraagd/"] * 3 + ["/inloggen/te-vaak/"]
    assert asked_page(ask(client, "other@town.example")) == "/inloggen/gevraagd/"
    SignInLink.objects.update(made_at=timezone.now() - timedelta(minutes=31))
    assert asked_page(ask(client, email)) == "/inloggen/gevraagd/"


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


def test_the_code_of_the_letter_signs_in_where_one_asked(
    ada: Person, client: Client, page: Visitor
) -> None:
    page.client = client
    soup = page(ask(client, next="/account/?x=1")["Location"])
    [field] = soup.select("input[name=code]")
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    assert page.last.headers["Cache-Control"] == "private, no-store"
    [hidden] = soup.select("input[name=browser]")
    answer = type_code(client, str(hidden["value"]), f" {mailed_code()} ")
    assert (answer.status_code, answer["Location"]) == (302, "/account/?x=1")
    assert client.get("/account/").status_code == 200


def test_after_a_wrong_code_the_page_can_be_asked_for_again(
    ada: Person, client: Client, page: Visitor
) -> None:
    page.client = client
    browser = browser_of(ask(client))
    wrong = another(mailed_code())
    soup = page.post("/inloggen/gevraagd/", 400, browser=browser, code=wrong)
    [form] = soup.select("main form")
    place, _mark, known = str(form["action"]).partition("?aanvraag=")
    assert place == "/inloggen/gevraagd/"
    assert page(place, aanvraag=known).select(f"input[name=browser][value='{browser}']")


def test_a_code_works_nowhere_but_in_the_browser_that_asked(ada: Person, client: Client) -> None:
    mine, of_other = browser_of(ask(client)), browser_of(ask(Client(), "b@town.example"))
    code = mailed_code()
    assert errors_of(type_code(client, of_other, code))[0].startswith("Deze code klopt niet.")
    assert errors_of(type_code(client, "made-up", code))[0].startswith("Deze code is verlopen.")
    assert type_code(client, mine, code).status_code == 302


def test_one_letter_signs_in_once_by_link_or_by_code(ada: Person, client: Client) -> None:
    browser = browser_of(ask(client))
    client.post(mailed_path())
    assert errors_of(type_code(Client(), browser, mailed_code()))
    browser = browser_of(ask(Client()))
    assert type_code(Client(), browser, mailed_code()).status_code == 302
    assert errors_of(type_code(Client(), browser, mailed_code()))
    assert Client().post(mailed_path()).status_code == 410


def test_after_five_codes_only_the_link_works(ada: Person, client: Client) -> None:
    browser = browser_of(ask(client))
    wrong = another(mailed_code())
    for _ in range(actions.MOST_TRIES):
        assert errors_of(type_code(client, browser, wrong))[0].startswith("Deze code klopt niet.")
    assert errors_of(type_code(client, browser, mailed_code())) == [
        "Er zijn te veel codes geprobeerd. Gebruik de link in de e-mail."
    ]
    assert client.post(mailed_path()).status_code == 302


def test_one_address_has_few_tries_in_a_day_over_all_letters(ada: Person, client: Client) -> None:
    ask(client)
    long_ago = timezone.now() - timedelta(hours=2)
    SignInLink.objects.update(tries=actions.MOST_TRIES_A_DAY, made_at=long_ago)
    browser = browser_of(ask(client))
    assert errors_of(type_code(client, browser, mailed_code()))[0].startswith("Er zijn te veel")
    Person.objects.create(email="b@town.example")
    browser = browser_of(ask(client, "b@town.example"))
    assert type_code(client, browser, mailed_code()).status_code == 302


def test_a_code_ends_after_half_an_hour(ada: Person, client: Client) -> None:
    browser = browser_of(ask(client))
    SignInLink.objects.update(made_at=timezone.now() - timedelta(minutes=31))
    assert errors_of(type_code(client, browser, mailed_code())) == [
        "Deze code is verlopen. Vraag een nieuwe link."
    ]


def test_typing_codes_tells_of_no_address_whether_it_is_known(ada: Person) -> None:
    shown = []
    for email in ("ada@town.example", "nobody@town.example"):
        browser = browser_of(ask(Client(), email))
        answers = [type_code(Client(), browser, "1234") for _ in range(2)]
        if email == ada.email:  # who got the letter uses the link meanwhile
            Client().post(mailed_path())
        answers += [type_code(Client(), browser, "1234") for _ in range(actions.MOST_TRIES)]
        told = [a.content.decode().replace(browser, "") for a in answers]
        shown.append([(a.status_code, a.cookies.output()) for a in answers] + told)
    assert shown[0] == shown[1]


def test_an_empty_code_is_asked_for_and_the_page_alone_asks_for_none(
    client: Client, page: Visitor
) -> None:
    browser = browser_of(ask(client))
    assert errors_of(type_code(client, browser, "")) == ["Vul de code in: acht cijfers."]
    assert not page("/inloggen/gevraagd/").select("input[name=code]")
    assert SignInLink.objects.get().tries == 0


def test_the_link_of_an_unknown_address_signs_nobody_in(client: Client) -> None:
    digest = queries.digest("token")
    SignInLink.objects.create(digest=digest, asked_for="x", made_at=timezone.now())
    assert client.post("/inloggen/token/").status_code == 410


def test_no_token_can_be_read_from_the_rows_of_links(ada: Person, client: Client) -> None:
    browser = browser_of(ask(client))
    token = mailed_path().split("/")[-2]
    code = mailed_code().replace(" ", "")
    row = SignInLink.objects.values().get()
    assert not [secret for secret in (token, browser, code) if secret in str(row)]
    assert queries.digest(code) not in str(row)
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


@pytest.mark.parametrize("domain", ["zutphen.example", "nowhere.example"])
def test_an_address_that_no_row_holds_is_answered_alike_in_every_domain(
    client: Client, domain: str
) -> None:
    MemberDomain.objects.create(domain="zutphen.example", gm_code="GM0301")
    answer = ask(client, f"{'b' * 245}@{domain}")
    assert errors_of(answer) == ["Dit adres is te lang. Gebruik ten hoogste 254 tekens."]


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
