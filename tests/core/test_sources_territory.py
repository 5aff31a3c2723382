"""From old and new borders to those of the reference year, by answers computed by hand."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelgenoot.areas import Merger
from deelgenoot.sources.derive import (
    centrality,
    difference,
    dominance,
    growth,
    large_city,
    ratio,
    remainder,
)
from deelgenoot.sources.meta import Across, SourceColumn
from deelgenoot.sources.territory import ConvertedColumn, Territory, Yearly
from deelgenoot.sources.write import marks_of

# Until 2015: A, B, L (split), S.  2016: A and B make C, L goes to C and S in parts.  2017 is the
# reference.  2018: N goes into S.  S already jumped in 2012, when no merger is known.
YEARS = {
    **{year: frozenset("ABLSN") for year in range(2011, 2016)},
    2016: frozenset("CSN"),
    2017: frozenset("CSN"),
    2018: frozenset("CS"),
}
MERGERS = [
    Merger(2016, "A", "C", True),
    Merger(2016, "B", "C", True),
    Merger(2016, "L", "C", False),
    Merger(2016, "L", "S", False),
    Merger(2018, "N", "S", True),
]
BEFORE = {"A": 100.0, "B": 300.0, "L": 50.0, "N": 80.0}
PEOPLE: Yearly = {
    2011: BEFORE | {"S": 500.0},
    **{year: BEFORE | {"S": 1000.0} for year in range(2012, 2016)},
    2016: {"C": 410.0, "S": 1040.0, "N": 80.0},  # L: 10 of 400 went to C, 40 of 1000 to S
    2017: {"C": 410.0, "S": 1040.0, "N": 80.0},
    2018: {"C": 410.0, "S": 1120.0},
}


def column(across: Across, weight: str | None = None) -> SourceColumn:
    return SourceColumn("x", "source", "%", (0, 1e9), across, weight, frozenset())


def convert_one(
    across: Across, values: Yearly, boundary: Mapping[int, int] | None = None
) -> ConvertedColumn:
    territory = Territory(YEARS, MERGERS, PEOPLE, 2017)
    divisions = boundary or {year: year for year in values}
    weight = "people" if across == "mean" else None
    return territory.convert(column(across, weight), values, divisions, PEOPLE)


def test_a_share_before_a_merger_is_weighed_by_its_denominator() -> None:
    share = convert_one("mean", {2015: {"A": 10.0, "B": 20.0, "S": 5.0, "N": 1.0}})
    assert share.values[2015] == {"C": (10 * 100 + 20 * 300) / 400, "S": 5.0, "N": 1.0}
    assert share.mergers == {(2015, "C")}


def test_a_count_gets_no_sum_when_a_part_went_elsewhere() -> None:
    people = convert_one("sum", PEOPLE)
    assert "C" not in people.values[2015]
    assert people.values[2016]["C"] == 410
    assert (2016, "C") in people.breaks


def test_what_cannot_be_told_from_parts_is_left_out() -> None:
    assert "C" not in convert_one("none", {2015: {"A": 1.0, "B": 2.0}}).values[2015]


def test_a_part_without_figure_leaves_the_whole_without_figure() -> None:
    assert "C" not in convert_one("mean", {2015: {"A": 10.0}}).values[2015]


def test_a_jump_where_no_merger_is_known_is_a_break_in_every_line() -> None:
    for across in ("sum", "mean"):
        lines = convert_one(across, {2011: {"S": 1.0}, 2014: {"S": 2.0}})
        assert (2012, "S") in lines.breaks
        assert lines.values[2011] == {"S": 1.0}
        assert (2014, "break") in marks_of(lines, "S", 2017)


def test_a_small_part_is_let_off_for_shares_and_never_for_counts() -> None:
    values = {2015: {"S": 7.0}, 2016: {"S": 8.0}}
    assert marks_of(convert_one("mean", values), "S", 2017) == []
    assert marks_of(convert_one("sum", values), "S", 2017) == [(2016, "break")]


def test_a_merger_after_the_reference_year_is_a_break_and_gives_no_level() -> None:
    lines = convert_one("mean", {2017: {"S": 1.0}, 2018: {"S": 2.0}})
    assert marks_of(lines, "S", 2017) == [(2018, "break")]
    assert lines.level_years("S", 2017) == {2017}


def test_the_division_counts_and_not_the_year_of_the_figure() -> None:
    lines = convert_one("mean", {2016: {"S": 1.0}, 2017: {"S": 2.0}}, {2016: 2018, 2017: 2018})
    assert lines.level_years("S", 2017) == set()
    assert marks_of(lines, "S", 2017) == [(2016, "break")]


def test_a_named_early_merger_breaks_counts_even_when_it_is_small() -> None:
    people: Yearly = {2010: {"S": 100.0}, 2011: {"S": 102.0}, 2012: {"S": 102.0}}
    years = {year: frozenset("S") for year in people}
    early = Territory(years, [], people, 2012, [Merger(2011, "Z", "S", True)])
    assert early.breaks("S", 0.0) == {2011}
    assert early.breaks("S", 0.045) == frozenset()


shares = st.floats(0, 100)


@given(shares, shares)
def test_a_weighed_share_lies_between_those_of_its_parts(first: float, second: float) -> None:
    value = convert_one("mean", {2015: {"A": first, "B": second}}).values[2015]["C"]
    assert min(first, second) - 1e-9 <= value <= max(first, second) + 1e-9


@given(st.dictionaries(st.sampled_from("ABN"), st.floats(0, 1e6), min_size=3))
def test_whole_mergers_keep_the_total(counts: dict[str, float]) -> None:
    whole = [merger for merger in MERGERS if merger.whole]
    territory = Territory(YEARS, whole, PEOPLE, 2017)
    values = territory.convert(column("sum"), {2015: counts}, {2015: 2015}, {}).values[2015]
    assert sum(values.values()) == pytest.approx(sum(counts.values()))


def test_growth_is_in_per_cent_and_skips_the_year_of_a_break() -> None:
    lines = growth(convert_one("sum", PEOPLE))
    assert lines.values[2017] == {"C": 0.0, "S": 0.0, "N": 0.0}
    assert "S" not in lines.values[2012]
    assert "S" not in lines.values[2016]
    people = ConvertedColumn({2000: {"P": 200.0}, 2001: {"P": 210.0}}, {2000: 2000, 2001: 2001})
    assert growth(people).values[2001]["P"] == pytest.approx(5)


def test_a_ratio_takes_the_nearest_year_and_a_difference_subtracts() -> None:
    part = ConvertedColumn({2019: {"P": 30.0, "Q": 1.0}}, {2019: 2019})
    whole = ConvertedColumn({2010: {"P": 1.0}, 2020: {"P": 120.0}}, {2010: 2010, 2020: 2020})
    assert ratio(part, whole).values == {2019: {"P": 25.0}}
    assert difference(whole, part).values[2020] == {"P": 90.0}


def test_a_remainder_is_what_no_part_holds() -> None:
    whole = ConvertedColumn({2019: {"P": 200.0}}, {2019: 2019})
    parts = [ConvertedColumn({2019: {"P": part}}, {2019: 2019}) for part in (30.0, 120.0)]
    assert remainder(whole, *parts).values == {2019: {"P": 25.0}}


def test_centrality_is_jobs_per_inhabitant_against_the_surroundings() -> None:
    # P and Q lie 11.1 km apart; R lies beyond 20 km, so it is its own surroundings.
    centres = {"P": (5.0, 52.0), "Q": (5.0, 52.1), "R": (5.0, 52.5)}
    jobs = ConvertedColumn({2019: {"P": 600.0, "Q": 200.0, "R": 7.0}}, {2019: 2019})
    people = ConvertedColumn({2019: {"P": 1000.0, "Q": 1000.0, "R": 90.0}}, {2019: 2019})
    centralities = centrality(jobs, people, centres).values[2019]
    assert centralities == pytest.approx({"P": 1.5, "Q": 0.5, "R": 1.0})


def test_dominance_and_distance_to_a_large_city() -> None:
    # A degree of latitude is 111.19 km: Q lies 11.1 km north of P, R 55.6 km.
    centres = {"P": (5.0, 52.0), "Q": (5.0, 52.1), "R": (5.0, 52.5)}
    people = {"P": 30_000.0, "Q": 10_000.0, "R": 120_000.0}
    assert dominance(people, centres) == {"P": 75.0, "Q": 25.0, "R": 98.0}
    people["Q"] = 100_000.0
    distances = large_city(people, centres)
    assert distances["P"] == pytest.approx(11.119, abs=0.001)
    assert distances["Q"] == distances["R"] == pytest.approx(44.478, abs=0.001)
