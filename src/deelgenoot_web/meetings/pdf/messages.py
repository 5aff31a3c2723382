"""What the process that reads a PDF says, one message after the other."""

from typing import Literal

import msgspec

MOST_PAGES = 200
Why = Literal["locked", "broken", "pages"]
"""Why there are no pictures: it asks a password, cannot be read, or has too many pages."""


class PageCount(msgspec.Struct, tag="count"):
    """How many pages there are; comes first."""

    n: int


class PagePicture(msgspec.Struct, tag="page"):
    """A page as WebP, for a large screen and for a phone, and its text."""

    wide: bytes
    narrow: bytes
    text: str


class Unreadable(msgspec.Struct, tag="no"):
    """There are no (more) pictures; `n` is the number of pages where those are too many."""

    why: Why
    n: int = 0


Message = PageCount | PagePicture | Unreadable
decoder = msgspec.msgpack.Decoder(Message)
encode = msgspec.msgpack.encode
