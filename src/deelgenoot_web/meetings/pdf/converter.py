"""The process that paints the pages of a PDF: `python -m deelgenoot_web.meetings.pdf.converter`.

It is given one end of a pipe, takes one PDF of a stranger, and answers with a message per page. It
opens no file and no connection once the PDF is there. Only this process imports PDFium.
"""

import contextlib
import signal
import sys
from collections.abc import Iterator

import pypdfium2 as pdfium

from deelgenoot_web.pictures.messages import (
    MOST_PAGES,
    Message,
    PageCount,
    PagePicture,
    Unreadable,
    encode,
)
from deelgenoot_web.pictures.painter import WIDE, in_two_sizes, shut_off
from deelgenoot_web.processes import open_pipe

_LONGEST_TEXT = 4000
_LONGEST = 300
"""Seconds after which the process ends, also when the site is gone."""
_MOST_WORK = 90
"""Seconds of a processor that it may use; 100 pages of slides take about 15."""


def main(arguments: list[str]) -> None:
    """Take a PDF from the pipe with this file number, within so many bytes of memory."""
    signal.alarm(_LONGEST)
    pipe = open_pipe(*arguments)
    with contextlib.suppress(EOFError, OSError):
        pdf = pipe.recv_bytes()
        shut_off(_MOST_WORK)
        for message in messages_of(pdf):
            pipe.send_bytes(encode(message))


def messages_of(pdf: bytes) -> Iterator[Message]:
    """Give the number of pages and then each page; or why that cannot be."""
    try:
        document = pdfium.PdfDocument(pdf)
        n = len(document)
    except pdfium.PdfiumError as error:
        yield Unreadable("locked" if "password" in str(error).lower() else "broken")
        return
    if not 0 < n <= MOST_PAGES:
        yield Unreadable("pages" if n else "broken", n)
        return
    yield PageCount(n)
    try:
        for number in range(n):
            yield _picture_of(document[number])
    except (pdfium.PdfiumError, ValueError, MemoryError):
        yield Unreadable("broken")


def _picture_of(page: pdfium.PdfPage) -> PagePicture:
    width, height = page.get_size()
    if min(width, height) <= 0:
        msg = f"a page of {width} by {height} points"
        raise ValueError(msg)
    scale = min(WIDE[0] / width, WIDE[1] / height)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    text = page.get_textpage().get_text_bounded()
    return in_two_sizes(picture, " ".join(text.split())[:_LONGEST_TEXT])


if __name__ == "__main__":
    main(sys.argv[1:])
