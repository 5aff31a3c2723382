"""Who may contribute: an address in a domain of a municipality, or an invitation."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.web import small_exchange as small
from tests.web import small_meeting as meetings
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.accounts import actions
from deelgenoot_web.accounts.models import MemberDomain, Organisation, Person, SignInLink
from deelgenoot_web.accounts.rules import may_contribute
from deelgenoot_web.exchange import mail, queries, rules
from deelgenoot_web.exchange.actions import calls, introductions, moderation
from deelgenoot_web.exchange.matching import Candidate
from deelgenoot_web.exchange.models import OpenCall
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings.actions import joining

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
    address = f"/aanpakken/bijdragers/{guest.pk}/weg/"
    assert page("/aanpakken/bijdragers/").select(f"a[href='{address}']")
    assert page.post(address, status=400, reason="").select(".entry__error")
    for _ in range(2):
        page.client.post(address, {"reason": "U werkt daar niet meer."})
    assert Letter.objects.filter(subject="U kunt niet meer bijdragen").count() == 1
    letter = Letter.objects.latest("pk")
    assert (letter.to, "U werkt daar niet meer." in letter.text) == (guest.email, True)
    assert "/colofon/" in letter.text
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


@pytest.fixture
def guest(administrator: Person) -> Person:
    """Somebody of an organisation that is no municipality."""
    code = actions.know_organisation(by=administrator, name="Provincie Gelderland")
    return actions.invite(by=administrator, email="g@gelderland.example", gm_code=code)


def test_an_administrator_invites_an_organisation_by_its_name(
    administrator: Person, page: Visitor
) -> None:
    page.client.force_login(administrator)
    office = "/aanpakken/bijdragers/"
    fields = {"do": "domain", "d-domain": "vng.example", "d-organisation": " De  VNG "}
    assert page.client.post(office, fields).status_code == 302
    person = {"do": "person", "p-email": "a@elders.example", "p-organisation": "de vng"}
    assert page.client.post(office, person).status_code == 302
    assert [one.name for one in Organisation.objects.all()] == ["De VNG"]
    code = Organisation.objects.get().code
    assert MemberDomain.objects.get().gm_code == Person.objects.latest("pk").gm_code == code
    assert "namens uw organisatie" in Letter.objects.get().text
    assert page(office).text.count("De VNG") == 2
    errors = []
    for name, municipality in (("Zutphen", ""), ("", ""), ("De VNG", "Zutphen")):
        changes = {"d-organisation": name, "d-municipality": municipality}
        soup = page.post(office, status=400, **fields | changes)
        errors += [one.text for one in soup.select(".entry__error")]
    assert errors == [
        "‘Zutphen’ is de naam van een gemeente. Vul de naam voluit in.",
        "Vul een gemeente of een organisatie in.",
        "Vul één van beide in: gemeente of organisatie.",
    ]


def test_who_has_an_address_of_an_organisation_writes_under_its_name(
    administrator: Person, page: Visitor
) -> None:
    code = actions.know_organisation(by=administrator, name="De VNG")
    actions.allow_domain(by=administrator, domain="vng.example", gm_code=code)
    page.client.post("/inloggen/", {"email": "c@vng.example"})
    page.client.post(link_in(Letter.objects.get()))
    person = Person.objects.get(email="c@vng.example")
    assert (may_contribute(person), person.municipality) == (True, "")
    assert "U schrijft namens De VNG." in " ".join(page("/aanpakken/van-ons/").text.split())
    assert not page("/aanpakken/van-ons/").select("a[href='/aanpakken/opgaven/nieuw/']")


def test_texts_of_an_organisation_stand_under_its_name(guest: Person, page: Visitor) -> None:
    practice = small.public_practice(guest)
    small.reaction(guest, small.CHALLENGE)
    text = calls.CallText(OpenCall.Kind.OFFER, small.CHALLENGE, "Wij helpen", "Bel ons.")
    call = calls.call(by=guest, key=uuid4(), text=text)
    addresses = (
        "/aanpakken/",
        f"/aanpakken/{practice.pk}/",
        f"/aanpakken/oproepen/{call.pk}/",
        f"/aanpakken/opgaven/{small.CHALLENGE}/",
        "/aanpakken/?zoek=gelderland",
    )
    for address in addresses:
        soup = page(address)
        assert "Provincie Gelderland" in soup.text
        assert not [a for a in soup.select("a[href^='/gemeenten/']") if "Gelderland" in a.text]
        assert guest.gm_code not in soup.text


def test_an_organisation_says_nothing_of_what_is_so_in_a_municipality(
    guest: Person, page: Visitor
) -> None:
    practice = small.public_practice()
    assert not rules.may_use(guest, practice)
    assert not rules.may_tell_concern(guest, None)
    with pytest.raises(PermissionDenied):
        small.challenge(guest)
    page.client.force_login(guest)
    assert page.client.get("/aanpakken/opgaven/nieuw/")["Location"] == "/aanpakken/van-ons/"
    soup = page(f"/aanpakken/{practice.pk}/")
    assert not soup.select("button[value=use]")
    assert soup.select(f"a[href='/aanpakken/{practice.pk}/kennismaking/']")
    introductions.ask(by=guest, about=practice, message="Mogen wij bellen?")
    assert "Uw vraag om kennis te maken is verstuurd." in page(f"/aanpakken/{practice.pk}/").text
    colleague = small.contributor("b@zutphen.example", small.ZUTPHEN)
    assert rules.may_use(colleague, practice)
    assert rules.may_tell_concern(colleague, None)


def test_an_organisation_resembles_no_municipality(guest: Person, page: Visitor) -> None:
    theirs, other = small.public_practice(guest), small.public_practice()
    found = queries.candidates([small.CHALLENGE])
    assert Candidate(theirs.pk, "", small.CHALLENGE) in found
    assert Candidate(other.pk, small.HEERLEN, small.CHALLENGE) in found
    shelf = page("/aanpakken/voor/zutphen/").select_one(f"#{small.CHALLENGE}")
    assert shelf
    cards = [" ".join(card.text.split()) for card in shelf.select("li")]
    assert ["Provincie Gelderland" in card for card in cards] == [False, True]
    assert "kilometer verderop" in cards[0]
    assert "kilometer verderop" not in cards[1]


def test_a_call_of_an_organisation_shows_what_fits_but_nothing_of_its_own(
    guest: Person, page: Visitor
) -> None:
    def call(by: Person, kind: str, title: str) -> OpenCall:
        text = calls.CallText(kind, small.CHALLENGE, title, "Bel ons.")
        return calls.call(by=by, key=uuid4(), text=text)

    seek = call(guest, OpenCall.Kind.SEEK, "Wie helpt ons?")
    call(guest, OpenCall.Kind.OFFER, "Wij helpen")
    call(small.contributor(), OpenCall.Kind.OFFER, "Heerlen helpt")
    soup = page(f"/aanpakken/oproepen/{seek.pk}/")
    assert texts(soup, ".practice-card__title") == ["Heerlen helpt"]


def test_people_of_an_organisation_write_in_the_same_texts(guest: Person, page: Visitor) -> None:
    practice = small.public_practice(guest)
    colleague = small.contributor("h@gelderland.example", guest.gm_code)
    stranger = small.contributor("b@zutphen.example", small.ZUTPHEN)
    assert [rules.may_write(one, practice) for one in (colleague, stranger)] == [True, False]
    page.client.force_login(colleague)
    assert page(f"/aanpakken/{practice.pk}/schrijven/").select("form")


def test_an_introduction_names_the_organisation(guest: Person) -> None:
    practice = small.public_practice()
    introductions.ask(by=guest, about=practice, message="Mogen wij bellen?")
    assert "Een collega van Provincie Gelderland las" in Letter.objects.latest("pk").text


def test_a_text_of_an_organisation_is_moderated_like_any(
    guest: Person, administrator: Person
) -> None:
    practice = small.public_practice(guest)
    decision = moderation.hide(by=administrator, about=practice, reason="Reclame")
    assert rules.may_appeal(guest, decision)
    assert mail.title_of(practice) in Letter.objects.latest("pk").text


def test_who_leads_a_session_for_an_organisation_is_of_no_municipality(guest: Person) -> None:
    participant = joining.join_leading(by=guest, meeting=meetings.made())
    assert participant.gm_code == ""
