"""A result as pages draw it: lengths of bars, numbers as people write them, a sentence. Pure."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.utils.translation import gettext as _

from deelgenoot.words import format_number
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.meetings.cloud import Cloud, CloudShape, CloudWord, word_cloud
from deelgenoot_web.meetings.quiz import QuizOutcome
from deelgenoot_web.meetings.remarks import change, remark
from deelgenoot_web.meetings.tally import PLACES, STEPS, Result, TallyLine, first_choice

CLOUD_WIDE, CLOUD_NARROW = CloudShape(1000, 440, 21), CloudShape(360, 420, 14)
"""A word cloud on a wide screen and in the report, and on a phone."""
WITHOUT_BARS = ("words", "text", "matrix")
"""Kinds whose outcome is no table of bars."""
_LINES = ((3, 5), (6, 3), (8, 2))
"""Up to so many answers, each may have so many lines on a large screen; more have one."""
_NARROW, _WIDE = 26, 38
"""Letters on a line of the column of answers there."""
Place = tuple[float, float]


@dataclass(frozen=True)
class OutcomeCell:
    """One bar: its number in words, its length of 100, whether it is the first of its column.

    Without `written` too few people said something about it. `before` is the same bar in the
    earlier round, `change` how this bar differs from it.
    """

    label: str
    number: str
    width: int = 0
    is_first: bool = False
    before: "OutcomeCell | None" = None
    change: str = ""
    count: int = 0
    """How many people wrote it, of a word."""
    is_right: bool = False
    """Whether it is, or holds, the right answer of a quiz."""


@dataclass(frozen=True)
class Spot:
    """A place in the picture of impact (up) by feasibility (right), 0 to 100 from the left top.

    The spot stands where the means are. Its number may stand beside it, with a line to it.
    """

    number: int
    x: float
    y: float
    number_x: float
    number_y: float

    @property
    def is_apart(self) -> bool:
        """Whether the number stands beside the spot."""
        return (self.x, self.y) != (self.number_x, self.number_y)


@dataclass(frozen=True)
class CloudPicture:
    """A word cloud, and the letter of the cluster that wrote most of a word, where there is one."""

    name: str
    cloud: Cloud
    mostly: Mapping[str, str]

    @property
    def words(self) -> list[tuple[CloudWord, str, int]]:
        """Each word with its letter, or none, and with the third of the highest count it is in.

        Where clusters have their colours all others are in the highest third: a colour tells one
        thing.
        """
        most = max((word.count for word in self.cloud.words), default=1)
        return [
            (
                word,
                self.mostly.get(word.text, ""),
                3 if self.mostly else math.ceil(3 * word.count / most),
            )
            for word in self.cloud.words
        ]


@dataclass(frozen=True)
class OutcomeColumn:
    """What everybody, or one cluster, answered. Without `cells` too few voted to show it."""

    name: str
    letter: str = ""
    n_votes: int | None = None
    cells: tuple[OutcomeCell, ...] = ()
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class OutcomeTable:
    """The same numbers to read: what `data_table` takes."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str


