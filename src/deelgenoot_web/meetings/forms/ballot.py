"""The value of a vote, from a plain form without script."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from deelgenoot_web.meetings.models import Poll


def value_from(poll: Poll, data: QueryDict) -> Any:
    """What was filled in, in the shape that `ballots.checked` judges; None when it has no shape."""
    reads = _READS.get(poll.kind)
    return reads(poll, data) if reads else None


def _choice(poll: Poll, data: QueryDict) -> int | None:
    return _number(data.get("value", ""))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() else None


_READS: dict[str, Callable[[Poll, QueryDict], Any]] = {"choice": _choice}
