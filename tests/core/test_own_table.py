"""What a table of one's own leaves open is asked about, and never guessed at."""

import math
from pathlib import Path

import numpy as np
import pytest

from deelgenoot.cli import main
from deelgenoot.errors import BadData, BadStudy
from deelgenoot.study import Study
from tests.core.test_figures import STUDY, write_files


def table_of(*cells: str, head: str = "code;homes") -> str:
    """Write a table of one column, an area a line: C0, C1 and on."""
    return f"{head}\n" + "".join(f"C{at};{cell}\n" for at, cell in enumerate(cells))


def homes_of(folder: Path, table: str, entries: str = "") -> list[float]:
    study = Study.load(write_files(folder, table, entries + STUDY))
    return [float(value) for value in study.catalog.level(["homes"])[:, 0]]


GROUPS = table_of("950", "1.700", "73.427")


def test_a_column_of_groups_of_three_is_refused_with_both_readings(tmp_path: Path) -> None:
    with pytest.raises(BadData) as error:
        homes_of(tmp_path, GROUPS)
    assert error.value.message_in("en") == (
        "own.csv, line 3, column 'homes': '1.700' can be 1.7 or 1700, and the column does not show "
        'which. Say it at the top of study.toml: with decimal = "." it is 1.7, with decimal = "," '
        "it is 1700."
    )
    assert "'1.700' kan 1,7 zijn of 1700" in error.value.message_in("nl")


@pytest.mark.parametrize(
    ("decimal", "figures"), [(",", [950, 1700, 73427]), (".", [950, 1.7, 73.427])]
)
def test_the_study_says_which_reading_it_is(
    tmp_path: Path, decimal: str, figures: list[float]
) -> None:
    assert homes_of(tmp_path, GROUPS, f'decimal = "{decimal}"\n') == figures


@pytest.mark.parametrize(
    ("cells", "figures"),
    [
        (["950,5", "1.700,0"], [950.5, 1700]),
        (["0.5", "1.725"], [0.5, 1.725]),
        (["950", "1.234.567", "1.700"], [950, 1234567, 1700]),
        (["1 700", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"], [1700, 1234567]),
        (["1'700.5", "\N{MINUS SIGN}3"], [1700.5, -3]),
    ],
)
def test_a_column_may_show_which_reading_it_is(
    tmp_path: Path, cells: list[str], figures: list[float]
) -> None:
    assert homes_of(tmp_path, table_of(*cells)) == figures


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["0,5", "1.700"], "line 3, column 'homes': '1.700' can be 1.7 or 1700"),
        (["0.5", "1.700"], "line 3, column 'homes': '1.700' can be 1.7 or 1700"),
        (
            ["1.5", "1,5"],
            "line 2, column 'homes': '1.5' has a point .* and '1,5' on line 3 a comma",
        ),
        (["1e999", "2"], "line 2, column 'homes': '1e999' is too large or too small"),
        (["1e-999", "2"], "line 2, column 'homes': '1e-999' is too large or too small"),
        (["1", "€ 2"], "line 3, column 'homes': '€ 2' is more than a number"),
        (["12%", "13%"], "line 2, column 'homes': '12%' is more than a number"),
        (["3", "-99997"], r"line 3.*'-99997' looks like a sign .* missing = \[\"-99997\"\]"),
        (["3", "9999"], r"line 3.*'9999' looks like a sign for a missing figure"),
        (["Zuid", "Noord"], r"column 'homes' holds words, such as 'Zuid' on line 2. Name the col"),
        (["3", "x"], r"line 3.*'x' is no number.*missing = \[\"x\"\]"),
    ],
)
def test_a_cell_that_may_be_another_number_is_refused(
    tmp_path: Path, cells: list[str], sentence: str
) -> None:
    with pytest.raises(BadData, match=sentence):
        homes_of(tmp_path, table_of(*cells))


def test_signs_for_a_missing_figure_are_what_the_study_says(tmp_path: Path) -> None:
    table = table_of("3;1", "-99997;2", ".;1", "4;2", head="code;homes;cars")
    figures = homes_of(tmp_path, table, 'missing = ["-99997", "."]\n')
    assert np.array_equal(figures, [3, math.nan, math.nan, 4], equal_nan=True)
    assert homes_of(tmp_path, table_of("3", "-999"), "missing = []\n") == [3, -999]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ('code;homes;note\nC1;1;"large\nC2;2;small\n', "line 2: a quotation mark opens a cell"),
        ('code;homes;note\nC1;1;"a\nC2;2;b"\nC3;3;c\n', "line 2: a quotation mark opens a cell"),
        ("code;homes\nC1;1\nSource: us\n", "line 3 has 1 cells and the first line 2. Is it a note"),
        ("code;name\nC1;Zuid\n", "has no column with figures, only areas"),
        ("code;homes\nC1;1\nSource: us;\n", r"no figure at all on line 3 \(Source: us\)"),
    ],
)
def test_a_table_that_is_no_table_of_figures_is_refused(
    tmp_path: Path, table: str, sentence: str
) -> None:
    with pytest.raises(BadData, match=sentence):
        Study.load(write_files(tmp_path, table))


def test_names_of_columns_may_break_and_empty_columns_are_nothing(tmp_path: Path) -> None:
    study = Study.load(write_files(tmp_path, 'code;"homes\nin all";\nC1;1;\nC2;2;\n'))
    assert list(study.catalog.indicators) == ["homes in all"]