@dataclass(frozen=True)
class Outcome:
    """All that may be shown of a poll. Without `everybody.cells` too few voted."""

    kind: str
    everybody: OutcomeColumn
    columns: tuple[OutcomeColumn, ...] = ()
    """Per cluster, in the order of the groups."""
    remark: str = ""
    what: str = ""
    """What the numbers are."""
    n_before: int = 0
    """Votes in the round before, where its bars stand beside these."""
    quiz: QuizOutcome | None = None
    """What was right, where there is right and wrong."""

    @property
    def clouds(self) -> tuple[CloudPicture, ...]:
        """The words of everybody as a cloud, wide and narrow; none for other kinds."""
        if self.kind != "words" or not self.everybody.cells:
            return ()
        counts = tuple((cell.label, cell.count) for cell in self.everybody.cells)
        mostly = {label: letter for label, letter in self._mostly_of() if letter}
        return (
            CloudPicture("wide", word_cloud(counts, CLOUD_WIDE), mostly),
            CloudPicture("narrow", word_cloud(counts, CLOUD_NARROW), mostly),
        )

    def _mostly_of(self) -> Iterator[tuple[str, str]]:
        """Yield each word that one cluster wrote for more than half, with the letter of it."""
        totals = {cell.label: cell.count for cell in self.everybody.cells}
        for column in self.columns:
            for cell in column.cells:
                if 2 * cell.count > totals[cell.label] > 1:
                    yield cell.label, column.letter

    @property
    def has_split(self) -> bool:
        """Whether any cluster may be shown."""
        return any(column.cells for column in self.columns)

    @property
    def has_columns(self) -> bool:
        """Whether the large screen can show it per cluster."""
        return self.kind not in WITHOUT_BARS and self.has_split

    @property
    def label_room(self) -> str:
        """How wide the column of answers has to be on a large screen: "", `wide` or `widest`."""
        cells = self.everybody.cells
        longest = max((len(cell.label) for cell in cells), default=0)
        lines = next((n for most, n in _LINES if len(cells) <= most), 1)
        if longest <= _NARROW * min(lines, 2):
            return ""
        return "wide" if longest <= _WIDE * lines else "widest"

    @property
    def rows(self) -> list[tuple[OutcomeCell, list[tuple[str, OutcomeCell | None]]]]:
        """(bar of everybody, (letter, bar) per cluster) per answer; None where too few voted."""
        of = [(one.letter, {cell.label: cell for cell in one.cells}) for one in self.columns]
        return [
            (cell, [(letter, cells.get(cell.label)) for letter, cells in of])
            for cell in self.everybody.cells
        ]

    @property
    def table(self) -> OutcomeTable:
        """Everybody and the clusters that may be shown, answer by answer."""
        columns = [column for column in self.columns if column.cells]
        few = _("te weinig stemmen")
        rows = []
        for cell in self.everybody.cells:
            own = [next((c for c in one.cells if c.label == cell.label), None) for one in columns]
            rows.append(
                [cell.label, cell.number or few] + [(c.number if c else "0") or few for c in own]
            )
        names = [f"{one.name} ({one.n_votes})" for one in (self.everybody, *columns)]
        note = _(
            "Tussen haakjes: aantal stemmen. Een stem telt bij het cluster van de gemeente. Bij "
            "‘Overige’ staan gasten van buiten de clusters, en groepen met te weinig stemmen."
        )
        return OutcomeTable([_("Antwoord"), *names], rows, note)


@dataclass(frozen=True)
class ColumnGroup:
    """The name and letter of a group over its column; who is in no such group has no key."""

    key: int | None
    name: str
    letter: str


def outcome(
    kind: str, result: Result, groups: Sequence[ColumnGroup], before: Result | None = None
) -> Outcome:
    """Turn `result` into bars; `groups` in the order of the columns, `before` the earlier round."""
    split = {one.key: result.by_group.get(one.key, ()) for one in groups}
    everything = [line for lines in (result.lines, *split.values()) for line in lines]
    earlier = before.lines if before else ()
    scale = _scale_of(kind, [*everything, *earlier])
    own = {line.label: line for line in earlier}
    order = _order(kind, result.lines)
    everybody = OutcomeColumn(
        name=_("Alle"),
        n_votes=result.n_votes,
        cells=tuple(_with_before(scale, line, own.get(line.label)) for line in order),
        spots=_spots(order) if kind == "matrix" else (),
    )
    everybody = _mark_first(everybody, first_choice(kind, result.lines))
    return Outcome(
        kind=kind,
        everybody=everybody,
        columns=tuple(_column(kind, scale, one, split[one.key], result) for one in groups),
        remark=remark(kind, result.lines, _by_name(groups, split)),
        what=_what(kind),
        n_before=before.n_votes if before and earlier and kind not in WITHOUT_BARS else 0,
    )


