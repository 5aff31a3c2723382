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
    parts do not tell the whole. `skipped` are years that are too poor to use, `discarded` single
    figures (year, code) that cannot be right.
    """

    name: str
    source: str
    unit: str
    plausible: tuple[float, float]
    across: Across
    weight: str | None
    skipped: frozenset[int]
    discarded: frozenset[tuple[int, str]] = frozenset()


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
    """Every source, in order of id; `BadData` when a `meta.yml` breaks the schema."""
    paths = sorted(folder.glob("*/meta.yml"))
    found = tuple(_source(checked(path), path) for path in paths)
    names = [column.name for source in found for column in source.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadData(f"{folder}: a column stands in two sources: {', '.join(twice)}")
    return found


@cache
def themes(folder: Path = HERE) -> tuple[Mapping[str, Any], ...]:
    """The themes in order, each with the order of its indicators."""
    return tuple(yaml.safe_load((folder / "themes.yml").read_text("utf-8")))


def planned(folder: Path = HERE) -> tuple[tuple[SourceMeta, PlannedIndicator], ...]:
    """Every indicator with its source, in the order of `themes.yml`."""
    by_id = {one.id: (source, one) for source in sources(folder) for one in source.indicators}
    order = [(theme["id"], one) for theme in themes(folder) for one in theme["indicators"]]
    written = sorted((pair[1].theme, name) for name, pair in by_id.items())
    if sorted(order) != written:
        differ = sorted({*order} ^ {*written})
        raise BadData(f"themes.yml and the meta.yml files do not list the same: {differ}")
    return tuple(by_id[name] for _, name in order)


def checked(path: Path) -> Mapping[str, Any]:
    """The contents of one `meta.yml` that keeps to the schema."""
    entry: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    schema = json.loads((HERE / "meta.schema.json").read_text("utf-8"))
    errors = jsonschema.Draft202012Validator(schema).iter_errors(entry)
    told = [f"{'.'.join(map(str, one.absolute_path)) or 'file'}: {one.message}" for one in errors]
    if told:
        raise BadData(f"{path}: {'; '.join(told)}")
    if entry["id"] != path.parent.name:
        raise BadData(f"{path}: its id '{entry['id']}' is not the name of its folder")
    return entry


def text(entry: Mapping[str, str]) -> Text:
    """A text in two languages as YAML holds it, on one line each."""
    return Text(" ".join(entry["nl"].split()), " ".join(entry["en"].split()))


def _source(entry: Mapping[str, Any], path: Path) -> SourceMeta:
    columns = {
        name: _column(name, entry["id"], told) for name, told in entry.get("columns", {}).items()
    }
    indicators = entry.get("indicators", {})
    found = tuple(_planned(name, told, columns, path) for name, told in indicators.items())
    return SourceMeta(entry["id"], entry, tuple(columns.values()), found)


def _column(name: str, source: str, told: Mapping[str, Any]) -> SourceColumn:
    low, high = told["plausible"]
    return SourceColumn(
        name=name,
        source=source,
        unit=told["unit"],
        plausible=(low, high),
        across=told["across"],
        weight=told.get("weight"),
        skipped=frozenset(told.get("except", ())),
        discarded=frozenset((one["year"], one["code"]) for one in told.get("discard", ())),
    )


def _planned(
    name: str, told: Mapping[str, Any], columns: Mapping[str, SourceColumn], path: Path
) -> PlannedIndicator:
    column = told.get("column")
    if column is not None and column not in columns:
        raise BadData(f"{path}: indicator '{name}' asks for a column '{column}' that is not there")
    shape = columns[column] if column else None
    low, high = shape.plausible if shape else told["plausible"]
    return PlannedIndicator(
        id=name,
        theme=told["theme"],
        column=column,
        derive=told.get("derive"),
        of=tuple(told.get("of", ())),
        unit=shape.unit if shape else told["unit"],
        plausible=(low, high),
        years=tuple(told["level"]["years"]),
        rule=told["level"].get("rule", "mean"),
        entry=told,
    )
