"""Reactions, and opgaven that municipalities add: written, read, moderated, found, taken along."""

from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web import raw
from tests.web import small_exchange as small
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions import conversation, example, moderation, practices
from deelgenoot_web.exchange.actions.indexing import index_due
from deelgenoot_web.exchange.actions.leaving import leave
from deelgenoot_web.exchange.finding import find_texts
from deelgenoot_web.exchange.models import (
    ChallengeConcern,
    ModerationDecision,
    MunicipalChallenge,
    OpenCall,
    Practice,
    PracticeVersion,
    SearchWord,
    TextReaction,
)
from deelgenoot_web.exchange.news import NewsScope, news
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db
CODES = sorted(raw.typology()["members"])
HOSTILE = (
    "<script>alert(1)</script> [klik](javascript:alert(1)) ![x](https://a.example/x.png)\n"
    "# Kop\n\u202eomgekeerd"
)


@pytest.fixture
def other() -> Person:
    return small.contributor("z@zutphen.example", small.ZUTPHEN)


@pytest.fixture
def practice() -> Practice:
    return small.public_practice()


@pytest.fixture
def challenge() -> MunicipalChallenge:
    return small.challenge()


def moderator(name: str = "m") -> Person:
    return Person.objects.get_or_create(
        email=f"{name}@site.example", defaults={"is_moderator": True}
    )[0]


def hidden_fields(soup: BeautifulSoup) -> dict[str, str]:
    """What a form sends that nobody typed."""
    return {str(one["name"]): str(one["value"]) for one in soup.select("main input[type=hidden]")}


def test_a_reaction_is_placed_once_and_everybody_reads_it_without_a_name(
    page: Visitor, practice: Practice, other: Person
) -> None:
    page.client.force_login(other)
    form = {"key": str(uuid4()), "text": "Wij deden dit **ook**."}
    for _ in range(2):
        answer = page.client.post(f"/aanpakken/{practice.pk}/reactie/", form)
    reaction = TextReaction.objects.get()
    assert (
        answer["Location"]
        == f"/aanpakken/{practice.pk}/?reactie={reaction.pk}#reactie-{reaction.pk}"
    )
    page.client.logout()
    line = page(f"/aanpakken/{practice.pk}/").select_one(f"#reactie-{reaction.pk}")
    assert line
    assert "Zutphen" in line.text
    assert texts(line, "strong") == ["ook"]
    assert other.email not in line.text


def test_who_may_not_contribute_reads_why_and_an_empty_reaction_asks_for_words(
    page: Visitor, practice: Practice, other: Person
) -> None:
    assert (
        "Mensen van een gemeente of organisatie reageren" in page(f"/aanpakken/{practice.pk}/").text
    )
    page.client.force_login(other)
    soup = page.post(f"/aanpakken/{practice.pk}/reactie/", 400, key=str(uuid4()), text=" ")
    assert "Schrijf eerst uw reactie." in soup.text
    with pytest.raises(PermissionDenied):
        small.reaction(Person.objects.create(email="p@site.example"), practice)


def test_its_author_changes_and_removes_a_reaction_and_nobody_else(
    page: Visitor, practice: Practice, other: Person
) -> None:
    reaction = small.reaction(other, practice)
    colleague = small.contributor("y@zutphen.example", small.ZUTPHEN)
    for deed in (conversation.change_reaction, conversation.remove_reaction):
        with pytest.raises(PermissionDenied):
            deed(by=colleague, reaction=reaction, **_words(deed))
    page.client.force_login(other)
    address = f"/aanpakken/reactie/{reaction.pk}/"
    assert "Wij deden dit" in page(address).text
    page.client.post(address, {"key": str(uuid4()), "text": "Toch anders."})
    assert "gewijzigd" in page(f"/aanpakken/{practice.pk}/").text
    page.client.post(f"{address}weg/")
    assert not TextReaction.objects.exists()


