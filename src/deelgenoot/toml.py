"""TOML files as classes: what cannot be used raises BadStudy with the file and the entry."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from deelgenoot import decoding
from deelgenoot.errors import BadStudy

Kind = TypeVar("Kind")


def text_of(path: Path) -> str:
    """What stands in the file."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        msg = f"{path.name} cannot be read: {error}."
        raise BadStudy(msg) from error


@lru_cache(maxsize=16)
def _parsed(text: str) -> dict[str, Any]:
    """Kept, since each variant of a study reads its files again; nobody changes what is kept."""
    return tomllib.loads(text)


def table(name: str, text: str) -> dict[str, Any]:
    """The entries of a `text`; `name` is what its file is called."""
    try:
        return _parsed(text)
    except ValueError as error:
        msg = f"{name} cannot be used: {error}."
        raise BadStudy(msg) from error


def converted(name: str, table: dict[str, Any], kind: type[Kind]) -> Kind:
    """A table of entries as a `kind`, of which every entry has the right type."""
    try:
        return decoding.converted(table, kind)
    except msgspec.ValidationError as error:
        msg = f"{name} cannot be used: {error}."
        raise BadStudy(msg) from error
