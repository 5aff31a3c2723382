"""Programs of ours in a process of their own, spoken to over a pipe and bounded in what they take.

What is heavy, or reads what a stranger sent, runs there: the serving process holds none of it, and
ends it at once when it takes too long.
"""

import contextlib
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from types import MappingProxyType, TracebackType
from typing import Self

_SECONDS_TO_END = 5
_NICER = 10
"""How much such a process gives way to the one that serves people."""


class BoundedProcess:
    """A program that runs, and this end of its pipe; within a `with`, or until `end`."""

    def __init__(
        self,
        program: str,
        *arguments: object,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Start the module `program` with the number of its end of the pipe, then `arguments`."""
        self.pipe, theirs = multiprocessing.Pipe()
        number = theirs.fileno()
        self._running = subprocess.Popen(  # noqa: S603 - our own program, our own arguments
            [sys.executable, "-m", program, str(number), *map(str, arguments)],
            pass_fds=[number],
            stdin=subprocess.DEVNULL,
            env=os.environ | environment,
        )
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    @property
    def number(self) -> int:
        """Its process id."""
        return self._running.pid

    def ending_signal(self) -> int:
        """Wait until it ended, after its pipe closed; return the signal that ended it, or 0."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return max(0, -self._running.wait(_SECONDS_TO_END))
        return 0

    def end(self) -> None:
        """Stop it at once; nothing it does needs finishing."""
        self._running.kill()
        # On a machine that is too busy it is gone a little later; the thread that asks goes on.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._running.wait(_SECONDS_TO_END)
        self.pipe.close()


def open_pipe(number: str, memory: str) -> Connection:
    """Bound the process that runs, and open its end of the pipe; `memory` is in bytes."""
    os.nice(_NICER)
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    # Ctrl-C is for the process that serves people, which ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return Connection(int(number))
