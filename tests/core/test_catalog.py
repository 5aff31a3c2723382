"""The door to built data: what it gives is what was published, and it cannot be changed."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from deelgenoot.areas import BUNDLED
from deelgenoot.catalog import Catalog
from deelgenoot.errors import BadData
from deelgenoot.typology.levels import of_other_land, on_this_land

THIRTY = [
    "65plus",
    "gezin",
    "groei",
    "woz",
    "corp",
    "meergez",
    "na2000",
    "banen",
    "ind",
    "hoog",
    "eigen",
    "partic",
    "super",
    "zkh",
    "vo",
    "rest",
    "trein",
    "veiligheid",
    "fysiek",
    "gezond",
    "misdr",
    "bijstand",
    "ao",
    "jeugd",
    "laagopl",
    "kernen",
    "solv",
    "opkomst",
    "dominantie",
    "grotestad",
]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load(BUNDLED)


def level(catalog: Catalog, indicator: str, code: str) -> float:
    return float(catalog.level([indicator])[catalog.codes.index(code), 0])


def line(catalog: Catalog, indicator: str, code: str) -> dict[int, tuple[float, str]]:
    series, row = catalog.series(indicator), catalog.codes.index(code)
    pairs = zip(series.values[row].tolist(), series.marks[row].tolist(), strict=True)
    pair_of = dict(zip(series.years, pairs, strict=True))
    return {year: pair for year, pair in pair_of.items() if not np.isnan(pair[0])}


def test_the_population_of_2020_is_the_published_one(catalog: Catalog) -> None:
    assert catalog.level(["inwoners"]).sum() == 17_407_585
    assert sum(area.population for area in catalog.areas) == 17_407_585
    assert level(catalog, "inwoners", "GM0513") == 73_427


def test_there_are_seven_themes_in_their_order_each_with_seven_indicators(catalog: Catalog) -> None:
    ids = [theme.id for theme in catalog.themes]
    assert ids == [
        "demography",
        "housing",
        "economy",
        "amenities",
        "quality_of_life",
        "social",
        "governance",
    ]
    per_theme = [one.theme for one in catalog.indicators.values()]
    assert len(per_theme) >= 55
    assert all(per_theme.count(theme) >= 7 for theme in ids)


def test_the_thirty_of_the_typology_are_there_and_origin_is_not(catalog: Catalog) -> None:
    assert set(THIRTY) <= set(catalog.indicators)
    words = " ".join(one.description.nl + one.label.nl for one in catalog.indicators.values())
    assert not any(word in words.casefold() for word in ("westers", "migratie", "herkomst"))


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("65plus", 19.18),  # pct_65plus 2020
        ("woz", 244),  # woz_x1000 2021
        ("zkh", 2.2),  # afst_ziekenhuis_km 2021, not the 2.1 of 2018
        ("bijstand", 24.38),  # bijstand_per_1000 2020
        ("solv", (15.07 + 17.08 + 17.66) / 3),  # solvabiliteit 2018, 2019, 2020
    ],
)
def test_levels_of_gouda_are_as_published(
    catalog: Catalog, indicator: str, expected: float
) -> None:
    assert level(catalog, indicator, "GM0513") == pytest.approx(expected, rel=1e-7)


def test_every_indicator_says_all_that_a_page_must_say(catalog: Catalog) -> None:
    for indicator in catalog.indicators.values():
        assert all(text.nl and text.en for text in (indicator.label, indicator.description))
        assert indicator.direction in {-1, 0, 1}
        assert indicator.url.startswith("https://")
        assert indicator.publisher
        assert indicator.table
        assert indicator.licence
        assert indicator.note or not (indicator.weak or indicator.assumed_year)


def test_levels_are_near_2020_unless_nothing_newer_exists(catalog: Catalog) -> None:
    old = {one.id for one in catalog.indicators.values() if min(one.level_years) < 2016}
    assert old == {"groei", "eigen", "veiligheid", "fysiek", "leefbaar", "voorznab"}
    late = {one.id for one in catalog.indicators.values() if max(one.level_years) > 2021}
    assert late == {"misdr", "opkomst"}


def test_levels_stand_in_the_order_that_was_asked(catalog: Catalog) -> None:
    both = catalog.level(["woz", "65plus"])
    assert both.shape == (355, 2)
    np.testing.assert_array_equal(both[:, 1], catalog.level(["65plus"])[:, 0])


def test_what_a_caller_does_to_a_level_or_a_series_stays_with_the_caller(catalog: Catalog) -> None:
    catalog.level(["inwoners"])[:] = 0
    catalog.series("inwoners").values[:] = 0
    assert level(catalog, "inwoners", "GM0513") == 73_427
    assert line(catalog, "inwoners", "GM0513")[2020] == (73_427, "")


def test_missing_levels_are_counted_both_ways(catalog: Catalog) -> None:
    absent = np.isnan(catalog.level(list(catalog.indicators)))
    assert sum(catalog.missing.per_indicator.values()) == absent.sum()
    assert sum(catalog.missing.per_area.values()) == absent.sum()
    assert catalog.missing.per_indicator["inwoners"] == 0
    assert catalog.missing.per_indicator["woz"] == 7  # 4 gone by 2021, 3 that took in Haaren


def test_a_line_breaks_where_the_land_changed_under_one_code(catalog: Catalog) -> None:
    schagen = line(catalog, "65plus", "GM0441")
    assert [year for year, (_, mark) in schagen.items() if mark] == [2013]
    assert schagen[2013][1] == "break"
    assert line(catalog, "inwoners", "GM0736")[2011] == (43_004, "break")  # De Ronde Venen


def test_growth_is_never_counted_over_a_break(catalog: Catalog) -> None:
    assert 2013 not in line(catalog, "groei", "GM0441")
    assert abs(level(catalog, "groei", "GM0441")) < 1
    assert abs(level(catalog, "groei", "GM0736")) < 1


def test_before_a_merger_counts_are_added_and_shares_weighed(catalog: Catalog) -> None:
    # Bussum, Naarden and Muiden on 1 January 2015: inhabitants, and per cent aged 65 and over
    together = 32_870.0 + 17_209.0 + 6_249.0
    weighed_mean = (32_870 * 19.997 + 17_209 * 22.134 + 6_249 * 21.988) / together
    inhabitants, share = (line(catalog, one, "GM1942") for one in ("inwoners", "65plus"))
    assert inhabitants[2015] == (together, "merged")
    assert share[2015][0] == pytest.approx(weighed_mean)
    assert [inhabitants[2016][1], share[2016][1]] == ["", ""]


def test_after_2020_an_area_that_grew_has_a_break_and_no_level(catalog: Catalog) -> None:
    purmerend = "GM0439"  # took Beemster in, in 2022
    assert line(catalog, "inwoners", purmerend)[2022] == (92_240, "break")
    assert np.isnan(level(catalog, "misdr", purmerend))
    assert line(catalog, "misdr", purmerend)[2021][1] == "break"  # published on later borders


def test_level_and_line_leave_the_same_areas_out(catalog: Catalog) -> None:
    """Also where a line begins on later land: Purmerend, Boxtel, Oisterwijk and Vught."""
    differing = []
    for indicator in catalog.indicators.values():
        years = set(indicator.level_years)
        if len(years) == 1 and years <= set(catalog.series(indicator.id).years):
            line_here = on_this_land(catalog, indicator.id, indicator.level_years[0])
            is_other = np.isnan(line_here) != np.isnan(catalog.level([indicator.id])[:, 0])
            differing += [(indicator.id, code) for code in np.array(catalog.codes)[is_other]]
    assert differing == []


def test_a_line_that_begins_on_later_land_is_of_other_land_until_it_breaks(
    catalog: Catalog,
) -> None:
    # Published on the borders of 2022, 2020, 2022 and 2023.
    row = catalog.codes.index("GM0439")
    assert of_other_land(catalog, "partic")[row].tolist() == [True, False, True, True]
    assert of_other_land(catalog, "gezond")[row].all()


def test_an_area_that_is_gone_has_no_years_after_that(catalog: Catalog) -> None:
    assert max(line(catalog, "inwoners", "GM0398")) == 2021  # Heerhugowaard


def test_networks_are_lists_of_codes_of_2020(catalog: Catalog) -> None:
    assert set(catalog.networks) == {"M50", "G40"}
    assert len(catalog.networks["M50"]) == 61
    assert "GM0398" in catalog.networks["M50"]  # for Dijk en Waard
    assert all(code in catalog.areas for codes in catalog.networks.values() for code in codes)


def test_boundaries_have_a_shape_for_every_area(catalog: Catalog) -> None:
    codes = [feature["properties"]["code"] for feature in catalog.boundaries["features"]]
    assert codes == list(catalog.codes)


@pytest.mark.parametrize(("old", "new"), [("GM0513,", "GM9999,"), (",woz,", ",wozzz,")])
def test_tables_that_do_not_belong_together_are_refused(tmp_path: Path, old: str, new: str) -> None:
    folder = shutil.copytree(BUNDLED, tmp_path / "data")
    levels = (folder / "levels.csv").read_text()
    (folder / "levels.csv").write_text(levels.replace(old, new))
    with pytest.raises(BadData, match=r"levels\.csv"):
        Catalog.load(folder)


def test_opening_the_catalog_brings_in_nothing_heavy() -> None:
    heavy = "{'polars', 'shapely', 'yaml', 'jsonschema', 'scipy'}"
    code = (
        "import sys; from deelgenoot.areas import BUNDLED; from deelgenoot.catalog import Catalog;"
        f"Catalog.load(BUNDLED).series('woz'); print(sorted({heavy} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_a_figure_is_written_no_more_precise_than_its_source(catalog: Catalog) -> None:
    owners, elderly = catalog.indicators["koop"], catalog.indicators["65plus"]
    assert [owners.text_of(66.0), owners.text_of(62.5), owners.text_of(62.5, "en")] == [
        "66%",
        "63%",
        "63%",
    ]
    assert [elderly.text_of(22.0), elderly.text_of(22.04, "en")] == ["22,0%", "22.0%"]
