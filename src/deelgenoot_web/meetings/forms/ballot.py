"""The value of a vote, from a plain form without script; `assets/js/ballot.js` does the same.

Each reader returns the shape that `ballots.check_value` judges, or something that it will refuse.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import QueryDict

from deelgenoot_web.meetings.models import Poll


def value_from(poll: Poll, data: QueryDict) -> Any:
    """Read the value of a vote in this poll."""
    return _READS[poll.kind](poll, data)


def _ranking(poll: Poll, data: QueryDict) -> list[int]:
    places = [_number(one) for one in data.getlist("value")]
    if sorted(_without_blanks(places)) != list(range(len(poll.options))):
        return []
    return sorted(range(len(places)), key=lambda option: places[option] or 0)


def _matrix(poll: Poll, data: QueryDict) -> list[list[int | None] | None]:
    pairs = [
        [_number(data.get(f"{axis}{place}", "")) for axis in ("impact", "feasible")]
        for place, _ in enumerate(poll.options)
    ]
    return [pair if any(_without_blanks(pair)) else None for pair in pairs]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= len("100") else None


def _without_blanks(numbers: Iterable[int | None]) -> list[int]:
    return [number for number in numbers if number is not None]


_READS: dict[str, Callable[[Poll, QueryDict], Any]] = {
    "choice": lambda _poll, data: _number(data.get("value", "")),
    "choices": lambda _poll, data: [_number(one) for one in data.getlist("value")],
    "scale": lambda poll, data: [
        _number(data.get(f"value{place}", "")) for place, _ in enumerate(poll.options)
    ],
    "words": lambda _poll, data: data.getlist("value"),
    "text": lambda _poll, data: data.get("value", ""),
    "ranking": _ranking,
    "points": lambda _poll, data: [_number(one.strip() or "0") for one in data.getlist("value")],
    "matrix": _matrix,
    "number": lambda _poll, data: _number(data.get("value", "").strip()),
}
