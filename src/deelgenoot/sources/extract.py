"""The project's own extract of the published figures: from a folder of copies to `data/raw`.

`python -m deelgenoot.sources.extract FOLDER` takes what the `meta.yml` files name and nothing else.
Values stay as published. The lock of each source changes only when the bytes do.
"""

import argparse
import csv
import json
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from deelgenoot.errors import BadData
from deelgenoot.sources.lock import RAW, write_lock
from deelgenoot.sources.meta import HERE, SourceMeta, sources

_PANEL = ["variable", "year", "gm_code", "boundary_year", "value"]
_DECIMALS = 5  # of a degree: about a metre
_COPIED = {
    "gemeenten_2020.csv": "cbs-gebieden",
    "gemeenten_per_jaar_2010_2026.csv": "cbs-gebieden",
    "herindelingen_2016_2023.csv": "cbs-gebieden",
    "netwerken.csv": "netwerken",
}
# Accented letters that two yearly lists hold in the code page of another machine.
_GARBLED = str.maketrans({"\u201a": "\u00e2", "\u02d9": "\u00fa"})


def extract(folder: Path, raw: Path = RAW, locks: Path = HERE) -> None:
    """Write everything under `raw` anew from `folder`, and the lock of every source in `locks`."""
    panel = pl.read_parquet(folder / "panel.parquet")
    for source in sources():
        (raw / source.id).mkdir(parents=True, exist_ok=True)
        if source.columns:
            _figures(panel, source, raw / source.id / "figures.parquet")
    for name, source_id in _COPIED.items():
        _table(folder / name, raw / source_id / name)
    _boundaries(
        folder / "boundaries" / "gemeenten_2020.geojson",
        raw / "kadaster-grenzen" / "gemeenten_2020.geojson",
    )
    for source in sources():
        write_lock(source.id, raw, locks)


def _figures(panel: pl.DataFrame, source: SourceMeta, path: Path) -> None:
    names = [column.name for column in source.columns]
    absent = sorted(set(names) - set(panel["variable"].unique()))
    if absent:
        raise BadData(f"{source.id}: the folder has no figures called {', '.join(absent)}")
    rows = panel.filter(pl.col("variable").is_in(names)).select(_PANEL).drop_nulls("value")
    small = rows.with_columns(pl.col("year", "boundary_year").cast(pl.Int16)).sort(_PANEL)
    small.write_parquet(path, compression="zstd", compression_level=19)


def _table(read: Path, path: Path) -> None:
    with read.open(encoding="utf-8", newline="") as lines:
        rows = [[cell.strip().translate(_GARBLED) for cell in row] for row in csv.reader(lines)]
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def _boundaries(read: Path, path: Path) -> None:
    """Write the outlines to a metre: finer than any page will draw them."""
    shapes = json.loads(read.read_text("utf-8"))
    features = [
        {
            "type": "Feature",
            "properties": {"gm_code": feature["properties"]["gm_code"]},
            "geometry": {
                "type": feature["geometry"]["type"],
                "coordinates": _round(feature["geometry"]["coordinates"]),
            },
        }
        for feature in sorted(shapes["features"], key=lambda one: one["properties"]["gm_code"])
    ]
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, separators=(",", ":")) + "\n", encoding="utf-8")


def _round(part: Iterable[object] | float) -> object:
    if isinstance(part, float | int):
        return round(float(part), _DECIMALS)
    return [_round(one) for one in part]  # type: ignore[arg-type]


def main() -> None:
    """Run the extraction from the folder given on the command line."""
    parser = argparse.ArgumentParser(prog="deelgenoot.sources.extract", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with panel.parquet and the lists")
    extract(parser.parse_args().folder)


if __name__ == "__main__":
    main()
