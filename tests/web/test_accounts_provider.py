"""Signing in at an identity provider: only with an address that it proves, of who may come in."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests.web import small_provider as small
from tests.web.small_provider import SmallProvider
from tests.web.visitor import Visitor

from deelgenoot_web.accounts import provider as ours
from deelgenoot_web.accounts.models import MemberDomain, Person
from deelgenoot_web.site.environment import IdentityProvider

pytestmark = pytest.mark.django_db

BACK = "/inloggen/extern/terug/"


@pytest.fixture
def provider(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallProvider]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with small.provider() as server:
        settings.SIGN_IN_PROVIDER = IdentityProvider(
            server.issuer, small.CLIENT, small.SECRET, "Inlog van de stad"
        )
        yield server


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(email="ada@town.example")


def sent_to(client: Client, **more: str) -> str:
    """Where the page that follows the button leads."""
    answer = client.post("/inloggen/extern/", more)
    assert answer.status_code == 200
    wait, _semicolon, address = answer["Refresh"].partition("; url=")
    assert wait == "0"
    return str(address)


def come_back(client: Client, provider: SmallProvider, **claims: Any) -> Any:
    """Sign in at the provider, as ada unless `claims` say otherwise, and come back."""
    brought = provider.let_in(sent_to(client), **{"email": "Ada@Town.example"} | claims)
    return client.get(BACK, brought)


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_page_to_sign_in_has_a_button_that_leads_to_the_provider(
    provider: SmallProvider, page: Visitor
) -> None:
    soup = page("/inloggen/", next="/account/")
    [form] = soup.select("form[action='/inloggen/extern/']")
    assert "Log in met Inlog van de stad" in form.text
    assert form.select("input[name=next][value='/account/']")
    answer = page.client.post("/inloggen/extern/")
    policy = answer["Content-Security-Policy"]
    assert "form-action 'self'" in policy
    assert f'href="{provider.issuer}/authorize?' in answer.content.decode()


def test_who_is_known_signs_in_and_goes_on(
    ada: Person, provider: SmallProvider, client: Client, settings: Settings
) -> None:
    address = sent_to(client, next="/account/?x=1")
    before = client.session.session_key
    assert client.session.get_expiry_age() <= 600
    answer = client.get(BACK, provider.let_in(address, email="Ada@Town.example"))
    assert (answer.status_code, answer["Location"]) == (302, "/account/?x=1")
    assert is_in(client)
    assert client.session.session_key != before
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    assert answer["Cache-Control"] == "private, no-store"


def test_who_signed_in_already_stays_so_for_as_long(
    ada: Person, provider: SmallProvider, client: Client, settings: Settings
) -> None:
    client.force_login(ada)
    assert client.post("/inloggen/extern/")["Location"] == "/account/"
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_who_has_an_address_in_a_listed_domain_becomes_a_person(
    provider: SmallProvider, client: Client
) -> None:
    MemberDomain.objects.create(domain="zutphen.example", gm_code="GM0301")
    come_back(client, provider, email="Z@zutphen.example")
    assert is_in(client)
    assert Person.objects.get().gm_code == "GM0301"


@pytest.mark.parametrize(
    "email", ["z@elsewhere.example", "no address", "z z@zutphen.example", "", 7, None]
)
def test_nobody_else_gets_in(provider: SmallProvider, client: Client, email: Any) -> None:
    MemberDomain.objects.create(domain="zutphen.example", gm_code="GM0301")
    answer = come_back(client, provider, email=email)
    assert answer.status_code == 403
    assert not is_in(client)
    assert not Person.objects.exists()


@pytest.mark.parametrize("verified", [False, "true", None, 1])
def test_an_address_that_is_not_proven_signs_nobody_in(
    ada: Person, provider: SmallProvider, client: Client, verified: Any
) -> None:
    answer = come_back(client, provider, email_verified=verified)
    assert answer.status_code == 403
    assert "bevestigt niet welk e-mailadres" in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "of-another"},
        {"nonce": None},
        {"aud": "another-site"},
        {"aud": ["another-site", "a-third"], "azp": small.CLIENT},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_is_refused(
    ada: Person, provider: SmallProvider, client: Client, lie: dict[str, Any]
) -> None:
    assert come_back(client, provider, **lie).status_code == 400
    assert not is_in(client)


def test_a_token_that_another_signed_is_refused(
    ada: Person, provider: SmallProvider, client: Client
) -> None:
    provider.has_stranger_sign = True
    assert come_back(client, provider).status_code == 400
    assert not is_in(client)


def test_a_state_that_this_browser_was_not_given_asks_nothing(
    ada: Person, provider: SmallProvider, client: Client, page: Visitor
) -> None:
    brought = provider.let_in(sent_to(client), email=ada.email)
    ours._client.cache_clear()
    before = provider.n_asked
    assert client.get(BACK, brought | {"state": "forged"}).status_code == 400
    assert client.get(BACK, {"code": "x"}).status_code == 400
    soup = page(BACK, status=400, **brought)  # in another browser
    assert soup.select("h1")[0].text == "U bent niet ingelogd"
    assert soup.select("main a[href='/inloggen/']")
    assert provider.n_asked == before
    assert not is_in(client)


def test_what_the_browser_brings_works_once(
    ada: Person, provider: SmallProvider, client: Client
) -> None:
    brought = provider.let_in(sent_to(client), email=ada.email)
    assert client.get(BACK, brought).status_code == 302
    client.post("/uitloggen/")
    assert client.get(BACK, brought).status_code == 400
    assert not is_in(client)


def test_who_stops_at_the_provider_is_told_so(provider: SmallProvider, client: Client) -> None:
    brought = provider.let_in(sent_to(client))
    before = provider.n_asked
    answer = client.get(BACK, {"error": "access_denied", "state": brought["state"]})
    assert answer.status_code == 400
    assert "Bij Inlog van de stad ging het inloggen niet door." in answer.content.decode()
    assert provider.n_asked == before


def test_a_provider_that_is_away_is_told(
    ada: Person, provider: SmallProvider, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    brought = provider.let_in(sent_to(client), email=ada.email)
    provider.shutdown()
    provider.server_close()
    for answer in (client.get(BACK, brought), _anew(client, provider)):
        assert answer.status_code == 503
        assert "antwoordt nu niet" in answer.content.decode()
    said = " ".join(one.getMessage() for one in caplog.records)
    assert "ConnectionError" in said
    assert not [one for one in (*brought.values(), small.SECRET) if one in said]


@pytest.mark.parametrize("nonsense", [b"[]", b"{}", b"7", b"null", b"no JSON", b'{"id_token": 7}'])
def test_a_provider_that_answers_nonsense_is_told(
    ada: Person, provider: SmallProvider, client: Client, nonsense: bytes
) -> None:
    brought = provider.let_in(sent_to(client), email=ada.email)
    provider.nonsense = nonsense
    for answer in (client.get(BACK, brought), _anew(client, provider)):
        assert answer.status_code in {400, 403, 503}
        assert "U bent niet ingelogd" in answer.content.decode()
    assert not is_in(client)


def _anew(client: Client, provider: SmallProvider) -> Any:
    """Press the button where nothing is known of the provider yet."""
    ours._client.cache_clear()
    return client.post("/inloggen/extern/")


def test_a_slow_provider_keeps_few_threads_waiting(provider: SmallProvider, client: Client) -> None:
    places = [ours._ASKING.acquire(blocking=False) for _ in range(2)]
    try:
        assert client.post("/inloggen/extern/").status_code == 503
    finally:
        for _place in filter(None, places):
            ours._ASKING.release()
    assert client.post("/inloggen/extern/").status_code == 200


def test_a_provider_that_says_to_be_another_is_refused_until_mended(
    provider: SmallProvider, client: Client
) -> None:
    provider.says_issuer = "https://evil.example"
    assert client.post("/inloggen/extern/").status_code == 400
    provider.says_issuer = provider.issuer
    assert client.post("/inloggen/extern/").status_code == 200


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/"])
def test_signing_in_there_leads_to_no_other_site(
    ada: Person, provider: SmallProvider, client: Client, onward: str
) -> None:
    brought = provider.let_in(sent_to(client, next=onward), email=ada.email)
    assert client.get(BACK, brought)["Location"] == "/account/"


def test_the_privacy_statement_names_the_provider(provider: SmallProvider, page: Visitor) -> None:
    words = "U kunt ook inloggen bij Inlog van de stad."
    assert words in " ".join(page("/privacy/", x="1").text.split())


def test_without_a_provider_there_is_no_such_page(client: Client, page: Visitor) -> None:
    assert not page("/inloggen/").select("form[action='/inloggen/extern/']")
    assert "U kunt ook inloggen bij" not in page("/privacy/").text
    assert client.post("/inloggen/extern/").status_code == 404
    assert client.get(BACK, {"state": "x"}).status_code == 404


def test_without_a_provider_nothing_of_it_is_loaded() -> None:
    words = (
        "import django, sys; django.setup(); from django.urls import reverse; "
        "reverse('accounts:sign_in'); "
        "print({'authlib', 'joserfc', 'requests', 'cryptography'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout == "set()\n"