def _words(deed: Any) -> dict[str, str]:
    return {"text": "Van mij"} if deed is conversation.change_reaction else {}


def test_a_reaction_is_reported_hidden_with_a_reason_and_appealed(
    page: Visitor, practice: Practice, other: Person
) -> None:
    reaction = small.reaction(other, practice)
    address = f"/aanpakken/reactie/{reaction.pk}/"
    page.client.post(f"{address}melden/", {"ground": "rude", "note": "Grof"})
    page.client.force_login(moderator())
    assert texts(page("/aanpakken/moderatie/"), ".rows a") == ["reactie: Wij deden dit *ook*."]
    assert "Grof" in page(f"{address}beoordelen/").text
    page.client.post(f"{address}beoordelen/", {"do": "hide", "text-reason": "Te grof"})
    decision = ModerationDecision.objects.get()
    letter = Letter.objects.get()
    assert (letter.to, "Te grof" in letter.text) == (other.email, True)
    page.client.logout()
    assert not page(f"/aanpakken/{practice.pk}/").select(".reaction")
    page(f"{address}melden/", status=404)
    page.client.force_login(other)
    link = f"/aanpakken/besluit/{decision.pk}/"
    assert page(f"/aanpakken/{practice.pk}/").select_one(f".reaction a[href='{link}']")
    assert page.client.post(f"{address}weg/").status_code == 404
    page.client.post(link, {"do": "appeal", "words": "Zo was het niet bedoeld."})
    decision.refresh_from_db()
    seen = moderation.sign_of(reaction)
    moderation.answer(
        by=moderator("n"), decision=decision, words="Goed", is_reversed=True, seen=seen
    )
    reaction.refresh_from_db()
    assert reaction.standing == "public"


def test_a_link_to_a_reaction_leads_to_the_page_of_many_on_which_it_stands(
    page: Visitor, practice: Practice, other: Person
) -> None:
    first, *_rest = [small.reaction(other, practice, f"Nummer {n}") for n in range(11)]
    about = small.reaction(other, small.CHALLENGE)
    links = [one.path.partition("#")[0] for one in news(NewsScope(), 30) if one.kind == "reaction"]
    assert f"/aanpakken/{practice.pk}/?reactie={first.pk}" in links
    assert f"/aanpakken/opgaven/{small.CHALLENGE}/?reactie={about.pk}" in links
    for link in links:
        path, _mark, number = link.partition("?reactie=")
        assert page(path, reactie=number).select_one(f"#reactie-{number}")
    moderation.hide(by=moderator(), about=first, reason="Zo")
    for person, is_there in ((None, False), (other, True), (moderator(), True)):
        page.client.logout()
        if person:
            page.client.force_login(person)
        for number in (str(first.pk), "x", "9" * 30):
            soup = page(f"/aanpakken/{practice.pk}/", reactie=number)
            found = bool(soup.select(f"#reactie-{first.pk}"))
            assert found == (is_there and number.isdecimal() and len(number) < 30)


