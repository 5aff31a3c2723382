"""Tables for people: workbooks, read back by another library than the one that writes them."""

import csv
import io
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook  # type: ignore[import-untyped]
from tests.web import raw

from deelgenoot_web.atlas.facts.workbooks import Worksheet, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLES = (
    "/clusters/clusters",
    "/clusters/voorstad/cijfers",
    "/opgaven/energietransitie/cijfers",
    "/gemeenten/gemeenten",
    "/gemeenten/gouda/cijfers",
    "/vergelijken/vergelijking",
    "/kenmerken/woz/levels",
    "/kenmerken/woz/years",
)


def _book(path: str) -> Any:
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, XLSX)
    return load_workbook(BytesIO(answer.content))


def _as_csv(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("path", TABLES)
def test_a_workbook_holds_what_the_csv_file_holds(path: str) -> None:
    query = "?g=gouda&g=zutphen" if "vergelijken" in path else ""
    text = Client().get(f"{path}.csv{query}").content.decode()
    sheet = _book(f"{path}.xlsx{query}")["Cijfers"]

    rows = [list(map(_as_csv, row)) for row in sheet.iter_rows(values_only=True)]
    expected = list(csv.reader(io.StringIO(text)))
    assert rows[0] == expected[0]
    assert [[_near(cell) for cell in row] for row in rows] == [
        [_near(cell) for cell in row] for row in expected
    ]
    assert sheet.freeze_panes == "A2"


def _near(cell: str) -> float | str:
    """Spreadsheets keep fifteen digits of a number."""
    try:
        return float(f"{float(cell):.12g}")
    except ValueError:
        return cell


def test_numbers_are_numbers_and_an_absent_figure_is_an_empty_cell() -> None:
    sheet = _book("/kenmerken/woz/levels.xlsx")["Cijfers"]
    codes = {row[0].value: row[2] for row in sheet.iter_rows(min_row=2)}
    figures = {row["code"]: row["woz"] for row in raw.rows("levels.csv")}

    for code, cell in codes.items():
        if figures[code]:
            assert cell.data_type == "n"
            assert cell.value == pytest.approx(float(figures[code]))
        else:
            assert cell.value is None


def test_a_second_sheet_says_where_the_figures_come_from() -> None:
    book = _book("/kenmerken/woz/levels.xlsx")
    said = dict(book["Bron"].iter_rows(min_row=2, values_only=True))

    assert book.sheetnames == ["Cijfers", "Bron"]
    assert said["Gemaakt met"] == f"deelgenoot {raw.typology()['versions']['deelgenoot']}"
    (source,) = (text for text in said.values() if "CC-BY-4.0" in text)
    assert "CBS" in source
    english = _book("/en/indicators/woz/levels.xlsx")
    assert english.sheetnames == ["Figures", "Source"]


def test_what_looks_like_a_formula_or_a_link_stays_text_and_bytes_stay_the_same() -> None:
    rows = [("=1+1", "http://a.example", 2)]
    first, again = (write_workbook([Worksheet("a", ("x", "y", "z"), rows)]) for _ in range(2))

    cells = next(load_workbook(BytesIO(first)).active.iter_rows(min_row=2))
    assert [cell.value for cell in cells] == ["=1+1", "http://a.example", 2]
    assert cells[0].data_type in {"s", "f"}
    assert cells[1].hyperlink is None
    assert first == again
