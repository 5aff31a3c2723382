"""The package that ships is the one that the raw figures make, on shapes that fit together."""

import csv
import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from deelgenoot.areas import BUNDLED, Merger
from deelgenoot.errors import BadData
from deelgenoot.sources import package
from deelgenoot.sources.check import check, compare
from deelgenoot.sources.extract import extract
from deelgenoot.sources.lock import RAW, ROOT
from deelgenoot.sources.meta import planned_indicators
from deelgenoot.sources.places import check_mergers, read_places, slug
from deelgenoot.sources.shapes import kilometres

SHARED = ROOT.parent / "shared" / "data"


@pytest.mark.slow
def test_built_anew_the_package_has_the_same_bytes() -> None:
    check()


def test_a_table_changed_by_hand_is_found(tmp_path: Path) -> None:
    copy = shutil.copytree(BUNDLED, tmp_path / "data")
    with (copy / "marks.csv").open("a") as out:
        out.write("\n")
    with pytest.raises(BadData, match=r"other bytes for marks\.csv"):
        compare(copy, BUNDLED)


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the folder of copies is not here")
def test_the_raw_extract_is_what_the_copies_hold(tmp_path: Path) -> None:
    extract(SHARED, tmp_path / "raw", tmp_path / "locks")
    for path in sorted((tmp_path / "raw").rglob("*.*")):
        assert path.read_bytes() == (RAW / path.relative_to(tmp_path / "raw")).read_bytes()


def test_every_resource_is_described_with_its_hash_and_its_columns() -> None:
    package = json.loads((BUNDLED / "datapackage.json").read_text())
    paths = {resource["path"] for resource in package["resources"]}
    assert paths | {"datapackage.json"} == {path.name for path in BUNDLED.iterdir()}
    for resource in package["resources"]:
        content = (BUNDLED / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if resource["format"] == "csv":
            header = next(csv.reader(content.decode().splitlines()))
            assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_the_package_and_the_extract_are_small() -> None:
    assert sum(path.stat().st_size for path in BUNDLED.iterdir()) < 3_000_000
    assert sum(path.stat().st_size for path in RAW.rglob("*.*")) < 2_000_000
    assert (BUNDLED / "boundaries.geojson").stat().st_size < 300_000


def test_boundaries_keep_their_shared_borders() -> None:
    features = json.loads((BUNDLED / "boundaries.geojson").read_text())["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    assert len(shapes) == 355
    assert all(shape.is_valid and not shape.is_empty for shape in shapes)
    assert shapely.coverage_is_valid(shapes)
    overlap = sum(shape.area for shape in shapes) - shapely.union_all(shapes).area
    assert abs(overlap) < 1e-9


def test_decimals_are_none_where_the_publisher_gives_whole_percentages() -> None:
    """A level is whole when it has no point in the table; one level that has decides."""
    indicators = json.loads((BUNDLED / "indicators.json").read_text())["indicators"]
    with (BUNDLED / "levels.csv").open() as levels:
        rows = list(csv.DictReader(levels))
    with_decimals = {one for row in rows for one, cell in row.items() if "." in cell}
    whole = {one["id"] for one in indicators if one["unit"] == "%"} - with_decimals
    assert {one["id"] for one in indicators if one["decimals"] == 0} == whole
    assert {one["id"] for one in indicators if one["decimals"] is None} == (
        {one["id"] for one in indicators} - whole
    )
    assert {"koop", "meergez"} <= whole  # meergez has a decimal in another year than its level's
    assert "hoog" in with_decimals


def test_a_level_outside_the_plausible_range_stops_the_build() -> None:
    shop = package.workshop()
    [city] = [one for _, one in planned_indicators() if one.id == "grotestad"]
    narrow = replace(city, plausible=(5, 250))
    with pytest.raises(BadData, match=r"grotestad: .+ comes to .+, outside 5 to 250 km"):
        package.level(narrow, package.series_of(narrow, shop), shop)


def test_mergers_and_yearly_lists_must_agree() -> None:
    names = {2000: {"A": "Aham", "B": "Beeham"}, 2001: {"B": "Beeham"}}
    check_mergers(names, [Merger(2001, "A", "B", True)])
    with pytest.raises(BadData, match=r"2001: lists and mergers differ about \['A'\]"):
        check_mergers(names, [])
    with pytest.raises(BadData, match=r"mergers lead to \['C'\]"):
        check_mergers(names, [Merger(2001, "A", "C", True)])


def test_mergers_that_we_wrote_down_ourselves_keep_the_inhabitants() -> None:
    """Those of 2011-2015, wholly or in part: what came together was about as many people."""
    places = read_places(RAW)
    people = package.workshop().figures.values["inwoners"]
    for year in range(2011, 2016):
        clusters = _together([m for m in places.named_mergers if m.year == year])
        for before, after in clusters:
            was = sum(people[year - 1].get(code, 0) for code in before | after)
            now = sum(people[year][code] for code in after)
            assert now == pytest.approx(was, rel=0.015), (year, sorted(before))


def _together(mergers: list[Merger]) -> list[tuple[set[str], set[str]]]:
    """Sources and targets that are bound to each other."""
    groups: list[tuple[set[str], set[str]]] = []
    for merger in mergers:
        touching = [one for one in groups if merger.source in one[0] or merger.target in one[1]]
        sources = {merger.source}.union(*(one[0] for one in touching))
        targets = {merger.target}.union(*(one[1] for one in touching))
        groups = [one for one in groups if one not in touching] + [(sources, targets)]
    return groups


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("'s-Hertogenbosch", "s-hertogenbosch"),
        ("Bergen (NH.)", "bergen-nh"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("Nuenen, Gerwen en Nederwetten", "nuenen-gerwen-en-nederwetten"),
    ],
)
def test_a_name_becomes_an_address(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_kilometres_over_a_round_earth() -> None:
    assert kilometres((5.0, 52.0), (5.0, 53.0)) == pytest.approx(111.195, abs=0.001)
    assert kilometres((5.0, 52.0), (5.0, 52.0)) == 0
