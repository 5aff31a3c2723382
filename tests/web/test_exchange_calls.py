"""What municipalities seek and offer, which of others fit, and how both meet."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.web import small_exchange as small
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.exchange.actions import calls, moderation
from deelgenoot_web.exchange.actions.conversation import withdraw_challenge
from deelgenoot_web.exchange.models import Introduction, ModerationDecision, OpenCall
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db


def place(by: Person, kind: str = "seek", title: str = "Een verhuiscoach", **text: Any) -> OpenCall:
    content = {"about": small.CHALLENGE, "message": "Wie heeft dit al?"} | text
    return calls.call(by=by, key=uuid4(), text=calls.CallText(kind=kind, title=title, **content))


def test_a_call_is_placed_once_and_everybody_reads_it(page: Visitor) -> None:
    page.client.force_login(small.contributor())
    form = {"key": str(uuid4()), "kind": "seek", "about": small.CHALLENGE, "title": "Een coach"}
    assert "Schrijf in een paar zinnen" in page.post("/aanpakken/oproepen/nieuw/", 400, **form).text
    addresses = {
        page.client.post("/aanpakken/oproepen/nieuw/", form | {"message": "Wie?"})["Location"]
        for _ in range(2)
    }
    [address] = addresses
    page.client.logout()
    soup = page(address)
    assert "Wij zoeken" in soup.text
    assert "Heerlen" in soup.text
    assert "a@heerlen.example" not in soup.text
    assert texts(page("/aanpakken/oproepen/"), ".practice-card__title") == ["Een coach"]
    assert texts(page("/aanpakken/oproepen/", soort="offer"), ".practice-card__title") == []


def test_who_goes_back_to_the_form_mends_the_call_until_it_is_closed() -> None:
    by = small.contributor()
    call = place(by, title="Een verhuiscoch")
    mended = calls.CallText("offer", small.CHALLENGE, "Een verhuiscoach", "Wie wil er een?")
    other = calls.CallText("seek", small.CHALLENGE, "Iets anders", "Wie?")
    assert calls.call(by=by, key=call.key, text=mended) == call
    call.refresh_from_db()
    assert (call.kind, call.title, call.message) == ("offer", mended.title, mended.message)
    with pytest.raises(PermissionDenied):
        calls.call(by=small.contributor("b@heerlen.example"), key=call.key, text=other)
    calls.close(by=by, call=call)
    assert calls.call(by=by, key=call.key, text=mended) == call, "a double click after all"
    with pytest.raises(PermissionDenied):
        calls.call(by=by, key=call.key, text=other)


def test_a_seeker_sees_offers_and_an_offer_its_seekers_most_alike_first(page: Visitor) -> None:
    seek = place(small.contributor())
    codes = [small.ZUTPHEN, small.HOORN, small.DEN_HELDER]
    offers = {
        code: place(small.contributor(f"o@{code}.example", code), "offer", code) for code in codes
    }
    place(small.contributor("x@hoorn.example", small.HOORN), "seek", "Ook gezocht")
    place(
        small.contributor("y@hoorn.example", small.HOORN), "offer", "Iets anders", about="jeugdhulp"
    )
    challenge = release().study.challenge[small.CHALLENGE]
    weights = dict.fromkeys(challenge.themes, 2.0)
    nearest = [one.code for one in release().peers.nearest(small.HEERLEN, weights, among=codes)]
    soup = page(f"/aanpakken/oproepen/{seek.pk}/")
    assert texts(soup, ".practice-card__title") == nearest
    assert "kilometer verderop" in soup.select(".practice-card__reason")[0].text
    back = page(f"/aanpakken/oproepen/{offers[small.ZUTPHEN].pk}/")
    assert "Een verhuiscoach" in texts(back, ".practice-card__title")


def test_a_call_says_what_is_so_when_its_author_is_barred_or_its_opgave_is_gone(
    page: Visitor,
) -> None:
    author, reader = small.contributor(), small.contributor("z@zutphen.example", small.ZUTPHEN)
    added = small.challenge(reader)
    call = place(author, about=added.challenge_id)
    address = f"/aanpakken/oproepen/{call.pk}/"
    link = "main a[href*='?opgave=']"
    assert page(address).select(link)
    assert "Log in met het e-mailadres" in page(address).text
    withdraw_challenge(by=reader, challenge=added)
    Person.objects.filter(pk=author.pk).update(is_barred=True)
    page.client.force_login(reader)
    soup = page(address)
    assert not soup.select(link)
    assert "Log in met het e-mailadres" not in soup.text
    assert "doet niet meer mee" in soup.text


def test_who_reads_a_call_asks_to_be_introduced(page: Visitor) -> None:
    author, reader = small.contributor(), small.contributor("z@zutphen.example", small.ZUTPHEN)
    call = place(author)
    page.client.force_login(reader)
    address = f"/aanpakken/oproepen/{call.pk}/kennismaking/"
    assert "Een verhuiscoach" in page(address).text
    for _ in range(2):
        page.client.post(address, {"message": "Wij doen dit al."})
    letter = Letter.objects.get()
    assert (letter.to, "Een verhuiscoach" in letter.text) == (author.email, True)
    assert reader.email not in letter.text
    question = Introduction.objects.get()
    assert "Wij doen dit al." in page(f"/kennismaking/{question.nonce}/").text
    page.client.post(f"/kennismaking/{question.nonce}/", {"do": "agree"})
    assert Letter.objects.filter(key__contains=":met:").count() == 2
    assert "elkaars adres" in page(f"/aanpakken/oproepen/{call.pk}/").text


def moderator(name: str = "m") -> Person:
    return Person.objects.get_or_create(
        email=f"{name}@site.example", defaults={"is_moderator": True}
    )[0]


def test_its_own_municipality_closes_a_call(page: Visitor) -> None:
    own = place(small.contributor())
    page.client.force_login(small.contributor("b@heerlen.example"))
    for _ in range(2):
        answer = page.client.post(f"/aanpakken/oproepen/{own.pk}/sluiten/")
        assert answer["Location"] == f"/aanpakken/oproepen/{own.pk}/"
    page.client.force_login(small.contributor("z@zutphen.example", small.ZUTPHEN))
    page(f"/aanpakken/oproepen/{own.pk}/", status=404)


def test_anybody_reports_a_call_and_a_moderator_says_why_it_goes(page: Visitor) -> None:
    author = small.contributor()
    call = place(author, title="Reclame")
    address = f"/aanpakken/oproepen/{call.pk}/"
    assert page(address).select_one(f"a[href='{address}melden/']")
    page.client.post(f"{address}melden/", {"ground": "advert", "note": "Een bedrijf"})
    page.client.force_login(moderator())
    assert page(address).select_one(f"a[href='{address}beoordelen/']")
    assert page("/aanpakken/moderatie/").select_one(f".rows a[href='{address}beoordelen/']")
    assert "Een bedrijf" in page(f"{address}beoordelen/").text
    page.client.post(f"{address}beoordelen/", {"do": "hide", "text-reason": "Dit is reclame."})
    assert "Reclame: tekst verborgen" in page("/aanpakken/moderatie/").text
    letter = Letter.objects.get()
    assert (letter.to, "Dit is reclame." in letter.text) == (author.email, True)
    assert Client().get(address).status_code == 404
    assert texts(page("/aanpakken/oproepen/"), ".practice-card__title") == []
    page.client.force_login(author)
    decision = f"/aanpakken/besluit/{ModerationDecision.objects.get().pk}/"
    closed = page(address)
    assert "Dit is reclame." in closed.text
    assert closed.select_one(f"a[href='{decision}']")
    with pytest.raises(PermissionDenied):
        calls.close(by=author, call=OpenCall.objects.get(pk=call.pk))
    page.client.post(decision, {"do": "appeal", "words": "Het is een bewonersgroep."})
    page.client.force_login(moderator("n"))
    words = {"do": "answer", "outcome": "reverse", "words": "U hebt gelijk."}
    page.client.post(decision, words)
    assert Client().get(address).status_code == 200


def test_a_call_that_a_moderator_closed_stays_as_long_as_its_line_in_the_log() -> None:
    call = place(small.contributor())
    moderation.hide(by=moderator(), about=call, reason="Reclame")
    now = timezone.now()
    calls.end_calls(now + timedelta(days=61))
    moderation.forget_moderation(now + timedelta(days=729))
    calls.end_calls(now + timedelta(days=729))
    assert OpenCall.objects.exists()
    moderation.forget_moderation(now + timedelta(days=731))
    calls.end_calls(now + timedelta(days=731))
    assert not OpenCall.objects.exists()


def test_a_call_that_is_shown_again_has_all_its_days() -> None:
    call = place(small.contributor())
    moderation.hide(by=moderator(), about=call, reason="Reclame")
    now = timezone.now()
    made_at, closed_at = now - timedelta(days=130), now - timedelta(days=30)
    OpenCall.objects.update(made_at=made_at, closed_at=closed_at)
    moderation.show_again(by=moderator(), about=call, seen="")
    calls.end_calls(now + timedelta(days=19))
    assert OpenCall.objects.filter(closed_at=None).exists()
    calls.end_calls(now + timedelta(days=21))
    assert not OpenCall.objects.filter(closed_at=None).exists()


def test_a_closed_call_says_nothing_of_contact(page: Visitor) -> None:
    author = small.contributor()
    call = place(author)
    address = f"/aanpakken/oproepen/{call.pk}/"
    elsewhere = small.contributor("z@zutphen.example", small.ZUTPHEN)
    Person.objects.filter(pk=elsewhere.pk).update(is_moderator=True)
    assert page(address).select("#contact")
    calls.close(by=author, call=call)
    for reader in (author, elsewhere, moderator()):
        page.client.force_login(reader)
        assert not page(address).select("#contact")


def test_somebody_of_elsewhere_or_without_a_municipality_closes_and_places_nothing() -> None:
    call = place(small.contributor())
    for who in (
        small.contributor("z@zutphen.example", small.ZUTPHEN),
        Person.objects.create(email="p@site.example"),
    ):
        with pytest.raises(PermissionDenied):
            calls.close(by=who, call=call)
    with pytest.raises(PermissionDenied):
        place(who)
    with pytest.raises(PermissionDenied):
        calls.call(
            by=small.contributor("z@zutphen.example", small.ZUTPHEN),
            key=call.key,
            text=calls.CallText("seek", small.CHALLENGE, "Van mij", "Niet"),
        )


def test_a_municipality_has_ten_open_calls_at_most(page: Visitor) -> None:
    for number in range(10):
        place(small.contributor(), title=f"Oproep {number}")
    page.client.force_login(small.contributor("b@heerlen.example"))
    form = {"key": str(uuid4()), "kind": "seek", "about": small.CHALLENGE, "title": "Te veel"}
    soup = page.post("/aanpakken/oproepen/nieuw/", 400, **form, message="Nog een")
    assert "al tien oproepen" in soup.text
    assert OpenCall.objects.count() == 10


def test_a_call_ends_by_itself_and_is_forgotten() -> None:
    call = place(small.contributor())
    calls.end_calls(call.made_at + timedelta(days=119))
    assert OpenCall.objects.filter(closed_at=None).exists()
    end = call.made_at + timedelta(days=121)
    calls.end_calls(end)
    assert not OpenCall.objects.filter(closed_at=None).exists()
    assert not Letter.objects.exists()
    calls.end_calls(end + timedelta(days=61))
    assert not OpenCall.objects.exists()


def test_the_list_asks_as_much_for_one_as_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(21):
        OpenCall.objects.create(
            kind="seek",
            challenge=small.CHALLENGE,
            title=f"Oproep {number}",
            message="Wie?",
            gm_code=small.HEERLEN,
            author=small.contributor(),
            made_at=timezone.now(),
        )
        if number in {0, 20}:
            with django_assert_num_queries(1):
                answer = client.get("/aanpakken/oproepen/")
    assert b"pagina=2" in answer.content
