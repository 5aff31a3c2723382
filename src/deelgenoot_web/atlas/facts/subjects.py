"""What people call a subject, and which pages tell of it: synonyms for who searches."""

from functools import cache
from pathlib import Path

import msgspec

from deelgenoot.areas import fold
from deelgenoot.decoding import read_toml

_SHORTEST = 4
"""Signs of a word that may be the beginning of a longer one that was asked: `klimaatbeleid`."""


class SearchSubject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One subject: its words in both languages, and ids of what tells of it."""

    words: tuple[str, ...]
    indicators: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    """Names of addresses, such as `atlas:method`."""

    def answers(self, spelling: str) -> bool:
        """Whether a folded question begins one of its words, or is a longer form of one."""
        return any(
            word.startswith(spelling) or (len(word) >= _SHORTEST and spelling.startswith(word))
            for word in map(fold, self.words)
        )


@cache
def subjects() -> tuple[SearchSubject, ...]:
    """Read all subjects, once."""
    path = Path(__file__).with_name("subjects.toml")
    return read_toml(path, dict[str, tuple[SearchSubject, ...]])["subject"]


def subjects_of(spelling: str) -> tuple[SearchSubject, ...]:
    """Find the subjects that a folded question asks for."""
    return tuple(subject for subject in subjects() if subject.answers(spelling))
