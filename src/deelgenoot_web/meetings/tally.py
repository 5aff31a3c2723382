"""Results of a poll, counted from its votes each time; nothing here keeps a count.

What may be shown of them, and of each cluster apart, follows `disclosure`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

from deelgenoot_web.meetings.disclosure import may_show, shown_groups
from deelgenoot_web.meetings.stems import merged, stem


@dataclass(frozen=True)
class TallyRules:
    """What a result depends on besides the votes.

    `hidden` is what the organiser took out: stems of words, or written answers.
    """

    kind: str
    options: tuple[str, ...]
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CountedVote:
    """One vote, and the group whose cluster it counts for."""

    group: int | None
    value: Any


@dataclass(frozen=True)
class TallyLine:
    """One option, statement, word or written answer.

    `value` is what its bar shows: a number of votes (choice, choices, words), a mean on the scale,
    mean points, the mean of the places from the bottom (ranking: 0 is last), or the mean impact
    (matrix), where `second` is the mean feasibility. `n` votes say something about it; 0 also where
    so few did that nothing may be shown. `counts` are the votes per step of a scale, or per place
    of a ranking, first place first.
    """

    label: str
    value: float
    n: int
    second: float | None = None
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Result:
    """What may be shown of one poll. Without `lines` fewer than five people voted."""

    n_votes: int
    lines: tuple[TallyLine, ...]
    by_group: Mapping[int, tuple[TallyLine, ...]]
    """Per group that may be shown; lines in the order of `lines` for kinds with options."""
    n_by_group: Mapping[int, int]
    """Votes per group that may be shown."""


STEPS = 5
"""A scale and an axis run from 1 to this."""
SKIPPABLE = ("scale", "matrix")
"""Kinds of which somebody may answer one line and skip the next."""


def result(asked: TallyRules, ballots: Sequence[CountedVote]) -> Result:
    """Count `ballots`; groups in the order in which they come first."""
    if not may_show(len(ballots)):
        return Result(len(ballots), (), {}, {})
    sizes = Counter(ballot.group for ballot in ballots)
    shown = [group for group in shown_groups(sizes) if group is not None]
    # Written answers are sentences: beside the cluster of their writers they point at people.
    split = shown if asked.kind != "text" else []
    lines = {
        group: _lines(asked, [one.value for one in ballots if one.group == group])
        for group in sizes
        if asked.kind != "text"
    }
    if asked.kind in SKIPPABLE:
        lines = _without_few(lines)
    everybody = _lines(asked, [ballot.value for ballot in ballots])
    if asked.kind == "words":
        lines = {group: _named_as(everybody, own) for group, own in lines.items()}
    return Result(
        n_votes=len(ballots),
        lines=tuple(_shown(line) for line in everybody),
        by_group={group: lines[group] for group in split},
        n_by_group={group: sizes[group] for group in shown},
    )


PLACES = {"scale": 1, "ranking": 1, "points": 0, "matrix": 1}
"""Decimals of the kinds that show a mean."""


def first_choices(kind: str, lines: Sequence[TallyLine]) -> tuple[str, ...]:
    """The labels on top: several where they read as equal, none where nothing is."""
    places = PLACES.get(kind, 0)
    heights = [
        round(round(line.value, places) + round(line.second or 0, places), places) for line in lines
    ]
    top = max(heights, default=0)
    best = (line.label for line, height in zip(lines, heights, strict=True) if height == top)
    return tuple(best) if top > 0 else ()


def first_choice(kind: str, lines: Sequence[TallyLine]) -> str | None:
    """The label on top; None where nothing is, or where two share the top."""
    best = first_choices(kind, lines)
    return best[0] if len(best) == 1 else None


def _without_few(
    by_group: Mapping[int | None, tuple[TallyLine, ...]],
) -> dict[int | None, tuple[TallyLine, ...]]:
    """Line by line, without the groups in which too few said something about it."""
    rows = list(zip(*by_group.values(), strict=True))
    shown = [shown_groups(dict(zip(by_group, [one.n for one in row], strict=True))) for row in rows]
    return {
        group: tuple(
            line if group in groups else TallyLine(line.label, 0.0, 0)
            for line, groups in zip(lines, shown, strict=True)
        )
        for group, lines in by_group.items()
    }


def _shown(line: TallyLine) -> TallyLine:
    # Of words and written answers a line is what few people said; n is how many there are at all.
    return line if line.n == 0 or may_show(line.n) else TallyLine(line.label, 0.0, 0)


def _lines(asked: TallyRules, values: Sequence[Any]) -> tuple[TallyLine, ...]:
    return _COUNTERS[asked.kind](asked, values)


def _choice(asked: TallyRules, values: Sequence[int]) -> tuple[TallyLine, ...]:
    return _choices(asked, [[value] for value in values])


def _choices(asked: TallyRules, values: Sequence[Sequence[int]]) -> tuple[TallyLine, ...]:
    counts = Counter(place for chosen in values for place in set(chosen))
    return tuple(
        TallyLine(label, counts[place], len(values)) for place, label in enumerate(asked.options)
    )


def _scale(asked: TallyRules, values: Sequence[Sequence[int | None]]) -> tuple[TallyLine, ...]:
    return tuple(
        _scaled(label, [value[place] for value in values])
        for place, label in enumerate(asked.options)
    )


def _scaled(label: str, given: Iterable[int | None]) -> TallyLine:
    said = [step for step in given if step is not None]
    counts = Counter(said)
    steps = tuple(counts[step] for step in range(1, STEPS + 1))
    return TallyLine(label, fmean(said) if said else 0.0, len(said), counts=steps)


def _ranking(asked: TallyRules, values: Sequence[Sequence[int]]) -> tuple[TallyLine, ...]:
    places: dict[int, list[int]] = defaultdict(list)
    for order in values:
        for place, option in enumerate(order):
            places[option].append(place)
    last = len(asked.options) - 1
    return tuple(
        TallyLine(
            label,
            last - fmean(places[option]) if places[option] else 0.0,
            len(places[option]),
            counts=tuple(Counter(places[option])[place] for place in range(last + 1)),
        )
        for option, label in enumerate(asked.options)
    )


def _points(asked: TallyRules, values: Sequence[Sequence[int]]) -> tuple[TallyLine, ...]:
    return tuple(
        TallyLine(label, fmean(value[place] for value in values), len(values))
        for place, label in enumerate(asked.options)
    )


def _matrix(
    asked: TallyRules, values: Sequence[Sequence[Sequence[int] | None]]
) -> tuple[TallyLine, ...]:
    lines = []
    for place, label in enumerate(asked.options):
        said = [pair for value in values if (pair := value[place]) is not None]
        impact = fmean(pair[0] for pair in said) if said else 0.0
        feasibility = fmean(pair[1] for pair in said) if said else None
        lines.append(TallyLine(label, impact, len(said), second=feasibility))
    return tuple(lines)


def _words(asked: TallyRules, values: Sequence[Sequence[str]]) -> tuple[TallyLine, ...]:
    return tuple(
        TallyLine(word, count, len(values)) for word, count in merged(values, hidden=asked.hidden)
    )


def _named_as(everybody: Sequence[TallyLine], own: Sequence[TallyLine]) -> tuple[TallyLine, ...]:
    """Words of a group in the form that all of them together wrote most."""
    names = {stem(line.label): line.label for line in everybody}
    return tuple(replace(line, label=names[stem(line.label)]) for line in own)


def _text(asked: TallyRules, values: Sequence[str]) -> tuple[TallyLine, ...]:
    # By the text, not by when it came: the order must not tell who was first.
    shown = sorted((text for text in values if text not in asked.hidden), key=str.casefold)
    return tuple(TallyLine(text, 1, len(values)) for text in shown)


_COUNTERS: Mapping[str, Callable[[TallyRules, Sequence[Any]], tuple[TallyLine, ...]]] = {
    "choice": _choice,
    "choices": _choices,
    "scale": _scale,
    "words": _words,
    "text": _text,
    "ranking": _ranking,
    "points": _points,
    "matrix": _matrix,
}
