"""Reports, decisions about text and author apart, reasons, appeals and the log."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.web import small_exchange as small
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange import rules
from deelgenoot_web.exchange.actions import conversation, example, moderation, practices
from deelgenoot_web.exchange.finding import find_practices
from deelgenoot_web.exchange.models import ModerationDecision, Practice, TextReport
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db


def moderator(name: str = "m") -> Person:
    return Person.objects.get_or_create(
        email=f"{name}@site.example", defaults={"is_moderator": True}
    )[0]


@pytest.fixture
def practice() -> Practice:
    return small.public_practice()


@pytest.fixture
def hidden(practice: Practice) -> ModerationDecision:
    return moderation.hide(by=moderator(), about=practice, reason="Er staat een naam in.")


def test_anybody_reports_and_a_moderator_decides(page: Visitor, practice: Practice) -> None:
    address = f"/aanpakken/{practice.pk}/melden/"
    page.post(address, status=400, note="Zomaar")
    sent = page.client.post(address, {"ground": "private", "note": "Een naam in regel 2"})
    assert "Dank u" in page(sent["Location"].partition("?")[0], gemeld="1").text
    page.client.force_login(moderator())
    queue = page("/aanpakken/moderatie/")
    assert "1 melding" in queue.select_one(".rows").text  # type: ignore[union-attr]
    one = page(f"/aanpakken/{practice.pk}/beoordelen/")
    assert "Een naam in regel 2" in one.text
    assert "Er wordt niets gewist" in one.text
    page.client.post(f"/aanpakken/{practice.pk}/beoordelen/", {"do": "keep"})
    assert "Er wacht geen melding" in page("/aanpakken/moderatie/").text
    assert TextReport.objects.get().decision == ModerationDecision.objects.get()
    assert not Letter.objects.exists()


def test_hiding_asks_a_reason_and_deletes_nothing(page: Visitor, practice: Practice) -> None:
    page.client.force_login(moderator())
    address = f"/aanpakken/{practice.pk}/beoordelen/"
    page.post(address, status=400, do="hide", **{"text-reason": " "})
    page.client.post(address, {"do": "hide", "text-reason": "Reclame"})
    practice.refresh_from_db()
    assert (practice.standing, practice.hidden_because) == ("hidden", "Reclame")
    assert practice.versions.count() == 1
    assert find_practices("inkopen") == []
    [letter] = Letter.objects.all()
    assert (letter.to, "Reclame" in letter.text) == ("a@heerlen.example", True)
    page.client.post(address, {"do": "show", "seen": moderation.sign_of(practice)})
    practice.refresh_from_db()
    assert practice.standing == "public"
    assert find_practices("inkopen") == [practice.pk]
    assert [one.kind for one in ModerationDecision.objects.order_by("pk")] == ["hide", "show"]


def test_the_author_reads_why_and_another_moderator_answers(
    page: Visitor, practice: Practice, hidden: ModerationDecision
) -> None:
    address = f"/aanpakken/besluit/{hidden.pk}/"
    assert address in Letter.objects.get().text
    page.client.force_login(small.contributor())
    assert page(f"/aanpakken/{practice.pk}/").select_one(f"a[href='{address}']")
    page.post(address, status=400, do="appeal", words="")
    page.client.post(address, {"do": "appeal", "words": "Die naam is van een straat."})
    assert "Het antwoord komt per e-mail" in page(address).text
    assert page.client.post(address, {"do": "appeal", "words": "Nog eens"}).status_code == 403
    page.client.force_login(moderator())
    assert "Een andere moderator antwoordt" in page(address).text
    words = {"do": "answer", "outcome": "reverse", "words": "U hebt gelijk."}
    words["seen"] = moderation.sign_of(practice)
    assert page.client.post(address, words).status_code == 403
    page.client.force_login(moderator("ander"))
    assert texts(page("/aanpakken/moderatie/"), ".rows a")[0].startswith("Samen inkopen")
    page.client.post(address, words)
    practice.refresh_from_db()
    assert practice.standing == "public"
    assert "U hebt gelijk." in page(address).text
    assert "teruggedraaid" in Letter.objects.get(key__contains=":answer").text


def test_a_moderator_neither_answers_nor_shows_what_is_of_the_own_municipality(
    page: Visitor, practice: Practice, hidden: ModerationDecision
) -> None:
    own = Person.objects.create(email="c@heerlen.example", gm_code=small.HEERLEN, is_moderator=True)
    page.client.force_login(own)
    judging = f"/aanpakken/{practice.pk}/beoordelen/"
    assert "Een andere moderator kan die weer tonen" in page(judging).text
    assert page(judging).select_one("button[value=show]") is None
    assert page.client.post(judging, {"do": "show"}).status_code == 403
    address = f"/aanpakken/besluit/{hidden.pk}/"
    page.client.post(address, {"do": "appeal", "words": "Die naam is van een straat."})
    assert page(address).select_one("button[value=answer]") is None
    words = {"do": "answer", "outcome": "reverse", "words": "Gelijk."}
    assert page.client.post(address, words).status_code == 403
    practice.refresh_from_db()
    assert practice.standing == "hidden"
    page.client.force_login(moderator("n"))
    assert page(judging).select_one("button[value=show]")
    assert page(address).select_one("button[value=answer]")


def test_a_moderator_leaves_reactions_and_barrings_of_the_own_municipality_to_others(
    practice: Practice,
) -> None:
    own = Person.objects.create(email="c@heerlen.example", gm_code=small.HEERLEN, is_moderator=True)
    author = small.contributor()
    reaction = small.reaction(author, small.CHALLENGE)
    hiding = moderation.hide(by=moderator(), about=reaction, reason="Reclame")
    barring = moderation.bar_author(by=moderator(), about=practice, reason="Reclame")
    for one in (hiding, barring):
        moderation.appeal(by=author, decision=one, words="Nee")
        one.refresh_from_db()
    for who, may_decide in ((own, False), (moderator("n"), True)):
        may_answer = [rules.may_answer(who, one) for one in (hiding, barring)]
        assert may_answer == [may_decide, may_decide]
        assert rules.may_show_again(who, reaction) == may_decide


def test_an_answer_can_leave_the_decision(practice: Practice, hidden: ModerationDecision) -> None:
    moderation.appeal(by=small.contributor(), decision=hidden, words="Nee")
    hidden.refresh_from_db()
    for _ in range(2):  # a button that is pressed twice answers once
        hidden.answered_at = None
        moderation.answer(by=moderator("n"), decision=hidden, words="Toch wel", is_reversed=False)
    practice.refresh_from_db()
    assert practice.standing == "hidden"
    assert Letter.objects.filter(key__contains=":answer").count() == 1


def test_who_objects_gets_the_answer_as_the_author_does(
    practice: Practice, hidden: ModerationDecision
) -> None:
    colleague = small.contributor("b@heerlen.example")
    moderation.appeal(by=colleague, decision=hidden, words="Nee")
    hidden.refresh_from_db()
    moderation.answer(by=moderator("n"), decision=hidden, words="Toch wel", is_reversed=False)
    answers = Letter.objects.filter(key__contains=":answer")
    assert {one.to for one in answers} == {"a@heerlen.example", colleague.email}


def test_a_municipality_hears_what_becomes_of_a_text_whose_author_left(practice: Practice) -> None:
    colleague = small.contributor("b@heerlen.example")
    small.contributor("z@zutphen.example", small.ZUTPHEN)
    small.contributor().delete()
    practice.refresh_from_db()
    decision = moderation.hide(by=moderator(), about=practice, reason="Reclame")
    assert [one.to for one in Letter.objects.all()] == [colleague.email]
    moderation.appeal(by=colleague, decision=decision, words="Nee")
    decision.refresh_from_db()
    seen = moderation.sign_of(practice)
    moderation.answer(
        by=moderator("n"), decision=decision, words="Gelijk", is_reversed=True, seen=seen
    )
    assert [one.to for one in Letter.objects.all()] == [colleague.email] * 3


def test_text_and_author_are_decided_apart(page: Visitor, practice: Practice) -> None:
    author = small.contributor()
    page.client.force_login(moderator())
    address = f"/aanpakken/{practice.pk}/beoordelen/"
    page.post(address, status=400, do="bar", **{"author-reason": ""})
    page.client.post(address, {"do": "bar", "author-reason": "Drie keer reclame"})
    author.refresh_from_db()
    practice.refresh_from_db()
    assert (author.is_barred, practice.standing) == (True, "public")
    assert "Drie keer reclame" in Letter.objects.get().text
    decision = ModerationDecision.objects.get()
    page.client.force_login(author)
    page.client.post(f"/aanpakken/besluit/{decision.pk}/", {"do": "appeal", "words": "Jammer"})
    decision.refresh_from_db()
    moderation.answer(by=moderator("n"), decision=decision, words="Goed", is_reversed=True)
    author.refresh_from_db()
    assert not author.is_barred
    kinds = ModerationDecision.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["bar", "let_in"]


def test_a_colleague_of_a_barred_author_is_not_touched(practice: Practice) -> None:
    decision = moderation.bar_author(by=moderator(), about=practice, reason="Reclame")
    colleague = small.contributor("b@heerlen.example")
    with pytest.raises(PermissionDenied):
        moderation.appeal(by=colleague, decision=decision, words="Niet eerlijk")


def test_only_moderators_decide_and_only_about_what_can_be_decided(practice: Practice) -> None:
    for who in (small.contributor(), Person.objects.create(email="p@site.example")):
        for deed in (
            moderation.keep,
            moderation.hide,
            partial(moderation.show_again, seen=""),
            moderation.bar_author,
        ):
            with pytest.raises(PermissionDenied):
                deed(by=who, about=practice, reason="Zo")
    with pytest.raises(PermissionDenied):
        moderation.show_again(by=moderator(), about=practice, seen=moderation.sign_of(practice))
    moderation.bar_author(by=moderator(), about=practice, reason="Zo")
    practice.refresh_from_db()
    with pytest.raises(PermissionDenied):
        moderation.bar_author(by=moderator(), about=practice, reason="Nog eens")


def test_what_is_not_public_or_an_example_cannot_be_reported(page: Visitor) -> None:
    by = small.contributor()
    withdrawn = small.public_practice(by)
    practices.withdraw(by=by, practice=withdrawn)
    example.make_examples(now=timezone.now())
    invented = Practice.objects.exclude(example_name="")[0]
    for one in (withdrawn, invented):
        page(f"/aanpakken/{one.pk}/melden/", status=404)
        with pytest.raises(PermissionDenied):
            moderation.report(about=one, ground="rude", note="")


def test_a_flood_of_reports_fills_nothing(practice: Practice) -> None:
    for _ in range(25):
        moderation.report(about=practice, ground="rude", note="")
    assert TextReport.objects.count() == 20


def test_the_queue_asks_as_much_for_one_as_for_many(
    client: Client, practice: Practice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(moderator())
    many = [practice, *(small.public_practice(title=f"Nog een {n}") for n in range(3))]
    for one in many:
        moderation.report(about=one, ground="rude", note="")
        if one == practice or one == many[-1]:
            with django_assert_num_queries(9):
                client.get("/aanpakken/moderatie/")


def test_the_log_goes_back_page_by_page(page: Visitor, practice: Practice) -> None:
    for number in range(51):
        moderation.keep(by=moderator(), about=practice, reason=f"Nummer {number}.")
    page.client.force_login(moderator())
    newest = page("/aanpakken/moderatie/")
    assert "Nummer 50." in newest.text
    assert "Nummer 0." not in newest.text
    assert texts(newest, "#logboek nav a") == ["Oudere"]
    oldest = page("/aanpakken/moderatie/", pagina="2")
    assert "Nummer 0." in oldest.text
    assert texts(oldest, "#logboek nav a") == ["Nieuwere"]


def test_reports_of_what_was_withdrawn_are_closed_in_one_press(
    page: Visitor, practice: Practice
) -> None:
    opgave = small.challenge()
    for about in (practice, opgave):
        moderation.report(about=about, ground="private", note="Een naam in regel 2")
    practices.withdraw(by=small.contributor(), practice=practice)
    conversation.withdraw_challenge(by=small.contributor(), challenge=opgave)
    page.client.force_login(moderator())
    for address in (
        f"/aanpakken/{practice.pk}/beoordelen/",
        f"/aanpakken/opgaven/{opgave.pk}/beoordelen/",
    ):
        button = page(address).select_one("button[value=keep]")
        assert button is not None
        assert button.text.strip() == "Handel meldingen af"
        page.client.post(address, {"do": "keep"})
        assert "meldingen afgehandeld" in page(address).text
    assert "Er wacht geen melding" in page("/aanpakken/moderatie/").text
    assert {one.kind for one in ModerationDecision.objects.all()} == {"close"}
    practice.refresh_from_db()
    assert practice.standing == "withdrawn"
    assert not Letter.objects.exists()
    moderation.forget_moderation(timezone.now() + timedelta(days=31))
    assert not TextReport.objects.exists()


def test_a_report_that_nobody_decides_on_goes_after_a_year(practice: Practice) -> None:
    moderation.report(about=practice, ground="rude", note="")
    moderation.forget_moderation(timezone.now() + timedelta(days=364))
    assert TextReport.objects.count() == 1
    moderation.forget_moderation(timezone.now() + timedelta(days=366))
    assert TextReport.objects.count() == 0


def test_reports_and_old_decisions_are_forgotten(practice: Practice) -> None:
    now = timezone.now()
    moderation.report(about=practice, ground="rude", note="")
    moderation.keep(by=moderator(), about=practice)
    moderation.hide(by=moderator(), about=practice, reason="Zo")
    moderation.forget_moderation(now + timedelta(days=29))
    assert TextReport.objects.count() == 1
    moderation.forget_moderation(now + timedelta(days=31))
    assert TextReport.objects.count() == 0
    moderation.forget_moderation(now + timedelta(days=800))
    # What keeps a text hidden stays, with its reason.
    assert [one.kind for one in ModerationDecision.objects.all()] == ["hide"]


def test_a_barred_author_reads_what_was_hidden_and_objects(
    page: Visitor, practice: Practice, hidden: ModerationDecision
) -> None:
    moderation.bar_author(by=moderator(), about=practice, reason="Drie keer een naam")
    page.client.force_login(small.contributor())
    own_text = page(f"/aanpakken/{practice.pk}/")
    address = f"/aanpakken/besluit/{hidden.pk}/"
    assert own_text.select_one(f"a[href='{address}']")
    page.client.post(address, {"do": "appeal", "words": "Het is de naam van een straat."})
    assert "Het antwoord komt per e-mail" in page(address).text


def test_an_author_who_moved_reads_what_was_hidden_and_objects(
    page: Visitor, practice: Practice, hidden: ModerationDecision
) -> None:
    opgave = small.challenge()
    moderation.hide(by=moderator(), about=opgave, reason="Reclame")
    Person.objects.filter(pk=small.contributor().pk).update(gm_code=small.HOORN)
    author = Person.objects.get(pk=small.contributor().pk)
    page.client.force_login(author)
    page(f"/aanpakken/{practice.pk}/")
    page(f"/aanpakken/opgaven/{opgave.challenge_id}/")
    moderation.appeal(by=author, decision=hidden, words="Nee")
    # What their former municipality withdraws, is of that municipality alone.
    withdrawn = small.public_practice(small.contributor("b@heerlen.example"))
    Practice.objects.filter(pk=withdrawn.pk).update(author=author, standing="withdrawn")
    page(f"/aanpakken/{withdrawn.pk}/", status=404)


def test_why_somebody_was_barred_stays_theirs_when_the_account_goes(
    page: Visitor, practice: Practice
) -> None:
    author = small.contributor()
    decision = moderation.bar_author(by=moderator(), about=practice, reason="Drie keer reclame")
    moderation.appeal(by=author, decision=decision, words="Jammer")
    decision.refresh_from_db()
    moderation.answer(by=moderator("n"), decision=decision, words="Goed", is_reversed=True)
    author.delete()
    page.client.force_login(small.contributor("b@heerlen.example"))
    for one in ModerationDecision.objects.all():
        page(f"/aanpakken/besluit/{one.pk}/", status=404)
    page.client.force_login(moderator("m"))
    about_a_person = page(f"/aanpakken/besluit/{decision.pk}/")
    assert about_a_person.select_one(f"a[href='/aanpakken/{practice.pk}/']") is None