def test_an_opgave_stands_beside_those_of_the_study_and_texts_point_to_it(
    page: Visitor, other: Person
) -> None:
    page.client.force_login(small.contributor())
    form = {"key": str(uuid4()), "title": "Nachtrust", "explanation": "Verkeer in de *nacht*."}
    assert "ten minste één thema" in page.post("/aanpakken/opgaven/nieuw/", 400, **form).text
    sent = [
        page.client.post("/aanpakken/opgaven/nieuw/", form | {"themes": ["housing"]})["Location"]
        for _ in range(2)
    ]
    [row] = MunicipalChallenge.objects.all()
    assert sent == [f"/aanpakken/opgaven/gemeente-{row.pk}/"] * 2
    practice = small.public_practice(other, challenge=row.challenge_id, title="Stil asfalt")
    page.client.force_login(other)
    assert "Nachtrust" in page("/aanpakken/nieuw/", opgave=row.challenge_id).text
    page.client.logout()
    listing = page("/aanpakken/opgaven/")
    assert texts(listing, "#van-gemeenten h3") == ["Nachtrust"]
    assert len(listing.select("#uit-de-studie li")) > 40
    soup = page(sent[0])
    assert "Opgave van een gemeente" in soup.text
    assert texts(soup, "#aanpakken h3") == ["Stil asfalt"]
    assert "Nachtrust" in texts(page(f"/aanpakken/{practice.pk}/"), ".practice-facts dd")
    assert texts(page("/aanpakken/", thema="housing"), ".practice-card__title") == ["Stil asfalt"]
    assert texts(page("/aanpakken/", zoek="nachtrust"), ".rows a") == ["Nachtrust"]
    assert texts(page("/zoeken/", q="nachtrust"), "#found-municipal-challenges ~ ul a") == [
        "Nachtrust"
    ]
    titles = page.client.get("/aanpakken/titels.json", {"q": "nachtrust"}).json()
    assert [one[1] for one in titles] == [f"/aanpakken/{practice.pk}/", sent[0]]


def test_an_opgave_of_the_study_has_a_page_to_talk_about_it(page: Visitor, other: Person) -> None:
    address = f"/aanpakken/opgaven/{small.CHALLENGE}/"
    page.client.force_login(other)
    page.client.post(f"{address}reactie/", {"key": str(uuid4()), "text": "Speelt hier ook."})
    soup = page(address)
    assert "Opgave uit de studie" in soup.text
    assert "Speelt hier ook." in texts(soup, ".reaction")[0]
    assert page("/aanpakken/opgaven/bestaat-niet/", status=404).h1


def test_its_municipality_changes_and_withdraws_an_opgave(
    page: Visitor, challenge: MunicipalChallenge, other: Person
) -> None:
    practice = small.public_practice(other, challenge=challenge.challenge_id)
    reaction = small.reaction(other, challenge.challenge_id)
    page.client.force_login(small.contributor("b@heerlen.example"))
    form = {"title": "Stilte", "explanation": "Zo.", "themes": ["housing"]}
    address = f"/aanpakken/opgaven/{challenge.pk}/wijzigen/"
    page.client.post(address, hidden_fields(page(address)) | form)
    assert texts(page("/aanpakken/", zoek="stilte"), ".rows a") == ["Stilte"]
    page.client.post(f"/aanpakken/opgaven/{challenge.pk}/intrekken/")
    page.client.logout()
    page(f"/aanpakken/opgaven/gemeente-{challenge.pk}/", status=404)
    page(f"/aanpakken/reactie/{reaction.pk}/melden/", status=404)
    assert "niet meer staat" in page(f"/aanpakken/{practice.pk}/").text
    assert not page("/aanpakken/", zoek="stilte").select(".rows a")
    with pytest.raises(PermissionDenied):
        small.reaction(other, challenge.challenge_id)


def test_of_two_who_change_an_opgave_the_second_sees_both_texts(
    page: Visitor, challenge: MunicipalChallenge
) -> None:
    page.client.force_login(small.contributor("b@heerlen.example"))
    address = f"/aanpakken/opgaven/{challenge.pk}/wijzigen/"
    start = hidden_fields(page(address)) | {"themes": ["housing"]}
    theirs = start | {"title": "Stilte", "explanation": "Van de ander."}
    mine = start | {"title": "Rust", "explanation": "Van mij."}
    for _ in range(2):  # the same once more is no conflict: the answer got lost
        assert page.client.post(address, theirs).status_code == 302
    empty = page.post(address, status=400, **mine | {"title": ""})
    soup = page.post(address, status=409, **mine | hidden_fields(empty))
    assert soup.select_one("[name=explanation]").text.strip() == "Van mij."  # type: ignore[union-attr]
    told = soup.select_one("[role=alert]").text  # type: ignore[union-attr]
    assert all(words in told for words in ("Stilte", "Van de ander.", "Woningmarkt"))
    challenge.refresh_from_db()
    assert challenge.explanation == "Van de ander."
    page.client.post(address, mine | hidden_fields(soup))
    challenge.refresh_from_db()
    assert (challenge.title, challenge.explanation) == ("Rust", "Van mij.")


