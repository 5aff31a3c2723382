"""What a deed costs in calls of functions: the same on a fast machine and on a busy one."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def count_calls(deed: Callable[[], Answer]) -> tuple[Answer, int]:
    """Do the deed; give its answer and how many functions were called, those in C among them."""
    n_calls = 0

    def count(_frame: object, event: str, _argument: Any) -> None:
        nonlocal n_calls
        n_calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        answer = deed()
    finally:
        sys.setprofile(before)
    return answer, n_calls
