"""`datapackage.json`: what stands in each table, under which licence, and the hash of its bytes."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from deelgenoot.sources.meta import sources

_TABLES = tomllib.loads(Path(__file__).with_name("describe.toml").read_text(encoding="utf-8"))


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
        "licenses": [_TABLES["licence"]],
        "sources": [
            {
                "title": f"{one.entry['publisher']}: {one.entry['table']}",
                "path": one.entry["url"],
                "licence": one.entry["licence"],
            }
            for one in sources()
        ],
        "resources": [_resource(folder, name) for name in _TABLES["about"]],
    }
    text = json.dumps(description, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _resource(folder: Path, name: str) -> dict[str, Any]:
    path = next(folder.glob(f"{name}.*"))
    content = path.read_bytes()
    resource: dict[str, Any] = {
        "name": name,
        "path": path.name,
        "description": _TABLES["about"][name],
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
    if name in _TABLES["keys"]:
        schema["primaryKey"] = _TABLES["keys"][name]
    if name in {"levels", "series", "marks", "neighbours", "networks"}:
        link = {"resource": "areas", "fields": ["code"]}
        schema["foreignKeys"] = [{"fields": ["code"], "reference": link}]
    return schema


def _type(field: str) -> str:
    kinds = (kind for kind, names in _TABLES["fields"].items() if field in names)
    return next(kinds, "number")
