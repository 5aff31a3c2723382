"""Readers of perspectives: asking, remarks, signatures, publishing, and back to a study."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.web.small_editing import (
    AMBITION,
    OWN,
    TOWN,
    ask_person,
    make_editor,
    save_ambition,
    visit_as,
)

from deelgenoot.perspectives.reading import open_perspective
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.editing import actions
from deelgenoot_web.editing.models import ReaderRemark, ReaderSignature, TextReader, TextVersion
from deelgenoot_web.editing.pulling import Pulled, pull_texts
from deelgenoot_web.editing.queries import newest_draft, open_text, text_of_release
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.site import cli

pytestmark = pytest.mark.django_db


# --- readers and publishing ---


def test_two_municipalities_sign_and_the_text_is_published_with_who_and_when(
    tmp_path: Path,
) -> None:
    by = make_editor()
    version = save_ambition(by)
    with pytest.raises(actions.NotReadyError):
        actions.publish(by=by, version=version)
    for name, code in (("heerlen", "GM0917"), ("landgraaf", "GM0882")):
        person = ask_person(by, name, code)
        visitor = visit_as(person)
        remarked = visitor.client.post(f"{AMBITION}opmerking/", {"text": f"Mooi, zegt {name}."})
        assert remarked.status_code == 302
        visitor.client.post(f"/redactie/{TOWN}/tekenen/", {"number": "1"})
    assert ReaderRemark.objects.count() == 2
    assert {letter.subject for letter in Letter.objects.all()} == {"Wilt u meelezen?"}
    editor = visit_as(by)
    assert "Mooi, zegt heerlen." in editor(f"/redactie/{TOWN}/").text
    editor.client.post(f"/redactie/{TOWN}/publiceren/", {"number": "1"})
    content = newest_draft(TOWN).group.content
    assert (content.state, content.author) == ("gepubliceerd", "Els")
    assert content.readers == ("Heerlen", "Landgraaf")
    assert content.version == newest_draft(TOWN).number == 2
    (path,) = pull_texts(tmp_path).written_paths
    of = release()
    assert open_perspective(TOWN, path.read_text("utf-8"), of.study, of.typology).content == content
    assert pull_texts(tmp_path) == Pulled((), ())


def test_a_reader_without_a_draft_is_told_to_wait() -> None:
    visitor = visit_as(ask_person(make_editor(), "r", "GM0917"))
    soup = visitor(f"/redactie/{TOWN}/")
    assert "zodra de redactie een concept heeft" in soup.select_one(".lead").text  # type: ignore[union-attr]
    assert not soup.select("#inhoud form")
    assert visitor.client.post(f"{AMBITION}opmerking/", {"text": "Ja"}).status_code == 400


def test_one_municipality_twice_is_not_two() -> None:
    by = make_editor()
    version = save_ambition(by)
    for name in ("a", "b"):
        actions.sign(by=ask_person(by, name, "GM0917"), version=version)
    with pytest.raises(actions.NotReadyError):
        actions.publish(by=by, version=version)


def test_a_signature_is_of_one_version_and_a_faulty_text_is_not_published() -> None:
    by = make_editor()
    version = save_ambition(by, {**OWN, "text-nl": "Er zijn 1234 banen.", "text-en": "1234 jobs."})
    readers = [ask_person(by, "a", "GM0917"), ask_person(by, "b", "GM0882")]
    for person in readers:
        actions.sign(by=person, version=version)
    with pytest.raises(actions.NotReadyError):
        actions.publish(by=by, version=version)
    mended = save_ambition(by, OWN, base=1)
    with pytest.raises(actions.NotReadyError):
        actions.publish(by=by, version=mended)
    path, alert = f"/redactie/{TOWN}/", "#inhoud > [role=alert]"
    soup: Any = visit_as(readers[0]).post(f"{path}tekenen/", status=409, number="1")
    assert "U hebt niet getekend: lees eerst deze." in soup.select_one(alert).text
    soup = visit_as(by).post(f"{path}publiceren/", status=409, number="1")
    assert "Er is niets gepubliceerd: lees eerst deze." in soup.select_one(alert).text
    soup = visit_as(by).post(f"{path}publiceren/", status=409, number="2")
    assert "Onder ‘Publiceren’ staat waarom" in soup.select_one(alert).text


def test_drafts_are_not_pulled(tmp_path: Path) -> None:
    save_ambition(make_editor())
    assert pull_texts(tmp_path) == Pulled((), ())


# --- the files of the study ---


def _publish_ambition(by: Person, words: str, base: int) -> TextVersion:
    """Publish a text with other words; readers sign it first."""
    version = save_ambition(by, {**OWN, "text-nl": words, "text-en": words}, base=base)
    for name, code in (("a", "GM0917"), ("b", "GM0882")):
        actions.sign(by=ask_person(by, name, code), version=version)
    return actions.publish(by=by, version=version)


def _mend(path: Path) -> bytes:
    """Change a text of the file by hand, as somebody does whose figures deny it."""
    mended = path.read_text("utf-8").replace("Een stad.", "Een betere stad.")
    path.write_text(mended, "utf-8")
    return path.read_bytes()


def test_a_published_text_has_the_number_of_its_version_and_passes_none_that_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by = make_editor()
    second = _publish_ambition(by, "Een stad.", 0)
    fourth = _publish_ambition(by, "Een grote stad.", 2)
    assert [_version_in(one) for one in (second, fourth)] == [2, 4]
    _release_with(monkeypatch, fourth.content.replace("version = 4", "version = 9"))
    newest = _publish_ambition(by, "Een goede stad.", 4)
    assert (newest.number, _version_in(newest)) == (10, 10)


def _version_in(row: TextVersion) -> int:
    return open_text(TOWN, row.content).content.version


def test_a_text_follows_the_one_of_the_release_and_the_one_before_it(tmp_path: Path) -> None:
    by, path = make_editor(), tmp_path / f"{TOWN}.toml"
    path.write_text(text_of_release(TOWN), "utf-8")
    for words, base in (("Een stad.", 0), ("Een grote stad.", 3)):
        row = _publish_ambition(by, words, base)
        # Somebody writes on before the text is pulled: that settles nothing.
        save_ambition(by, {**OWN, "text-nl": f"{words} Nu al."}, base=row.number)
        assert pull_texts(tmp_path) == Pulled((path,), ())
        assert path.read_text("utf-8") == row.content


@pytest.mark.parametrize(
    "typed",
    [
        lambda text: f"# Ours.\n\n{text}".encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("utf-8-sig"),
    ],
)
def test_a_file_that_says_the_same_in_another_writing_was_not_changed(
    typed: Callable[[str], bytes], tmp_path: Path
) -> None:
    path = tmp_path / f"{TOWN}.toml"
    path.write_bytes(typed(text_of_release(TOWN)))
    row = _publish_ambition(make_editor(), "Een stad.", 0)
    assert pull_texts(tmp_path) == Pulled((path,), ())
    path.write_bytes(typed(row.content))
    assert pull_texts(tmp_path) == Pulled((), ())


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    _publish_ambition(make_editor(), "Een stad.", 0)
    path = tmp_path / f"{TOWN}.toml"
    path.write_bytes(b"[kern]\xff")
    assert pull_texts(tmp_path) == Pulled((), (path,))


def test_a_file_that_somebody_mended_is_not_written_over_but_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = make_editor()
    _publish_ambition(by, "Een stad.", 0)
    (path,) = pull_texts(tmp_path).written_paths
    mended = _mend(path)
    assert pull_texts(tmp_path) == Pulled((), (path,))
    _publish_ambition(by, "Een grote stad.", 2)
    assert cli.main(["texts", "pull", "--to", str(tmp_path)]) == 2
    assert f"Niet overschreven: {path}." in capsys.readouterr().err
    assert path.read_bytes() == mended
    path.unlink()
    assert cli.main(["texts", "pull", "--to", str(tmp_path)]) == 0


def test_a_mended_text_of_the_release_is_shown_and_begun_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = make_editor()
    row, visitor = _publish_ambition(by, "Een stad.", 0), visit_as(by)
    notice = "De tekst van de uitgave is gewijzigd sinds deze versie werd begonnen."
    assert notice not in visitor(f"/redactie/{TOWN}/").text
    (path,) = pull_texts(tmp_path).written_paths
    _release_with(monkeypatch, row.content)
    assert notice not in visitor(f"/redactie/{TOWN}/").text
    _release_with(monkeypatch, _mend(path).decode())
    form: Any = visitor(f"/redactie/{TOWN}/").select_one(".notice form")
    visitor.client.post(form["action"])
    draft = newest_draft(TOWN)
    assert (draft.number, draft.group.content.ambitie.text.nl) == (3, "Een betere stad.")
    assert notice not in visitor(f"/redactie/{TOWN}/").text
    # What the room took up is settled; what is published from there goes into the file again.
    assert pull_texts(tmp_path) == Pulled((), ())
    _publish_ambition(by, "Een goede stad.", 3)
    assert pull_texts(tmp_path) == Pulled((path,), ())


def _release_with(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Put a text into the release, as the next one has it."""
    perspectives: Any = release().perspectives
    monkeypatch.setitem(perspectives, TOWN, open_text(TOWN, text))


