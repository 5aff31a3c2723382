"""Programmes that a meeting can be made from: they ship with the software, one TOML file each."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def patterns() -> dict[str, dict[str, Any]]:
    """Return every pattern by its id, with its texts in both languages."""
    return {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.toml"))}


def pattern(name: str, language: str) -> dict[str, Any]:
    """Return a pattern in one language. Raises KeyError for an unknown name."""
    texts: dict[str, Any] = _in_language(patterns()[name], language)
    return texts


@cache
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _in_language(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"nl", "en"}:
            return _in_language(value[language], language)
        return {key: _in_language(one, language) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_language(one, language) for one in value]
    return value.strip() if isinstance(value, str) else value
