"""Notes as PDF and pictures as PNG, set by a bounded process that ends with whoever asks."""

import importlib.util
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

import msgspec

from deelgenoot.errors import DeelgenootError
from deelgenoot_web.atlas.notes.content import Note, PrintedPicture
from deelgenoot_web.processes import BoundedProcess

MEMORY = 2_000_000_000
"""Bytes of address space; a note takes about a fifth of that."""
FONTS = Path(__file__).with_name("fonts")
LARGEST = 24_000_000
"""Bytes of all kept notes together: some eighty."""
MOST_WAITING = 2
"""Threads that may wait for a note at a time; the others serve pages."""
LONGEST = 20
"""Seconds that a note may take while a visitor waits."""
LONGEST_OF_A_SET = 60
"""Seconds that one note of a set may take, on a machine that is busy with others."""
_FILES = (b"%PDF", b"\x89PNG")


class PrintingError(DeelgenootError):
    """A note that cannot be set."""


class BusyPressError(DeelgenootError):
    """Others wait for their notes already."""


class Printer:
    """The process that sets notes, within a `with`; one note at a time."""

    def __init__(self, longest: float = LONGEST, fonts: Path = FONTS) -> None:
        if importlib.util.find_spec("typst") is None:
            msg = "Notities als PDF vragen het pakket typst; installeer deelgenoot[web]."
            raise PrintingError(msg)
        self._longest = longest
        self._process = BoundedProcess("deelgenoot_web.atlas.notes.printer", MEMORY, fonts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process at once."""
        self._process.end()

    def print(self, note: Note | PrintedPicture) -> bytes:
        """Set a note as PDF, a picture as PNG. Raises PrintingError when that fails or lasts."""
        pipe = self._process.pipe
        try:
            pipe.send_bytes(note.template.encode() + b"\n" + msgspec.json.encode(note))
            if not pipe.poll(self._longest):
                msg = f"De notitie '{note.title}' kost meer dan {self._longest:g} seconden."
                raise PrintingError(msg)
            answer = pipe.recv_bytes()
        except (EOFError, OSError) as error:
            msg = f"Het proces dat notities opmaakt is gestopt bij '{note.title}'."
            raise PrintingError(msg) from error
        if not answer.startswith(_FILES):
            reason = answer.decode(errors="replace")
            msg = f"De notitie '{note.title}' kan niet worden opgemaakt: {reason}"
            raise PrintingError(msg)
        return answer


Name = TypeVar("Name")


class Press(Generic[Name]):
    """Makes notes and pictures one at a time and keeps the last. All threads share it.

    The presses of a server share their turn: two rooms do not print at the same time.
    """

    waiting = threading.BoundedSemaphore(MOST_WAITING)
    _turn = threading.Lock()

    def __init__(
        self, compose: Callable[[Name], Note | PrintedPicture], largest: int = LARGEST
    ) -> None:
        """Put files together by `compose`, and keep as many as are `largest` bytes together."""
        self.size = 0
        self._compose = compose
        self._largest = largest
        self._files: OrderedDict[Name, bytes] = OrderedDict()

    def give(self, name: Name) -> bytes:
        """Give a file. Raises BusyPressError, PrintingError, and what `compose` raises."""
        if name in self._files:
            return self._files[name]
        if not self.waiting.acquire(blocking=False):
            msg = "Others wait for their notes already."
            raise BusyPressError(msg)
        try:
            with self._turn:
                return self._files.get(name) or self._print(name)
        finally:
            self.waiting.release()

    def _print(self, name: Name) -> bytes:
        content = self._compose(name)
        with Printer() as printer:
            file = printer.print(content)
        self.keep(name, file)
        return file

    def keep(self, name: Name, file: bytes) -> None:
        """Keep a file for who asks next; the oldest give way."""
        self.size += len(file) - len(self._files.get(name, b""))
        self._files[name] = file
        while self.size > self._largest:
            _name, oldest = self._files.popitem(last=False)
            self.size -= len(oldest)
