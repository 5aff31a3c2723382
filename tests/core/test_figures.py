"""A study that is no more than a study.toml and one table of figures."""

import argparse
import json
import math
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deelgenoot import charts
from deelgenoot.cli import main
from deelgenoot.commands import making
from deelgenoot.commands.opening import open_study
from deelgenoot.errors import BadData, BadStudy, UnknownArea
from deelgenoot.study import Study
from deelgenoot.typology.assess import assess
from deelgenoot.typology.build import build
from tests.core.test_charts_drawn import write_outlines

STATES = Path(__file__).parent / "states"
HOW_TO = Path(__file__).parents[2] / "docs" / "use" / "own-figures.md"

TABLE = """code,name,homes,old
C2,Ham,40,10.5
C1,Wick,60,
C3,Thorp,50,NA
"""
STUDY = """
id = "own"
figures = "own.csv"

[method]
n_clusters = 2
"""


def write_files(folder: Path, table: str | bytes = TABLE, study: str = STUDY) -> Path:
    folder.mkdir(exist_ok=True)
    raw = table if isinstance(table, bytes) else table.encode()
    (folder / "own.csv").write_bytes(raw)
    (folder / "study.toml").write_text(study)
    return folder


def test_a_table_and_three_lines_are_a_study(tmp_path: Path) -> None:
    study = Study.load(write_files(tmp_path))
    assert study.catalog.codes == study.selection == ("C1", "C2", "C3")
    assert study.transforms == {"homes": "none", "old": "none"}
    assert study.theme_weights == {"figures": 1}
    assert [study.catalog.areas[code].name for code in study.selection] == ["Wick", "Ham", "Thorp"]
    figures = study.catalog.level(["homes", "old"])
    assert figures[:, 0].tolist() == [60, 40, 50]
    assert np.array_equal(figures[:, 1], [math.nan, 10.5, math.nan], equal_nan=True)
    assert (study.title.nl, study.title.en) == ("own", "own")


def test_what_a_table_cannot_tell_is_not_there(tmp_path: Path) -> None:
    catalog = Study.load(write_files(tmp_path)).catalog
    assert not catalog.has_map
    assert catalog.series("homes").years == ()
    assert catalog.networks == {}
    assert catalog.areas["C1"].neighbours == ()


def test_pieces_of_a_package_may_stand_beside_a_table(tmp_path: Path) -> None:
    data = write_files(tmp_path) / "data"
    data.mkdir()
    rows = "homes,C1,58,60\n\ncars,C1,1,2\nhomes,US,1,2\n"  # of no column and of no area
    (data / "series.csv").write_text("\ufeffindicator,code,2019,2020\n" + rows)
    (data / "marks.csv").write_text("indicator,code,year,mark\nhomes,US,2020,break\n")
    (data / "networks.csv").write_text("network,code\nN,C1\nN,US\n")
    write_outlines(data, ("C1", "C2", "C3", "US"))
    study = Study.load(tmp_path)
    assert study.catalog.networks == {"N": ("C1",)}
    assert study.catalog.series("homes").years == (2019, 2020)
    assert study.catalog.has_map
    names = ["own.csv", "boundaries.geojson", "marks.csv", "networks.csv", "series.csv"]
    assert [path.name for path in study.inputs] == names


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("series.csv", "indicator;code;2020\nhomes;C1;60\n", "series.csv, line 1: this is no row"),
        ("series.csv", "indicator,code,now\nhomes,C1,60\n", "series.csv, line 1"),
        ("series.csv", "indicator,code,2020\nhomes,C1,60\nhomes,C2,6o\n", "series.csv, line 3"),
        ("series.csv", "indicator,code,2019,2020\n\nhomes,C1,60\n", "series.csv, line 3"),
        ("series.csv", b"indicator,code,2020\nhomes,C1,\xff\n", "series.csv, line"),
        ("marks.csv", "indicator,code,year,mark\nhomes,C1,2020,brek\n", "marks.csv, line 2"),
        ("networks.csv", "netwerk,code\nN,C1\n", "networks.csv, line 1"),
        ("boundaries.geojson", "{", "boundaries.geojson cannot be used"),
        ("boundaries.geojson", '{"features": []}', "no outline of C1, C2, C3"),
        (
            "boundaries.geojson",
            '{"features": [{"properties": {"id": 1}, "geometry": {"coordinates": [1]}}]}',
            "boundaries.geojson cannot be used",
        ),
    ],
)
def test_a_file_beside_a_table_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, content: str | bytes, sentence: str
) -> None:
    data = write_files(tmp_path) / "data"
    data.mkdir()
    (data / "series.csv").write_text("indicator,code,2020\nhomes,C1,60\n")
    (data / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadData, match=sentence) as error:
        Study.load(tmp_path)
    assert error.value.message_in("nl") != str(error.value)


