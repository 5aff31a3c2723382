"""Any name or code of any year leads to areas of the reference year; a misspelling never does."""

import subprocess
import sys
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelgenoot.areas import Area, Areas, Merger, NamePeriod, bundled_areas, fold, resolve
from deelgenoot.errors import UnknownArea

NAMES = sorted(bundled_areas().known_names)
CODES = sorted({named.code for named in bundled_areas().history})


def area(code: str, name: str) -> Area:
    return Area(code, name, fold(name), "P", "R", 1000, 5.0, 52.0, ())


# 2000: A, B, D, X.  2001: A and B make C; X goes to C and D.  2002 (reference): D gets code E.
# 2003: C gets code F and a new name.  2004: F goes into E.  In 1999 another place was Cityham.
SMALL = Areas(
    areas=[area("C", "Cityham"), area("E", "Deeford")],
    history=[
        NamePeriod("A", "Aham", 2000, 2000),
        NamePeriod("B", "Beeham", 2000, 2000),
        NamePeriod("X", "Exton", 2000, 2000),
        NamePeriod("C", "Ceeham", 2001, 2001),
        NamePeriod("C", "Cityham", 2002, 2002),
        NamePeriod("D", "Deeford", 2000, 2001),
        NamePeriod("E", "Deeford", 2002, 2002),
        NamePeriod("F", "Effworth", 2003, 2003),
        NamePeriod("Z", "Cityham", 1999, 1999),
    ],
    mergers=[
        Merger(2001, "A", "C", True),
        Merger(2001, "B", "C", True),
        Merger(2001, "X", "C", False),
        Merger(2001, "X", "D", False),
        Merger(2002, "D", "E", True),
        Merger(2003, "C", "F", True),
        Merger(2004, "F", "E", True),
    ],
    aliases={"The City": "C"},
    year=2002,
)


@pytest.mark.parametrize(
    ("query", "codes", "how", "year"),
    [
        ("Cityham", "C", "same", 2002),
        ("c", "C", "same", 2002),
        ("the city", "C", "same", 2002),
        ("Ceeham", "C", "renamed", 2002),
        ("Aham", "C", "successor", 2001),
        ("Exton", "CE", "successor", 2001),
        ("D", "E", "renamed", 2002),
        ("Effworth", "C", "parts", 2003),
    ],
)
def test_a_name_leads_through_chains_of_mergers(
    query: str, codes: str, how: str, year: int
) -> None:
    resolution = SMALL.resolve(query)
    assert "".join(one.code for one in resolution.areas) == codes
    assert (resolution.how, resolution.year, resolution.query) == (how, year, query)


@pytest.mark.parametrize(
    ("query", "names", "how", "year"),
    [
        ("Gouda", ["Gouda"], "same", 2020),
        ("gm0513", ["Gouda"], "same", 2020),
        ("Dijk en Waard", ["Heerhugowaard", "Langedijk"], "parts", 2022),
        ("Bussum", ["Gooise Meren"], "successor", 2016),
        ("Liesveld", ["Molenlanden"], "successor", 2013),
        ("Groesbeek", ["Berg en Dal"], "renamed", 2016),
        ("Rijnwaarden", ["Zevenaar"], "successor", 2018),
        ("Littenseradiel", ["Leeuwarden", "Súdwest-Fryslân", "Waadhoeke"], "successor", 2018),
        ("Rijswijk (ZH.)", ["Rijswijk"], "same", 2020),
        ("Den Haag", ["'s-Gravenhage"], "same", 2020),
    ],
)
def test_names_of_2010_to_2026(query: str, names: list[str], how: str, year: int) -> None:
    resolution = resolve(query)
    assert [one.name for one in resolution.areas] == names
    assert (resolution.how, resolution.year) == (how, year)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("s-hertogenbosch", "GM0796"),
        ("'S HERTOGENBOSCH", "GM0796"),
        ("Sudwest-Fryslan", "GM1900"),
        ("bergen nh", "GM0373"),
        ("Bergen (NH)", "GM0373"),
        ("  De  Bilt ", "GM0310"),
    ],
)
def test_spelling_marks_do_not_matter(query: str, code: str) -> None:
    assert [one.code for one in resolve(query).areas] == [code]


def test_a_name_that_two_areas_share_is_not_guessed() -> None:
    with pytest.raises(UnknownArea) as error_info:
        resolve("Bergen")
    assert error_info.value.suggestions == ("Bergen (L.)", "Bergen (NH.)")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Goudaa", "Gouda"),
        ("Amersfort", "Amersfoort"),
        ("Krimpen", "Krimpen aan den IJssel"),
        ("gemeente Gouda", "Gouda"),
        ("Leidsendam", "Leidschendam-Voorburg"),
    ],
)
def test_a_misspelling_raises_with_the_likely_name_first(query: str, first: str) -> None:
    with pytest.raises(UnknownArea) as error_info:
        resolve(query)
    assert error_info.value.suggestions[0] == first
    assert len(error_info.value.suggestions) <= 3


@pytest.mark.parametrize("query", ["", "   ", "--", "GM9999", "Atlantis"])
def test_nonsense_gets_no_suggestions(query: str) -> None:
    with pytest.raises(UnknownArea) as error_info:
        resolve(query)
    assert error_info.value.suggestions == ()


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_case_spaces_and_hyphens_never_change_the_answer(name: str, chance: Random) -> None:
    spelling = "".join(chance.choice([letter.upper(), letter.lower()]) for letter in name)
    resolution = resolve(spelling.replace("-", " ").replace("'", "’"))
    assert tuple(sorted(one.code for one in resolution.areas)) == bundled_areas().known_names[name]


@given(st.sampled_from(CODES))
def test_every_code_of_2010_to_2026_leads_somewhere(code: str) -> None:
    assert resolve(code).areas


def test_slugs_are_unique_and_fit_an_address() -> None:
    areas = bundled_areas()
    slugs = [one.slug for one in areas]
    assert len(set(slugs)) == len(areas) == 355
    assert all(slug.replace("-", "").isalnum() and slug.isascii() for slug in slugs)
    assert areas.by_slug("s-hertogenbosch").name == "'s-Hertogenbosch"
    assert areas.by_slug("bergen-nh").code == "GM0373"


def test_areas_stand_in_order_of_name_apostrophes_aside() -> None:
    names = [one.name for one in bundled_areas()]
    assert names[0] == "Aa en Hunze"
    assert names.index("'s-Hertogenbosch") > names.index("Rucphen")


def test_neighbours_are_mutual_and_the_islands_have_none() -> None:
    areas = bundled_areas()
    assert all(one.code in areas[other].neighbours for one in areas for other in one.neighbours)
    alone = [one.name for one in areas if not one.neighbours]
    assert alone == ["Ameland", "Schiermonnikoog", "Terschelling", "Texel", "Vlieland"]
    beside = {areas[code].name for code in areas["GM0513"].neighbours}
    assert beside == {"Bodegraven-Reeuwijk", "Krimpenerwaard", "Waddinxveen", "Zuidplas"}


def test_importing_areas_brings_in_no_heavy_package() -> None:
    code = "import sys, deelgenoot.areas; print(sorted({'numpy', 'polars'} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