def mark_right(outcome: Outcome, quiz: QuizOutcome) -> Outcome:
    """Return the outcome of a quiz, with its right answers marked."""
    cells = tuple(replace(one, is_right=one.label in quiz.right) for one in outcome.everybody.cells)
    return replace(outcome, quiz=quiz, everybody=replace(outcome.everybody, cells=cells))


def answers_in_any_order(outcome: Outcome, seed: int) -> list[tuple[str, int]]:
    """Pair each written answer, equal ones once, with how many wrote it; `seed` gives the order.

    By the alphabet the same ones would always stand where not all fit. One that is taken out
    leaves the others in their places.
    """
    by_text: dict[str, list[str]] = {}
    for cell in outcome.everybody.cells:
        by_text.setdefault(cell.label.casefold(), []).append(cell.label)
    order = sorted(by_text, key=lambda text: sha256(f"{seed} {text}".encode()).digest())
    return [(min(by_text[text]), len(by_text[text])) for text in order]


def _what(kind: str) -> str:
    """Say what the numbers of a kind of poll are."""
    return {
        "choice": _("Deel van de stemmen."),
        "choices": _("Deel van de deelnemers dat dit koos; meer antwoorden mochten."),
        "scale": _("Gemiddelde op een schaal van 1 tot en met 5."),
        "words": _("Hoe groter, hoe meer mensen het schreven. Vormen van een woord tellen samen."),
        "text": _("In de volgorde van het alfabet."),
        "ranking": _("Gemiddelde plaats: 1 is bovenaan. Een langere balk is hoger geplaatst."),
        "points": _("Gemiddeld aantal punten."),
        "matrix": _("Gemiddelden op schalen van 1 tot en met 5."),
        "number": _("Deel van de deelnemers dat een getal in dit bereik noemde."),
    }[kind]


@dataclass(frozen=True)
class _Scale:
    """The measure of a kind of poll: the length of a bar, its full length, its number in words."""

    length: Callable[[TallyLine], float]
    full: float
    words: Callable[[TallyLine], str]

    def cell(self, line: TallyLine) -> OutcomeCell:
        if line.n == 0:
            return OutcomeCell(line.label, "")
        width = round(100 * self.length(line) / self.full)
        return OutcomeCell(line.label, self.words(line), width, count=int(line.value))


def _scale_of(kind: str, lines: Sequence[TallyLine]) -> _Scale:
    length, words, full = _SCALES[kind]
    return _Scale(length, full or max(map(length, lines), default=0) or 1, words)


def _share(line: TallyLine) -> float:
    return 100 * line.value / line.n if line.n else 0.0


def _value(line: TallyLine) -> float:
    return line.value


def _number(value: float, places: int = 0) -> str:
    return format_number(value, places, active_language())


def _both(line: TallyLine) -> str:
    places = PLACES["matrix"]
    numbers = {
        "impact": _number(line.value, places),
        "feasible": _number(line.second or 0, places),
    }
    return _("invloed %(impact)s, haalbaar %(feasible)s") % numbers


_Measure = tuple[Callable[[TallyLine], float], Callable[[TallyLine], str], float]
_SCALES: Mapping[str, _Measure] = {
    "choice": (_share, lambda line: f"{_number(_share(line))}%", 0),
    "choices": (_share, lambda line: f"{_number(_share(line))}%", 0),
    "scale": (_value, lambda line: _number(line.value, PLACES["scale"]), STEPS),
    "words": (_value, lambda line: _number(line.value), 0),
    "text": (_value, lambda _line: "", 0),
    # The value counts from the bottom; people count places from the top.
    "ranking": (_value, lambda line: _number(len(line.counts) - line.value, PLACES["ranking"]), 0),
    "points": (_value, lambda line: _number(line.value, PLACES["points"]), 0),
    "matrix": (_value, _both, STEPS),
    "number": (_share, lambda line: f"{_number(_share(line))}%", 0),
}