def test_a_study_says_theme_label_unit_scale_and_weight(tmp_path: Path) -> None:
    text = """
[indicators]
homes = { theme = "Living", label = { nl = "Huizen", en = "Homes" }, unit = "%", year = 2020 }
old = "log"

[themes]
Living = 2
"""
    study = Study.load(write_files(tmp_path, study=STUDY + text))
    homes = study.catalog.indicators["homes"]
    assert (homes.label.nl, homes.text_of(40, "en"), homes.level_years) == (
        "Huizen",
        "40.0%",
        (2020,),
    )
    assert study.transforms == {"homes": "none", "old": "log"}
    assert study.theme_weights == {"Living": 2, "figures": 1}


def test_columns_that_a_study_does_not_name_may_hold_anything(tmp_path: Path) -> None:
    table = "code,homes,remark\nC1,1,large\nC2,2,small\n"
    study = Study.load(write_files(tmp_path, table, STUDY + '\n[indicators]\nhomes = "none"\n'))
    assert list(study.catalog.indicators) == ["homes"]
    assert study.catalog.areas["C1"].name == "C1"


@pytest.mark.parametrize(
    "table",
    [
        "code;naam;homes\nC1;Zuid;1,5\nC2;Noord;20\n".encode("utf-8-sig"),
        "sep=;\r\ncode;naam;homes\r\nC1;Zuid;1,5\r\nC2;Noord;20\r\n".encode("cp1252"),
        "\ncode\tnaam\thomes\nC1\tZuid\t1.5\n\nC2\tNoord\t2e1\n".encode("utf-16"),
        b'code,name,homes\nC1,Zuid,"1,5"\nC2,Noord,20\n',
    ],
)
def test_tables_are_read_as_spreadsheets_write_them(tmp_path: Path, table: bytes) -> None:
    study = Study.load(write_files(tmp_path, table))
    assert study.catalog.level(["homes"])[:, 0].tolist() == [1.5, 20]
    assert study.catalog.areas["C1"].name == "Zuid"


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("", "own.csv is empty"),
        ("gemeente,homes\nC1,1\n", r"line 1: there is no column 'code'.*says 'gemeente,homes'"),
        ("code,homes\n", "own.csv holds no areas: give each a line"),
        ("code,homes\n\nC1,1\n,2\n", "line 4: there is no code"),
        ("code,homes\nC1,1\nC2,2\nC1,3\n", "line 4: C1 also stands on line 2"),
        ("code,homes,homes\nC1,1,2\n", "column 'homes' is there twice"),
        ("code,,homes\nC1,1,2\n", "line 1: column 2 has no name"),
        ("code,homes\nC1,1\nC2,many\n", r"line 3, column 'homes': 'many' is no number\. Leave"),
        ("code,homes\nC1,1_000\n", "line 2, column 'homes': '1_000' is no number"),
        ("code,homes\nC1,inf\n", "line 2, column 'homes': 'inf' is no number"),
        ("code;homes\nC1;1,5\nC2;1.000\n", r"line 3, column 'homes': '1.000' can be 1 or 1000"),
        ("code,homes\nC1,1,5\n", "line 2 has 3 cells and the first line 2. A decimal comma needs"),
        ("code;homes;old\nC1;1\n", "line 2 has 2 cells and the first line 3.$"),
        (b"PK\x03\x04\x14\x00\x06\x00", "own.csv: This is a spreadsheet workbook. Save the sheet"),
        (b"code,homes\n\x00\x81\xff,1\n", "own.csv: This file is not text. Save the table as CSV"),
    ],
)
def test_a_broken_table_is_named_with_line_column_and_the_way_on(
    tmp_path: Path, table: str | bytes, sentence: str
) -> None:
    with pytest.raises(BadData, match=sentence):
        Study.load(write_files(tmp_path, table))


