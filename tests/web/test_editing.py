"""Writing perspectives on the site: drafts, conflicts, versions, and who may do what."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.web.small_editing import (
    AMBITION,
    NEW,
    OWN,
    TOWN,
    ask_person,
    make_editor,
    save_ambition,
    visit_as,
)

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.editing import actions
from deelgenoot_web.editing.blocks import LONGEST, block_fields, fill_block
from deelgenoot_web.editing.comparing import compare_words
from deelgenoot_web.editing.models import TextReader, TextVersion
from deelgenoot_web.editing.pages import block_names
from deelgenoot_web.editing.queries import newest_draft, text_of_release
from deelgenoot_web.meetings.actions.purge import forget_people

pytestmark = pytest.mark.django_db

# --- blocks ---


@pytest.mark.parametrize("group", ["stad-in-transitie", "alle"])
def test_what_a_form_shows_and_gets_back_is_the_same_perspective(group: str) -> None:
    content = release().perspectives[group].content
    for key in block_names(edition()):
        values = {field.name: field.value for field in block_fields(content, key)}
        assert fill_block(content, key, values) == content, key


def test_an_emptied_item_goes_and_the_empty_field_adds_one() -> None:
    content = release().perspectives[TOWN].content
    values = {field.name: field.value for field in block_fields(content, "vragen")}
    values |= {"item-0-nl": "", "item-0-en": "", "item-4-nl": "Wie belt u?", "item-4-en": "Who?"}
    items = fill_block(content, "vragen", values).vragen.item
    assert [item.nl for item in items] == [
        *(item.nl for item in content.vragen.item[1:]),
        "Wie belt u?",
    ]


def test_words_that_stayed_went_and_came_are_told_apart() -> None:
    parts = compare_words("Het daalde tot 2021.", "Het daalt nog steeds.")
    assert parts == (("same", "Het"), ("old", "daalde tot 2021."), ("new", "daalt nog steeds."))


# --- writing ---


def test_an_editor_writes_a_block_and_the_others_stay() -> None:
    visitor = visit_as(make_editor())
    answer = visitor.client.post(AMBITION, {**OWN, "base": "0", "act": "save"})
    assert answer["Location"] == f"/redactie/{TOWN}/#ambitie"
    draft, before = newest_draft(TOWN), release().perspectives[TOWN].content
    assert (draft.number, draft.group.content.ambitie.text.nl) == (1, NEW)
    assert draft.group.content.kern == before.kern
    chip = visitor(f"/redactie/{TOWN}/").select("#ambitie ~ .draft-pairs .draft-chip")[0]
    assert (chip.code.text, chip.strong.text) == ("leden · aantal", "9")  # type: ignore[union-attr]


@pytest.mark.parametrize("base", [0, 1])
def test_saving_what_is_there_makes_no_version(base: int) -> None:
    """Also where the button was pressed twice, on a page of before the first save."""
    by = make_editor()
    assert save_ambition(by) == save_ambition(by, base=base)
    assert TextVersion.objects.count() == 1


@pytest.mark.parametrize("path", ["blok/kern/", "blok/thema-housing/", "blok/volg/", ""])
def test_each_page_is_sound_in_both_languages(path: str) -> None:
    visitor = visit_as(make_editor())
    visitor(f"/redactie/{TOWN}/{path}")
    english = path.replace("blok", "block")
    visitor(f"/en/editing/{TOWN}/{english}")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Er zijn {{ bannen | mediaan cluster }}.", "'bannen' is geen kenmerk van deze studie."),
        ("Er zijn {{ banen | midden }}.", "'midden' is geen maat."),
        ("Er zijn {{ banen | mediaan cluster 1850 }}.", "banen heeft geen jaar 1850"),
        ("Er zijn {{ banen | mediaan cluster.", "een van beide ontbreekt"),
        ("Er zijn 1234 banen.", "1234 is met de hand getypt"),
    ],
)
def test_a_wrong_text_is_explained_and_stays(words: str, problem: str) -> None:
    visitor = visit_as(make_editor())
    fields: Any = {"origin": "redactie", "text-nl": words, "text-en": words, "base": "0"}
    soup = visitor.post(AMBITION, act="preview", **fields)
    assert problem in soup.select_one(".writing__preview").text  # type: ignore[union-attr]
    assert soup.select_one("#id_text-nl").text == words  # type: ignore[union-attr]
    visitor.client.post(AMBITION, {**fields, "act": "save"})
    page = visitor(f"/redactie/{TOWN}/")
    [heading] = page.select("#publiceren")
    section: Any = heading.parent
    assert "Herstel eerst: Ambitie" in " ".join(section.text.split())
    assert (section.a["href"], section.form) == (AMBITION, None)


def test_a_text_without_english_is_not_published_and_its_block_is_named() -> None:
    by = make_editor()
    version = save_ambition(by, {**OWN, "text-en": ""})
    for name, code in (("a", "GM0917"), ("b", "GM0882")):
        actions.sign(by=ask_person(by, name, code), version=version)
    with pytest.raises(actions.NotReadyError):
        actions.publish(by=by, version=version)
    page = visit_as(by)(f"/redactie/{TOWN}/")
    (notice,) = page.select("#ambitie ~ .notice")
    assert "de Engelse tekst ontbreekt van 'Een stad waar" in notice.text
    assert [link["href"] for link in page.select("#publiceren ~ ul a")] == [AMBITION]


def test_a_test_that_fails_is_said_and_may_be_saved() -> None:
    visitor = visit_as(make_editor())
    content = release().perspectives[TOWN].content
    values: Any = {field.name: field.value for field in block_fields(content, "kern")}
    values["claim-0-test"] = "banen: mediaan cluster < mediaan land"
    soup = visitor.post(f"/redactie/{TOWN}/blok/kern/", act="preview", base="0", **values)
    assert "klopt niet" in soup.select_one(".draft-tests").text  # type: ignore[union-attr]
    assert "De cijfers spreken één toets tegen." in soup.text


def _save_field(by: Person, key: str, name: str, value: str) -> TextVersion:
    """Save one field of a block of the text of the release."""
    content = release().perspectives[TOWN].content
    values = {field.name: field.value for field in block_fields(content, key)} | {name: value}
    return actions.save_block(by=by, group=TOWN, key=key, values=values, base=0)


def test_what_somebody_has_to_look_at_is_counted_in_the_list_and_said_at_the_text() -> None:
    by, number = make_editor(), "#inhoud .tag"
    visitor = visit_as(by)
    assert not visitor("/redactie/").select(number)
    _save_field(by, "kern", "claim-0-test", "banen: mediaan cluster < mediaan land")
    (tag,) = visitor("/redactie/").select(number)
    assert tag.text.split() == ["1", "punt", "om", "na", "te", "kijken"]
    opgaven = newest_draft(TOWN).group.content.thema[0].opgaven
    theme = newest_draft(TOWN).group.content.thema[0].theme
    _save_field(by, f"thema-{theme}", "opgaven", "\n".join(opgaven[1:]))
    (tag,) = visitor("/redactie/").select(number)
    assert tag.text.split()[0] == "2"
    doubts = [one.text for one in visitor(f"/redactie/{TOWN}/").select(".notice li")]
    title = release().study.challenge[opgaven[0]].title.nl
    assert "de cijfers laten niet zien: " in doubts[0]
    assert doubts[1] == f"opgave '{title}' is gedeeld, maar niet beschreven"


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        ("kern", "claim-0-test", "banen hoog"),
        ("ambitie", "text-en", ""),
        ("ambitie", "text-nl", "Er zijn 1234 banen."),
    ],
)
def test_a_text_that_cannot_be_published_has_a_mark_in_the_list(
    key: str, name: str, value: str
) -> None:
    by = make_editor()
    _save_field(by, key, name, value)
    (tag,) = visit_as(by)("/redactie/").select("#inhoud .tag")
    assert tag.text == "te herstellen"


def test_the_preview_alone_follows_what_is_typed() -> None:
    client = visit_as(make_editor()).client
    answer = client.post(f"{AMBITION}voorbeeld/", OWN)
    soup = BeautifulSoup(answer.content.decode(), "html.parser")
    assert [one.text for one in soup.select(".draft-chip strong")] == ["9", "9"]
    assert TextVersion.objects.count() == 0


def test_too_much_text_is_refused_and_stays_in_the_form() -> None:
    visitor = visit_as(make_editor())
    words = "a" * (LONGEST + 1)
    fields = {**OWN, "text-nl": words, "base": "0", "act": "save"}
    soup = visitor.post(AMBITION, status=400, **fields)
    assert "20.000 tekens" in soup.select_one("[role=alert]").text  # type: ignore[union-attr]
    assert soup.select_one("#id_text-nl").text == words  # type: ignore[union-attr]
    assert TextVersion.objects.count() == 0


@pytest.mark.parametrize("key", ["vragen", "kern"])
def test_an_emptied_block_is_refused_and_what_else_was_filled_in_stays(key: str) -> None:
    visitor = visit_as(make_editor())
    fields = {field.name: "" for field in block_fields(newest_draft(TOWN).group.content, key)}
    fields |= {"origin": "gemeente", "base": "0", "act": "save"}
    soup = visitor.post(f"/redactie/{TOWN}/blok/{key}/", status=400, **fields)
    assert "Vul er ten minste één in." in soup.select_one("[role=alert]").text  # type: ignore[union-attr]
    assert soup.select_one("#id_origin [selected]")["value"] == "gemeente"  # type: ignore[index]
    assert TextVersion.objects.count() == 0


def test_the_last_lever_is_not_emptied_and_the_one_before_it_is() -> None:
    by, base = make_editor(), 0
    themes = [lever.theme for lever in newest_draft(TOWN).group.content.thema]
    for theme in themes[:-1]:
        key = f"thema-{theme}"
        base = actions.save_block(by=by, group=TOWN, key=key, values={}, base=base).number
    with pytest.raises(actions.EmptyBlockError):
        actions.save_block(by=by, group=TOWN, key=f"thema-{themes[-1]}", values={}, base=base)
    assert [lever.theme for lever in newest_draft(TOWN).group.content.thema] == themes[-1:]


def test_a_text_that_could_not_be_opened_again_is_not_saved() -> None:
    with pytest.raises(actions.UnreadableTextError):
        save_ambition(make_editor(), {**OWN, "text-nl": "half of a sign: \ud800"})
    assert TextVersion.objects.count() == 0


def test_a_test_without_a_figure_is_explained_and_takes_no_page_down() -> None:
    visitor = visit_as(make_editor())
    content = release().perspectives[TOWN].content
    values: Any = {field.name: field.value for field in block_fields(content, "kern")}
    values |= {"claim-0-test": "foo: helft > 0", "base": "0", "act": "save"}
    assert visitor.client.post(f"/redactie/{TOWN}/blok/kern/", values).status_code == 302
    assert "vergelijkt geen cijfer" in visitor(f"/redactie/{TOWN}/").text


def test_a_row_of_a_form_has_a_number_that_can_be_read() -> None:
    content = release().perspectives[TOWN].content
    values: Any = {field.name: field.value for field in block_fields(content, "kern")}
    filled = fill_block(content, "kern", values | {f"claim-{'9' * 5000}-text-nl": "Niets"})
    assert filled == fill_block(content, "kern", values)


# --- a version that cannot be opened ---


def _broken_version(by: Person, number: int) -> TextVersion:
    return TextVersion.objects.create(
        group=TOWN, number=number, content="[kern]", saved_by=by, saved_at=timezone.now()
    )


def test_a_version_that_cannot_be_opened_leaves_the_one_before_it_to_work_on() -> None:
    by = make_editor()
    save_ambition(by)
    _broken_version(by, 2)
    visitor = visit_as(by)
    visitor("/redactie/")
    soup = visitor(f"/redactie/{TOWN}/")
    assert "Versie 2 kan niet worden geopend." in soup.select_one(".notice").text  # type: ignore[union-attr]
    assert "Versie 1," in soup.select_one(".lead").text  # type: ignore[union-attr]
    assert visitor.client.get(f"/redactie/{TOWN}/versies/2/").status_code == 404
    visitor(AMBITION)
    assert save_ambition(by, base=1).number == 3
    visitor(f"/redactie/{TOWN}/versies/3/")


def test_an_older_version_comes_back_over_one_that_cannot_be_opened() -> None:
    by = make_editor()
    broken = _broken_version(by, 1)
    with pytest.raises(LookupError):
        actions.restore(by=by, group=TOWN, number=1)
    with pytest.raises(actions.NotReadyError):
        actions.publish(by=by, version=broken)
    assert actions.restore(by=by, group=TOWN, number=0).number == 2
    assert newest_draft(TOWN).number == 2


# --- two at once ---


def test_two_who_write_other_blocks_do_not_meet() -> None:
    by = make_editor()
    save_ambition(by)
    fields = block_fields(newest_draft(TOWN).group.content, "niet")
    values = {field.name: field.value for field in fields} | {
        "text-nl": "Veel.",
        "text-en": "Much.",
    }
    actions.save_block(by=by, group=TOWN, key="niet", values=values, base=0)
    content = newest_draft(TOWN).group.content
    assert (content.ambitie.text.nl, content.niet.text.nl) == (NEW, "Veel.")


def test_two_who_write_one_block_see_both_texts_and_lose_none() -> None:
    first, visitor = make_editor(), visit_as(make_editor("f@town.example"))
    save_ambition(first)
    other = {**OWN, "text-nl": "Heel iets anders.", "text-en": "Something else.", "act": "save"}
    soup = visitor.post(AMBITION, status=409, base="0", **other)
    assert soup.select_one("#id_text-nl").text == "Heel iets anders."  # type: ignore[union-attr]
    went = " ".join(one.text for one in soup.select(".notice del"))
    assert "gemeenten van leren." in went
    assert newest_draft(TOWN).group.content.ambitie.text.nl == NEW
    base = soup.select_one("input[name=base]")["value"]  # type: ignore[index]
    visitor.client.post(AMBITION, {**other, "base": str(base)})
    assert newest_draft(TOWN).group.content.ambitie.text.nl == "Heel iets anders."
    assert TextVersion.objects.get(number=1).content.count("van leren.") == 1


# --- versions ---


def test_versions_are_compared_and_an_older_one_comes_back() -> None:
    visitor = visit_as(make_editor())
    save_ambition(Person.objects.get(), OWN)
    soup = visitor(f"/redactie/{TOWN}/versies/1/")
    assert "van leren." in " ".join(one.text for one in soup.select("ins"))
    visitor.client.post(f"/redactie/{TOWN}/versies/0/terug/")
    newest = TextVersion.objects.get(number=2)
    assert (newest.content, newest.restores) == (text_of_release(TOWN), 0)
    assert "Deze versies zijn gelijk." in visitor(f"/redactie/{TOWN}/versies/2/", met="0").text
    assert visitor.client.get(f"/redactie/{TOWN}/versies/9/").status_code == 404


def test_a_long_comparison_of_a_block_is_folded_and_a_short_one_is_not() -> None:
    by = make_editor()
    content = release().perspectives[TOWN].content
    values = {one.name: f"{one.value} Nu?" for one in block_fields(content, "vragen") if one.value}
    actions.save_block(by=by, group=TOWN, key="vragen", values=values, base=0)
    save_ambition(by, base=1)
    soup = visit_as(by)(f"/redactie/{TOWN}/versies/2/", met="0")
    (summary,) = soup.select("#inhoud details > summary")
    assert " ".join(summary.text.split()).startswith("8 gewijzigde velden")
    assert len(soup.select("#inhoud .draft-changes")) == 2


# --- two at the same moment ---


def test_of_two_who_add_the_same_version_one_does() -> None:
    by = make_editor()
    first = save_ambition(by)
    assert actions._add(by, TOWN, "another text", 0) is None
    assert newest_draft(TOWN).row == first


def test_who_is_always_second_is_told_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    by = make_editor()
    version = save_ambition(by)
    for name, code in (("a", "GM0917"), ("b", "GM0882")):
        actions.sign(by=ask_person(by, name, code), version=version)
    monkeypatch.setattr(actions, "_add", lambda *_what, **_more: None)
    with pytest.raises(actions.EditConflictError):
        save_ambition(by, {**OWN, "text-nl": "Een stad."}, base=1)
    with pytest.raises(actions.EditConflictError):
        actions.restore(by=by, group=TOWN, number=1)
    with pytest.raises(actions.NotReadyError):
        actions.publish(by=by, version=version)
    soup = visit_as(by).post(f"/redactie/{TOWN}/versies/1/terug/", status=409)
    assert "Er is niets teruggezet." in soup.select_one("[role=alert]").text  # type: ignore[union-attr]


def test_a_version_that_is_not_there_is_not_restored() -> None:
    with pytest.raises(LookupError):
        actions.restore(by=make_editor(), group=TOWN, number=99)


# --- who may do what ---

ROUTES: dict[str, tuple[str, str, set[str]]] = {
    "perspectives": ("get", "/redactie/", {"editor", "reader", "reader of another"}),
    "read": ("get", f"/redactie/{TOWN}/", {"editor", "reader"}),
    "block": ("get", AMBITION, {"editor"}),
    "preview": ("post", f"{AMBITION}voorbeeld/", {"editor"}),
    "remark": ("post", f"{AMBITION}opmerking/", {"editor", "reader"}),
    "version": ("get", f"/redactie/{TOWN}/versies/1/", {"editor", "reader"}),
    "restore": ("post", f"/redactie/{TOWN}/versies/0/terug/", {"editor"}),
    "ask_reader": ("post", f"/redactie/{TOWN}/lezers/", {"editor"}),
    "withdraw_reader": ("post", f"/redactie/{TOWN}/lezers/1/weg/", {"editor"}),
    "sign": ("post", f"/redactie/{TOWN}/tekenen/", {"editor", "reader"}),
    "publish": ("post", f"/redactie/{TOWN}/publiceren/", {"editor"}),
}
ROLES = ("stranger", "person", "administrator", "reader of another", "reader", "editor")


def _client_of(role: str, by: Person) -> Client:
    client = Client()
    if role == "editor":
        client.force_login(by)
    elif role == "reader":
        client.force_login(ask_person(by, "r", "GM0917"))
    elif role == "reader of another":
        asked = actions.ask_reader(
            by=by, group="werkstad", email="o@town.example", gm_code="GM0917"
        )
        client.force_login(asked.person)
    elif role != "stranger":
        is_administrator = role == "administrator"
        email = f"{role}@town.example"
        client.force_login(Person.objects.create(email=email, is_administrator=is_administrator))
    return client


@pytest.mark.parametrize("role", ROLES)
def test_each_role_enters_what_is_meant_for_it(role: str) -> None:
    by = make_editor()
    save_ambition(by)
    client, entered = _client_of(role, by), set()
    for name, (method, path, _allowed) in ROUTES.items():
        answer: Any = getattr(client, method)(path)
        away = answer.status_code == 403 or str(answer.get("Location")).startswith("/inloggen/")
        entered |= set() if away else {name}
    # An editor who was not asked to read gets no further than the page that says so.
    assert entered == {name for name, (*_, allowed) in ROUTES.items() if role in allowed}


def test_who_was_not_asked_cannot_act_by_another_way() -> None:
    by, stranger = make_editor(), Person.objects.create(email="x@town.example")
    version = save_ambition(by)
    reader = actions.ask_reader(by=by, group=TOWN, email="z@town.example", gm_code="GM0917")
    for act in (
        lambda: save_ambition(stranger, base=1),
        lambda: actions.restore(by=stranger, group=TOWN, number=0),
        lambda: actions.publish(by=stranger, version=version),
        lambda: actions.sign(by=stranger, version=version),
        lambda: actions.remark(by=stranger, version=version, block="kern", text="Nee"),
        lambda: actions.ask_reader(
            by=stranger, group=TOWN, email="y@town.example", gm_code="GM0917"
        ),
        lambda: actions.withdraw_reader(by=stranger, reader=reader),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_who_writes_or_reads_is_not_forgotten_and_others_are() -> None:
    by = make_editor()
    ask_person(by, "r", "GM0917")
    Person.objects.create(email="x@town.example")
    forget_people(None)  # type: ignore[arg-type]  # it asks no time
    assert set(Person.objects.values_list("email", flat=True)) == {by.email, "r@town.example"}
    assert TextReader.objects.count() == 1
