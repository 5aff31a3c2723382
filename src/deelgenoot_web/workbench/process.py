"""The worker as the serving process sees it: started, spoken to, ended."""

import contextlib
import multiprocessing
import os
import subprocess
import sys

from deelgenoot_web.workbench.jobs import Reply, Task, encode, from_worker

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
_SECONDS_TO_END = 5


class Process:
    """One worker process and this end of its pipe."""

    def __init__(self, memory: int) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        number = theirs.fileno()
        self._running = subprocess.Popen(  # noqa: S603 - our own program, our own arguments
            [
                sys.executable,
                "-m",
                "deelgenoot_web.workbench.worker",
                str(number),
                str(memory),
            ],
            pass_fds=[number],
            stdin=subprocess.DEVNULL,
            # One thread: the other cores are for the process that serves people.
            env=os.environ | dict.fromkeys(_ONE_THREAD, "1"),
        )
        theirs.close()

    @property
    def number(self) -> int:
        """Its process id."""
        return self._running.pid

    def tell(self, task: Task) -> None:
        """Send a task. Raises OSError when the worker is gone."""
        self.pipe.send_bytes(encode(task))

    def receive(self) -> Reply:
        """Receive its answer. Raises EOFError or OSError when the worker is gone."""
        return from_worker.decode(self.pipe.recv_bytes())

    def end(self) -> None:
        """Stop it at once; nothing it does needs finishing."""
        self._running.kill()
        # On a machine that is too busy it is gone a little later; the thread that asks goes on.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._running.wait(_SECONDS_TO_END)
        self.pipe.close()