@pytest.mark.parametrize(
    ("study", "sentence"),
    [
        (STUDY + '[indicators]\nhouses = "log"\n', "houses not in own.csv.*are name|homes, old"),
        (STUDY + "[themes]\nliving = 2\n", "themes: living not in the figures"),
        (STUDY + '[selection]\ncodes = ["C9"]\n', "selection: C9 not in the figures"),
        (STUDY + '[indicators]\nhomes = { scale = "cube" }\n', "'cube'.*indicators"),
        (STUDY + '[indicators]\nhomes = { tag = "x" }\n', "unknown field `tag`"),
        (STUDY.replace('figures = "own.csv"', ""), r"no data package.*figures = "),
        (
            'id = "own"\nbase = "middelgroot"\n[indicators]\n65plus = { theme = "x" }\n',
            "what 65plus is, the data package says",
        ),
    ],
)
def test_a_study_that_does_not_fit_its_table_says_what_does(
    tmp_path: Path, study: str, sentence: str
) -> None:
    with pytest.raises(BadStudy, match=sentence):
        Study.load(write_files(tmp_path, study=study))


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"gone.csv cannot be read: there is no such file beside"):
        Study.load(write_files(tmp_path, study=STUDY.replace("own.csv", "gone.csv")))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["1,1"] * 5, "asks for 2 clusters of 5 areas.*at least 3 areas for each"),
        (["1,2"] * 9, "No column differs between the areas of the selection"),
        (["1,"] * 9, "No area of the selection has a figure for 'old'. Leave it out"),
    ],
)
def test_too_little_to_cluster_is_said(tmp_path: Path, rows: list[str], sentence: str) -> None:
    table = "code,homes,old\n" + "".join(f"C{at},{row}\n" for at, row in enumerate(rows))
    with pytest.raises(BadStudy, match=sentence):
        build(Study.load(write_files(tmp_path, table)))


def test_the_figures_are_part_of_what_a_study_is(tmp_path: Path) -> None:
    before = Study.load(write_files(tmp_path))
    after = Study.load(write_files(tmp_path, TABLE.replace("60", "61")))
    assert before.hash != after.hash
    assert [path.name for path in before.inputs] == ["own.csv"]


