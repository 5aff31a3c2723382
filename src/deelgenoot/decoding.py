"""Reading files into types. No other module hands a type to msgspec in a thread.

At its first use msgspec works out what a type looks like and keeps that. When two threads make it
do so at once for the same type, the process ends (a segmentation fault, msgspec 0.22): two visitors
right after a restart were enough.
"""

import tomllib
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import msgspec

_Kind = TypeVar("_Kind")
_one_at_a_time = RLock()


def decode(content: bytes, kind: type[_Kind]) -> _Kind:
    """Read the JSON text `content` as a `kind`. Raises msgspec.MsgspecError when it is none."""
    with _one_at_a_time:
        return msgspec.json.decode(content, type=kind)


def convert(value: Any, kind: type[_Kind]) -> _Kind:
    """Turn plain lists and dicts into a `kind`. Raises msgspec.ValidationError when it is none."""
    with _one_at_a_time:
        return msgspec.convert(value, kind)


def read_toml(path: Path, kind: type[_Kind]) -> _Kind:
    """Read a TOML file that comes with the program. Raises msgspec.ValidationError as `convert`."""
    return convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)
