"""A form of another site changes nothing, in nobody's name."""

import pytest
from django.test import Client

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.origin import is_own

pytestmark = pytest.mark.django_db
HOST = "deelgenoot.example"
ORIGIN = f"https://{HOST}"

OWN = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    # A referrer policy can make a page's own origin `null`; the newer header still tells.
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "https://deelgenoot.example"},
    {},
]
FORGED = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://deelgenoot.example"},
    {"Sec-Fetch-Site": "Same-Origin "},
    {"Origin": "http://deelgenoot.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "https://deelgenoot.example.evil.example"},
    {"Origin": "https://deelgenoot.example:444"},
    {"Origin": "https://deelgenoot.example@evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
]


@pytest.mark.parametrize("headers", OWN)
def test_a_form_of_this_site_is_own(headers: dict[str, str]) -> None:
    assert is_own("POST", headers, ORIGIN)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "MADE-UP"])
@pytest.mark.parametrize("headers", FORGED)
def test_a_form_of_another_site_is_not(headers: dict[str, str], method: str) -> None:
    assert not is_own(method, headers, ORIGIN)
    assert is_own("GET", headers, ORIGIN)


@pytest.mark.parametrize("headers", FORGED)
def test_a_forged_form_changes_nothing_and_is_explained(headers: dict[str, str]) -> None:
    ada = Person.objects.create(email="ada@town.example", name="Ada")
    client = Client(headers={"Host": HOST, **headers})
    client.force_login(ada)
    answer = client.post("/account/", {"name": "Mallory", "language": "nl"})
    assert answer.status_code == 403
    assert "Dit formulier kwam van een andere site." in answer.content.decode()
    ada.refresh_from_db()
    assert ada.name == "Ada"
    assert client.get("/account/").status_code == 200


@pytest.fixture(autouse=True)
def _known_host(settings: object) -> None:
    settings.ALLOWED_HOSTS = [HOST]  # type: ignore[attr-defined]
    settings.ORIGIN = ORIGIN  # type: ignore[attr-defined]
