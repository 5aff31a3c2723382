"""An action perspective as its file holds it: two languages, each block with its origin."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from deelgenoot.words import Text

Origin = Literal["onderzoek", "cijfers", "redactie", "gemeente"]
State = Literal["concept", "redactie", "gepubliceerd"]
Wish = Literal["hoger", "lager", "geen"]

GENERAL = "alle"
"""The id of the perspective for all municipalities of the selection."""


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement with the tests by which figures may deny it."""

    text: Text
    title: Text | None = None
    test: tuple[str, ...] = ()
    chart: tuple[str, ...] = ()
    """The indicators that are drawn beside it."""


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A block of claims."""

    origin: Origin
    claim: tuple[Claim, ...]
    title: Text | None = None


class Passage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A block of running text."""

    origin: Origin
    text: Text


class Items(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A block of short texts."""

    origin: Origin
    item: tuple[Text, ...]


class Lever(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be done on one theme, by whom; a field that is empty is left out."""

    theme: str
    opgaven: tuple[str, ...]
    origin: Origin
    hefboom: Text
    zelf: Text
    cluster: Text | None = None
    regio: Text | None = None
    provincie: Text | None = None
    rijk: Text | None = None
    instrument: Text | None = None
    termijn: Text | None = None
    afruil: Text | None = None
    test: tuple[str, ...] = ()


class FollowedFigure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure to follow, and which way is wanted."""

    indicator: str
    gewenst: Wish


class FollowedFigures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The figures to follow."""

    origin: Origin
    item: tuple[FollowedFigure, ...]


Tested = Claim | Lever
"""What has tests."""
Block = Claims | Passage | Items | Lever | FollowedFigures
"""What a page shows under a heading of its own."""


class Perspective(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the municipalities of a cluster can do, alone and together."""

    state: State
    version: int
    author: str
    date: dt.date
    kern: Claims
    ambitie: Passage
    ontwikkelingen: Claims
    verdeeldheid: Claims
    thema: tuple[Lever, ...]
    valkuilen: Items
    vragen: Items
    volg: FollowedFigures
    niet: Passage
    readers: tuple[str, ...] = ()
    """The municipalities that read it and signed."""

    @property
    def named_blocks(self) -> Iterator[tuple[str, Block]]:
        """Every block with its name in the file, in the order of the file."""
        for name in ("kern", "ambitie", "ontwikkelingen", "verdeeldheid"):
            yield name, getattr(self, name)
        yield from (("thema", lever) for lever in self.thema)
        for name in ("valkuilen", "vragen", "volg", "niet"):
            yield name, getattr(self, name)

    @property
    def blocks(self) -> tuple[Claims, ...]:
        """The blocks that make claims, in the order of the page."""
        return (self.kern, self.ontwikkelingen, self.verdeeldheid)

    @property
    def claims(self) -> Iterator[Claim]:
        """Every claim, in the order of the page."""
        return (claim for block in self.blocks for claim in block.claim)

    @property
    def tested_parts(self) -> tuple[Tested, ...]:
        """Everything that figures may deny, in the order of the page."""
        return (*self.claims, *self.thema)


def texts_of(part: Any) -> Iterator[Text]:
    """Give every text within a part of a perspective, in the order of the file."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from texts_of(item)
    elif isinstance(part, msgspec.Struct):
        for field in part.__struct_fields__:
            yield from texts_of(getattr(part, field))
