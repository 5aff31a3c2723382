"""What a moderator hid is corrected by whose it is, read anew and shown again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.web import small_exchange as small
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions import conversation, moderation, pictures, practices
from deelgenoot_web.exchange.actions.practices import text_of
from deelgenoot_web.exchange.finding import find_practices, find_texts
from deelgenoot_web.exchange.models import ModerationDecision, Practice, TextReaction
from deelgenoot_web.exchange.news import NewsScope, news
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db


def moderator() -> Person:
    return Person.objects.get_or_create(email="m@site.example", defaults={"is_moderator": True})[0]


@pytest.fixture
def colleague() -> Person:
    return small.contributor("b@heerlen.example")


@pytest.fixture
def practice() -> Practice:
    """An approach that was hidden for its summary."""
    practice = small.public_practice(summary="Met de hulp van Jansen.")
    moderation.hide(by=moderator(), about=practice, reason="Er staat een naam in.")
    return practice


def correct(practice: Practice, summary: str = "Met de hulp van bewoners.") -> None:
    practice.refresh_from_db()
    by = small.contributor("b@heerlen.example")
    content = text_of(practice) | {"summary": summary}
    practices.save(
        by=by, practice=practice, revision=practice.revision, text=content, to_publish=True
    )
    practice.refresh_from_db()


def test_a_colleague_corrects_and_a_moderator_shows_the_corrected_text(
    page: Visitor, practice: Practice, colleague: Person
) -> None:
    page.client.force_login(colleague)
    address = f"/aanpakken/{practice.pk}/schrijven/"
    form = page(address)
    assert "De reden: Er staat een naam in." in form.text
    assert form.select_one(f"a[href='/aanpakken/besluit/{ModerationDecision.objects.get().pk}/']")
    assert "Leg voor aan moderator" in texts(form, "button[name=publish]")
    fields = small.form_of(practice, summary="Met de hulp van bewoners.", publish="1")
    assert page.client.post(address, fields)["Location"] == f"/aanpakken/{practice.pk}/"
    assert "Dit is de verbeterde versie" in page(f"/aanpakken/{practice.pk}/").text
    assert "wacht op een moderator" in page(address).text
    page.client.force_login(moderator())
    line = page("/aanpakken/moderatie/").select_one(
        f".rows a[href='/aanpakken/{practice.pk}/beoordelen/']"
    )
    assert line is not None
    judging = page(f"/aanpakken/{practice.pk}/beoordelen/")
    comparison = f"/aanpakken/{practice.pk}/versies/?van=1"
    assert judging.select_one(f"a[href='{comparison}']")
    compared = page(comparison)
    assert texts(compared, "main del") == ["weg: Jansen."]
    assert texts(compared, "main ins") == ["nieuw: bewoners."]
    practice.refresh_from_db()
    shows = {"do": "show", "seen": moderation.sign_of(practice)}
    page.client.post(f"/aanpakken/{practice.pk}/beoordelen/", shows)
    page.client.logout()
    shown = page(f"/aanpakken/{practice.pk}/").text
    assert "bewoners" in shown
    assert "Jansen" not in shown
    assert "Jansen" not in page(f"/aanpakken/{practice.pk}/versies/", van="1").text


def test_who_appeals_and_who_answers_compare_the_texts(page: Visitor, practice: Practice) -> None:
    decision = ModerationDecision.objects.get()
    address = f"/aanpakken/besluit/{decision.pk}/"
    page.client.force_login(small.contributor())
    assert page(address).select_one("a[href*=versies]") is None
    correct(practice)
    link = page(address).select_one("a[href*=versies]")
    assert link
    assert "Jansen" in page(str(link["href"]).partition("?")[0], van="1").text


def test_what_is_hidden_stays_so_in_every_place_when_it_is_corrected(practice: Practice) -> None:
    decision = ModerationDecision.objects.get()
    correct(practice)
    assert practice.standing == "hidden"
    assert find_practices("bewoners") == []
    assert news(NewsScope(), 5) == []
    for path in ("", "versies/"):
        assert Client().get(f"/aanpakken/{practice.pk}/{path}").status_code == 404
    moderation.appeal(by=small.contributor(), decision=decision, words="Het is nu goed.")
    other = Person.objects.create(email="n@site.example", is_moderator=True)
    decision.refresh_from_db()
    seen = moderation.sign_of(practice)
    moderation.answer(by=other, decision=decision, words="Goed", is_reversed=True, seen=seen)
    assert find_practices("bewoners") == [practice.pk]
    assert find_practices("jansen") == []
    assert [one.text for one in news(NewsScope(), 5)] == ["Met de hulp van bewoners."]


def test_pictures_of_what_was_replaced_while_hidden_are_not_shown_again() -> None:
    practice = small.public_practice()
    old = small.picture(practice, b"a face")
    practices.publish(by=small.contributor(), practice=practice)
    address = f"/aanpakken/{practice.pk}/afbeeldingen/{old}/wide.webp"
    assert Client().get(address).status_code == 200
    moderation.hide(by=moderator(), about=practice, reason="Iemand is te herkennen.")
    new = small.picture(practice, b"a street")
    pictures.remove(by=small.contributor(), practice=practice, digest=old)
    practices.publish(by=small.contributor(), practice=practice)
    practice.refresh_from_db()
    assert Client().get(address.replace(old, new)).status_code == 404
    moderation.show_again(by=moderator(), about=practice, seen=moderation.sign_of(practice))
    assert Client().get(address.replace(old, new)).status_code == 200
    assert Client().get(address).status_code == 404
    client = Client()
    for who in (small.contributor(), moderator()):
        client.force_login(who)
        assert client.get(address).status_code == 200


def test_a_correction_that_does_not_help_is_hidden_for_a_new_reason(
    page: Visitor, practice: Practice
) -> None:
    with pytest.raises(PermissionDenied):
        moderation.hide(by=moderator(), about=practice, reason="Nog eens")
    correct(practice, summary="Met de hulp van J.")
    page.client.force_login(moderator())
    address = f"/aanpakken/{practice.pk}/beoordelen/"
    page.client.post(address, {"do": "hide", "text-reason": "Nu met een letter."})
    practice.refresh_from_db()
    assert (practice.standing, practice.hidden_because) == ("hidden", "Nu met een letter.")
    assert "Nu met een letter." in Letter.objects.order_by("pk").last().text  # type: ignore[union-attr]
    assert "Verbeterde teksten" not in page("/aanpakken/moderatie/").text
    with pytest.raises(PermissionDenied):
        moderation.hide(by=moderator(), about=practice, reason="Nog eens")
    correct(practice)
    assert page(address).select_one("a[href$='?van=2']")


def seen_on(page: Visitor, address: str) -> str:
    """The sign of the text that a page shows, as its form sends it."""
    field = page(address).select_one("input[name=seen]")
    assert field is not None
    return str(field["value"])


def test_nobody_shows_a_version_that_they_did_not_read(page: Visitor, practice: Practice) -> None:
    address = f"/aanpakken/{practice.pk}/beoordelen/"
    page.client.force_login(moderator())
    correct(practice)
    form = {"do": "show", "seen": seen_on(page, address)}
    correct(practice, summary="Met de hulp van Pietersen.")
    for late in (form, {"do": "show"}):
        again = page.post(address, 409, **late)
        assert "Lees die eerst" in again.text
        assert "Pietersen" in again.text
        practice.refresh_from_db()
        assert practice.standing == "hidden"
    page.client.post(address, form | {"seen": seen_on(page, address)})
    practice.refresh_from_db()
    assert practice.standing == "public"


def test_no_answer_shows_a_version_that_its_page_did_not(page: Visitor, practice: Practice) -> None:
    decision = ModerationDecision.objects.get()
    moderation.appeal(by=small.contributor(), decision=decision, words="Nee")
    address = f"/aanpakken/besluit/{decision.pk}/"
    page.client.force_login(Person.objects.create(email="n@site.example", is_moderator=True))
    form = {"do": "answer", "outcome": "reverse", "words": "Gelijk."}
    form["seen"] = seen_on(page, address)
    correct(practice, summary="Met de hulp van Pietersen.")
    again = page.post(address, 409, **form)
    assert "Lees die eerst" in again.text
    assert "Gelijk." in again.select_one("textarea[name=words]").text  # type: ignore[union-attr]
    decision.refresh_from_db()
    practice.refresh_from_db()
    assert (decision.answered_at, practice.standing) == (None, "hidden")
    assert not Letter.objects.filter(key__contains=":answer").exists()
    page.client.post(address, form | {"seen": seen_on(page, address)})
    practice.refresh_from_db()
    assert practice.standing == "public"


def test_turning_an_old_hiding_back_leaves_a_later_one(page: Visitor, practice: Practice) -> None:
    first = ModerationDecision.objects.get()
    moderation.appeal(by=small.contributor(), decision=first, words="Nee")
    correct(practice, summary="Met de hulp van J.")
    later = moderation.hide(by=moderator(), about=practice, reason="Nu met een letter.")
    other = Person.objects.create(email="n@site.example", is_moderator=True)
    first.refresh_from_db()
    moderation.answer(by=other, decision=first, words="Gelijk", is_reversed=True)
    practice.refresh_from_db()
    assert (practice.standing, practice.hidden_because) == ("hidden", "Nu met een letter.")
    letter = Letter.objects.get(key__contains=":answer")
    assert "blijft verborgen door een later besluit" in letter.text
    page.client.force_login(small.contributor())
    address = f"/aanpakken/besluit/{later.pk}/"
    assert page(f"/aanpakken/besluit/{first.pk}/").select_one(f"a[href='{address}']")
    assert "later opnieuw verborgen" not in page(address).text


def test_an_approach_that_is_hidden_while_somebody_writes_costs_no_text(
    client: Client, colleague: Person
) -> None:
    practice = small.public_practice()
    fields = small.form_of(practice, summary="Vier weken gewerkt.", publish="1")
    moderation.hide(by=moderator(), about=practice, reason="Reclame")
    client.force_login(colleague)
    assert client.post(f"/aanpakken/{practice.pk}/schrijven/", fields).status_code == 302
    practice.refresh_from_db()
    assert (practice.summary, practice.standing) == ("Vier weken gewerkt.", "hidden")


def test_a_name_in_an_earlier_version_is_closed_to_everybody(page: Visitor) -> None:
    practice = small.public_practice(summary="Met de hulp van Jansen.")
    face = small.picture(practice, b"a face")
    practices.publish(by=small.contributor(), practice=practice)
    pictures.remove(by=small.contributor(), practice=practice, digest=face)
    correct(practice)
    picture = f"/aanpakken/{practice.pk}/afbeeldingen/{face}/wide.webp"
    address = f"/aanpakken/{practice.pk}/versies/"
    assert "Jansen" in page(address, van="1").text
    assert page(address).select_one("form[action$='sluit/']") is None
    page.client.force_login(small.contributor("z@zutphen.example", small.ZUTPHEN))
    assert page.client.post(f"{address}sluit/").status_code == 403
    page.client.force_login(small.contributor("b@heerlen.example"))
    assert page(address).select_one("form[action$='sluit/']")
    page.client.post(f"{address}sluit/")
    for who in (small.contributor(), moderator()):
        page.client.force_login(who)
        assert "Jansen" in page(address, van="1").text
        assert page.client.get(picture).status_code == 200
    assert "niet openbaar" in page(address).text
    assert page(address).select_one("form[action$='sluit/']") is None
    page.client.logout()
    assert "Jansen" not in page(address, van="1").text
    assert page.client.get(picture).status_code == 404


def test_an_opgave_is_mended_by_its_municipality_and_shown(page: Visitor) -> None:
    opgave = small.challenge()
    moderation.hide(by=moderator(), about=opgave, reason="Er staat een straat in.")
    public = f"/aanpakken/opgaven/{opgave.challenge_id}/"
    editing, judging = (
        f"/aanpakken/opgaven/{opgave.pk}/{end}/" for end in ("wijzigen", "beoordelen")
    )
    page.client.force_login(small.contributor("b@heerlen.example"))
    assert page(public).select_one(f"a[href='{editing}']")
    form = page(editing)
    assert "De reden: Er staat een straat in." in form.text
    assert form.select_one("form[action$='intrekken/']") is None
    fields = {
        "key": str(opgave.key),
        "title": "Rust",
        "explanation": "Bewoners slapen slecht door verkeer.",
        "themes": ["quality_of_life"],
        "seen": seen_on(page, editing),
    }
    assert "wacht op een moderator" not in page(public).text
    assert page.client.post(editing, fields)["Location"] == public
    assert "wacht op een moderator" in page(public).text
    assert Client().get(public).status_code == 404
    assert find_texts("rust", "challenge") == ([],)
    page.client.force_login(moderator())
    assert page("/aanpakken/moderatie/").select_one(f".rows a[href='{judging}']")
    read = page(judging)
    assert texts(read, "main del") == ["weg: Nachtrust"]
    assert texts(read, "main ins") == ["nieuw: Rust"]
    page.client.post(judging, {"do": "show", "seen": seen_on(page, judging)})
    assert Client().get(public).status_code == 200
    assert find_texts("rust", "challenge") == ([opgave.pk],)
    assert {one.words for one in ModerationDecision.objects.all()} == {""}


@pytest.fixture
def reaction() -> TextReaction:
    """A reaction of another municipality that was hidden for a name."""
    writer = small.contributor("z@zutphen.example", small.ZUTPHEN)
    reaction = small.reaction(writer, small.public_practice(), "Vraag het Jansen.")
    moderation.hide(by=moderator(), about=reaction, reason="Er staat een naam in.")
    return reaction


def test_a_reaction_is_mended_by_its_author_and_shown(
    page: Visitor, reaction: TextReaction
) -> None:
    writer = small.contributor("z@zutphen.example")
    page.client.force_login(writer)
    editing = f"/aanpakken/reactie/{reaction.pk}/"
    form = page(editing)
    assert "De reden: Er staat een naam in." in form.text
    assert form.select_one("form[action$='weg/']") is None
    assert page.client.post(f"{editing}weg/").status_code == 404
    with pytest.raises(PermissionDenied):
        conversation.remove_reaction(by=writer, reaction=reaction)
    page.client.post(editing, {"key": str(reaction.key), "text": "Vraag het Jansen."})
    page.client.force_login(moderator())
    assert "Verbeterde teksten" not in page("/aanpakken/moderatie/").text, "nothing was mended"
    conversation.change_reaction(by=writer, reaction=reaction, text="Vraag het ons.")
    address = f"/aanpakken/{reaction.practice_id}/"
    assert b"Vraag het" not in Client().get(address).content
    judging = f"{editing}beoordelen/"
    assert page("/aanpakken/moderatie/").select_one(f".rows a[href='{judging}']")
    assert texts(page(judging), "main del") == ["weg: Jansen."]
    assert texts(page(judging), "main ins") == ["nieuw: ons."]
    page.client.post(judging, {"do": "show", "seen": seen_on(page, judging)})
    assert b"Vraag het ons." in Client().get(address).content


def test_who_mended_a_reaction_reads_that_it_waits(page: Visitor, reaction: TextReaction) -> None:
    writer = small.contributor("z@zutphen.example")
    page.client.force_login(writer)
    address = f"/aanpakken/{reaction.practice_id}/"
    words = "Een moderator leest die en besluit of iedereen die ziet."
    assert words not in page(address).text
    conversation.change_reaction(by=writer, reaction=reaction, text="Vraag het J.")
    assert words in page(address).text
    moderation.hide(by=moderator(), about=reaction, reason="Nu met een letter.")
    assert words not in page(address).text


def test_a_reaction_that_was_not_mended_well_is_hidden_for_a_new_reason(
    page: Visitor, reaction: TextReaction
) -> None:
    writer = small.contributor("z@zutphen.example")
    with pytest.raises(PermissionDenied):
        moderation.hide(by=moderator(), about=reaction, reason="Nog eens")
    conversation.change_reaction(by=writer, reaction=reaction, text="Vraag het J.")
    moderation.hide(by=moderator(), about=reaction, reason="Nu met een letter.")
    page.client.force_login(moderator())
    assert "Verbeterde teksten" not in page("/aanpakken/moderatie/").text
    conversation.change_reaction(by=writer, reaction=reaction, text="Vraag het ons.")
    judging = f"/aanpakken/reactie/{reaction.pk}/beoordelen/"
    assert texts(page(judging), "main del") == ["weg: J."]
