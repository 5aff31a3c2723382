"""Pictures of approaches: given, described, shown, compared, put back, kept from others, gone."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web import small_exchange as small
from tests.web.picture_files import picture_file, told_photo
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions import leaving, moderation, pictures, practices
from deelgenoot_web.exchange.actions.pictures import PictureWords
from deelgenoot_web.exchange.models import Practice, PracticePicture
from deelgenoot_web.exchange.views import pictures as views
from deelgenoot_web.pictures.forms import LARGEST_PICTURE
from deelgenoot_web.pictures.messages import PagePicture
from deelgenoot_web.pictures.reading import UnreadableFileError

pytestmark = pytest.mark.django_db
TEXT = "Een gevel met steigers"


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(small.contributor())
    return client


@pytest.fixture
def practice(db: None) -> Practice:
    return small.draft(small.contributor())


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read pictures without a process: as what was sent."""
    monkeypatch.setattr(views, "read_picture", lambda file: PagePicture(file, b"n", "", (40, 20)))


def _page(practice: Practice) -> str:
    return f"/aanpakken/{practice.pk}/afbeeldingen/"


def _address(practice: Practice, digest: str, size: str = "wide") -> str:
    return f"/aanpakken/{practice.pk}/afbeeldingen/{digest}/{size}.webp"


def _sent(file: bytes | None = None, text: str = TEXT, caption: str = "") -> dict[str, Any]:
    words = {"do": "add", "text": text, "caption": caption}
    return words | ({"file": SimpleUploadedFile("a.png", file)} if file is not None else {})


def _texts(practice: Practice) -> list[str]:
    practice.refresh_from_db()
    return [one["text"] for one in practice.pictures]


def _person(email: str, **roles: Any) -> Client:
    client = Client()
    client.force_login(Person.objects.create(email=email, **roles))
    return client


# --- writing ---


def test_a_photo_is_painted_anew_and_tells_nothing_of_camera_and_place(
    writer: Client, practice: Practice
) -> None:
    answer = writer.post(_page(practice), _sent(told_photo(), caption="Foto: Anna"))
    assert answer["Location"] == f"{_page(practice)}?gedaan=toegevoegd"
    practice.refresh_from_db()
    (placed,) = practice.pictures
    # It was 40 by 20 on its side.
    assert (placed["width"], placed["height"], placed["text"]) == (20, 40, TEXT)
    stored = PracticePicture.objects.get()
    assert bytes(stored.wide)[:4] == b"RIFF"
    assert b"Anna" not in bytes(stored.wide) + bytes(stored.narrow)
    assert b"EXIF" not in bytes(stored.wide) + bytes(stored.narrow)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (None, "Kies eerst een afbeelding."),
        (b"", "Dit is geen PNG, JPEG of WebP."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "Dit is geen PNG"),
        (b"<!doctype html><script>x</script>", "Dit is geen PNG, JPEG of WebP."),
        (b"\xff\xd8\xff" + b" " * LARGEST_PICTURE, "Het is 10 MB; ten hoogste 10 MB kan."),
        (b"\x89PNG\r\n\x1a\n<svg><script>x</script></svg>", "beschadigd of op slot"),
        # A bomb: 60 million dots in 0.06 MB.
        (picture_file("PNG", (10_000, 6_000)), "meer dan 50 miljoen beeldpunten"),
    ],
    ids=["none", "empty", "SVG", "HTML", "10 MB", "SVG behind a PNG", "a bomb"],
)
def test_what_is_no_picture_is_refused_with_a_way_out_and_the_words_stay(
    writer: Client, page: Visitor, practice: Practice, file: bytes | None, says: str
) -> None:
    page.client = writer
    soup = page.post(_page(practice), status=400, **_sent(file, caption="Foto: Piet"))
    assert says in soup.select_one(".entry__error").text  # type: ignore[union-attr]
    assert soup.select_one("#id_text").text.strip() == TEXT  # type: ignore[union-attr]
    assert soup.select_one("#id_caption")["value"] == "Foto: Piet"  # type: ignore[index]
    assert not PracticePicture.objects.exists()


@pytest.mark.usefixtures("painted")
@pytest.mark.parametrize("text", ["", " ", "x" * 301], ids=["none", "spaces", "too long"])
def test_a_mistake_in_the_words_never_costs_the_file(
    writer: Client, page: Visitor, practice: Practice, text: str
) -> None:
    page.client = writer
    soup = page.post(_page(practice), status=400, **_sent(picture_file(), text, "Foto: Piet"))
    assert _texts(practice) == [""]
    draft = soup.select_one(".picture-draft")
    assert draft
    assert draft.select_one(".entry__error")
    assert draft.select_one("[name=caption]")["value"] == "Foto: Piet"  # type: ignore[index]
    digest = draft.select_one("[name=picture]")["value"]  # type: ignore[index]
    writer.post(_page(practice), {"do": "describe", "picture": digest, "text": TEXT})
    assert _texts(practice) == [TEXT]


