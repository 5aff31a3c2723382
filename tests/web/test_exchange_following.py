"""Following, the weekly letter, stopping it by a button or a mail program, and the feeds."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.web import small_exchange as small
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.exchange.actions import calls, conversation, following, moderation
from deelgenoot_web.exchange.models import DigestWish, Follow, PracticeVersion, TextReaction
from deelgenoot_web.exchange.news import NewsItem, news
from deelgenoot_web.letters.envelope import envelope
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = timedelta(days=1)


@pytest.fixture
def reader() -> Person:
    return small.contributor("lezer@zutphen.example", small.ZUTPHEN)


def next_monday() -> datetime:
    now = timezone.localtime()
    return (now + (7 - now.weekday()) * DAY).replace(hour=8)


def digests() -> list[Letter]:
    return list(Letter.objects.filter(key__startswith="exchange:digest").order_by("pk"))


def test_one_follows_by_a_form_and_stops_again(page: Visitor, reader: Person) -> None:
    page.client.force_login(reader)
    address = "/aanpakken/volgen/"
    chosen = page(address, volg=f"opgave:{small.CHALLENGE}").select_one("option[selected]")
    assert chosen
    assert chosen["value"] == f"opgave:{small.CHALLENGE}"
    cluster = release().typology.clusters[0].archetype
    for subject in (f"opgave:{small.CHALLENGE}", "thema:housing", f"cluster:{cluster}"):
        page.client.post(address, {"do": "follow", "subject": subject})
        page.client.post(address, {"do": "follow", "subject": subject})
    assert len(page(address).select(".rows li")) == 3
    page.client.post(address, {"do": "stop", "subject": "thema:housing"})
    assert Follow.objects.count() == 2
    page.client.post(address, {"do": "day", "weekday": "4"})
    assert DigestWish.objects.get().weekday == 4
    for none in ("", "7", "0599999", "05" + "9" * 5000):
        page.client.post(address, {"do": "day", "weekday": none})
        assert DigestWish.objects.get().weekday is None


@pytest.mark.parametrize("subject", ["", "opgave:", "thema:x", "mens:1", "opgave:gemeente-9"])
def test_there_is_nothing_else_to_follow(page: Visitor, reader: Person, subject: str) -> None:
    page.client.force_login(reader)
    page.post("/aanpakken/volgen/", 404, do="follow", subject=subject)
    assert not Follow.objects.exists()


def test_nobody_follows_without_end(reader: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST_FOLLOWS", 1)
    small.follower(reader)
    with pytest.raises(following.UnknownSubjectError):
        following.follow(by=reader, kind="thema", value="housing")


def test_the_letter_has_the_texts_by_subject_once_and_on_its_day(reader: Person) -> None:
    small.follower(reader)
    following.follow(by=reader, kind="thema", value="housing")
    author = small.contributor()
    practice = small.public_practice(author)
    small.reaction(author, practice, "Een **tip** van ons.")
    small.reaction(reader, practice, "Van de lezer zelf.")
    added = small.challenge(author)
    monday = next_monday()
    following.send_digests(monday - DAY)
    following.send_digests(monday.replace(hour=5))
    assert digests() == []
    for _ in range(2):
        following.send_digests(monday)
    [letter] = digests()
    assert letter.to == reader.email
    assert letter.text.count("Aanpak van Heerlen: Samen inkopen") == 1
    assert "Wij kopen samen in." in letter.text
    assert f"/aanpakken/{practice.pk}/" in letter.text
    assert "Een **tip** van ons." in letter.text
    assert "Van de lezer zelf." not in letter.text
    assert added.title not in letter.text  # about another theme
    # Nothing new: no letter.
    following.send_digests(monday + 7 * DAY)
    assert len(digests()) == 1


def test_the_letter_is_short_and_has_nothing_hidden(reader: Person) -> None:
    small.follower(reader)
    author = small.contributor()
    for number in range(7):
        small.public_practice(author, title=f"Aanpak {number}")
    gone = small.public_practice(author, title="Weg ermee")
    moderator = Person.objects.create(email="m@site.example", is_moderator=True)
    moderation.hide(by=moderator, about=gone, reason="Reclame")
    following.send_digests(next_monday())
    [letter] = digests()
    assert letter.text.count("Aanpak van Heerlen") == 4
    assert "En nog 3 andere teksten." in letter.text
    assert "Weg ermee" not in letter.text


def test_of_two_rounds_at_once_one_sends(reader: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    small.follower(reader)
    small.public_practice()
    monday = next_monday()

    def let_another_round_pass(*scope: Any) -> list[NewsItem]:
        monkeypatch.setattr(following, "news", news)
        following.send_digests(monday)
        return news(*scope)

    monkeypatch.setattr(following, "news", let_another_round_pass)
    following.send_digests(monday)
    assert len(digests()) == 1


def test_what_comes_while_a_letter_is_written_is_in_the_next_one_alone(reader: Person) -> None:
    small.follower(reader)
    small.public_practice(title="Op tijd")
    monday = next_monday()
    late = small.public_practice(title="Net te laat")
    PracticeVersion.objects.filter(practice=late).update(published_at=monday + timedelta(seconds=1))
    for week, expected in enumerate([(True, False), (False, True)]):
        following.send_digests(monday + 7 * week * DAY)
        [letter] = digests()
        assert ("Op tijd" in letter.text, "Net te laat" in letter.text) == expected
        letter.delete()  # its key has the second of the clock


def test_what_is_followed_may_be_gone(page: Visitor, reader: Person) -> None:
    own = small.challenge()
    small.follower(reader, value=own.challenge_id)
    small.reaction(small.contributor(), own.challenge_id)
    conversation.withdraw_challenge(by=small.contributor(), challenge=own)
    following.send_digests(next_monday())
    assert digests() == []
    assert entries(page.client) == []
    page.client.force_login(reader)
    assert "niet meer staat" in page("/aanpakken/volgen/").text


def test_a_button_stops_the_letter_and_opening_the_link_does_not(
    page: Visitor, reader: Person
) -> None:
    wish = small.follower(reader)
    address = f"/aanpakken/volgen/stop/{wish.nonce}/"
    assert page(address).select_one("main form button")
    assert DigestWish.objects.get().weekday == 0
    assert "niet meer" in page.post(address).text
    assert DigestWish.objects.get().weekday is None
    assert Follow.objects.exists()
    page.client.force_login(reader)
    assert page("/aanpakken/volgen/").select_one("option[value=''][selected]")
    page("/aanpakken/volgen/stop/geraden/", status=404)


def test_a_mail_program_stops_the_letter_as_rfc_8058_says(reader: Person) -> None:
    small.follower(reader)
    small.public_practice()
    following.send_digests(next_monday())
    message = envelope(digests()[0])
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link.partition("127.0.0.1:8000")[2]
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert DigestWish.objects.get().weekday is None


@pytest.mark.parametrize("weekday", [3, None])
def test_who_follows_something_else_keeps_the_day_that_was_chosen(
    reader: Person, weekday: int | None
) -> None:
    small.follower(reader)
    following.choose_day(by=reader, weekday=weekday)
    following.unfollow(by=reader, kind="opgave", value=small.CHALLENGE)
    assert small.follower(reader, "thema", "housing").weekday == weekday


def test_of_two_who_send_at_once_one_does(reader: Person) -> None:
    small.follower(reader)
    small.public_practice()
    asked: list[str] = []

    def send_meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        result = execute(sql, *rest)
        is_first = not asked
        asked.append(sql)
        if is_first:
            following.send_digests(next_monday())
        return result

    with connection.execute_wrapper(send_meanwhile):
        following.send_digests(next_monday())
    n_written = sum('FROM "exchange_follow"' in sql for sql in asked)
    assert (n_written, len(digests())) == (1, 1)


def test_who_wants_the_letter_again_reads_what_is_new_since_then(reader: Person) -> None:
    small.follower(reader)
    following.choose_day(by=reader, weekday=None)
    small.public_practice()
    following.choose_day(by=reader, weekday=0)
    following.send_digests(next_monday())
    assert digests() == []


def test_other_letters_have_no_such_headers() -> None:
    letter = Letter(key="x", to="a@b.example", subject="Dag", text="Dag")
    assert "List-Unsubscribe" not in envelope(letter).extra_headers


def entries(client: Client, **query: str) -> list[str]:
    answer = client.get("/aanpakken/nieuw.atom", query)
    assert answer["Content-Type"].startswith("application/atom+xml")
    return [
        one.findtext(f"{ATOM}title") or ""
        for one in ET.fromstring(answer.content).iter(f"{ATOM}entry")  # noqa: S314 - ours
    ]


def test_the_feeds_have_what_is_new_of_their_subject(client: Client) -> None:
    author = small.contributor()
    practice = small.public_practice(author)
    text = calls.CallText("seek", "jeugdhulp", "Een coach", "Wie?")
    calls.call(by=small.contributor("h@hoorn.example", small.HOORN), key=uuid4(), text=text)
    small.challenge(author)
    small.reaction(author, practice)
    everything = entries(client)
    assert sorted(everything) == [
        "Aanpak van Heerlen: Samen inkopen",
        "Opgave van Heerlen: Nachtrust",
        "Oproep van Hoorn: Een coach",
        "Reactie van Heerlen op ‘Samen inkopen’",
    ]
    about = ["Aanpak van Heerlen: Samen inkopen", "Reactie van Heerlen op ‘Samen inkopen’"]
    assert sorted(entries(client, opgave=small.CHALLENGE)) == about
    assert entries(client, thema="quality_of_life")[-1:] != []
    cluster = release().typology.members[small.HOORN].cluster
    assert cluster != release().typology.members[small.HEERLEN].cluster
    assert entries(client, cluster=cluster) == ["Oproep van Hoorn: Een coach"]
    for query in ({"opgave": "x"}, {"thema": "x"}, {"cluster": "x"}, {"opgave": "gemeente-99"}):
        assert client.get("/aanpakken/nieuw.atom", query).status_code == 404


def test_a_feed_has_what_is_public_alone_with_whole_addresses(client: Client) -> None:
    practice = small.public_practice(success="<b>x</b>", summary="<script>alert(1)</script>")
    small.draft(small.contributor(), title="Concept")
    small.reaction(small.contributor(), practice)
    TextReaction.objects.update(standing="hidden")
    answer = client.get("/aanpakken/nieuw.atom", headers={"host": "127.0.0.1"})
    [entry] = ET.fromstring(answer.content).iter(f"{ATOM}entry")  # noqa: S314 - ours
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"http://127.0.0.1:8000/aanpakken/{practice.pk}/"
    assert "<script>" not in (entry.findtext(f"{ATOM}summary") or "")
    assert PracticeVersion.objects.count() == 1


def test_no_sign_of_a_text_breaks_the_feed_for_everybody(client: Client) -> None:
    author = small.contributor()
    practice = small.public_practice(author, title="Samen\x0binkopen", summary="een&#12;twee")
    challenge = small.challenge(author, "Nacht\x02rust")
    small.reaction(author, practice, "een\x0btwee")
    assert sorted(entries(client)) == [
        "Aanpak van Heerlen: Samen inkopen",
        "Opgave van Heerlen: Nachtrust",
        "Reactie van Heerlen op ‘Samen inkopen’",
    ]
    assert len(entries(client, opgave=challenge.challenge_id)) == 1


def test_what_is_followed_is_named_in_the_language_of_the_letter(reader: Person) -> None:
    reader.language = "en"
    reader.save()
    small.follower(reader)
    small.public_practice()
    following.send_digests(next_monday())
    [letter] = digests()
    title = release().study.challenge[small.CHALLENGE].title.en
    assert title in letter.text
    paths = re.findall(r"https?://[^/]+(/\S*)", letter.text + " " + letter.unsubscribe)
    assert len(paths) == 4
    assert all(path.startswith("/en/") for path in paths)
