"""Files of visitors as the serving process gets them from a process that is bounded."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from deelgenoot_web.pictures.messages import Message, PageCount, PagePicture, Unreadable, decoder
from deelgenoot_web.processes import BoundedProcess

MEMORY = 1_000_000_000
"""Bytes of address space; 100 pages of slides take a tenth of that, the largest photo a half."""
SECONDS = 20
"""Seconds that a picture may take, while its visitor waits."""
_PATIENCE = 5
"""Seconds that a picture waits for another."""
_OUT_OF_TIME = {signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL}
"""What ends a process that used the time, or the work of a processor, that it may."""
_one_picture = threading.Lock()
Reply = PageCount | PagePicture


class UnreadableFileError(Exception):
    """There are no pictures in this file: `why` is a `Why`, or "slow", "busy" or "full"."""

    def __init__(self, why: str, n: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.n = n


def is_picture(file: bytes) -> bool:
    """Whether a file begins as PNG, JPEG or WebP do; that says nothing about the rest."""
    is_webp = file[:4] == b"RIFF" and file[8:12] == b"WEBP"
    return file.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or is_webp


def read_picture(file: bytes, seconds: float = SECONDS) -> PagePicture:
    """Give a PNG, JPEG or WebP in two sizes. One at a time. Raises UnreadableFileError."""
    if not _one_picture.acquire(timeout=_PATIENCE):
        why = "busy"
        raise UnreadableFileError(why)
    try:
        with start_reader("deelgenoot_web.pictures.painter", file, seconds) as next_reply:
            picture = next_reply()
    finally:
        _one_picture.release()
    if not isinstance(picture, PagePicture):
        why = "broken"
        raise UnreadableFileError(why)
    return picture


@contextmanager
def start_reader(program: str, file: bytes, seconds: float) -> Iterator[Callable[[], Reply]]:
    """Start the module `program` with a file; give what waits for its next message.

    Raises UnreadableFileError.
    """
    until = time.monotonic() + seconds
    with BoundedProcess(program, MEMORY) as process:
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