def _order(kind: str, lines: Sequence[TallyLine]) -> list[TallyLine]:
    """Sort the lines, most first; statements, written answers and numbers keep their order."""
    if kind in ("scale", "text", "number"):
        return list(lines)
    return sorted(lines, key=lambda line: -(line.value + (line.second or 0)))


def _with_before(scale: _Scale, line: TallyLine, before: TallyLine | None) -> OutcomeCell:
    cell = scale.cell(line)
    if before is None or not (line.n and before.n):
        return cell
    earlier = scale.cell(before)
    # The bars are of whole lengths: two numbers that differ may have the same.
    was, is_now = (scale.length(one) + (one.second or 0) for one in (before, line))
    words = change(was, is_now) if earlier.number != cell.number else change(0, 0)
    return replace(cell, before=earlier, change=words)


def _column(
    kind: str, scale: _Scale, group: ColumnGroup, lines: Sequence[TallyLine], result: Result
) -> OutcomeColumn:
    column = OutcomeColumn(
        name=group.name,
        letter=group.letter,
        n_votes=result.n_by_group.get(group.key) if lines else None,
        cells=tuple(scale.cell(line) for line in _order(kind, lines)),
        spots=_spots(lines, _order(kind, result.lines)) if kind == "matrix" else (),
    )
    return _mark_first(column, first_choice(kind, lines))


def _mark_first(column: OutcomeColumn, first: str | None) -> OutcomeColumn:
    """Return the column with the bar of the first choice marked."""
    cells = tuple(replace(one, is_first=one.label == first) for one in column.cells)
    return replace(column, cells=cells)


def _by_name(
    groups: Sequence[ColumnGroup], split: Mapping[int | None, Sequence[TallyLine]]
) -> dict[str, Sequence[TallyLine]]:
    return {one.name: split[one.key] for one in groups if split[one.key] and one.key is not None}


_APART = 9.0
"""Least distance between the middles of two numbers, so that none covers another."""
_FROM_SPOT = 6.5
"""Least distance from the middle of a number to the spot of another."""
_RING = 5.0
"""Distance between the rings around a spot on which its number is tried."""


def _spots(lines: Sequence[TallyLine], numbering: Sequence[TallyLine] = ()) -> tuple[Spot, ...]:
    """Draw each line that may be shown where its means are, and its number at a free place."""
    number = {line.label: place for place, line in enumerate(numbering or lines, start=1)}
    shown_lines = sorted((one for one in lines if one.n), key=lambda one: number[one.label])
    places = [(_along(one.second or 0), 100 - _along(one.value)) for one in shown_lines]
    spots: list[Spot] = []
    for own, (line, place) in enumerate(zip(shown_lines, places, strict=True)):
        others = [*places[:own], *places[own + 1 :]]
        at = _free(place, [(spot.number_x, spot.number_y) for spot in spots], others)
        spots.append(Spot(number[line.label], *(round(one, 1) for one in (*place, *at))))
    return tuple(spots)


def _free(place: Place, numbers: Sequence[Place], others: Sequence[Place]) -> Place:
    """Find the nearest place, on rings around this one, where a number covers nothing."""
    for ring in range(2 * len(others) + 1):
        around = max(1, 8 * ring)
        for turn in range(around):
            angle = math.tau * turn / around
            at = (
                place[0] + ring * _RING * math.cos(angle),
                place[1] + ring * _RING * math.sin(angle),
            )
            is_inside = all(5 <= one <= 95 for one in at)  # noqa: PLR2004 - a number from the edge
            covers = any(math.dist(at, one) < _APART for one in numbers)
            if is_inside and not covers and all(math.dist(at, one) > _FROM_SPOT for one in others):
                return at
    return place


def _along(step: float) -> float:
    """Turn a step of 1 to 5 into 8 to 92 of the side."""
    return 8 + 84 * (step - 1) / (STEPS - 1)
