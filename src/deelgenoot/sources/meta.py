"""What a person wrote down about the sources, `<name>/meta.yml` and `themes.yml`: read, checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jsonschema
import yaml

from deelgenoot.errors import BadData
from deelgenoot.words import Text

HERE = Path(__file__).parent
Across = Literal["sum", "mean", "none"]


@dataclass(frozen=True)
class SourceColumn:
    """One column of figures as its publisher gives it, and how it crosses a merger.

    `across` "sum" adds the parts; "mean" weighs them by the column `weight`; "none" says that the
    parts do not tell the whole. `skipped_years` are too poor to use; `bad_figures` (year, code)
    cannot be right.
    """

    name: str
    source: str
    unit: str
    plausible: tuple[float, float]
    across: Across
    weight: str | None
    skipped_years: frozenset[int]
    bad_figures: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True)
class PlannedIndicator:
    """One indicator as `meta.yml` plans it: from one column, or by a named derivation."""

    id: str
    theme: str
    column: str | None
    derive: str | None
    of: tuple[str, ...]
    unit: str
    plausible: tuple[float, float]
    years: tuple[int, ...]
    rule: Literal["mean", "first"]
    entry: Mapping[str, Any]


@dataclass(frozen=True)
class SourceMeta:
    """One publisher's group of tables."""

    id: str
    entry: Mapping[str, Any]
    columns: tuple[SourceColumn, ...]
    indicators: tuple[PlannedIndicator, ...]


@cache
def sources(folder: Path = HERE) -> tuple[SourceMeta, ...]:
    """Read every source, in order of id; BadData when a `meta.yml` breaks the schema."""
    paths = sorted(folder.glob("*/meta.yml"))
    source_list = tuple(_source(read_meta(path), path) for path in paths)
    names = [column.name for source in source_list for column in source.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadData(f"{folder}: a column stands in two sources: {', '.join(twice)}")
    return source_list


@cache
def themes(folder: Path = HERE) -> tuple[Mapping[str, Any], ...]:
    """Read the themes in order, each with the order of its indicators."""
    return tuple(yaml.safe_load((folder / "themes.yml").read_text("utf-8")))


def planned_indicators(folder: Path = HERE) -> tuple[tuple[SourceMeta, PlannedIndicator], ...]:
    """List every indicator with its source, in the order of `themes.yml`."""
    by_id = {one.id: (source, one) for source in sources(folder) for one in source.indicators}
    order = [(theme["id"], one) for theme in themes(folder) for one in theme["indicators"]]
    pairs = sorted((pair[1].theme, name) for name, pair in by_id.items())
    if sorted(order) != pairs:
        differ = sorted({*order} ^ {*pairs})
        raise BadData(f"themes.yml and the meta.yml files do not list the same: {differ}")
    return tuple(by_id[name] for _, name in order)


def read_meta(path: Path) -> Mapping[str, Any]:
    """Read one `meta.yml`; BadData unless it keeps to the schema."""
    entry: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    schema = json.loads((HERE / "meta.schema.json").read_text("utf-8"))
    errors = jsonschema.Draft202012Validator(schema).iter_errors(entry)
    flaws = [f"{'.'.join(map(str, one.absolute_path)) or 'file'}: {one.message}" for one in errors]
    if flaws:
        raise BadData(f"{path}: {'; '.join(flaws)}")
    if entry["id"] != path.parent.name:
        raise BadData(f"{path}: its id '{entry['id']}' is not the name of its folder")
    return entry


def text(entry: Mapping[str, str]) -> Text:
    """Read a text in two languages from YAML, on one line each."""
    return Text(" ".join(entry["nl"].split()), " ".join(entry["en"].split()))


def _source(entry: Mapping[str, Any], path: Path) -> SourceMeta:
    columns = {
        name: _column(name, entry["id"], spec) for name, spec in entry.get("columns", {}).items()
    }
    indicators = entry.get("indicators", {})
    plans = tuple(_plan(name, spec, columns, path) for name, spec in indicators.items())
    return SourceMeta(entry["id"], entry, tuple(columns.values()), plans)


def _column(name: str, source: str, entry: Mapping[str, Any]) -> SourceColumn:
    low, high = entry["plausible"]
    return SourceColumn(
        name=name,
        source=source,
        unit=entry["unit"],
        plausible=(low, high),
        across=entry["across"],
        weight=entry.get("weight"),
        skipped_years=frozenset(entry.get("except", ())),
        bad_figures=frozenset((one["year"], one["code"]) for one in entry.get("discard", ())),
    )


def _plan(
    name: str, entry: Mapping[str, Any], columns: Mapping[str, SourceColumn], path: Path
) -> PlannedIndicator:
    column = entry.get("column")
    if column is not None and column not in columns:
        raise BadData(f"{path}: indicator '{name}' asks for a column '{column}' that is not there")
    shape = columns[column] if column else None
    low, high = shape.plausible if shape else entry["plausible"]
    return PlannedIndicator(
        id=name,
        theme=entry["theme"],
        column=column,
        derive=entry.get("derive"),
        of=tuple(entry.get("of", ())),
        unit=shape.unit if shape else entry["unit"],
        plausible=(low, high),
        years=tuple(entry["level"]["years"]),
        rule=entry["level"].get("rule", "mean"),
        entry=entry,
    )
