"""References to figures, and the tests of claims: what is written, as what is meant.

A text holds `{{ banen | mediaan cluster }}`; a test is `banen: mediaan cluster > mediaan land`. The
words are Dutch in both languages: editors write them. The README of a study's perspectives lists
them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from deelgenoot.errors import BadStudy

Kind = Literal[
    "middle", "change", "gap", "lowest", "highest", "lowest_name", "highest_name", "below",
    "above", "falling", "rising", "known", "own", "size", "half", "zero",
]  # fmt: skip
Scope = Literal["cluster", "selectie", "land"]
Sign = Literal["<", ">", "~"]

IN_TEXT = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_SCOPE = "(?P<scope>cluster|selectie|land)"
_YEAR = r"(?: (?P<year>\d{4}))?"
_YEARS = r"(?P<start>\d{4})-(?P<end>\d{4})"
_FORMS: tuple[tuple[Kind, str], ...] = (
    ("middle", f"mediaan {_SCOPE}{_YEAR}"),
    ("change", f"verandering {_SCOPE} {_YEARS}"),
    ("gap", f"verschil (?P<scope>cluster|selectie) land{_YEAR}"),
    ("lowest_name", f"naam laagste{_YEAR}"),
    ("highest_name", f"naam hoogste{_YEAR}"),
    ("lowest", f"laagste{_YEAR}"),
    ("highest", f"hoogste{_YEAR}"),
    ("below", f"aantal onder land{_YEAR}"),
    ("above", f"aantal boven land{_YEAR}"),
    ("falling", f"aantal daling {_YEARS}"),
    ("rising", f"aantal stijging {_YEARS}"),
    ("known", f"aantal met cijfer(?: {_YEARS}|{_YEAR})"),
    ("own", f"gemeente (?P<area>.+?){_YEAR}"),
    ("half", "helft"),
    ("zero", "0"),
)
_PATTERNS = tuple((kind, re.compile(form)) for kind, form in _FORMS)
_COMPARISON = re.compile(r"(?P<subject>[\w-]+): (?P<left>.+?) (?P<sign>[<>~]) (?P<right>.+)")
_SIGNS: dict[str, Sign] = {"<": "<", ">": ">", "~": "~"}
_COUNTS = frozenset({"below", "above", "falling", "rising", "known", "size", "half"})
_EXTREMES = frozenset({"lowest", "highest"})
_BOUNDS = frozenset({"half", "zero"})
_NAMES = frozenset({"lowest_name", "highest_name"})
MEMBERS = "leden"
"""The subject of the one reference that is about no indicator: `{{ leden | aantal }}`."""


@dataclass(frozen=True)
class Measure:
    """What of an indicator is meant: of whom, and in which year or between which years."""

    kind: Kind
    scope: Scope = "cluster"
    years: tuple[int, ...] = ()
    """None for the level of the catalogue, one year, or the two between which it changed."""
    area: str = ""


@dataclass(frozen=True)
class FigureReference:
    """A figure as a text names it."""

    subject: str
    measure: Measure


@dataclass(frozen=True)
class ClaimTest:
    """Two figures of one indicator, and how they are to lie: `~` is at most a tenth apart."""

    left: FigureReference
    sign: Sign
    right: FigureReference


def split_text(text: str) -> tuple[str | FigureReference, ...]:
    """Cut a text into words and references. Raises BadStudy for one that cannot be read."""
    parts = IN_TEXT.split(text)
    return tuple(read_reference(part) if at % 2 else part for at, part in enumerate(parts))


@lru_cache(maxsize=4096)
def read_reference(inside: str) -> FigureReference:
    """Read what stands between the braces. Raises BadStudy for what cannot be read."""
    subject, bar, measure = inside.partition("|")
    subject, measure = subject.strip(), " ".join(measure.split())
    if subject == MEMBERS and measure == "aantal":
        return FigureReference(MEMBERS, Measure("size"))
    if not bar:
        raise BadStudy(
            f"'{inside.strip()}' has no bar: write an indicator, a bar and what is meant of it.",
            f"In '{inside.strip()}' ontbreekt een streep: schrijf een kenmerk, een streep (|) en "
            "wat u ervan bedoelt.",
        )
    return FigureReference(subject, _read_measure(measure))


@lru_cache(maxsize=4096)
def read_test(line: str) -> ClaimTest:
    """Read a test of a claim. Raises BadStudy for what cannot be read, or can come out one way."""
    match = _COMPARISON.fullmatch(" ".join(line.split()))
    if match is None:
        raise BadStudy(
            f"'{line}' is no test: write 'indicator: measure < measure', or > or ~.",
            f"'{line}' is geen toets: schrijf 'kenmerk: maat < maat', of met > of ~.",
        )
    subject, sign = match["subject"], _SIGNS[match["sign"]]
    left, right = (
        FigureReference(subject, _read_measure(match[side])) for side in ("left", "right")
    )
    test = ClaimTest(left, sign, right)
    _check_measures(line, test)
    return test


def _check_measures(line: str, test: ClaimTest) -> None:
    """Raise BadStudy for a test of a name, or whose answer is known without looking at a figure."""
    left, right = test.left.measure, test.right.measure
    kinds = {left.kind, right.kind}
    if kinds <= _BOUNDS or kinds & _NAMES:
        raise BadStudy(
            f"'{line}' compares no figure: write one, such as 'mediaan cluster'.",
            f"'{line}' vergelijkt geen cijfer: schrijf er een, zoals 'mediaan cluster'.",
        )
    if test.sign != "~" and kinds <= _EXTREMES and left.years == right.years:
        raise BadStudy(
            f"'{line}' compares a highest and a lowest figure: that comes out the same always.",
            f"'{line}' vergelijkt een hoogste met een laagste cijfer: daar komt altijd hetzelfde "
            "uit.",
        )
    if "zero" not in kinds and len({kind in _COUNTS for kind in kinds}) > 1:
        raise BadStudy(
            f"'{line}' compares a number of municipalities with a figure: compare it with 'helft'.",
            f"'{line}' vergelijkt een aantal gemeenten met een cijfer: vergelijk het met 'helft'.",
        )


def _read_measure(line: str) -> Measure:
    for kind, pattern in _PATTERNS:
        if match := pattern.fullmatch(line):
            groups = match.groupdict()
            years = [groups.get(key) for key in ("year", "start", "end")]
            return Measure(
                kind,
                groups.get("scope") or "cluster",  # type: ignore[arg-type]  # the pattern allows no other
                tuple(int(year) for year in years if year),
                groups.get("area") or "",
            )
    raise BadStudy(
        f"'{line}' is no measure: the README of the perspectives lists what can be written.",
        f"'{line}' is geen maat. Een maat is 'mediaan cluster' of 'mediaan land 2023'.",
    )