def test_an_opgave_is_hidden_with_a_reason_and_shown_again(
    page: Visitor, challenge: MunicipalChallenge
) -> None:
    page.client.post(f"/aanpakken/opgaven/{challenge.pk}/melden/", {"ground": "advert"})
    page.client.force_login(moderator())
    address = f"/aanpakken/opgaven/{challenge.pk}/beoordelen/"
    page.client.post(address, {"do": "hide", "text-reason": "Reclame"})
    assert "/aanpakken/besluit/" in Letter.objects.get().text
    page.client.force_login(small.contributor())
    assert "Reclame" in page(f"/aanpakken/opgaven/gemeente-{challenge.pk}/").text
    page.client.logout()
    page(f"/aanpakken/opgaven/gemeente-{challenge.pk}/", status=404)
    page.client.force_login(moderator())
    page.client.post(address, {"do": "show", "seen": moderation.sign_of(challenge)})
    page.client.logout()
    assert page(f"/aanpakken/opgaven/gemeente-{challenge.pk}/").h1


def test_the_due_work_makes_an_opgave_of_a_backup_findable(
    challenge: MunicipalChallenge,
) -> None:
    challenge.postings.all().delete()
    MunicipalChallenge.objects.update(index_edition=0)
    assert find_texts("nachtrust", "challenge") == ([],)
    index_due(timezone.now())
    assert find_texts("nachtrust", "challenge") == ([challenge.pk],)


def test_a_flood_is_held_up(practice: Practice, other: Person) -> None:
    for _ in range(conversation.MOST_REACTIONS):
        small.reaction(other, practice)
    with pytest.raises(conversation.TooManyTextsError):
        small.reaction(other, practice)
    TextReaction.objects.update(made_at=timezone.now() - timedelta(days=2))
    small.reaction(other, practice)
    for number in range(conversation.MOST_CHALLENGES):
        small.challenge(other, f"Opgave {number}")
    with pytest.raises(conversation.TooManyTextsError):
        small.challenge(other, "Te veel")


def test_who_goes_back_to_the_form_mends_the_reaction(practice: Practice, other: Person) -> None:
    first = small.reaction(other, practice, "Wij doen dit okk.")
    text = "Wij doen dit ook."
    assert conversation.react(by=other, key=first.key, about=practice, text=text) == first
    assert [one.text for one in TextReaction.objects.all()] == [text]
    TextReaction.objects.update(standing="hidden")
    conversation.react(by=other, key=first.key, about=practice, text="Toch")
    first.refresh_from_db()
    assert (first.text, first.standing) == ("Toch", "hidden")


def test_who_goes_back_to_the_form_mends_the_opgave(other: Person) -> None:
    first = small.challenge(other, "Nachtrsut")
    text = conversation.ChallengeText("Nachtrust", first.explanation, tuple(first.themes))
    assert conversation.add_challenge(by=other, key=first.key, text=text).title == "Nachtrust"
    assert [one.title for one in MunicipalChallenge.objects.all()] == ["Nachtrust"]
    colleague = small.contributor("c@site.example", other.gm_code)
    with pytest.raises(PermissionDenied):
        conversation.add_challenge(
            by=colleague, key=first.key, text=conversation.ChallengeText("Anders", "Anders", ())
        )


def test_the_key_of_another_opens_nothing(practice: Practice, other: Person) -> None:
    mine = small.reaction(small.contributor(), practice)
    with pytest.raises(PermissionDenied):
        conversation.react(by=other, key=mine.key, about=practice, text="Van een ander")
    own = small.challenge()
    text = conversation.ChallengeText("Anders", "Anders", ("housing",))
    with pytest.raises(PermissionDenied):
        conversation.add_challenge(by=other, key=own.key, text=text)