# --- remarks ---


def test_remarks_stay_after_a_save_with_their_version_the_newest_first() -> None:
    by = make_editor()
    version, visitor = save_ambition(by), visit_as(by)
    for words in ("Te lang.", "Ook te vaag."):
        actions.remark(by=by, version=version, block="ambitie", text=words)
    newer = save_ambition(by, {**OWN, "text-nl": "Korter {{ leden | aantal }}."}, base=1)
    actions.remark(by=by, version=newer, block="ambitie", text="Zo is het goed.")
    quotes = visitor(f"/redactie/{TOWN}/").select("#ambitie ~ .draft-remark")
    assert [" ".join(one.text.split()).split(":")[0] for one in quotes] == [
        "Zo is het goed. Els over versie 2",
        "Te lang. Els over versie 1",
        "Ook te vaag. Els over versie 1",
    ]


def test_a_remark_that_is_too_long_comes_back_at_its_block() -> None:
    by = make_editor()
    save_ambition(by)
    visitor, words = visit_as(by), "a" * 2001
    soup = visitor.post(f"{AMBITION}opmerking/", status=400, text=words)
    (field,) = soup.select("textarea[aria-invalid]")
    assert (field["id"], field["maxlength"], field.text) == ("remark-ambitie-text", "2000", words)
    fold: Any = field.find_parent("details")
    assert "open" in fold.attrs
    assert "te lang" in fold.select_one(".entry__error").text
    assert ReaderRemark.objects.count() == 0


