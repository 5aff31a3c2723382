"""What differs between two versions of a perspective, by field and by word."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from deelgenoot.perspectives.model import Perspective
from deelgenoot_web.editing.blocks import BlockField, block_fields

Side = Literal["same", "old", "new"]


@dataclass(frozen=True)
class ChangedField:
    """A field that two versions do not share, as words that stayed, went and came."""

    label: str
    language: str
    parts: tuple[tuple[Side, str], ...]


def changed_fields(old: Perspective, new: Perspective, key: str) -> Iterator[ChangedField]:
    """Compare one block of two versions."""
    before = {one.name: one for one in block_fields(old, key)}
    after = {one.name: one for one in block_fields(new, key)}
    for name in dict.fromkeys((*before, *after)):
        field = after.get(name) or before[name]
        parts = compare_words(_value(before, name), _value(after, name))
        if any(side != "same" for side, _words in parts):
            yield ChangedField(field.label, field.language, parts)


def _value(fields: dict[str, BlockField], name: str) -> str:
    return fields[name].value if name in fields else ""


def compare_words(old: str, new: str) -> tuple[tuple[Side, str], ...]:
    """Cut two texts into the words that stayed, went and came, in order."""
    before, after = old.split(), new.split()
    parts: list[tuple[Side, str]] = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            parts.append(("same", " ".join(before[start:end])))
            continue
        if start < end:
            parts.append(("old", " ".join(before[start:end])))
        if new_start < new_end:
            parts.append(("new", " ".join(after[new_start:new_end])))
    return tuple(parts)
