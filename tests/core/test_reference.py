"""A table of somebody else: what spreadsheets write is read, and every mistake is named."""

import pytest

from deelgenoot.areas import Area, Areas, Merger, NamePeriod
from deelgenoot.typology.reference import BadReference, ReferenceProblem, read_reference


def area(code: str, name: str) -> Area:
    return Area(code, name, name.lower(), "P", "R", 1, 5.0, 52.0, ())


@pytest.fixture
def areas() -> Areas:
    """Three areas; Eastwest is newer and made of two of them, Old went into Vá."""
    history = [
        NamePeriod("C001", "East", 2010, 2026),
        NamePeriod("C009", "Eastwest", 2021, 2026),
        NamePeriod("C008", "Old", 2010, 2015),
    ]
    mergers = [
        Merger(2021, "C001", "C009", whole=True),
        Merger(2021, "C002", "C009", whole=True),
        Merger(2016, "C008", "C003", whole=True),
    ]
    three = [area("C001", "East"), area("C002", "West"), area("C003", "Vá")]
    return Areas(three, history, mergers, year=2020)


ALL = {"C001": "A", "C002": "B", "C003": "A"}


@pytest.mark.parametrize(
    "content",
    [
        "code,cluster\nC001,A\nC002,B\nC003,A\n",
        "code;cluster\r\nC001;A\r\nC002;B\r\nC003;A\r\n",
        "code\tcluster\rC001\tA\rC002\tB\rC003\tA",
        "\n\ncode,cluster\n\nC001,A\n,\nC002, B \nC003,A\n\n",
        "Nr;Gemeente;Groep;Opmerking\n1;East;A;\n2;west;B;a;b\n3;VA;A\n",
        'sep=;\ncode;cluster\n1;"A"\n0002;B\n003;A\n',
        "code,cluster\nC001,A\nC002,B\nOld,A\n",
        "\ufeffcode,cluster\nC001,A\nC002,B\nC003,A\n".encode(),
        "code;cluster\nC001;A\nC002;B\nVá;A\n".encode("cp1252"),
        "code\tcluster\r\nC001\tA\r\nC002\tB\r\nVá\tA\r\n".encode("utf-16"),
    ],
)
def test_what_spreadsheets_write_is_read(areas: Areas, content: str | bytes) -> None:
    assert read_reference(content, areas) == ALL


@pytest.mark.parametrize(
    ("content", "problem", "sentence"),
    [
        ("", ReferenceProblem("empty"), "Give a line for each"),
        ("code,cluster\n\n", ReferenceProblem("empty"), "Give a line for each"),
        (b"PK\x03\x04rest", ReferenceProblem("workbook"), "Save the sheet as CSV"),
        (b"code,cluster\n\x00", ReferenceProblem("no_text"), "not text"),
        (b"\xff\xfea", ReferenceProblem("no_text"), "not text"),
        (
            "\ngm,klasse\nC001,A",
            ReferenceProblem("columns", 2, "gm,klasse"),
            "Line 2: the column names code and cluster are missing. It says “gm,klasse”.",
        ),
        ("code|cluster\n", ReferenceProblem("columns", 1, "code|cluster"), "Line 1: "),
        (
            "code,cluster\n,A\n",
            ReferenceProblem("no_area", 2, "A"),
            "Line 2: there is no municipality",
        ),
        (
            "code,cluster\nC001\n",
            ReferenceProblem("no_group", 2, "C001"),
            "Line 2: “C001” has no cluster.",
        ),
        (
            "code,cluster\n\nEest,A\n",
            ReferenceProblem("unknown", 3, "Eest", ("East",)),
            "Line 3: no municipality found with the name or code “Eest”. Did you mean East?",
        ),
        (
            "code,cluster\nEastwest,A\n",
            ReferenceProblem("several", 2, "Eastwest", ("East", "West"), 2020),
            "“Eastwest” stands for more municipalities of 2020: East and West. Name each.",
        ),
        (
            "code,cluster\nC001,A\nC002,B\nEast,A\n",
            ReferenceProblem("twice", 4, "East", number=2),
            "Line 4: “East” also stands on line 2.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(
    areas: Areas, content: str | bytes, problem: ReferenceProblem, sentence: str
) -> None:
    with pytest.raises(BadReference) as error_info:
        read_reference(content, areas)
    assert error_info.value.problems == (problem,)
    assert sentence in error_info.value.message_in("en")
    assert "{" not in error_info.value.message_in("nl") + error_info.value.message_in("en")


@pytest.mark.parametrize(
    "rows",
    [
        'C001,A\n"C002,B\nC003,A\n',
        'C001,A\nC002,"B\nC003,A\n',
        'C001,A\nC002,"B\nC003,A"\n',
        'C001,A\nC002,"B" or so\n',
        f'C001,A\nC002,"{"B" * 200_000}"\n',
    ],
)
def test_a_quote_that_does_not_close_is_named_where_it_opens(areas: Areas, rows: str) -> None:
    with pytest.raises(BadReference) as error_info:
        read_reference(f"code,cluster\n{rows}", areas)
    assert error_info.value.problems == (ReferenceProblem("quote", 3),)
    assert "Line 3: a quotation mark opens" in error_info.value.message_in("en")


def test_a_note_of_more_lines_is_no_mistake(areas: Areas) -> None:
    content = 'code,cluster,note\nC001,A,"one\ntwo, three"\nC002,B,\nC003,A,\n'
    assert read_reference(content, areas) == ALL


def test_a_head_that_is_one_long_cell_names_no_columns(areas: Areas) -> None:
    with pytest.raises(BadReference) as error_info:
        read_reference("x" * 200_000, areas)
    assert [one.kind for one in error_info.value.problems] == ["columns"]


def test_lines_that_are_no_municipalities_are_not_to_be_left_out_one_by_one(areas: Areas) -> None:
    rows = "".join(f"C00{at % 2 + 1},{at}\n" for at in range(6)) + "X,A\n"
    with pytest.raises(BadReference) as error_info:
        read_reference(f"code,cluster\n{rows}", areas)
    problems = error_info.value.problems
    assert problems[0] == ReferenceProblem("repeats", 4, "C001", number=2)
    assert [one.kind for one in problems] == ["repeats", "unknown"]
    assert "op regel 2 en 4. Een regel is hier dus geen" in error_info.value.message_in("nl")


def test_all_mistakes_are_named_at_once(areas: Areas) -> None:
    with pytest.raises(BadReference) as error_info:
        read_reference("code,cluster\nX,A\nC001,\nC002,B\nY,B\n", areas)
    assert [(one.kind, one.line) for one in error_info.value.problems] == [
        ("unknown", 2),
        ("no_group", 3),
        ("unknown", 5),
    ]


def test_a_column_with_too_many_groups_is_the_wrong_one() -> None:
    many = Areas([area(f"C{n:03}", f"Area {n}") for n in range(1, 42)], year=2020)
    rows = "".join(f"{one.code},{one.name}\n" for one in many)
    with pytest.raises(BadReference) as error_info:
        read_reference(f"code,cluster\n{rows}", many)
    assert error_info.value.problems == (ReferenceProblem("groups", number=41),)


def test_a_long_value_is_shown_in_part() -> None:
    assert f"“{'x' * 60}…”" in ReferenceProblem("unknown", 2, "x" * 500).message_in("nl")
