"""Getting to know the author of an approach: no address before both agree."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.web import small_exchange as small
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Organisation, Person
from deelgenoot_web.exchange import mail
from deelgenoot_web.exchange.actions import calls, introductions
from deelgenoot_web.exchange.actions.leaving import leave
from deelgenoot_web.exchange.models import Introduction, Practice
from deelgenoot_web.exchange.rules import MOST_OPEN
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db
AUTHOR, ASKER = "a@heerlen.example", "z@zutphen.example"


@pytest.fixture
def question() -> Introduction:
    practice = small.public_practice()
    asker = small.contributor(ASKER, small.ZUTPHEN)
    return introductions.ask(by=asker, about=practice, message="Hoe deed u de inkoop?")


def address_in(letter: Letter) -> str:
    [line] = [one for one in letter.text.splitlines() if "/kennismaking/" in one]
    return line.partition("127.0.0.1:8000")[2]


def test_the_letter_leads_to_a_page_with_a_button_and_names_no_address(
    question: Introduction, page: Visitor
) -> None:
    letter = Letter.objects.get()
    assert letter.to == AUTHOR
    assert ASKER not in letter.text
    soup = page(address_in(letter))
    assert "Hoe deed u de inkoop?" in soup.text
    assert ASKER not in soup.text
    question.refresh_from_db()
    assert question.state == "asked"


def test_an_organisation_reads_what_became_of_its_question_when_the_author_left(
    page: Visitor,
) -> None:
    practice = small.public_practice()
    code = Organisation.objects.create(name="Provincie Gelderland").code
    guest = small.contributor("g@gelderland.example", code)
    other = small.contributor("h@gelderland.example", code)
    introductions.ask(by=guest, about=practice, message="Mogen wij bellen?")
    Practice.objects.update(author=None)
    address = f"/aanpakken/{practice.pk}/"
    for who, n_told in ((guest, 1), (other, 0), (Person.objects.create(email="p@x.example"), 0)):
        page.client.force_login(who)
        aside = page(address).select(".practice-reader")[0]
        assert len(aside.select("[role=status]")) == n_told
        assert ("Hoe doe ik mee?" in aside.text) == (not who.gm_code)
        assert "Iets voor uw gemeente?" not in aside.text


def test_who_agrees_and_who_asked_get_each_others_address(
    question: Introduction, page: Visitor
) -> None:
    address = address_in(Letter.objects.get())
    for _ in range(2):
        page.client.post(address, {"do": "agree"})
    page.client.post(address, {"do": "decline"})  # too late
    letters = Letter.objects.filter(key__contains=":met:")
    contents = {one.to: one.text for one in letters}
    assert set(contents) == {AUTHOR, ASKER}
    assert ASKER in contents[AUTHOR]
    assert AUTHOR in contents[ASKER]
    soup = page(address)
    assert "per e-mail" in soup.text
    assert not soup.select("main form")
    question.refresh_from_db()
    assert question.state == "accepted"


def test_who_declines_gives_nothing_away(question: Introduction, page: Visitor) -> None:
    address = address_in(Letter.objects.get())
    page.client.post(address, {"do": "decline"})
    letters = Letter.objects.exclude(to=AUTHOR)
    assert [one.to for one in letters] == [ASKER]
    assert AUTHOR not in letters[0].text
    assert "Er is geen adres doorgegeven" in page(address).text


def test_a_reminder_and_then_it_ends_by_itself(question: Introduction) -> None:
    asked = question.asked_at
    for days, n_letters, state in (
        (6, 1, "asked"),
        (8, 2, "asked"),
        (9, 2, "asked"),
        (22, 3, "ended"),
    ):
        introductions.follow_up(asked + timedelta(days=days))
        question.refresh_from_db()
        assert (Letter.objects.count(), question.state) == (n_letters, state)
    introductions.follow_up(asked + timedelta(days=22 + 31))
    assert not Introduction.objects.exists()


def test_one_asks_once_and_not_everybody_at_once(question: Introduction) -> None:
    by, practice = question.asker, question.about
    assert introductions.ask(by=by, about=practice, message="Nog eens") == question
    author = small.contributor()
    for _ in range(MOST_OPEN - 1):
        introductions.ask(by=by, about=small.public_practice(author), message="Hoe?")
    with pytest.raises(introductions.TooManyOpenError):
        introductions.ask(by=by, about=small.public_practice(author), message="Hoe?")
    client = Client()
    client.force_login(by)
    more = small.public_practice(author)
    answer = client.post(f"/aanpakken/{more.pk}/kennismaking/", {"message": "Hoe?"})
    assert answer.status_code == 400
    assert "U wacht al op vijf antwoorden" in answer.content.decode()


def test_one_asks_on_a_page_and_sees_what_became_of_it(page: Visitor) -> None:
    practice = small.public_practice()
    address = f"/aanpakken/{practice.pk}/kennismaking/"
    page.client.force_login(small.contributor(ASKER, small.ZUTPHEN))
    assert page(address).select_one("textarea")
    page.post(address, status=400, message="")
    answer = page.client.post(address, {"message": "Hoe deed u dat?"})
    assert answer["Location"] == f"/aanpakken/{practice.pk}/#contact"
    soup = page(f"/aanpakken/{practice.pk}/")
    assert "is verstuurd" in soup.select_one("main p[role=status]").text  # type: ignore[union-attr]
    assert page.client.get(address).status_code == 302
    assert Introduction.objects.count() == 1


def test_nobody_asks_the_own_municipality_or_nobody(question: Introduction) -> None:
    with pytest.raises(PermissionDenied):
        introductions.ask(by=small.contributor(), about=question.about, message="Hoi")
    orphan = small.public_practice()
    orphan.author = None
    orphan.save()
    with pytest.raises(PermissionDenied):
        introductions.ask(by=question.asker, about=orphan, message="Hoi")


@pytest.mark.parametrize("who", ["author is gone", "author is barred", "asker is barred"])
def test_no_address_is_given_where_one_of_both_takes_part_no_more(
    question: Introduction, page: Visitor, who: str
) -> None:
    author = question.about.author
    assert author
    if who == "author is gone":
        author.delete()
    else:
        Person.objects.filter(pk=(author if "author" in who else question.asker).pk).update(
            is_barred=True
        )
    introductions.follow_up(timezone.now() + timedelta(days=8))
    assert Letter.objects.count() == 1
    address = address_in(Letter.objects.get())
    page.client.post(address, {"do": "agree"})
    assert "Er is geen adres doorgegeven" in page(address).text
    letters = [one.text for one in Letter.objects.exclude(to=AUTHOR)]
    assert len(letters) == 1
    assert AUTHOR not in letters[0]


@pytest.mark.parametrize("keeps_texts", [True, False])
def test_who_asked_somebody_who_leaves_is_told_at_once(
    question: Introduction, keeps_texts: bool
) -> None:
    author = small.contributor()
    text = calls.CallText("seek", small.CHALLENGE, "Een verhuiscoach", "Wie?")
    call = calls.call(by=author, key=uuid4(), text=text)
    introductions.ask(by=question.asker, about=call, message="Hoi")
    answered = introductions.ask(
        by=question.asker, about=small.public_practice(author), message="Hoi"
    )
    introductions.answer(introduction=answered, does_agree=True)
    Letter.objects.all().delete()
    leave(by=author, keeps_texts=keeps_texts)
    letters = Letter.objects.order_by("pk")
    assert {one.to for one in letters} == {ASKER}
    titles = ["Samen inkopen", "Een verhuiscoach"]
    assert [title in one.text for title, one in zip(titles, letters, strict=True)] == [True, True]
    assert not Introduction.objects.filter(state="asked").exists()


def test_a_barred_author_is_asked_nothing(question: Introduction) -> None:
    author = small.contributor()
    more = small.public_practice(author)
    Person.objects.filter(pk=author.pk).update(is_barred=True)
    more = Practice.objects.get(pk=more.pk)
    with pytest.raises(PermissionDenied):
        introductions.ask(by=question.asker, about=more, message="Hoi")


@pytest.mark.parametrize("nonce", ["geraden", "a" * 27, "-"])
def test_a_forged_link_opens_nothing(question: Introduction, client: Client, nonce: str) -> None:
    assert client.get(f"/kennismaking/{nonce}/").status_code == 404
    assert client.post(f"/kennismaking/{nonce}/", {"do": "agree"}).status_code == 404


@pytest.fixture
def two_questions(question: Introduction) -> list[Introduction]:
    other = small.contributor("h@hoorn.example", small.HOORN)
    return [question, introductions.ask(by=other, about=question.about, message="Hoe?")]


def test_who_answers_while_others_are_ended_is_not_ended(
    two_questions: list[Introduction], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []

    def tell(introduction: Introduction) -> None:
        told.append(introduction.pk)
        introductions.answer(introduction=two_questions[1], does_agree=True)

    monkeypatch.setattr(mail, "tell_no_contact", tell)
    introductions.follow_up(timezone.now() + introductions.ENDS_AFTER)
    assert told == [two_questions[0].pk]
    two_questions[1].refresh_from_db()
    assert two_questions[1].state == "accepted"


def test_who_is_reminded_by_another_process_gets_one_letter(
    two_questions: list[Introduction], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now() + introductions.REMINDED_AFTER
    told: list[int] = []

    def remind(introduction: Introduction, _what: str) -> None:
        told.append(introduction.pk)
        Introduction.objects.update(reminded_at=now)

    monkeypatch.setattr(mail, "ask_author", remind)
    introductions.follow_up(now)
    assert told == [two_questions[0].pk]
