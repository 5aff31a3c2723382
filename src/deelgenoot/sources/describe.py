"""`datapackage.json`: what stands in each table, under which licence, and the hash of its bytes."""

import hashlib
import json
from pathlib import Path
from typing import Any

from deelgenoot.sources.meta import sources

_STRING, _INTEGER, _NUMBER = "string", "integer", "number"
_KEYS: dict[str, list[str]] = {
    "areas": ["code"],
    "levels": ["code"],
    "series": ["indicator", "code"],
    "marks": ["indicator", "code", "year"],
    "neighbours": ["code", "neighbour"],
    "aliases": ["alias"],
}
_INTEGERS = {"population", "urbanity", "boundary_year", "first_year", "last_year", "year"}
_NUMBERS = {"lon", "lat"}
_TEXT = {"code", "name", "slug", "province", "region", "neighbour", "source", "target", "extent"}
_TEXT |= {"alias", "network", "date", "indicator", "mark"}
_ABOUT = {
    "areas": "The areas of the reference year, with the centre of each in degrees (WGS84)",
    "history": "Every code with each of its names, and the years in which it bore it",
    "mergers": "What went into what, wholly or in part; year is the first 1 January after it",
    "aliases": "Names that people use and no list holds",
    "networks": "Members of the networks, by code in the reference year and by their own name",
    "neighbours": "Pairs of areas that share a border, each both ways",
    "levels": "The level of every indicator per area; empty where there is no figure",
    "series": "Every year of every indicator per area, on the boundaries of the reference year",
    "marks": "Figures in series that were computed over a merger, or that come after a break",
    "indicators": "The themes and indicators: label, unit, source, years, notes",
    "boundaries": "Outlines (WGS84), simplified together so that borders stay shared",
}
_LICENCES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
}


def datapackage(folder: Path) -> None:
    """Write the description of the tables that stand in `folder`."""
    description = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "deelgenoot-gemeenten",
        "title": "Gemeenten van Nederland: kenmerken op de grenzen van 2020",
        "description": (
            "Official statistics about the municipalities of the Netherlands, gathered from public "
            "copies of the publishers' tables, on the boundaries of 2020. Cite the publisher."
        ),
        "licenses": [_licence("CC-BY-4.0")],
        "sources": [
            {
                "title": f"{one.entry['publisher']}: {one.entry['table']}",
                "path": one.entry["url"],
                "licence": one.entry["licence"],
            }
            for one in sources()
        ],
        "resources": [_resource(folder, name) for name in _ABOUT],
    }
    text = json.dumps(description, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _licence(name: str) -> dict[str, str]:
    title, path = _LICENCES[name]
    return {"name": name, "title": title, "path": path}


def _resource(folder: Path, name: str) -> dict[str, Any]:
    path = next(folder.glob(f"{name}.*"))
    content = path.read_bytes()
    resource: dict[str, Any] = {
        "name": name,
        "path": path.name,
        "description": _ABOUT[name],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "encoding": "utf-8",
    }
    if path.suffix == ".csv":
        header = content.partition(b"\n")[0].decode().split(",")
        resource |= {"format": "csv", "mediatype": "text/csv", "schema": _schema(name, header)}
        return resource
    return resource | {"format": path.suffix[1:], "mediatype": "application/json"}


def _schema(name: str, header: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [{"name": one, "type": _type(one)} for one in header]}
    if name in _KEYS:
        schema["primaryKey"] = _KEYS[name]
    if name in {"levels", "series", "marks", "neighbours", "networks"}:
        link = {"resource": "areas", "fields": ["code"]}
        schema["foreignKeys"] = [{"fields": ["code"], "reference": link}]
    return schema


def _type(field: str) -> str:
    if field in _INTEGERS:
        return _INTEGER
    return _STRING if field in _TEXT else _NUMBER
