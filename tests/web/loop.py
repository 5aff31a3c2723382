"""Runs what is asynchronous, also where a browser test left a loop running in this thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_Found = TypeVar("_Found")


def finished(work: Coroutine[Any, Any, _Found]) -> _Found:
    """What `work` gives, from a thread of its own."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, work).result()