def test_a_reader_does_not_see_the_address_of_who_has_no_name() -> None:
    by = make_editor(name="")
    version = save_ambition(by)
    actions.remark(by=by, version=version, block="kern", text="Mooi.")
    reader = visit_as(ask_person(by, "r", "GM0917"))
    assert by.email not in reader(f"/redactie/{TOWN}/").text
    assert by.email in visit_as(by)(f"/redactie/{TOWN}/").select_one(".draft-remark").text  # type: ignore[union-attr]


def test_a_published_version_is_not_signed_any_more() -> None:
    by = make_editor()
    version = save_ambition(by)
    for name, code in (("a", "GM0917"), ("b", "GM0882")):
        actions.sign(by=ask_person(by, name, code), version=version)
    visitor = visit_as(Person.objects.get(email="a@town.example"))
    actions.publish(by=by, version=version)
    assert not visitor(f"/redactie/{TOWN}/").select("form[action$='/tekenen/']")
    soup: Any = visitor.post(f"/redactie/{TOWN}/tekenen/", status=409, number="2")
    assert "Deze versie is al gepubliceerd." in soup.select_one("[role=alert]").text
    assert ReaderSignature.objects.count() == 2


# --- who is asked ---


def test_a_reader_is_asked_once() -> None:
    by = make_editor()
    assert ask_person(by, "a", "GM0917") == ask_person(by, "a", "GM0917")
    assert Letter.objects.count() == TextReader.objects.count() == 1


def test_who_is_asked_for_another_municipality_signs_anew_and_gets_a_letter() -> None:
    by = make_editor()
    version, person = save_ambition(by), ask_person(by, "a", "GM0917")
    actions.sign(by=person, version=version)
    assert ask_person(by, "a", "GM0882") == person
    assert list(TextReader.objects.values_list("gm_code", flat=True)) == ["GM0882"]
    assert actions.signed_codes(version) == []
    assert Letter.objects.count() == 2


def test_a_reader_is_withdrawn_with_the_signature_after_a_question() -> None:
    by = make_editor()
    version, person = save_ambition(by), ask_person(by, "a", "GM0917")
    actions.sign(by=person, version=version)
    visitor = visit_as(by)
    row: Any = visitor(f"/redactie/{TOWN}/").select_one("#lezers ~ .rows li")
    assert person.email in row.text
    assert "Ja, trek in" in row.select_one("details button").text
    assert visitor.client.post(row.form["action"]).status_code == 302
    assert not TextReader.objects.exists()
    assert actions.signed_codes(version) == []
    assert visitor.client.post(row.form["action"]).status_code == 404
    assert visit_as(person).client.get(f"/redactie/{TOWN}/").status_code == 403


def test_a_reader_of_another_perspective_is_not_withdrawn_by_this_address() -> None:
    by = make_editor()
    ask_person(by, "a", "GM0917")
    number = TextReader.objects.get().pk
    answer = visit_as(by).client.post(f"/redactie/werkstad/lezers/{number}/weg/")
    assert (answer.status_code, TextReader.objects.count()) == (404, 1)


def test_only_editors_see_the_addresses_of_readers() -> None:
    by = make_editor()
    first, second = ask_person(by, "a", "GM0917"), ask_person(by, "b", "GM0882")
    page = visit_as(second)(f"/redactie/{TOWN}/")
    assert first.email not in page.text
    assert not page.select("#lezers ~ .rows form")


def test_a_code_that_the_release_no_longer_has_is_told_and_does_not_count() -> None:
    by = make_editor()
    version = save_ambition(by)
    for name, code in (("a", "GM9999"), ("b", "GM0882")):
        actions.sign(by=ask_person(by, name, code), version=version)
    page = visit_as(by)(f"/redactie/{TOWN}/")
    assert "GM9999" in page.select_one("#lezers ~ .rows").text  # type: ignore[union-attr]
    assert "Getekend door 1 van de 2" in page.text
    with pytest.raises(actions.NotReadyError):
        actions.publish(by=by, version=version)


def test_without_a_name_nobody_publishes() -> None:
    by = make_editor(name="")
    version = save_ambition(by)
    for name, code in (("a", "GM0917"), ("b", "GM0882")):
        actions.sign(by=ask_person(by, name, code), version=version)
    with pytest.raises(actions.NotReadyError):
        actions.publish(by=by, version=version)
    [heading] = visit_as(by)(f"/redactie/{TOWN}/").select("#publiceren")
    section: Any = heading.parent
    assert "Vul eerst uw naam in bij Uw account." in " ".join(section.text.split())
    assert (section.a["href"], section.form) == ("/account/", None)
