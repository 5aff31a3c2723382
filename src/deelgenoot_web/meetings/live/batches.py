"""A thread that does tasks in batches, though they come in one by one."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from deelgenoot_web.meetings.live.reconnect import OUTAGES

Task = TypeVar("Task")
Answer = TypeVar("Answer")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _WaitingVote(Generic[Task, Answer]):
    task: Task
    answer: asyncio.Future[Answer]


class Batches(Generic[Task, Answer]):
    """Gather tasks while `work` is busy, and give them to `work` as one list.

    `work` returns as many answers, in the same order. It runs on a thread of its own, so that one
    transaction can serve hundreds. When it raises, each task is tried alone, so that one that
    cannot be done fails for its own caller; while the database is away, all callers get the error.
    """

    def __init__(
        self,
        work: Callable[[list[Task]], Sequence[Answer]],
        *,
        apart: float = 0.0,
        most: int = 500,
    ) -> None:
        """Start batches at least `apart` seconds after each other, of at most `most` tasks."""
        self._work = work
        self._apart = apart
        self._most = most
        self._queue: SimpleQueue[_WaitingVote[Task, Answer] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self.is_busy = False
        """Whether `work` is busy with a batch."""

    async def ask(self, task: Task) -> Answer:
        """Return the answer to a task once its batch is done. Call from the event loop only."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="batches", daemon=True)
            self._thread.start()
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._queue.put(_WaitingVote(task, answer))
        return await answer

    @property
    def n_waiting(self) -> int:
        """Count the tasks that wait for the next batch."""
        return self._queue.qsize()

    def stop(self) -> None:
        """Finish the tasks that wait and end the thread."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        started_at = 0.0
        while (first := self._queue.get()) is not None:
            time.sleep(max(0.0, started_at + self._apart - time.monotonic()))
            started_at = time.monotonic()
            waiting = [first]
            goes_on = self._fill(waiting)
            self.is_busy = True
            self._serve(waiting)
            self.is_busy = False
            if not goes_on:
                return

    def _fill(self, waiting: list[_WaitingVote[Task, Answer]]) -> bool:
        """Add all tasks that wait; False when the sign to stop was among them."""
        try:
            while len(waiting) < self._most:
                if (vote := self._queue.get_nowait()) is None:
                    return False
                waiting.append(vote)
        except Empty:
            pass
        return True

    def _serve(self, waiting: list[_WaitingVote[Task, Answer]]) -> None:
        loop = waiting[0].answer.get_loop()
        try:
            answers = self._work([one.task for one in waiting])
        except Exception as error:  # noqa: BLE001 - each caller has to hear it
            if len(waiting) > 1 and not isinstance(error, OUTAGES):
                for vote in waiting:
                    self._serve([vote])
                return
            # Without the message and the traceback: they may hold what somebody sent.
            _log.error("%d in a batch failed: %s", len(waiting), type(error).__name__)
            loop.call_soon_threadsafe(_set_errors, waiting, error)
        else:
            loop.call_soon_threadsafe(_set_answers, waiting, answers)


def _set_answers(waiting: list[_WaitingVote[Task, Answer]], answers: Sequence[Answer]) -> None:
    for vote, answer in zip(waiting, answers, strict=True):
        if not vote.answer.done():  # the caller may have gone
            vote.answer.set_result(answer)


def _set_errors(waiting: list[_WaitingVote[Task, Answer]], error: Exception) -> None:
    for vote in waiting:
        if not vote.answer.done():
            vote.answer.set_exception(error)
