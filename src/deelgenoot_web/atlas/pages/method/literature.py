"""The literature behind a page, and its words that need explaining: two TOML files beside this."""

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from deelgenoot.decoding import read_toml
from deelgenoot.words import Text

Page = Literal["method", "firmness"]


class Work(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One work: authors, year, title, where it appeared, its address and its use here."""

    authors: str
    year: int
    title: str
    source: str
    used_for: Text
    pages: tuple[Page, ...]
    """The pages that name it."""
    url: str = ""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One technical word, in a sentence or two."""

    term: Text
    meaning: Text


def literature(page: Page) -> tuple[Work, ...]:
    """List the works that `page` stands on, by author."""
    return tuple(work for work in _works() if page in work.pages)


@cache
def _works() -> tuple[Work, ...]:
    path = Path(__file__).with_name("literature.toml")
    return read_toml(path, dict[str, tuple[Work, ...]])["work"]


@cache
def terms() -> tuple[Term, ...]:
    """List the words of the page about firmness that need explaining."""
    return read_toml(Path(__file__).with_name("terms.toml"), dict[str, tuple[Term, ...]])["term"]
