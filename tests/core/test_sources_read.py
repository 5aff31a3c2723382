"""Figures that cannot be right stop the build, and the message says whose and which."""

from pathlib import Path

import polars as pl
import pytest

from deelgenoot.errors import BadData
from deelgenoot.sources.lock import check_lock, write_lock
from deelgenoot.sources.meta import SourceColumn
from deelgenoot.sources.read import figures

NAMES = {2020: {"GM1": "Aham", "GM2": "Beeham"}, 2021: {"GM1": "Aham"}}
Row = tuple[str, int, str, int, float]


def column(unit: str = "%", bad_figures: frozenset[tuple[int, str]] = frozenset()) -> SourceColumn:
    return SourceColumn(
        "share", "src", unit, (0.1, 60), "none", None, frozenset({2019}), bad_figures
    )


def write_raw(raw: Path, rows: list[Row]) -> Path:
    (raw / "src").mkdir()
    schema = ["variable", "year", "gm_code", "boundary_year", "value"]
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(raw / "src" / "figures.parquet")
    return raw


def test_figures_come_in_by_year_and_code_with_their_division(tmp_path: Path) -> None:
    rows = [("share", 2020, "GM1", 2020, 5.0), ("share", 2020, "GM2", 2020, 6.0)]
    rows += [("share", 2018, "GM1", 2021, 4.0), ("share", 2019, "GM1", 2020, 999.0)]
    raw = write_raw(tmp_path, rows)
    read = figures(raw, [column()], NAMES)
    assert read.values == {"share": {2018: {"GM1": 4.0}, 2020: {"GM1": 5.0, "GM2": 6.0}}}
    assert read.boundary == {("share", 2018): 2021, ("share", 2020): 2020}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("share", 2020, "GM9", 2020, 5.0)], "share 2020: GM9 is no municipality of that year"),
        ([("share", 2021, "GM2", 2021, 5.0)], "share 2021: GM2 is no municipality of that year"),
        ([("share", 2020, "GM1", 2020, 5.0)] * 2, r"share 2020: Aham \(GM1\) stands in it twice"),
        (
            [("share", 2020, "GM1", 2020, 5.0), ("share", 2020, "GM2", 2020, 61.0)],
            r"share 2020: Beeham \(GM2\) has 61.0, outside 0.1 to 60 %",
        ),
        (
            [("share", 2020, "GM1", 2020, 0.22), ("share", 2020, "GM2", 2020, 0.31)],
            r"no value is above 0.31 \(Beeham, GM2\); these are fractions",
        ),
        (
            [("share", 2020, "GM1", 2020, 5.0), ("share", 2020, "GM2", 2021, 5.0)],
            "share 2020 stands on more than one division",
        ),
        ([("other", 2020, "GM1", 2020, 5.0)], "src: there are no figures of column 'share'"),
        ([("share", 2020, "GM1", 2020, float("nan"))], r"Aham \(GM1\) has nan"),
    ],
)
def test_a_figure_that_cannot_be_right_stops_the_build(
    tmp_path: Path, rows: list[Row], sentence: str
) -> None:
    with pytest.raises(BadData, match=sentence):
        figures(write_raw(tmp_path, rows), [column()], NAMES)


def test_small_numbers_that_are_no_shares_are_not_taken_for_fractions(tmp_path: Path) -> None:
    raw = write_raw(tmp_path, [("share", 2020, "GM1", 2020, 0.4)])
    assert figures(raw, [column("km")], NAMES).values["share"][2020] == {"GM1": 0.4}


def test_a_figure_discarded_by_hand_is_not_read(tmp_path: Path) -> None:
    rows = [("share", 2020, "GM1", 2020, 5.0), ("share", 2020, "GM2", 2020, -3.0)]
    read = figures(write_raw(tmp_path, rows), [column("%", frozenset({(2020, "GM2")}))], NAMES)
    assert read.values["share"][2020] == {"GM1": 5.0}


def test_raw_files_that_are_not_the_locked_ones_are_refused(tmp_path: Path) -> None:
    raw, locks = tmp_path / "raw", tmp_path / "locks"
    raw.mkdir()
    write_raw(raw, [("share", 2020, "GM1", 2020, 5.0)])
    with pytest.raises(BadData, match=r"src: there is no lock\.yml"):
        check_lock("src", raw, locks)
    write_lock("src", raw, locks)
    check_lock("src", raw, locks)
    with (raw / "src" / "figures.parquet").open("ab") as out:
        out.write(b"x")
    with pytest.raises(BadData, match=r"not the locked ones: figures\.parquet"):
        check_lock("src", raw, locks)
