"""The words that charts say, in both languages: `phrases.toml`."""

from pathlib import Path
from typing import Any

from deelgenoot.decoding import read_toml
from deelgenoot.words import Text

_PHRASES = read_toml(Path(__file__).with_name("phrases.toml"), dict[str, Text])


def phrase(name: str, language: str, /, **values: Any) -> str:
    """Fill the phrase `name` in `language` with its values."""
    return _PHRASES[name].in_language(language).format(**values)


def join_parts(parts: list[str]) -> str:
    """Join the parts of a sentence."""
    return "; ".join(parts)
