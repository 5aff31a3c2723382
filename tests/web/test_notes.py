"""The notes as PDF: what they say, their tags, and what is answered where there is none."""

import sys
from collections.abc import Iterator
from http import HTTPStatus
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.notes import paint, press, printing
from deelgenoot_web.atlas.notes.content import Note
from deelgenoot_web.atlas.notes.pictures import PictureName
from deelgenoot_web.atlas.notes.press import NoteName, UnknownNoteError, find_notes
from deelgenoot_web.atlas.notes.printing import Press, Printer, PrintingError
from deelgenoot_web.site import cli, finished

pytestmark = pytest.mark.slow
Notes = Press[NoteName]
CLUSTER = NoteName("cluster", "nl", "stad-in-transitie")
BRIEF = NoteName("alderman", "en", "landgraaf")


@pytest.fixture(scope="module")
def kept() -> Notes:
    """A press of which every test may take the same notes."""
    return Press(press.compose)


def _reader(kept: Notes, name: NoteName) -> PdfReader:
    return PdfReader(BytesIO(kept.give(name)))


def _elements(of: Any) -> Iterator[Any]:
    """Walk the elements of the structure tree in reading order."""
    of = of.get_object() if hasattr(of, "get_object") else of
    if isinstance(of, list):
        for one in of:
            yield from _elements(one)
    elif isinstance(of, DictionaryObject):
        if "/S" in of:
            yield of
        yield from _elements(of.get("/K"))


def _tags(reader: PdfReader) -> list[Any]:
    root: Any = reader.root_object
    return list(_elements(root["/StructTreeRoot"]))


def test_a_note_names_its_language_and_title_and_is_tagged(kept: Notes) -> None:
    reader = _reader(kept, CLUSTER)
    root: Any = reader.root_object
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("nl", True)
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert reader.metadata is not None
    assert reader.metadata.title == "Startnotitie: Stad in transitie"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()


def test_headings_descend_one_level_at_a_time(kept: Notes) -> None:
    tags = [str(one["/S"]) for one in _tags(_reader(kept, CLUSTER))]
    levels = [int(tag[2:]) for tag in tags if tag[1:2] == "H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 12
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_figure_says_what_it_shows_and_each_table_has_a_header(kept: Notes) -> None:
    tags = _tags(_reader(kept, CLUSTER))
    figures = [str(one.get("/Alt", "")) for one in tags if one["/S"] == "/Figure"]
    assert len(figures) == 14 + 3 + 4  # strips, claims with a line, the longest series
    assert all(figures)
    assert any("Den Helder" not in one and "63%" in one for one in figures)
    tables = [one for one in tags if one["/S"] == "/Table"]
    assert tables
    assert all(any(cell["/S"] == "/TH" for cell in _elements(one)) for one in tables)


def test_a_note_has_the_figures_of_the_perspective(kept: Notes) -> None:
    reader = _reader(kept, CLUSTER)
    first = " ".join(reader.pages[1].extract_text().split())
    # Of nine members the fifth: jobs per 1,000 from Landgraaf (432) to Heerlen (976).
    assert "telt 740 banen per 1.000 inwoners van 15 tot 65 jaar" in first
    assert "Landgraaf heeft 432 banen" in first
    assert press.n_pages(kept.give(CLUSTER)) == len(reader.pages)


def test_a_sign_that_the_letters_lack_is_set_all_the_same(kept: Notes) -> None:
    # A chart of Oss says with ≠ that its territory changed.
    assert kept.give(NoteName("municipality", "nl", "oss")).startswith(b"%PDF-")


def test_the_alderman_gets_two_pages(kept: Notes) -> None:
    first, second = (" ".join(page.extract_text().split()) for page in _reader(kept, BRIEF).pages)
    assert "Three challenges" in first
    assert "Call these five" in first
    assert "What keeps residents from work?" in first
    assert "Doubt, method and sources" in second
    assert "432 against 692" in second


def test_a_note_once_made_is_kept_and_the_oldest_gives_way(kept: Notes) -> None:
    assert kept.give(CLUSTER) is kept.give(CLUSTER)
    small = Press(press.compose, largest=1)
    small.give(BRIEF)
    assert small.size == 0
    other = Press(press.compose)
    for file in (b"%PDF brought", b"%PDF brought again"):
        other.keep(BRIEF, file)
        assert other.give(BRIEF) is file
        assert other.size == len(file)


def test_the_notes_of_the_study_are_printed_ahead_and_a_press_that_fails_is_no_error() -> None:
    asked: list[NoteName | PictureName] = []

    def compose(name: NoteName | PictureName) -> Note:
        asked.append(name)
        raise PrintingError

    assert not list(press.notes_ahead(Press(compose)))
    assert asked == [NoteName("study", "nl"), NoteName("study", "en")]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/clusters/startnotitie.pdf", "startnotitie.pdf"),
        ("/clusters/stad-in-transitie/startnotitie.pdf", "startnotitie-stad-in-transitie.pdf"),
        ("/en/municipalities/landgraaf/alderman.pdf", "alderman-landgraaf.pdf"),
    ],
)
def test_a_page_offers_its_note(
    path: str, name: str, kept: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deelgenoot_web.atlas.views.notes.PRESS", kept)
    page = Client().get(path.rpartition("/")[0] + "/")
    assert f'href="{path}"' in page.content.decode()
    answer = Client().get(path)
    assert answer.content[:5] == b"%PDF-"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    "path",
    [
        "/clusters/vinexstad/startnotitie.pdf",
        "/gemeenten/nergenshuizen/startnotitie.pdf",
        "/gemeenten/rotterdam/wethouder.pdf",  # outside the selection: in no cluster
    ],
)
def test_what_has_no_note_is_not_found(path: str) -> None:
    assert Client().get(path).status_code == HTTPStatus.NOT_FOUND


