"""One thread that does in groups what is asked one by one."""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class _WaitingVote(Generic[Asked, Given]):
    asked: Asked
    answer: asyncio.Future[Given]


class Batches(Generic[Asked, Given]):
    """Gathers what is asked while `work` is busy, and gives it to `work` as one list.

    `work` answers with as many answers, in the same order; when it raises, everybody in that list
    hears so. It runs on a thread of its own, so that one transaction can serve hundreds.
    """

    def __init__(
        self,
        work: Callable[[list[Asked]], Sequence[Given]],
        *,
        apart: float = 0.0,
        most: int = 500,
    ) -> None:
        """Batches start at least `apart` seconds after each other and hold at most `most`."""
        self._work = work
        self._apart = apart
        self._most = most
        self._queue: SimpleQueue[_WaitingVote[Asked, Given] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self.is_busy = False
        """Whether a batch is being worked on now."""

    async def ask(self, one: Asked) -> Given:
        """The answer, once the batch that this came in is done. From the event loop only."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="batches", daemon=True)
            self._thread.start()
        answer: asyncio.Future[Given] = asyncio.get_running_loop().create_future()
        self._queue.put(_WaitingVote(one, answer))
        return await answer

    def stop(self) -> None:
        """Finish what was asked and end the thread."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        begun = 0.0
        while (first := self._queue.get()) is not None:
            time.sleep(max(0.0, begun + self._apart - time.monotonic()))
            begun = time.monotonic()
            waiting = [first]
            goes_on = self._fill(waiting)
            self.is_busy = True
            self._serve(waiting)
            self.is_busy = False
            if not goes_on:
                return

    def _fill(self, waiting: list[_WaitingVote[Asked, Given]]) -> bool:
        """Add what else is there; False when the end was among it."""
        try:
            while len(waiting) < self._most:
                if (one := self._queue.get_nowait()) is None:
                    return False
                waiting.append(one)
        except Empty:
            pass
        return True

    def _serve(self, waiting: list[_WaitingVote[Asked, Given]]) -> None:
        loop = waiting[0].answer.get_loop()
        try:
            answers = self._work([one.asked for one in waiting])
        except Exception as error:  # noqa: BLE001 - whoever asked has to hear it
            loop.call_soon_threadsafe(_failed, waiting, error)
        else:
            loop.call_soon_threadsafe(_answered, waiting, answers)


def _answered(waiting: list[_WaitingVote[Asked, Given]], answers: Sequence[Given]) -> None:
    for one, answer in zip(waiting, answers, strict=True):
        if not one.answer.done():  # whoever asked may have gone
            one.answer.set_result(answer)


def _failed(waiting: list[_WaitingVote[Asked, Given]], error: Exception) -> None:
    for one in waiting:
        if not one.answer.done():
            one.answer.set_exception(error)
