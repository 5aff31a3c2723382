"""Quiz questions: which answer is right, and how many people gave it. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.meetings.disclosure import may_show

_MOST_BINS = 8
_NEAR = 20
"""A guess is near when it is off by at most one in so many of the municipalities."""


@dataclass(frozen=True)
class QuizAnswer:
    """The right answer: places of options, or a number of `of` municipalities."""

    places: tuple[int, ...] = ()
    number: int | None = None
    of: int = 0
    takes_all: bool = False
    """Whether somebody has to choose all right options and no other."""
    source: str = ""

    @property
    def near(self) -> int:
        """How far a guess may be off to be near."""
        return max(1, self.of // _NEAR)

    def n_off(self, value: Any) -> int:
        """Return how far a vote is off: 0 is right; for options 0 or 1."""
        if self.number is not None:
            return abs(int(value) - self.number)
        if self.takes_all:
            return int(set(value) != set(self.places))
        return int(value not in self.places)


@dataclass(frozen=True)
class QuizOutcome:
    """What is told after closing: a sentence, its source, and the labels of right answers."""

    sentence: str
    source: str
    right: frozenset[str]
    n_right: int | None
    """How many were right; None where too few voted to say so."""
    device_facts: str
    """What a device needs to judge its own answer, as JSON."""


def quiz_answer(
    kind: str, settings: Mapping[str, Any], answer: Mapping[str, Any] | None
) -> QuizAnswer | None:
    """Return the right answer of a poll; None for one without."""
    if answer:
        source = answer["source"][active_language()]
        return QuizAnswer(number=answer["n"], of=answer["of"], source=source)
    places = tuple(settings.get("right", ()))
    return QuizAnswer(places, takes_all=kind == "choices") if places else None


def bins(n_of: int) -> tuple[tuple[str, ...], int]:
    """Divide the numbers 0 to `n_of` into at most eight bins; return their names and width."""
    width = -(-(n_of + 1) // _MOST_BINS)
    starts = range(0, n_of + 1, width)
    ends = [min(start + width - 1, n_of) for start in starts]
    names = [str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True)]
    return tuple(names), width


def quiz_outcome(answer: QuizAnswer, options: Sequence[str], values: Sequence[Any]) -> QuizOutcome:
    """Say what was right, and how many knew it; no counts of fewer than five voters."""
    n_off = [answer.n_off(value) for value in values]
    n_right = n_off.count(0) if may_show(len(values)) else None
    if answer.number is None:
        right = [options[place] for place in answer.places if place < len(options)]
        facts = {"right": list(answer.places), "options": list(options), "all": answer.takes_all}
    else:
        names, width = bins(answer.of)
        right = [names[answer.number // width]]
        facts = {"right": [answer.number], "options": None, "all": False}
    sentences = [_right_words(answer, right)]
    if n_right is not None:
        sentences.append(_counts(answer, n_off))
    return QuizOutcome(
        " ".join(sentences), answer.source, frozenset(right), n_right, json.dumps(facts)
    )


def _right_words(answer: QuizAnswer, right: Sequence[str]) -> str:
    if answer.number is not None:
        words = _("Volgens de cijfers zijn het er %(n)s van de %(of)s.")
        return words % {"n": answer.number, "of": answer.of}
    return _("Goed is: %(right)s.") % {"right": ", ".join(f"“{one}”" for one in right)}


def _counts(answer: QuizAnswer, n_off: Sequence[int]) -> str:
    n, counts = n_off.count(0), {"n": n_off.count(0), "of": len(n_off)}
    if answer.number is None:
        words = ngettext(
            "%(n)s van %(of)s deelnemers had het goed.",
            "%(n)s van %(of)s deelnemers hadden het goed.",
            n,
        )
        return words % counts
    n_near = sum(0 < one <= answer.near for one in n_off)
    words = _(
        "Precies goed: %(n)s van %(of)s deelnemers; hooguit %(near)s ernaast: nog %(n_near)s."
    )
    return words % {**counts, "near": answer.near, "n_near": n_near}