@pytest.mark.parametrize("number", ["0", "01", "999999999", "١", "-1", "1e3", "9" * 18])
def test_forged_ids_find_nothing(page: Visitor, number: str) -> None:
    small.challenge()
    page(f"/aanpakken/opgaven/gemeente-{number}/", status=404)


def test_hostile_words_come_out_harmless(
    page: Visitor, practice: Practice, other: Person, challenge: MunicipalChallenge
) -> None:
    page.client.force_login(other)
    form = {"key": str(uuid4()), "text": HOSTILE}
    page.client.post(f"/aanpakken/{practice.pk}/reactie/", form)
    [line] = page(f"/aanpakken/{practice.pk}/").select(".reaction")
    assert [one["href"] for one in line.select("a")] == [
        "/gemeenten/zutphen/",
        "https://a.example/x.png",  # what asked for a picture is a link
        f"/aanpakken/reactie/{TextReaction.objects.get().pk}/",
    ]
    assert not line.select("script, img, h1")
    assert "RIGHT-TO-LEFT OVERRIDE" in line.text
    data = {"key": str(uuid4()), "title": "\u202eX", "explanation": HOSTILE, "themes": ["housing"]}
    address = page.client.post("/aanpakken/opgaven/nieuw/", data)["Location"]
    soup = page(address)
    assert "OVERRIDE" in soup.select_one("h1").text  # type: ignore[union-attr]
    assert not soup.select(".flow img, .flow a[href^='javascript']")
    long = {"key": str(uuid4()), "text": "x" * 10_000_000}
    assert page.client.post(f"/aanpakken/{practice.pk}/reactie/", long).status_code in {400, 413}


def test_what_somebody_wrote_goes_or_stays_with_the_account(
    practice: Practice, other: Person
) -> None:
    for keeps in (True, False):
        writer = small.contributor(f"{keeps}@hoorn.example", small.HOORN)
        small.reaction(writer, practice)
        added = small.challenge(writer)
        small.reaction(other, added.challenge_id)
        leave(by=writer, keeps_texts=keeps)
        assert TextReaction.objects.filter(gm_code=small.HOORN).exists() == keeps
        assert MunicipalChallenge.objects.filter(pk=added.pk).exists() == keeps
        assert TextReaction.objects.filter(challenge=added.challenge_id).exists() == keeps
        TextReaction.objects.all().delete()


def test_my_data_has_what_somebody_wrote_and_follows(page: Visitor, practice: Practice) -> None:
    person = small.contributor("z@zutphen.example", small.ZUTPHEN)
    small.reaction(person, practice)
    small.challenge(person)
    small.follower(person)
    page.client.force_login(person)
    data = page.client.get("/account/gegevens.json").json()
    assert [one["text"] for one in data["reactions"]] == ["Wij deden dit *ook*."]
    assert [one["title"] for one in data["challenges"]] == ["Nachtrust"]
    assert data["follows"] == [{"kind": "opgave", "value": small.CHALLENGE}]
    assert data["digest"] == [{"weekday": 0}]
    assert "Reacties" in texts(page("/account/gegevens/"), "main h2")


def test_the_example_has_each_kind_and_goes_whole(page: Visitor) -> None:
    example.make_examples(now=timezone.now())
    soup = page("/aanpakken/opgaven/")
    assert "Nachtrust langs" in texts(soup, "#van-gemeenten h3")[0]
    assert soup.select("#van-gemeenten .example-tag")
    own = MunicipalChallenge.objects.get()
    assert page(f"/aanpakken/opgaven/{own.challenge_id}/").select(".reaction .example-tag")
    page(f"/aanpakken/opgaven/{own.pk}/melden/", status=404)
    assert example.remove_examples()
    assert not TextReaction.objects.exists()
    assert not MunicipalChallenge.objects.exists()
    assert not SearchWord.objects.exclude(n_texts=0).exists()