def test_lines_that_are_no_areas_are_not_to_be_left_out_one_by_one(tmp_path: Path) -> None:
    rows = [f"C{at};{year};{at}" for at in range(4) for year in (2019, 2020)]
    with pytest.raises(BadData) as error:
        Study.load(write_files(tmp_path, "\n".join(["code;year;homes", *rows])))
    assert "4 of the 8 lines repeat the code of an earlier one, as C0 on lines 2 and 3" in str(
        error.value
    )
    assert "Leave one of them out" not in str(error.value)


PLACES = """code;name;region;people;share
{}GM01;Ham;North;41230;12.5
GM02;Wick;North;8125;30.1
GM03;Thorp;South;15310;22.8
GM04;Ford;South;90210;18.4
{}"""
TOTAL = "NL01;Land;;154875;17.9\n"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (("", TOTAL), r"line 6 \(NL01, Land\), sum of the other lines.*totals = \[\"NL01\"\]"),
        ((TOTAL, ""), r"line 2 \(NL01, Land\), sum of"),
        (("NO;North;;49355;16.0\n", ""), r"line 2 \(NO, North\), sum of 2 other lines"),
        (("NO;North;;49355;16\n", TOTAL), r"line 2 .*sum of 2.*line 7 \(NL01, Land\), sum of the"),
        (("", "X;Totaal;;;17.9\n"), r"line 6 \(X, Totaal\), its name says “totaal”"),
    ],
)
def test_a_total_among_the_areas_is_asked_about(
    tmp_path: Path, rows: tuple[str, str], sentence: str
) -> None:
    with pytest.raises(BadData, match=sentence):
        Study.load(write_files(tmp_path, PLACES.format(*rows)))


def test_a_code_of_another_kind_is_asked_about(tmp_path: Path) -> None:
    rows = [f"GM{at:03};{at * 7 % 11}" for at in range(40)]
    with pytest.raises(BadData, match=r"\(PV20\), its code does not begin with GM") as error:
        Study.load(write_files(tmp_path, "\n".join(["code;homes", *rows, "PV20;5"])))
    assert "zijn code begint niet met GM" in error.value.message_in("nl")


def test_regions_with_whose_code_others_begin_are_asked_about(tmp_path: Path) -> None:
    parts = [f"BU{gm:04}{at:02};{at * gm % 7}.5" for gm in range(1, 5) for at in range(3)]
    wholes = [f"GM{gm:04};{gm}.5" for gm in range(1, 5)]
    table = "\n".join(["code;homes", "NL01;3.5", *wholes, *parts])
    with pytest.raises(BadData) as error:
        Study.load(write_files(tmp_path, table))
    assert (
        "line 2 (NL01), its code does not begin with BU; line 3 (GM0001), codes of other lines "
        "begin with it; line 4"
    ) in str(error.value)
    assert 'totals = ["NL01", "GM0001", "GM0002", "GM0003", "GM0004"]' in str(error.value)


def test_regions_may_have_codes_of_unequal_length(tmp_path: Path) -> None:
    parts = [f"BU{gm}{at:04};{at * gm % 7}.5" for gm in (1, 23) for at in range(3)]
    table = "\n".join(["code;homes", "GM1;1.5", "GM23;3.5", *parts])
    with pytest.raises(
        BadData, match=r"line 2 \(GM1\), codes of other lines begin with it; line 3"
    ):
        Study.load(write_files(tmp_path, table))


def test_totals_that_the_study_names_are_left_out_and_none_is_an_answer_too(tmp_path: Path) -> None:
    table = PLACES.format("", TOTAL)
    study = Study.load(write_files(tmp_path, table, 'totals = ["NL01"]\n' + STUDY))
    assert study.selection == ("GM01", "GM02", "GM03", "GM04")
    assert len(Study.load(write_files(tmp_path, table, "totals = []\n" + STUDY)).selection) == 5
    every = 'totals = ["C1", "C2", "C3"]\n'
    with pytest.raises(BadStudy, match=r"no line of own\.csv is an area"):
        Study.load(write_files(tmp_path, study=every + STUDY))
    with pytest.raises(BadStudy, match=r"totals: NL9 not in own\.csv"):
        Study.load(write_files(tmp_path, table, 'totals = ["NL9"]\n' + STUDY))


def test_a_total_outside_the_selection_is_no_question(tmp_path: Path) -> None:
    selection = '[selection]\ncodes = ["GM01", "GM02", "GM03"]\n'
    study = Study.load(write_files(tmp_path, PLACES.format("", TOTAL), STUDY + selection))
    assert len(study.selection) == 3


def test_shares_of_one_are_no_per_cents(tmp_path: Path) -> None:
    table = table_of("0.2", "0.7", "0.35")
    with pytest.raises(BadData, match=r"no figure is over 0.7.*shares of 1.*unit = \"%\""):
        Study.load(write_files(tmp_path, table, STUDY + '[indicators]\nhomes = "logit"\n'))
    entry = '[indicators]\nhomes = { scale = "logit", unit = "%" }\n'
    assert Study.load(write_files(tmp_path, table, STUDY + entry)).transforms["homes"] == "logit"


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("[themes]\nfigures = -1\n", r">= 0.*themes"),
        ("[themes]\nfigures = 0\n", "no theme weighs anything"),
        ("[themes]\nfigures = inf\n", r"<= 1000.*themes"),
    ],
)
def test_a_weight_that_is_none_is_refused(tmp_path: Path, entry: str, sentence: str) -> None:
    with pytest.raises(BadStudy, match=sentence):
        Study.load(write_files(tmp_path, study=STUDY + entry))


def test_a_study_that_was_never_built_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clusters", str(write_files(tmp_path)), "--lang", "en"]) == 2
    assert (
        "There is no grouping of this study yet. Run `deelgenoot build" in capsys.readouterr().err
    )
