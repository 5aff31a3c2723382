"""Begin a coroutine at once, and make a task only of one that has to wait.

Thousands of streams are told something in one go, and nearly every send gets through at once. A
task for each, and a turn of the loop for each task, would be a fifth of that work. (From Python
3.12 on a task can be begun at once by itself.)
"""

import asyncio
from collections.abc import Coroutine, Generator
from types import coroutine
from typing import Any


def begin(work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
    """Begin `work`; return the task that finishes it, or None when it is finished already.

    What `work` raises before it waits for anything is raised here.
    """
    try:
        waits_for = work.send(None)
    except StopIteration:
        return None
    return asyncio.create_task(_rest(work, waits_for))


@coroutine
def _rest(work: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    while True:
        yield waits_for
        try:
            waits_for = work.send(None)
        except StopIteration:
            return
