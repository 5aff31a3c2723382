"""Raw figures into a data package: `python -m deelgenoot.sources.package [FOLDER]`.

A pure function of `data/raw`, the `meta.yml` files and `themes.yml`: built twice, the same bytes.
"""

import argparse
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from deelgenoot.areas import BUNDLED
from deelgenoot.errors import BadData
from deelgenoot.sources import derive
from deelgenoot.sources.lock import RAW
from deelgenoot.sources.meta import PlannedIndicator, SourceColumn, planned_indicators, sources
from deelgenoot.sources.places import Places, read_places
from deelgenoot.sources.read import Figures, figures
from deelgenoot.sources.territory import ConvertedColumn, Territory
from deelgenoot.sources.write import BuiltPackage, write

_INHABITANTS = "inwoners"


@dataclass(frozen=True)
class Workshop:
    """All that the indicators are made of."""

    places: Places
    figures: Figures
    columns: Mapping[str, SourceColumn]
    territory: Territory

    def convert(self, name: str) -> ConvertedColumn:
        """Convert one column to the reference boundaries."""
        column = self.columns[name]
        values = self.figures.values[name]
        boundary = {year: self.figures.boundary[name, year] for year in values}
        weights = self.figures.values[column.weight] if column.weight else {}
        return self.territory.convert(column, values, boundary, weights)

    def inhabitants(self) -> dict[str, float]:
        """Give the inhabitants of every area in the reference year."""
        return self.figures.values[_INHABITANTS][self.places.year]


def workshop(raw: Path = RAW) -> Workshop:
    """Read and check everything under `raw`."""
    places = read_places(raw)
    columns = {column.name: column for source in sources() for column in source.columns}
    read = figures(raw, columns.values(), places.names)
    territory = Territory(
        years={year: frozenset(names) for year, names in places.names.items()},
        mergers=places.mergers,
        population=read.values[_INHABITANTS],
        reference=places.year,
        early_mergers=places.named_mergers,
    )
    return Workshop(places, read, columns, territory)


def build(folder: Path = BUNDLED, raw: Path = RAW) -> None:
    """Build the data package in `folder` from the raw figures."""
    shop = workshop(raw)
    indicators = [
        BuiltPackage(source, plan, series, level(plan, series, shop))
        for source, plan in planned_indicators()
        for series in [series_of(plan, shop)]
    ]
    with TemporaryDirectory() as temporary:
        write(Path(temporary), shop.places, shop.inhabitants(), indicators)
        replace(folder, Path(temporary))


def replace(folder: Path, source: Path) -> None:
    """Put the tables just made in `folder`; a file whose bytes did not change is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        target = folder / path.name
        if not target.exists() or target.read_bytes() != path.read_bytes():
            shutil.copyfile(path, target)


def series_of(plan: PlannedIndicator, shop: Workshop) -> ConvertedColumn:
    """Derive every year of one indicator on the reference boundaries."""
    if plan.column is not None:
        return shop.convert(plan.column)
    of = [shop.convert(name) for name in plan.of]
    places = (shop.inhabitants(), shop.places.centres)
    derivations: dict[str | None, Callable[[], ConvertedColumn]] = {
        "ratio": lambda: derive.ratio(*of),
        "remainder": lambda: derive.remainder(*of),
        "centrality": lambda: derive.centrality(of[0], of[1], shop.places.centres),
        "difference": lambda: derive.difference(*of),
        "growth": lambda: derive.growth(shop.convert(_INHABITANTS)),
        "dominance": lambda: _of_one_year(shop, derive.dominance(*places)),
        "large_city": lambda: _of_one_year(shop, derive.large_city(*places)),
    }
    return derivations[plan.derive]()


def _of_one_year(shop: Workshop, values: dict[str, float]) -> ConvertedColumn:
    year = shop.places.year
    return ConvertedColumn({year: values}, {year: year})


def level(plan: PlannedIndicator, series: ConvertedColumn, shop: Workshop) -> dict[str, float]:
    """Compute the level of every area: the mean of the years, or the first that has a figure."""
    levels = {}
    for code in sorted(shop.territory.codes):
        usable = series.level_years(code, shop.places.year)
        values = [series.values[year][code] for year in plan.years if year in usable]
        if values:
            value = values[0] if plan.rule == "first" else sum(values) / len(values)
            levels[code] = _plausible(plan, value, shop.places.names[shop.places.year][code])
    if not levels:
        raise BadData(f"{plan.id}: no area has a figure in {plan.years}")
    return levels


def _plausible(plan: PlannedIndicator, value: float, name: str) -> float:
    low, high = plan.plausible
    if not low <= value <= high:
        raise BadData(f"{plan.id}: {name} comes to {value}, outside {low} to {high} {plan.unit}")
    return value


def main() -> None:
    """Build from the command line."""
    parser = argparse.ArgumentParser(prog="deelgenoot.sources.package", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=BUNDLED)
    build(parser.parse_args().folder)


if __name__ == "__main__":
    main()
