"""The pages of a PDF as the serving process gets them, from a process that is bounded."""

import signal
import time
from collections.abc import Iterator

from deelgenoot_web.meetings.pdf.messages import (
    Message,
    PageCount,
    PagePicture,
    Unreadable,
    decoder,
)
from deelgenoot_web.processes import BoundedProcess

MEMORY = 1_000_000_000
"""Bytes of address space; 100 pages of slides take a tenth of that."""
SECONDS = 300
"""Seconds that all pages together may take on a machine that is busy with others."""
_OUT_OF_TIME = {signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL}
"""What ends a process that used the time, or the work of a processor, that it may."""
_MARK = b"%PDF-"
_MARK_WITHIN = 1024


class UnreadablePdfError(Exception):
    """There are no slides in this file: `why` is one of `PROBLEMS` of `models.slides`."""

    def __init__(self, why: str, n: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.n = n


def is_pdf(file: bytes) -> bool:
    """Whether a file begins as a PDF does; that says nothing about the rest."""
    return _MARK in file[:_MARK_WITHIN]


def read_pages(pdf: bytes, seconds: float = SECONDS) -> Iterator[PageCount | PagePicture]:
    """Give the number of pages, then each page in order. Raises UnreadablePdfError."""
    until = time.monotonic() + seconds
    with BoundedProcess("deelgenoot_web.meetings.pdf.converter", MEMORY) as process:
        try:
            process.pipe.send_bytes(pdf)
            first = _message(process, until)
            yield first
            if isinstance(first, PageCount):
                for _number in range(first.n):
                    yield _message(process, until)
        except (EOFError, OSError) as error:
            why = "slow" if process.ending_signal() in _OUT_OF_TIME else "broken"
            raise UnreadablePdfError(why) from error


def _message(process: BoundedProcess, until: float) -> PageCount | PagePicture:
    if not process.pipe.poll(max(0.0, until - time.monotonic())):
        why = "slow"
        raise UnreadablePdfError(why)
    message: Message = decoder.decode(process.pipe.recv_bytes())
    if isinstance(message, Unreadable):
        raise UnreadablePdfError(message.why, message.n)
    return message