def test_areas_of_one_name_are_told_apart_by_code(tmp_path: Path) -> None:
    table = TABLE.replace("Ham", "Wick").replace("C1", "c1")
    areas = Study.load(write_files(tmp_path, table)).catalog.areas
    with pytest.raises(UnknownArea) as error_info:
        areas.resolve("Wick")
    assert set(error_info.value.suggestions) == {"Wick (C2)", "Wick (c1)"}
    assert areas.resolve("c1").areas[0].code == "c1"


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example of the how-to, built."""
    folder = tmp_path_factory.mktemp("own") / "states"
    shutil.copytree(STATES, folder)
    assert main(["build", str(folder)]) == 0
    return folder


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_command_works_on_a_table(states: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clusters = answer(capsys, "clusters", str(states))
    assert sum(len(cluster["members"]) for cluster in clusters) == 50
    entry = answer(capsys, "show", "Texas", "--study", str(states))
    assert (entry["gm_code"], entry["region"], entry["population"]) == ("TX", "South", None)
    peers = answer(capsys, "peers", "Texas", "--study", str(states), "--theme", "living=2")
    regions = Study.load(states).catalog.areas
    assert all(regions[peer["gm_code"]].region != "South" for peer in peers["peers"])
    assert answer(capsys, "years", str(states)) == []
    assert answer(capsys, "draw", str(states)) == {"file": "charts.zip"}
    reference = states / "reference.csv"
    rows = (f"{code},{one['cluster']}\n" for code, one in _members(states).items())
    reference.write_text("code,cluster\n" + "".join(rows))
    assert answer(capsys, "compare", str(reference), "--study", str(states))["ari"] == 1


def _members(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "typology.json").read_text())["members"]
    return read


@pytest.mark.parametrize(
    ("file", "old", "sentence"),
    [
        ("states.csv", "TX,", "states.csv is veranderd nadat typology.json is gemaakt. Doe"),
        ("study.toml", '"states"', "study.toml is veranderd nadat typology.json is gemaakt. Doe"),
    ],
)
def test_a_table_that_changed_after_the_build_is_noticed(
    states: Path, tmp_path: Path, file: str, old: str, sentence: str
) -> None:
    folder = shutil.copytree(states, tmp_path / "states")
    text = (folder / file).read_text()
    (folder / file).write_text(text.replace(old, old[0] + "e" + old[1:]))
    with pytest.raises(BadStudy) as error:
        open_study(str(folder))
    assert sentence in error.value.message_in("nl")


def test_without_the_extra_for_charts_a_sentence_says_so(
    states: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(states, tmp_path / "states")
    options = argparse.Namespace(study=str(folder), lang="nl")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in sys.modules if name.startswith("deelgenoot.charts.")]:
            patch.delitem(sys.modules, name)
            patch.delattr(charts, name.rpartition(".")[2], raising=False)
        patch.setitem(sys.modules, "altair", None)
        making._draw_where_possible(options)
        assert main(["draw", str(folder)]) == 2
    sentence = "Dit vraagt de extra 'charts' (altair is er niet): pip install 'deelgenoot[charts]'"
    err = capsys.readouterr().err
    assert err == f"Er zijn geen grafieken getekend. {sentence}\ndeelgenoot: {sentence}\n"


def test_a_table_is_assessed_with_what_there_is(tmp_path: Path) -> None:
    rows = "".join(f"C{n},{n % 2 * 50 + n},{n * n % 17}\n" for n in range(14))
    themes = '[indicators]\nhomes = { theme = "Living" }\nold = { theme = "Age" }\n'
    study = Study.load(write_files(tmp_path, f"code,homes,old\n{rows}", STUDY + themes))
    assessment = assess(study, n_draws=2, n_tables=1)
    assert assessment.is_of(build(study))
    assert {one.kind for one in assessment.variants} == {"theme", "indicator"}
    assert assessment.other_years == ()


@pytest.mark.slow
def test_what_was_assessed_is_said_in_the_language_of_the_reader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"C{n},{n % 2 * 50 + n},{n * n % 17}\n" for n in range(8))
    study = STUDY + "n_draws = 1\nn_init = 1\nsmallest_cluster = 1\n"
    folder = str(write_files(tmp_path, f"code,homes,old\n{rows}", study))
    assert main(["build", folder]) == main(["assess", folder]) == 0
    assert "assessment.json: hoe ver de indeling van own houdt" in capsys.readouterr().out


def test_the_how_to_shows_the_example_and_what_it_answers(
    states: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", HOW_TO.read_text(), re.DOTALL))
    assert blocks["toml"].strip() == (STATES / "study.toml").read_text().strip()
    table = (STATES / "states.csv").read_text().splitlines()
    assert blocks["text"].strip().splitlines()[:-1] == table[:4]
    commands = re.findall(r"\$ deelgenoot (.*)\n((?:[^$].*\n)+)", blocks["console"])
    assert len(commands) > 1
    for command, answer in commands:
        capsys.readouterr()
        assert main([str(states) if word == "states" else word for word in command.split()]) == 0
        lines = capsys.readouterr().out.splitlines()
        for line in answer.splitlines():
            assert line in lines
