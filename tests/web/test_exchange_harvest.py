"""From a card of a session to a draft in the exchange: its author is asked, and decides."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.web import small_exchange as small
from tests.web import small_meeting
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Organisation
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.exchange.actions import harvest
from deelgenoot_web.exchange.actions.example import make_examples
from deelgenoot_web.exchange.models import HarvestOffer, Practice
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings.actions import board, joining
from deelgenoot_web.meetings.actions.example import SLUG
from deelgenoot_web.meetings.models import Card, Harvest, Participant, Role
from deelgenoot_web.site.handing_on import words_of_the_exchange

pytestmark = pytest.mark.django_db


@pytest.fixture
def card() -> Card:
    meeting = small_meeting.made()
    meeting.starts_at = timezone.now()
    meeting.save()
    writer = joining.join_registered(registration=small_meeting.registered(meeting, 1))
    assert writer.group
    Letter.objects.all().delete()
    return board.add(
        by=writer, group=writer.group, card_id=uuid4(), kind=Card.Kind.PRACTICE, text="Zorg samen"
    )


def path_of(card: Card) -> str:
    place = f"{card.group.meeting.slug}/groep/{card.group.position + 1}/kaart/{card.pk}"
    return f"/bijeenkomsten/{place}/aanpak/"


def link_in(letter: Letter) -> str:
    [line] = [one for one in letter.text.splitlines() if "/oogst/" in one]
    return line.partition("127.0.0.1:8000")[2]


def test_a_leader_asks_the_author_once(card: Card, page: Visitor) -> None:
    page.client.force_login(small_meeting.person())
    here = path_of(card).removesuffix("aanpak/")
    assert "Vraag om een opgave" in page(here).text
    for _ in range(2):
        assert page.client.post(path_of(card))["Location"] == here
    letter = Letter.objects.get()
    assert letter.to == "deelnemer1@voorbeeld.nl"
    assert "Zorg samen" in letter.text
    assert "is gevraagd om met deze kaart" in page(here).text
    assert not Practice.objects.exists()


def test_nobody_else_asks(card: Card) -> None:
    other_group = card.group.meeting.groups.exclude(pk=card.group.pk)[0]
    leader = small_meeting.role(
        card.group.meeting, Role.Kind.FACILITATOR, "f@voorbeeld.nl", card.group
    )
    elsewhere = small_meeting.role(
        card.group.meeting, Role.Kind.FACILITATOR, "o@voorbeeld.nl", other_group
    )
    people = (None, small.contributor(), elsewhere)
    for person in people:
        client = Client()
        if person:
            client.force_login(person)
        assert client.post(path_of(card)).status_code == 403
        assert client.get(path_of(card)).status_code == 405
    assert not HarvestOffer.objects.exists()
    client.force_login(leader)
    assert client.post(path_of(card)).status_code == 302
    wrong = path_of(card).replace(str(card.pk), str(uuid4()))
    assert client.post(wrong).status_code == 404


def test_a_card_of_who_gave_no_address_or_of_a_rehearsal_asks_nobody(
    card: Card, page: Visitor, settings: Settings
) -> None:
    page.client.force_login(small_meeting.person())
    card.group.meeting.is_rehearsal = True
    card.group.meeting.save()
    settings.HAS_MAILBOX = False
    page.client.post(path_of(card))
    assert not HarvestOffer.objects.exists()
    settings.HAS_MAILBOX = True
    stranger = Participant.objects.create(
        meeting=card.group.meeting, group=card.group, name="Zonder adres"
    )
    Card.objects.filter(pk=card.pk).update(author=stranger)
    page.client.post(path_of(card))
    assert not HarvestOffer.objects.exists()
    assert "geen e-mailadres bekend" in page(path_of(card).removesuffix("aanpak/")).text


def test_who_takes_it_gets_a_draft_with_its_origin_once(page: Visitor) -> None:
    harvest.offer(harvest=small.HARVEST, to="w@hoorn.example", language="nl")
    address = link_in(Letter.objects.get())
    assert "Deel een verhuiscoach" in page(address).text
    answer = page.client.post(address, {"do": "take"})
    assert answer["Location"].startswith("/inloggen/?next=/oogst/")
    page.client.force_login(small_meeting.person())
    assert page.client.post(address, {"do": "take"})["Location"] == "/aanpakken/van-ons/"
    by = small.contributor()
    page.client.force_login(by)
    for _ in range(2):
        answer = page.client.post(address, {"do": "take"})
    practice = Practice.objects.get()
    assert answer["Location"] == f"/aanpakken/{practice.pk}/schrijven/"
    assert (practice.title, practice.story) == ("Deel een verhuiscoach",) * 2
    assert (practice.gm_code, practice.origin) == (by.gm_code, "Sessie in mei")
    assert (practice.challenge, practice.standing) == ("passende-woningen", "draft")
    assert "Sessie in mei" in page(answer["Location"]).text
    assert HarvestOffer.objects.get().text == ""
    assert "U hebt al gekozen" in page(address).text


def test_somebody_of_another_municipality_cannot_take_it_a_second_time(client: Client) -> None:
    harvest.offer(harvest=small.HARVEST, to="w@hoorn.example", language="nl")
    offer = HarvestOffer.objects.get()
    harvest.take(by=small.contributor(), offer=offer)
    client.force_login(small.contributor("z@zutphen.example", small.ZUTPHEN))
    assert client.post(f"/oogst/{offer.nonce}/", {"do": "take"}).status_code == 403


def test_an_opgave_of_somebody_of_an_organisation_becomes_an_approach(page: Visitor) -> None:
    piece = replace(small.HARVEST, becomes=HarvestOffer.Becomes.CHALLENGE)
    harvest.offer(harvest=piece, to="g@gelderland.example", language="nl")
    address = link_in(Letter.objects.get())
    code = Organisation.objects.create(name="Provincie Gelderland").code
    page.client.force_login(small.contributor("g@gelderland.example", code))
    places = {page.client.post(address, {"do": "take"})["Location"] for _ in range(2)}
    practice = Practice.objects.get()
    assert places == {f"/aanpakken/{practice.pk}/schrijven/"}
    assert (practice.story, practice.standing) == ("Deel een verhuiscoach", "draft")
    assert "Opgaven zijn van gemeenten" in page("/aanpakken/van-ons/").text
    page.client.force_login(small.contributor())
    assert "Opgaven zijn van gemeenten" not in page("/aanpakken/van-ons/").text


def test_who_declines_leaves_nothing_and_is_not_asked_again(page: Visitor) -> None:
    assert harvest.offer(harvest=small.HARVEST, to="w@hoorn.example", language="nl")
    page.client.post(link_in(Letter.objects.get()), {"do": "decline"})
    assert HarvestOffer.objects.get().text == ""
    assert not harvest.offer(harvest=small.HARVEST, to="w@hoorn.example", language="nl")
    harvest.forget_offers(timezone.now() + timedelta(days=29))
    assert HarvestOffer.objects.exists()
    harvest.forget_offers(timezone.now() + timedelta(days=31))
    assert not HarvestOffer.objects.exists()


@pytest.mark.parametrize("becomes", HarvestOffer.Becomes.values)
def test_yes_from_an_old_tab_after_no_begins_nothing(client: Client, becomes: str) -> None:
    harvest.offer(
        harvest=replace(small.HARVEST, becomes=becomes), to="w@hoorn.example", language="nl"
    )
    address = link_in(Letter.objects.get())
    client.post(address, {"do": "decline"})
    client.force_login(small.contributor())
    assert client.post(address, {"do": "take"})["Location"] == address
    assert not Practice.objects.exists()


@pytest.mark.parametrize("nonce", ["geraden", "-"])
def test_a_forged_link_opens_no_harvest(client: Client, nonce: str) -> None:
    assert client.get(f"/oogst/{nonce}/").status_code == 404
    assert client.post(f"/oogst/{nonce}/", {"do": "take"}).status_code == 404


@pytest.mark.parametrize("becomes", ["challenge", "call"])
def test_a_card_becomes_an_opgave_or_a_call_with_its_origin(
    card: Card, page: Visitor, becomes: str
) -> None:
    page.client.force_login(small_meeting.person())
    page.client.post(path_of(card), {"becomes": becomes})
    letter = Letter.objects.get()
    words = {"challenge": "een opgave?", "call": "een oproep?"}[becomes]
    assert words in letter.subject
    by = small.contributor()
    page.client.force_login(by)
    form = page.client.post(link_in(letter), {"do": "take"})["Location"]
    soup = page(form.partition("?")[0], oogst=form.partition("=")[2])
    assert "Zorg samen" in str(soup.select_one("main form"))
    data = {
        "key": str(HarvestOffer.objects.get().key),
        "title": "Zorg samen doen",
        "explanation": "Zo.",
        "themes": ["social"],
        "message": "Zo.",
        "kind": "seek",
        "about": small.CHALLENGE,
    }
    addresses = {page.client.post(form, data)["Location"] for _ in range(2)}
    [address] = addresses
    assert card.group.meeting.title in page(address).text
    offer = HarvestOffer.objects.get()
    assert (offer.is_answered, offer.text) == (True, "")


def test_the_letter_of_thanks_says_what_the_exchange_has_for_a_municipality() -> None:
    assert "Deelt u de eerste?" in words_of_the_exchange(small.ZUTPHEN)
    small.public_practice(title="Samen inkopen")
    small.public_practice(small.contributor("z@zutphen.example", small.ZUTPHEN), title="Van ons")
    words = words_of_the_exchange(small.ZUTPHEN)
    assert "1 aanpak van een andere gemeente" in words
    assert "/aanpakken/voor/zutphen/" in words
    assert "- Samen inkopen: Heerlen heeft dezelfde opgave en lijkt" in words
    assert "Van ons" not in words
    assert words_of_the_exchange("GM9999") == ""


def test_the_letter_of_thanks_names_the_most_alike_not_the_newest_nor_what_was_invented() -> None:
    codes = [small.HEERLEN, small.HOORN, small.DEN_HELDER, "GM0928"]
    nearest = release().peers.nearest(small.ZUTPHEN, {"housing": 2.0}, among=codes)
    for one in nearest:  # the most alike is the oldest
        small.public_practice(small.contributor(f"a@{one.code}.example", one.code), title=one.code)
    make_examples(now=timezone.now())
    lines = words_of_the_exchange(small.ZUTPHEN).splitlines()
    assert "4 aanpakken van andere gemeenten" in lines[0]
    assert [line[2:8] for line in lines[1:]] == [one.code for one in nearest][:3]


def test_an_empty_exchange_shows_what_a_group_of_the_example_session_brought_back(
    page: Visitor,
) -> None:
    meeting = small_meeting.made()
    meeting.is_rehearsal = True
    meeting.save()
    group = meeting.groups.all()[0]
    row = Harvest.objects.create(group=group, main_challenge="Wonen", what_is_needed="Een coach")
    cards = "main .practice-card--example"

    def titles_of_example_cards() -> list[str]:
        return texts(page("/aanpakken/"), cards)

    assert titles_of_example_cards() == []
    type(meeting).objects.update(slug=SLUG)
    assert titles_of_example_cards() == []  # the group is not ready
    Harvest.objects.filter(pk=row.pk).update(is_ready=True)
    assert titles_of_example_cards() == ["Voorbeeld Opgave Wonen", "Voorbeeld Oproep Een coach"]
    type(meeting).objects.update(is_rehearsal=False)
    assert titles_of_example_cards() == []
    type(meeting).objects.update(is_rehearsal=True)
    make_examples(now=timezone.now())
    assert len(titles_of_example_cards()) == 6 + 2  # nothing real is there yet
    small.public_practice()
    assert len(titles_of_example_cards()) == 6


def test_a_sentence_of_the_harvest_goes_on_when_the_leader_of_its_group_says_so(
    card: Card, page: Visitor
) -> None:
    group = card.group
    meeting = group.meeting
    address = f"/bijeenkomsten/{meeting.slug}/groep/{group.position + 1}/oogst/aanpak/"
    Harvest.objects.create(group=group, main_challenge="Wonen voor ouderen", what_works="Coach")
    page.client.force_login(small_meeting.person())
    report = f"/bijeenkomsten/{meeting.slug}/verslag/"
    assert not page(report).select("#naar-de-aanpakken")  # nobody led the group
    leader = small_meeting.role(meeting, Role.Kind.FACILITATOR, "f@voorbeeld.nl", group)
    Letter.objects.all().delete()
    buttons = [button["value"] for button in page(report).select("#naar-de-aanpakken button")]
    assert buttons == ["main_challenge", "what_works"]
    for sentence in ("main_challenge", "main_challenge", "what_is_needed", "group_id", ""):
        page.client.post(address, {"sentence": sentence})
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (leader.email, "Wordt uw bijdrage een opgave?")
    assert "Wonen voor ouderen" in letter.text
    assert len(page(report).select("#naar-de-aanpakken button")) == 1
    for person in (None, small.contributor()):
        client = Client()
        if person:
            client.force_login(person)
        assert client.post(address, {"sentence": "what_works"}).status_code == 403
        assert client.get(address).status_code == 405
