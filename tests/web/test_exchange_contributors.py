"""Who may contribute: an address in a domain of a municipality, or an invitation."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.web import small_exchange as small
from tests.web.visitor import Visitor

from deelgenoot_web.accounts import actions
from deelgenoot_web.accounts.models import MemberDomain, Person, SignInLink
from deelgenoot_web.accounts.rules import may_contribute
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Person:
    return Person.objects.create(email="admin@site.example", is_administrator=True)


@pytest.fixture
def domain(administrator: Person) -> MemberDomain:
    actions.allow_domain(by=administrator, domain="Zutphen.example", gm_code=small.ZUTPHEN)
    return MemberDomain.objects.get()


def link_in(letter: Letter) -> str:
    [line] = [one for one in letter.text.splitlines() if "/inloggen/" in one]
    return line.partition("127.0.0.1:8000")[2]


def test_a_colleague_signs_in_and_speaks_for_the_municipality(
    domain: MemberDomain, client: Client
) -> None:
    client.post("/inloggen/?next=/aanpakken/nieuw/", {"email": "Z@zutphen.example"})
    assert not Person.objects.filter(email="z@zutphen.example").exists()
    client.post(link_in(Letter.objects.get()))
    person = Person.objects.get(email="z@zutphen.example")
    assert (person.gm_code, may_contribute(person)) == (small.ZUTPHEN, True)
    assert SignInLink.objects.get().newcomer == ""
    assert client.get("/aanpakken/nieuw/").status_code == 200


@pytest.mark.parametrize(
    "email", ["z@zutphen.example.evil.example", "z@evilzutphen.example", "z@sub.zutphen.example"]
)
def test_another_domain_gets_no_letter_and_the_same_answer(
    domain: MemberDomain, client: Client, email: str
) -> None:
    known = client.post("/inloggen/", {"email": "z@zutphen.example"})
    unknown = client.post("/inloggen/", {"email": email})
    pages = [answer["Location"].partition("?")[0] for answer in (known, unknown)]
    assert pages == ["/inloggen/gevraagd/"] * 2
    assert [one.to for one in Letter.objects.all()] == ["z@zutphen.example"]


def test_a_flood_of_newcomers_gets_no_more_letters(domain: MemberDomain) -> None:
    for number in range(actions.MOST_NEWCOMERS + 3):
        assert actions.ask_link(email=f"a{number}@zutphen.example")
    assert Letter.objects.count() == actions.MOST_NEWCOMERS
    assert Person.objects.count() == 1  # the administrator


def test_the_address_of_who_never_came_is_forgotten(domain: MemberDomain) -> None:
    actions.ask_link(email="z@zutphen.example")
    actions.forget_old(timezone.now() + actions.LINKS_KEPT + timedelta(minutes=1))
    assert not SignInLink.objects.exists()


def test_a_known_person_of_the_domain_speaks_for_it_too(
    domain: MemberDomain, client: Client
) -> None:
    person = Person.objects.create(email="o@zutphen.example", is_organiser=True)
    client.post("/inloggen/", {"email": person.email})
    client.post(link_in(Letter.objects.get()))
    person.refresh_from_db()
    assert person.gm_code == small.ZUTPHEN


def test_who_speaks_for_a_municipality_already_keeps_it(
    domain: MemberDomain, client: Client
) -> None:
    person = Person.objects.create(email="o@zutphen.example", gm_code=small.HEERLEN)
    client.post("/inloggen/", {"email": person.email})
    client.post(link_in(Letter.objects.get()))
    person.refresh_from_db()
    assert person.gm_code == small.HEERLEN


def test_an_administrator_invites_and_bars(administrator: Person, page: Visitor) -> None:
    page.client.force_login(administrator)
    invitation = {"do": "person", "p-email": "Gast@elders.example", "p-municipality": "zutphen"}
    for _ in range(2):
        page.client.post("/aanpakken/bijdragers/", invitation)
    too_long = invitation | {"p-email": f"{'g' * 250}@elders.example"}
    assert page.client.post("/aanpakken/bijdragers/", too_long).status_code == 400
    guest = Person.objects.get(email="gast@elders.example")
    assert may_contribute(guest)
    assert [one.to for one in Letter.objects.all()] == [guest.email]
    assert "gast@elders.example" in page("/aanpakken/bijdragers/").text
    page.client.post(f"/aanpakken/bijdragers/{guest.pk}/weg/")
    guest.refresh_from_db()
    assert not may_contribute(guest)
    page.client.post("/aanpakken/bijdragers/", invitation)
    guest.refresh_from_db()
    assert may_contribute(guest)


def test_an_administrator_keeps_the_domains(administrator: Person, page: Visitor) -> None:
    page.client.force_login(administrator)
    fields = {"do": "domain", "d-domain": "Zutphen.Example", "d-municipality": "Zutphen"}
    page.client.post("/aanpakken/bijdragers/", fields)
    domain = MemberDomain.objects.get()
    assert (domain.domain, domain.gm_code) == ("zutphen.example", small.ZUTPHEN)
    soup = page.post("/aanpakken/bijdragers/", status=400, **fields | {"d-domain": "a@b.nl"})
    assert [one.text for one in soup.select(".entry__error")] == [
        "Vul een domein in zoals gemeente.nl, zonder apenstaartje."
    ]
    soup = page.post(
        "/aanpakken/bijdragers/", status=400, **fields | {"d-municipality": "Atlantis"}
    )
    assert [one.text for one in soup.select(".entry__error")] == [
        "Wij kennen geen gemeente ‘Atlantis’."
    ]
    page.client.post(f"/aanpakken/bijdragers/domein/{domain.pk}/weg/")
    assert not MemberDomain.objects.exists()


def test_who_has_no_municipality_reads_how_to_take_part(page: Visitor) -> None:
    page.client.force_login(Person.objects.create(email="o@elders.example"))
    assert page.client.get("/aanpakken/nieuw/")["Location"] == "/aanpakken/van-ons/"
    assert "nog geen aanpakken delen" in page("/aanpakken/van-ons/").text