@pytest.mark.usefixtures("painted")
def test_a_fifth_picture_and_the_same_once_more_change_nothing(
    writer: Client, page: Visitor, practice: Practice
) -> None:
    files = [picture_file("PNG", (number, 9)) for number in (1, 2, 3, 4, 5)]
    for file in [files[0], *files[:4], files[0]]:
        writer.post(_page(practice), _sent(file))
    assert (_texts(practice), PracticePicture.objects.count()) == ([TEXT] * 4, 4)
    page.client = writer
    soup = page.post(_page(practice), status=400, **_sent(files[4]))
    assert PracticePicture.objects.count() == 4
    assert "Er staan vier afbeeldingen." in soup.text


def test_a_picture_is_described_and_removed(writer: Client, practice: Practice) -> None:
    first, second = small.picture(practice, b"1"), small.picture(practice, b"2")
    seen = {"seen_text": TEXT, "seen_caption": "Foto: gemeente"}
    change = {"do": "describe", "picture": first, "text": "Een\r\n brug \u202e", "caption": "Bij x"}
    writer.post(_page(practice), change | seen)
    assert _texts(practice) == ["Een brug [RIGHT-TO-LEFT OVERRIDE]", TEXT]
    assert practice.pictures[0]["caption"] == "Bij x"
    writer.post(_page(practice), {"do": "remove", "picture": first})
    assert [one["digest"] for one in practice.pictures] != [second]
    assert _texts(practice) == [TEXT]
    assert list(PracticePicture.objects.values_list("digest", flat=True)) == [second]


def test_a_picture_that_a_version_has_is_given_again_and_kept_once(practice: Practice) -> None:
    digest = small.picture(practice, text=TEXT)
    practices.publish(by=small.contributor(), practice=practice)
    pictures.remove(by=small.contributor(), practice=practice, digest=digest)
    assert small.picture(practice, text="Dezelfde gevel") == digest
    assert _texts(practice) == ["Dezelfde gevel"]
    assert practice.stored_pictures.count() == 1


def test_what_a_colleague_wrote_meanwhile_is_shown_before_it_is_replaced(
    writer: Client, page: Visitor, practice: Practice
) -> None:
    digest = small.picture(practice)
    colleague = small.contributor("b@heerlen.example")
    seen = PictureWords(TEXT, "Foto: gemeente")
    pictures.describe(
        by=colleague, practice=practice, digest=digest, seen=seen, words=PictureWords("Van b")
    )
    page.client = writer
    mine = {"do": "describe", "picture": digest, "text": "Van mij"}
    stale = mine | {"seen_text": TEXT, "seen_caption": "Foto: gemeente"}
    soup = page.post(_page(practice), status=400, **stale)
    assert _texts(practice) == ["Van b"]
    draft = soup.select_one(".picture-draft")
    assert draft
    assert "‘Van b’" in draft.select_one(".entry__error").text  # type: ignore[union-attr]
    assert draft.select_one("textarea").text.strip() == "Van mij"  # type: ignore[union-attr]
    again = mine | {name: draft.select_one(f"[name={name}]")["value"] for name in seen_names()}  # type: ignore[index]
    writer.post(_page(practice), again)
    assert _texts(practice) == ["Van mij"]
    pictures.remove(by=colleague, practice=practice, digest=digest)
    assert writer.post(_page(practice), again)["Location"].endswith("?gedaan=al-weg")


def seen_names() -> tuple[str, str]:
    return "seen_text", "seen_caption"


def test_a_draft_saves_itself_beside_its_pictures(writer: Client, practice: Practice) -> None:
    form = small.form_of(practice, story="Stap voor stap")
    small.picture(practice)
    script = {"Accept": "application/json"}
    edit = f"/aanpakken/{practice.pk}/schrijven/"
    assert writer.post(edit, form, headers=script).status_code == 200
    assert _texts(practice) == [TEXT]
    on = writer.post(edit, small.form_of(practice, lesson="Eerder") | {"pictures": "1"})
    assert on["Location"] == _page(practice)
    practice.refresh_from_db()
    assert (practice.story, practice.lesson) == ("Stap voor stap", "Eerder")


