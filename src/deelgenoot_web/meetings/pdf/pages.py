"""Files as the serving process gets them from a process that is bounded: pages, or a picture."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from deelgenoot_web.meetings.pdf.messages import (
    Message,
    PageCount,
    PagePicture,
    Unreadable,
    decoder,
)
from deelgenoot_web.processes import BoundedProcess

MEMORY = 1_000_000_000
"""Bytes of address space; 100 pages of slides take a tenth of that, the largest photo a half."""
SECONDS = 300
"""Seconds that all pages together may take on a machine that is busy with others."""
SECONDS_OF_PICTURE = 20
"""Seconds that a picture may take, while its organiser waits."""
_PATIENCE = 5
"""Seconds that a picture waits for another."""
_OUT_OF_TIME = {signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL}
"""What ends a process that used the time, or the work of a processor, that it may."""
_MARK = b"%PDF-"
_MARK_WITHIN = 1024
_one_picture = threading.Lock()
Reply = PageCount | PagePicture


class UnreadableFileError(Exception):
    """There are no pictures in this file: `why` is a `Why`, or "slow", "busy" or "full"."""

    def __init__(self, why: str, n: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.n = n


def is_pdf(file: bytes) -> bool:
    """Whether a file begins as a PDF does; that says nothing about the rest."""
    return _MARK in file[:_MARK_WITHIN]


def is_picture(file: bytes) -> bool:
    """Whether a file begins as PNG, JPEG or WebP do; that says nothing about the rest."""
    is_webp = file[:4] == b"RIFF" and file[8:12] == b"WEBP"
    return file.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or is_webp


def read_pages(pdf: bytes, seconds: float = SECONDS) -> Iterator[Reply]:
    """Give the number of pages, then each page in order. Raises UnreadableFileError."""
    with _reader("converter", pdf, seconds) as next_reply:
        first = next_reply()
        yield first
        if isinstance(first, PageCount):
            for _number in range(first.n):
                yield next_reply()


def read_picture(file: bytes, seconds: float = SECONDS_OF_PICTURE) -> PagePicture:
    """Give a PNG, JPEG or WebP in two sizes. One at a time. Raises UnreadableFileError."""
    if not _one_picture.acquire(timeout=_PATIENCE):
        why = "busy"
        raise UnreadableFileError(why)
    try:
        with _reader("painter", file, seconds) as next_reply:
            picture = next_reply()
    finally:
        _one_picture.release()
    if not isinstance(picture, PagePicture):
        why = "broken"
        raise UnreadableFileError(why)
    return picture


@contextmanager
def _reader(program: str, file: bytes, seconds: float) -> Iterator[Callable[[], Reply]]:
    """Start a process with a file; give what waits for its next message."""
    until = time.monotonic() + seconds
    with BoundedProcess(f"deelgenoot_web.meetings.pdf.{program}", MEMORY) as process:
        try:
            process.pipe.send_bytes(file)
            yield lambda: _reply(process, until)
        except (EOFError, OSError) as error:
            why = "slow" if process.ending_signal() in _OUT_OF_TIME else "broken"
            raise UnreadableFileError(why) from error


def _reply(process: BoundedProcess, until: float) -> Reply:
    if not process.pipe.poll(max(0.0, until - time.monotonic())):
        why = "slow"
        raise UnreadableFileError(why)
    message: Message = decoder.decode(process.pipe.recv_bytes())
    if isinstance(message, Unreadable):
        raise UnreadableFileError(message.why, message.n)
    return message
