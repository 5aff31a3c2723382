"""Results of a poll, counted from its votes each time; nothing here keeps a count.

`disclosure` decides what may be shown of them, and of each cluster apart.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean
from typing import Any

from deelgenoot_web.meetings.disclosure import may_show, shown_groups
from deelgenoot_web.meetings.stems import count_terms, stem


@dataclass(frozen=True)
class TallyRules:
    """All that a result depends on besides the votes.

    `left_out` holds what the organiser took out: stems of words, or written answers.
    """

    kind: str
    options: tuple[str, ...]
    left_out: frozenset[str] = frozenset()
    merges: Mapping[str, str] = field(default_factory=dict)
    """Stems of words by the stem that they count as."""
    width: int = 1
    """How many numbers stand together in each option (number)."""


@dataclass(frozen=True)
class CountedVote:
    """One vote, and the group whose cluster it counts for."""

    group: int | None
    value: Any


@dataclass(frozen=True)
class TallyLine:
    """One option, statement, word or written answer.

    `value` is what its bar shows: a number of votes (choice, choices, words, number), a mean on
    the scale, mean points, the mean of the places from the bottom (ranking: 0 is last), or the mean
    impact (matrix), where `second` is the mean feasibility. `n` votes say something about it; 0
    also where so few did that nothing may be shown. `counts` are the votes per step of a scale, or
    per place of a ranking, first place first.
    """

    label: str
    value: float
    n: int
    second: float | None = None
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Result:
    """The part of a result that may be shown. Without `lines` fewer than five people voted."""

    n_votes: int
    lines: tuple[TallyLine, ...]
    by_group: Mapping[int | None, tuple[TallyLine, ...]]
    """Per group that may be shown, others under None; lines in the order of `lines` for kinds with
    options."""
    n_by_group: Mapping[int | None, int]
    """Votes per group that may be shown."""


STEPS = 5
"""A scale and an axis run from 1 to this."""
UNSPLIT = ("text", "number")
"""Kinds without a result per cluster: written answers would point at people, and guesses say
nothing of a cluster."""
SKIPPABLE = ("scale", "matrix")
"""Kinds of which somebody may answer one line and skip the next."""
LIVE = ("choice", "choices", "ranking", "points", "words")
"""Kinds that may be shown while they are open: everybody answers all of it, and no sentences."""


def result(rules: TallyRules, ballots: Sequence[CountedVote]) -> Result:
    """Count `ballots`; the groups stand in the order of their first ballot."""
    if not may_show(len(ballots)):
        return Result(len(ballots), (), {}, {})
    sizes = Counter(ballot.group for ballot in ballots)
    groups = shown_groups(sizes)
    # Others beside nobody are everybody once more.
    groups = () if groups == (None,) else groups
    split = groups if rules.kind not in UNSPLIT else ()
    lines = {
        group: _lines(rules, [one.value for one in ballots if one.group == group])
        for group in sizes
        if rules.kind not in UNSPLIT
    }
    if rules.kind in SKIPPABLE:
        lines = _without_few(lines)
    everybody = _lines(rules, [ballot.value for ballot in ballots])
    if rules.kind == "words":
        lines = {group: _named_as(everybody, own, rules.merges) for group, own in lines.items()}
    return Result(
        n_votes=len(ballots),
        lines=tuple(_hide_few(line) for line in everybody),
        by_group={group: lines[group] for group in split},
        n_by_group={group: sizes[group] for group in groups},
    )


PLACES = {"scale": 1, "ranking": 1, "points": 0, "matrix": 1}
"""Decimals of the kinds that show a mean."""


def first_choices(kind: str, lines: Sequence[TallyLine]) -> tuple[str, ...]:
    """List the labels on top: several where they read as equal, none without answers."""
    places = PLACES.get(kind, 0)
    heights = [
        round(round(line.value, places) + round(line.second or 0, places), places) for line in lines
    ]
    top = max(heights, default=0)
    best = (line.label for line, height in zip(lines, heights, strict=True) if height == top)
    return tuple(best) if top > 0 else ()


def first_choice(kind: str, lines: Sequence[TallyLine]) -> str | None:
    """Return the label on top; None without answers, or where two share the top."""
    best = first_choices(kind, lines)
    return best[0] if len(best) == 1 else None


def _without_few(
    by_group: Mapping[int | None, tuple[TallyLine, ...]],
) -> dict[int | None, tuple[TallyLine, ...]]:
    """Empty each line of a group in which too few people said something about it."""
    rows = list(zip(*by_group.values(), strict=True))
    counts = [dict(zip(by_group, [line.n for line in row], strict=True)) for row in rows]
    groups_by_row = [shown_groups(n_votes) for n_votes in counts]
    return {
        group: tuple(
            line if group in groups else TallyLine(line.label, 0.0, 0)
            for line, groups in zip(lines, groups_by_row, strict=True)
        )
        for group, lines in by_group.items()
    }


def _hide_few(line: TallyLine) -> TallyLine:
    # A line of words or written answers may hold one person's; its n counts all who answered.
    return line if line.n == 0 or may_show(line.n) else TallyLine(line.label, 0.0, 0)


def _lines(rules: TallyRules, values: Sequence[Any]) -> tuple[TallyLine, ...]:
    return _COUNTERS[rules.kind](rules, values)


def _choice(rules: TallyRules, values: Sequence[int]) -> tuple[TallyLine, ...]:
    return _choices(rules, [[value] for value in values])


def _choices(rules: TallyRules, values: Sequence[Sequence[int]]) -> tuple[TallyLine, ...]:
    counts = Counter(place for chosen in values for place in set(chosen))
    return tuple(
        TallyLine(label, counts[place], len(values)) for place, label in enumerate(rules.options)
    )


def _number(rules: TallyRules, values: Sequence[int]) -> tuple[TallyLine, ...]:
    return _choice(rules, [value // rules.width for value in values])


def _scale(rules: TallyRules, values: Sequence[Sequence[int | None]]) -> tuple[TallyLine, ...]:
    return tuple(
        _scale_line(label, [value[place] for value in values])
        for place, label in enumerate(rules.options)
    )


def _scale_line(label: str, answers: Iterable[int | None]) -> TallyLine:
    numbers = [step for step in answers if step is not None]
    counts = Counter(numbers)
    steps = tuple(counts[step] for step in range(1, STEPS + 1))
    return TallyLine(label, fmean(numbers) if numbers else 0.0, len(numbers), counts=steps)


def _ranking(rules: TallyRules, values: Sequence[Sequence[int]]) -> tuple[TallyLine, ...]:
    places: dict[int, list[int]] = defaultdict(list)
    for order in values:
        for place, option in enumerate(order):
            places[option].append(place)
    last = len(rules.options) - 1
    return tuple(
        TallyLine(
            label,
            last - fmean(places[option]) if places[option] else 0.0,
            len(places[option]),
            counts=tuple(Counter(places[option])[place] for place in range(last + 1)),
        )
        for option, label in enumerate(rules.options)
    )


def _points(rules: TallyRules, values: Sequence[Sequence[int]]) -> tuple[TallyLine, ...]:
    return tuple(
        TallyLine(label, fmean(value[place] for value in values), len(values))
        for place, label in enumerate(rules.options)
    )


def _matrix(
    rules: TallyRules, values: Sequence[Sequence[Sequence[int] | None]]
) -> tuple[TallyLine, ...]:
    lines = []
    for place, label in enumerate(rules.options):
        pairs = [pair for value in values if (pair := value[place]) is not None]
        impact = fmean(pair[0] for pair in pairs) if pairs else 0.0
        feasibility = fmean(pair[1] for pair in pairs) if pairs else None
        lines.append(TallyLine(label, impact, len(pairs), second=feasibility))
    return tuple(lines)


def _words(rules: TallyRules, values: Sequence[Sequence[str]]) -> tuple[TallyLine, ...]:
    terms = count_terms(values, rules.left_out, rules.merges)
    return tuple(TallyLine(word, n, len(values)) for word, n in terms)


def _named_as(
    everybody: Sequence[TallyLine], own: Sequence[TallyLine], merges: Mapping[str, str]
) -> tuple[TallyLine, ...]:
    """Name the words of a group in the form that all groups together wrote most."""

    def key(line: TallyLine) -> str:
        return merges.get(stem(line.label), stem(line.label))

    names = {key(line): line.label for line in everybody}
    return tuple(replace(line, label=names[key(line)]) for line in own)


def _text(rules: TallyRules, values: Sequence[str]) -> tuple[TallyLine, ...]:
    # Sorted by text, not by time: the order must not tell who was first.
    texts = sorted((text for text in values if text not in rules.left_out), key=str.casefold)
    return tuple(TallyLine(text, 1, len(values)) for text in texts)


_COUNTERS: Mapping[str, Callable[[TallyRules, Sequence[Any]], tuple[TallyLine, ...]]] = {
    "choice": _choice,
    "choices": _choices,
    "scale": _scale,
    "words": _words,
    "text": _text,
    "ranking": _ranking,
    "points": _points,
    "matrix": _matrix,
    "number": _number,
}
