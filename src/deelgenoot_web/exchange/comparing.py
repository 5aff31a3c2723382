"""What changed between two texts, word by word: pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class TextPiece:
    """A piece of text that stayed, came or went."""

    kind: Literal["same", "new", "gone"]
    text: str


def cut_by_change(old: str, new: str) -> tuple[TextPiece, ...]:
    """Cut two texts into what stayed, came and went, in reading order; what went comes first."""
    return tuple(_cut(_WORDS.findall(old), _WORDS.findall(new)))


def _cut(old: list[str], new: list[str]) -> Iterator[TextPiece]:
    for tag, i, j, k, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield TextPiece("same", "".join(old[i:j]))
            continue
        if j > i:
            yield TextPiece("gone", "".join(old[i:j]))
        if end > k:
            yield TextPiece("new", "".join(new[k:end]))
