"""Notes of another publisher: name, colour, logo, cover and colophon from a file."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pytest_django import Settings

from deelgenoot_web.atlas.notes.house import BadHouseError, NotesHouse, read_house
from deelgenoot_web.atlas.notes.press import NoteName, compose
from deelgenoot_web.atlas.notes.printing import Printer
from deelgenoot_web.site import environment

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><path d="M0 0h9v3H0z"/></svg>'
FILE = """
name = "Instituut voor Steden"
colour = "#00568b"
logo = "logo.svg"
cover = "cover.svg"
colophon.nl = "Uitgave van het Instituut voor Steden."
colophon.en = "Published by the Institute for Cities."
"""


@pytest.fixture
def house(tmp_path: Path, settings: Settings) -> Path:
    """The file of a publisher, with its pictures."""
    path = tmp_path / "house.toml"
    path.write_text(FILE, encoding="utf-8")
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / "cover.svg").write_text(LOGO.replace("9v3", "9v2"), encoding="utf-8")
    settings.NOTES_HOUSE = path
    return path


def test_a_note_takes_name_colour_logo_cover_and_colophon(house: Path) -> None:
    note = compose(NoteName("cluster", "nl", "stad-in-transitie"))
    assert (note.publisher, note.logo) == ("Instituut voor Steden", LOGO)
    assert (note.colours["cover"], note.colours["on-cover"]) == ("#00568b", "#ffffff")
    assert note.cover is not None
    assert "9v2" in note.cover.map_svg
    assert note.foot.startswith("Instituut voor Steden · ")
    assert note.chapters[-1].title == "Colofon"


def test_without_a_file_the_notes_are_those_of_the_site() -> None:
    note = compose(NoteName("cluster", "nl", "stad-in-transitie"))
    assert (note.publisher, note.logo) == ("deelgenoot", "")
    assert note.chapters[-1].title != "Colofon"


@pytest.mark.parametrize(("colour", "words"), [("#000000", "#ffffff"), ("#ffff00", "#101b2e")])
def test_words_on_a_cover_can_be_read(colour: str, words: str) -> None:
    assert NotesHouse(colour=colour).words_colour == words


@pytest.mark.slow
def test_such_a_note_can_be_printed(house: Path) -> None:
    with Printer() as printer:
        pdf = printer.print(compose(NoteName("cluster", "en", "werkstad")))
        brief = printer.print(compose(NoteName("alderman", "nl", "landgraaf")))
    reader = PdfReader(BytesIO(pdf))
    assert "Published by the Institute for Cities." in reader.pages[-1].extract_text()
    assert reader.metadata is not None
    assert reader.metadata.author == "Instituut voor Steden"
    assert len(PdfReader(BytesIO(brief)).pages) == 2


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ('colour = "blauw"', "colour is 'blauw'"),
        ('logo = "weg.svg"', "weg.svg"),
        ('logo = "house.toml"', "house.toml is geen SVG"),
        ("naam = 1", "naam"),
        ("=", "niet bruikbaar"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path: Path, words: str, problem: str) -> None:
    path = tmp_path / "house.toml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(BadHouseError) as caught:
        read_house(path)
    assert problem in str(caught.value)


def test_a_file_that_is_not_there_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(environment.NOTES.name, "nergens.toml")
    with pytest.raises(environment.SettingError):
        environment.notes_house()
