"""Indicators that no table holds but that follow from what the tables do hold."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from deelgenoot.sources.shapes import kilometres
from deelgenoot.sources.territory import ConvertedColumn, Yearly

_SURROUNDINGS = 20.0  # kilometres between centres
_LARGE_CITY = 100_000
_MOST = 98.0  # a share of 100 has no logit

Centres = Mapping[str, tuple[float, float]]


def ratio(part: ConvertedColumn, whole: ConvertedColumn) -> ConvertedColumn:
    """Compute one count as a percentage of another, of the same year or the nearest one."""
    return _together(part, whole, lambda one, other: 100 * one / other)


def remainder(whole: ConvertedColumn, *parts: ConvertedColumn) -> ConvertedColumn:
    """Compute what is left of a count without these parts, as a percentage of it."""
    rest = whole
    for part in parts:
        rest = difference(rest, part)
    return ratio(rest, whole)


def difference(whole: ConvertedColumn, part: ConvertedColumn) -> ConvertedColumn:
    """Subtract one figure from another of the same kind."""
    return _together(whole, part, lambda one, other: one - other)


def _together(
    column: ConvertedColumn, other: ConvertedColumn, result: Callable[[float, float], float]
) -> ConvertedColumn:
    values: Yearly = {}
    for year, row in column.values.items():
        beside = other.values[min(sorted(other.values), key=lambda at: abs(at - year))]
        values[year] = {code: result(row[code], beside[code]) for code in row if code in beside}
    mergers = frozenset(at for at in column.mergers | other.mergers if at[0] in values)
    return ConvertedColumn(values, column.boundary, mergers, column.breaks | other.breaks)


def growth(population: ConvertedColumn) -> ConvertedColumn:
    """Compute the change of a count since the year before, in per cent, never across a break."""
    values: Yearly = {}
    for before, year in pairwise(sorted(population.values)):
        if year != before + 1:
            continue
        earlier, now = population.values[before], population.values[year]
        values[year] = {
            code: 100 * (now[code] / earlier[code] - 1)
            for code in now
            if code in earlier and (year, code) not in population.breaks
        }
    mergers = {
        (year, code)
        for year, row in values.items()
        for code in row
        if {(year, code), (year - 1, code)} & population.mergers
    }
    boundary = {year: population.boundary[year] for year in values}
    return ConvertedColumn(values, boundary, frozenset(mergers), population.breaks)


def dominance(inhabitants: Mapping[str, float], centres: Centres) -> dict[str, float]:
    """Compute own inhabitants as a percentage of those of all areas centred in the surroundings."""
    shares = {}
    for code, at in centres.items():
        around = sum(
            inhabitants[other]
            for other, there in centres.items()
            if kilometres(at, there) <= _SURROUNDINGS
        )
        shares[code] = min(100 * inhabitants[code] / around, _MOST)
    return shares


def centrality(
    jobs: ConvertedColumn, inhabitants: ConvertedColumn, centres: Centres
) -> ConvertedColumn:
    """Compute jobs per inhabitant over those of all areas centred in the surroundings."""

    def around(counts: Mapping[str, float], code: str) -> float:
        return sum(
            count
            for other, count in counts.items()
            if kilometres(centres[code], centres[other]) <= _SURROUNDINGS
        )

    values: Yearly = {}
    for year, here in jobs.values.items():
        people = inhabitants.values[year]
        values[year] = {
            code: here[code] / people[code] / (around(here, code) / around(people, code))
            for code in here
        }
    return ConvertedColumn(values, jobs.boundary, jobs.mergers, jobs.breaks)


def large_city(inhabitants: Mapping[str, float], centres: Centres) -> dict[str, float]:
    """Measure the kilometres to the centre of the nearest other area with many inhabitants."""
    large = [code for code in centres if inhabitants[code] >= _LARGE_CITY]
    return {
        code: min(kilometres(at, centres[city]) for city in large if city != code)
        for code, at in centres.items()
    }
