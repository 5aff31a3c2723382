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
    """Read the text of a file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadStudy(
            f"{path.name} is no text in UTF-8. Save it as that.",
            f"{path.name} is geen tekst in UTF-8. Bewaar het bestand zo.",
        ) from error
    except FileNotFoundError as error:
        raise BadStudy(
            f"{path.name} cannot be read: there is no such file.",
            f"{path.name} is niet te lezen: dat bestand is er niet.",
        ) from error
    except OSError as error:
        raise BadStudy(
            f"{path.name} cannot be read: {error.strerror}.",
            f"{path.name} is niet te lezen: {error.strerror}.",
        ) from error


@lru_cache(maxsize=16)
def _parse(text: str) -> dict[str, Any]:
    """Parse a text and keep the result: each variant of a study reads the same files again."""
    return tomllib.loads(text)


def table(name: str, text: str) -> dict[str, Any]:
    """Parse the entries of a `text`; `name` is the name of its file."""
    try:
        return _parse(text)
    except ValueError as error:
        raise _unusable(name, error) from error


def convert_table(name: str, table: dict[str, Any], kind: type[Kind]) -> Kind:
    """Turn a table of entries into a `kind`, with the right type for every entry."""
    try:
        return decoding.convert(table, kind)
    except msgspec.ValidationError as error:
        raise _unusable(name, error) from error


def _unusable(name: str, error: Exception) -> BadStudy:
    return BadStudy(f"{name} cannot be used: {error}.", f"{name} is niet bruikbaar: {error}.")