def test_without_a_text_for_its_picture_a_draft_is_not_published(
    writer: Client, page: Visitor, practice: Practice
) -> None:
    small.picture(practice, text="")
    page.client = writer
    edit = f"/aanpakken/{practice.pk}/schrijven/"
    content = small.form_of(practice, story="Stap") | {"publish": "1"}
    soup = page.post(edit, status=400, **content)
    words = "Schrijf eerst bij elke afbeelding wat er te zien is."
    assert soup.select_one("#afbeeldingen .entry__error").text == words  # type: ignore[union-attr]
    assert soup.select_one("[name=story]").text.strip() == "Stap"  # type: ignore[union-attr]
    practice.refresh_from_db()
    assert practice.current is None


@pytest.mark.parametrize(
    ("why", "says"),
    [("full", "samen te groot"), ("busy", "over een minuut"), ("animated", "beweegt")],
)
def test_what_cannot_be_kept_now_says_what_to_do(
    writer: Client, practice: Practice, why: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: bytes) -> PagePicture:
        raise UnreadableFileError(why)

    monkeypatch.setattr(views, "read_picture", refuse)
    answer = writer.post(_page(practice), _sent(picture_file()))
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_all_pictures_of_an_approach_together_have_a_bound(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.picture(practice, b"wide")
    monkeypatch.setattr(pictures, "MOST_BYTES", 2 * len(b"widenarrow") - 1)
    with pytest.raises(UnreadableFileError, match="full"):
        small.picture(practice, b"more")
    assert _texts(practice) == [TEXT]


# --- reading ---


def test_a_published_picture_stands_on_the_page_with_its_words(
    page: Visitor, practice: Practice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    digest = small.picture(practice)
    practices.publish(by=small.contributor(), practice=practice)
    soup = page(f"/aanpakken/{practice.pk}/")
    image = soup.select_one(".practice-picture img")
    assert image
    assert (image["alt"], image["width"], image["height"]) == (TEXT, "1600", "1200")
    # 1,600 by 1,200 within 960 by 960 is 960 wide.
    wide, narrow = _address(practice, digest), _address(practice, digest, "narrow")
    assert (image["src"], image["srcset"]) == (narrow, f"{narrow} 960w, {wide} 1600w")
    assert soup.figcaption
    assert soup.figcaption.text == "Foto: gemeente"
    with django_assert_num_queries(3):
        answer = page.client.get(wide)
    assert (answer.content, answer["Content-Type"]) == (b"wide", "image/webp")
    assert answer["Cache-Control"] == "public, max-age=86400, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]


def test_the_picture_of_a_draft_is_for_its_municipality_alone(practice: Practice) -> None:
    digest = small.picture(practice)
    address = _address(practice, digest)
    colleague = _person("b@heerlen.example", gm_code=small.HEERLEN)
    others = [
        Client(),
        _person("z@zutphen.example", gm_code=small.ZUTPHEN),
        _person("m@site.example", is_moderator=True),
        _person("barred@heerlen.example", gm_code=small.HEERLEN, is_barred=True),
    ]
    assert [one.get(address).status_code for one in others] == [404] * 4
    answer = colleague.get(address)
    assert (answer.content, answer["Cache-Control"]) == (
        b"wide",
        "private, max-age=3600, immutable",
    )
    # A second draft of a published approach is as much a draft.
    practices.publish(by=small.contributor(), practice=practice)
    newer = _address(practice, small.picture(practice, b"newer"))
    assert [Client().get(address).status_code, Client().get(newer).status_code] == [200, 404]
    assert colleague.get(newer).content == b"newer"


def test_what_is_hidden_or_withdrawn_is_hidden_with_its_pictures(practice: Practice) -> None:
    address = _address(practice, small.picture(practice))
    by = small.contributor()
    practices.publish(by=by, practice=practice)
    practice.refresh_from_db()
    moderator = Person.objects.create(email="m@site.example", is_moderator=True)
    readers = [Client(), Client(), Client(), _person("z@zutphen.example", gm_code=small.ZUTPHEN)]
    readers[1].force_login(moderator)
    readers[2].force_login(by)

    def statuses() -> list[int]:
        return [one.get(address).status_code for one in readers]

    assert statuses() == [200] * 4
    moderation.hide(by=moderator, about=practice, reason="Er staat iemand op.")
    assert statuses() == [404, 200, 200, 404]
    moderation.show_again(by=moderator, about=practice, seen=moderation.sign_of(practice))
    practices.withdraw(by=by, practice=practice)
    assert statuses() == [404, 200, 200, 404]


def test_forged_addresses_of_pictures_find_nothing(writer: Client, practice: Practice) -> None:
    digest = small.picture(practice)
    theirs = small.draft(small.contributor("z@zutphen.example", small.ZUTPHEN))
    address = _address(practice, digest)
    forged = [
        address.replace("wide", "text"),
        address.replace(digest, "0" * 64),
        address.replace(digest, digest.upper()),
        address.replace(digest, digest[:-1]),
        _address(theirs, digest),  # one's own picture at the draft of another
        address.replace(f"/{practice.pk}/", "/999999/"),
        address.replace(f"/{practice.pk}/", f"/{2**70}/"),
    ]
    assert writer.get(address).status_code == 200
    assert {writer.get(one).status_code for one in forged} <= {400, 404}
    for deed in ({"do": "remove", "picture": digest}, _sent(picture_file())):
        assert writer.post(_page(theirs), deed).status_code == 404
    for wrong in ("", "0" * 64, "'; --", digest.upper()):
        writer.post(_page(practice), {"do": "remove", "picture": wrong})
        writer.post(_page(practice), {"do": "describe", "picture": wrong, "text": "x"})
    assert _texts(practice) == [TEXT]


@pytest.mark.usefixtures("painted")
def test_hostile_words_of_a_picture_come_out_harmless(
    writer: Client, page: Visitor, practice: Practice
) -> None:
    hostile = '"><script>x</script>'
    writer.post(_page(practice), _sent(picture_file(), hostile, hostile))
    practices.publish(by=small.contributor(), practice=practice)
    soup = page(f"/aanpakken/{practice.pk}/")
    assert soup.select_one(".practice-picture img")["alt"] == hostile  # type: ignore[index]
    assert soup.figcaption
    assert soup.figcaption.text == hostile
    assert not soup.select("main script:not([src])")


# --- versions, and what goes ---


def test_versions_say_which_pictures_came_and_went_and_put_them_back(
    writer: Client, page: Visitor, practice: Practice
) -> None:
    by = small.contributor()
    stays, goes = small.picture(practice, b"1"), small.picture(practice, b"2", "Een oud plein")
    practices.publish(by=by, practice=practice)
    pictures.remove(by=by, practice=practice, digest=goes)
    seen, words = PictureWords(TEXT, "Foto: gemeente"), PictureWords(f"{TEXT} eromheen", "")
    pictures.describe(by=by, practice=practice, digest=stays, seen=seen, words=words)
    comes = small.picture(practice, b"3", "Een nieuw plein")
    assert practices.publish(by=by, practice=practice).number == 2
    soup = page(f"/aanpakken/{practice.pk}/versies/")
    changes = [
        (one.select("h3")[0].text.strip(), one.select("img")[0]["alt"], len(one.select("ins")))
        for one in soup.select(".picture-draft")
    ]
    assert changes == [
        ("Weggehaalde afbeelding", "Een oud plein", 0),
        ("Andere tekst bij deze afbeelding", f"{TEXT} eromheen", 1),
        ("Nieuwe afbeelding", "Een nieuw plein", 0),
    ]
    assert Client().get(_address(practice, goes)).content == b"2"
    unpublished = small.picture(practice, b"4")
    writer.post(f"/aanpakken/{practice.pk}/versies/1/terug/")
    practice.refresh_from_db()
    assert [one["digest"] for one in practice.pictures] == [stays, goes]
    assert _texts(practice) == [TEXT, "Een oud plein"]
    kept = set(PracticePicture.objects.values_list("digest", flat=True))
    assert kept == {stays, goes, comes}
    assert unpublished not in kept


def test_pictures_go_with_their_draft(practice: Practice) -> None:
    small.picture(practice)
    practices.discard(by=small.contributor(), practice=practice)
    assert not PracticePicture.objects.exists()


def test_pictures_are_taken_along_and_go_with_the_texts_of_who_leaves(
    writer: Client, practice: Practice
) -> None:
    digest = small.picture(practice)
    practices.publish(by=small.contributor(), practice=practice)
    pictures.remove(by=small.contributor(), practice=practice, digest=digest)
    (approach,) = writer.get("/account/gegevens.json").json()["approaches"]
    line = {"address": _address(practice, digest), "text": TEXT, "caption": "Foto: gemeente"}
    assert approach["pictures"] == [line]
    leaving.leave(by=small.contributor(), keeps_texts=True)
    assert PracticePicture.objects.count() == 1
    other = small.draft(small.contributor())
    small.picture(other)
    practices.publish(by=small.contributor(), practice=other)
    leaving.leave(by=small.contributor(), keeps_texts=False)
    assert list(PracticePicture.objects.values_list("practice", flat=True)) == [practice.pk]
