"""Rules of opgaven: by which figures one shows. A condition is a sentence, read into a class.

The words are Dutch in every study, as those of the tests of claims: editors write them.
`docs/method/opgaven.md` lists what can be written.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import msgspec

from deelgenoot.errors import BadStudy

Side = Literal["low", "high", "below", "above"]
Group = Literal["land", "selectie"]

_SUBJECT = r"(?P<indicator>[\w-]+)"
_YEARS = r"(?P<start>\d{4})-(?P<end>\d{4})"
_MIDDLE = "de middelste van het land"
_GROUP = "(?:het (?P<land>land)|de selectie)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_SUBJECT} (?P<side>hoger|lager) dan (?:{_MIDDLE}|(?P<value>-?\d+(?:\.\d+)?))",
        rf"{_SUBJECT} bij de (?P<side>hoogste|laagste) (?P<share>[1-9]\d?)% van {_GROUP}",
        rf"{_SUBJECT} {_YEARS} (?P<side>gestegen|gedaald)",
        rf"{_SUBJECT} {_YEARS} (?P<side>meer|minder) gestegen dan {_MIDDLE}",
    )
)
_SIDES: dict[str, Side] = {
    "hoger": "above",
    "lager": "below",
    "hoogste": "high",
    "laagste": "low",
    "gestegen": "above",
    "gedaald": "below",
    "meer": "above",
    "minder": "below",
}
_FROM_ZERO = frozenset({"gestegen", "gedaald"})


@dataclass(frozen=True)
class Condition:
    """A figure above or below a border, or among the highest or lowest part of a group.

    With `start` and `end` (years) it is about the change between them: in points for percentages,
    in per cent of the start for everything else.
    """

    indicator: str
    side: Side
    share: float | None = None
    """With `low` and `high`: which part of the `group`."""
    value: float | None = None
    """With `below` and `above`: the border; None for the middle area of the country."""
    group: Group = "land"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class AtLeast:
    """At least `count` of these conditions hold."""

    count: int
    of: tuple[Condition, ...]


class CountedSentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences of which at least `count` hold, as a file writes them."""

    count: int
    of: tuple[str, ...]


class EvidenceRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sentences of a rule: all, any, or at least so many of them hold."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    at_least: CountedSentences | None = None

    @property
    def as_at_least(self) -> AtLeast:
        """Read the rule in its general form. Raises BadStudy for what cannot be read."""
        every: list[AtLeast] = [
            *([AtLeast(len(self.all), _read(self.all))] if self.all else ()),
            *([AtLeast(1, _read(self.any))] if self.any else ()),
            *([AtLeast(self.at_least.count, _read(self.at_least.of))] if self.at_least else ()),
        ]
        if len(every) != 1 or not 1 <= every[0].count <= len(every[0].of):
            raise BadStudy(
                "a rule has one of all, any and at_least, and asks for one to all of its sentences",
                "een regel heeft all, any of at_least, en vraagt om één tot al haar zinnen",
            )
        return every[0]


def _read(sentences: tuple[str, ...]) -> tuple[Condition, ...]:
    return tuple(read_condition(sentence) for sentence in sentences)


@lru_cache(maxsize=1024)
def read_condition(sentence: str) -> Condition:
    """Read one sentence of a rule. Raises BadStudy for what cannot be read."""
    for form in _FORMS:
        if match := form.fullmatch(" ".join(sentence.split())):
            return _condition(match.groupdict())
    raise BadStudy(
        f"'{sentence}' is no condition: write '<indicator> hoger dan {_MIDDLE}', or another "
        "sentence that docs/method/opgaven.md lists",
        f"'{sentence}' is geen voorwaarde: schrijf '<kenmerk> hoger dan {_MIDDLE}', of een andere "
        "zin uit docs/method/opgaven.md",
    )


def _condition(parts: dict[str, str | None]) -> Condition:
    word, share, value = parts["side"] or "", parts.get("share"), parts.get("value")
    start, end = parts.get("start"), parts.get("end")
    if start and end and int(start) >= int(end):
        raise BadStudy(
            f"'{start}-{end}' does not go forward: write the first year first",
            f"'{start}-{end}' gaat niet vooruit: schrijf het eerste jaar eerst",
        )
    if word in _FROM_ZERO:
        value = "0"
    return Condition(
        indicator=parts["indicator"] or "",
        side=_SIDES[word],
        share=int(share) / 100 if share else None,
        value=float(value) if value else None,
        group="selectie" if share and not parts["land"] else "land",
        start=int(start) if start else None,
        end=int(end) if end else None,
    )
