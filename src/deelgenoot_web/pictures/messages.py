"""What the processes say that read a picture or a PDF, one message after the other."""

from typing import Literal

import msgspec

MOST_PAGES = 200
NARROW = 960
"""Dots that a picture for a phone is wide or high: twice those of its screen, to enlarge it."""
Why = Literal["locked", "broken", "pages", "dots", "animated"]
"""Why there are no pictures: the file asks a password, cannot be read, has too many pages or dots,
or is a film."""


class PageCount(msgspec.Struct, tag="count"):
    """How many pages there are; comes first."""

    n: int


class PagePicture(msgspec.Struct, tag="page"):
    """A page or a picture as WebP, for a large screen and for a phone, and the text of a page."""

    wide: bytes
    narrow: bytes
    text: str
    size: tuple[int, int] = (0, 0)
    """Dots of `wide`, across and down."""


class Unreadable(msgspec.Struct, tag="no"):
    """There are no (more) pictures; `n` is the number of pages where those are too many."""

    why: Why
    n: int = 0


Message = PageCount | PagePicture | Unreadable
decoder = msgspec.msgpack.Decoder(Message)
encode = msgspec.msgpack.encode
