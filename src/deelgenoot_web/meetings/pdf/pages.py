"""The pages of a PDF as the serving process gets them from a process that is bounded."""

from collections.abc import Iterator

from deelgenoot_web.pictures.messages import PageCount
from deelgenoot_web.pictures.reading import Reply, start_reader

SECONDS = 300
"""Seconds that all pages together may take on a machine that is busy with others."""
_MARK = b"%PDF-"
_MARK_WITHIN = 1024


def is_pdf(file: bytes) -> bool:
    """Whether a file begins as a PDF does; that says nothing about the rest."""
    return _MARK in file[:_MARK_WITHIN]


def read_pages(pdf: bytes, seconds: float = SECONDS) -> Iterator[Reply]:
    """Give the number of pages, then each page in order. Raises UnreadableFileError."""
    with start_reader("deelgenoot_web.meetings.pdf.converter", pdf, seconds) as next_reply:
        first = next_reply()
        yield first
        if isinstance(first, PageCount):
            for _number in range(first.n):
                yield next_reply()