def test_lists_ask_as_much_for_a_thousand_as_for_one(client: Client) -> None:
    """The list of opgaven, an opgave, an approach with reactions, approaches, calls, the feed."""
    people = [small.contributor(), small.contributor("b@hoorn.example", small.HOORN)]
    first = small.challenge(people[0], "Opgave 0")
    practice = small.public_practice(people[0], challenge=first.challenge_id)
    addresses = (
        "/aanpakken/opgaven/",
        f"/aanpakken/opgaven/{first.challenge_id}/",
        f"/aanpakken/opgaven/{small.CHALLENGE}/",
        f"/aanpakken/{practice.pk}/",
        "/aanpakken/",
        "/aanpakken/?thema=quality_of_life",
        "/aanpakken/?zoek=opgave",
        "/aanpakken/oproepen/",
        "/aanpakken/nieuw.atom",
        f"/aanpakken/nieuw.atom?opgave={first.challenge_id}",
        "/aanpakken/nieuw.atom?thema=quality_of_life",
    )
    counts = []
    for numbers in (range(1), range(1, 30)):
        for number in numbers:
            _write(people[number % 2], number, practice, first)
        if number:
            _copy_rows(1000)
        counts.append({address: _count_queries(client, address) for address in addresses})
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 9


def _copy_rows(n: int) -> None:
    """Add so many copies of the newest call, opgave, reaction and approach, in a few queries."""
    for model in (OpenCall, MunicipalChallenge, TextReaction):
        model.objects.bulk_create(_copies(model.objects.latest("pk"), n))
    practice = Practice.objects.select_related("current").latest("pk")
    assert practice.current
    version = practice.current
    practice.current, practice.standing = None, Practice.Standing.DRAFT
    rows = Practice.objects.bulk_create(_copies(practice, n))
    versions = [copy(version) for _ in rows]
    for row, its in zip(rows, versions, strict=True):
        its.pk, its.practice = None, row
    PracticeVersion.objects.bulk_create(versions)
    newest = PracticeVersion.objects.filter(practice=OuterRef("pk")).values("pk")
    drafts = Practice.objects.filter(current=None)
    drafts.update(current=Subquery(newest), standing=Practice.Standing.PUBLIC)


def _copies(row: Any, n: int) -> Iterator[Any]:
    for _ in range(n):
        other = copy(row)
        other.pk, other.key = None, uuid4()
        yield other


def _write(by: Person, number: int, practice: Practice, about: MunicipalChallenge) -> None:
    """Add a reaction of each kind, a call, an opgave and an approach about that."""
    TextReaction.objects.update(made_at=timezone.now() - timedelta(days=2))
    small.reaction(by, practice)
    small.reaction(by, about.challenge_id)
    OpenCall.objects.create(
        kind="seek",
        challenge=about.challenge_id,
        title=f"Oproep {number}",
        message="Wie?",
        gm_code=by.gm_code,
        author=by,
        made_at=timezone.now(),
    )
    added = small.challenge(by, f"Opgave {number}")
    for one in (about.challenge_id, small.CHALLENGE, added.challenge_id):
        ChallengeConcern.objects.create(challenge=one, gm_code=CODES[number])
    small.public_practice(by, challenge=added.challenge_id, title=f"Opgave {number}")


def _count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_reaction_to_a_withdrawn_approach_is_read_by_nobody_else(
    page: Visitor, practice: Practice, other: Person
) -> None:
    reaction = small.reaction(other, practice)
    practices.withdraw(by=small.contributor(), practice=practice)
    page(f"/aanpakken/reactie/{reaction.pk}/melden/", status=404)
    page.client.force_login(other)
    assert page(f"/aanpakken/reactie/{reaction.pk}/").h1