def test_a_municipality_outside_the_selection_offers_none() -> None:
    assert "startnotitie.pdf" not in Client().get("/gemeenten/rotterdam/").content.decode()


def test_who_comes_while_others_wait_is_asked_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crowded = Press(press.compose)
    monkeypatch.setattr("deelgenoot_web.atlas.views.notes.PRESS", crowded)
    monkeypatch.setattr(crowded, "waiting", BoundedSemaphore(printing.MOST_WAITING))
    for _ in range(printing.MOST_WAITING):
        crowded.waiting.acquire()
    answer = Client().get("/clusters/startnotitie.pdf")
    assert (answer.status_code, answer["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "5")
    assert "De notitie is nog niet klaar" in answer.content.decode()


def test_pages_do_not_wait_for_a_note() -> None:
    assert finished.is_of_the_release("/clusters/")
    assert not finished.is_of_the_release("/clusters/startnotitie.pdf")
    assert not finished.is_of_the_release("/en/municipalities/landgraaf/alderman.pdf")


def test_without_typst_or_fonts_or_time_the_reason_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = press.compose(BRIEF)
    with Printer(fonts=tmp_path) as printer, pytest.raises(PrintingError, match="Source Sans 3"):
        printer.print(note)
    with Printer(longest=0) as printer, pytest.raises(PrintingError, match="0 seconden"):
        printer.print(note)
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PrintingError, match="typst"):
        Printer()


def test_notes_are_found_by_the_names_people_use() -> None:
    assert find_notes(release(), ["studie", "Heerhugowaard"], "nl") == [
        NoteName("study", "nl"),
        NoteName("municipality", "nl", "heerhugowaard"),
        NoteName("alderman", "nl", "heerhugowaard"),
    ]
    assert len(find_notes(release(), [], "en")) == 1 + 7 + 2 * 74
    with pytest.raises(UnknownNoteError, match="nergenshuizen"):
        find_notes(release(), ["nergenshuizen"], "nl")


def test_the_command_writes_notes_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "voorstad", "--to", str(tmp_path / "notes")]) == 0
    path = tmp_path / "notes" / "startnotitie-voorstad.pdf"
    assert path.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out.startswith(f"{path} (")
    assert cli.main(["report", "voorstad", "--to", str(path)]) == 2
    assert "kan niet worden geschreven" in capsys.readouterr().err


def test_lines_keep_their_thickness_when_a_chart_is_stretched() -> None:
    svg = (
        '<svg class="chart c-T" width="100%" height="57"><svg class="g-flow" width="100%" '
        'height="57" viewBox="0 0 1000 57" preserveAspectRatio="none">'
        '<path class="ticks" d="M525 22v10M0 27h1000L15,109.5"/></svg></svg>'
    )
    on_paper = paint.chart_on_paper(svg, 400)
    assert 'width="400" height="57" viewBox="0 0 400 57"' in on_paper
    assert 'd="M210 22v10M0 27h400L6 109.5"' in on_paper  # 525, 1000 and 15 times 0.4


def test_on_paper_every_colour_is_written_out() -> None:
    charts = release().charts
    drawings = [
        charts.cluster_map("nl"),
        charts.members_map("werkstad", "nl"),
        charts.svg("members/partic/werkstad", "nl"),
        charts.svg("trend/inwoners/werkstad", "nl"),
    ]
    for svg in drawings:
        on_paper = paint.chart_on_paper(svg, 400)
        assert "var(" not in on_paper
        assert "rem" not in on_paper.partition("</style>")[0]
    assert paint.palette()["cluster-W"] in paint.chart_on_paper(drawings[2], 400)
