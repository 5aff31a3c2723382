"""What may be in a vote, per kind of poll. Pure: no rows, no clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Refusal = Literal["closed", "unfit", "gone"]
MOST_WORDS = 3
LONGEST_WORD = 40
LONGEST_TEXT = 500
SCALE = range(1, 6)
ALL_POINTS = 100


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote as it came in, not checked yet."""

    meeting: int
    poll: int
    participant: int
    value: Any


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The fate of a ballot: stored with this value, or refused with a reason for people."""

    value: Any = None
    refusal: Refusal | None = None
    say: str | Promise = ""


class UnfitError(Exception):
    """A value that this poll cannot take; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class PollFacts:
    """All that the check of a vote needs of its poll."""

    kind: str
    options: Sequence[str]
    settings: Mapping[str, Any]


def check_value(poll: PollFacts, value: Any) -> Any:
    """Return `value` as it is stored; raise UnfitError when it is no answer to this poll."""
    texts = value if isinstance(value, list) else [value]
    if any(isinstance(one, str) and "\0" in one for one in texts):  # PostgreSQL keeps no such text
        raise UnfitError(_("Uw antwoord heeft een teken dat niet kan. Typ het opnieuw."))
    return _KINDS[poll.kind](poll, value)


def _choice(poll: PollFacts, value: Any) -> int:
    if not _is_in(value, range(len(poll.options))):
        raise UnfitError(_("Kies een van de antwoorden."))
    return int(value)


def _choices(poll: PollFacts, value: Any) -> list[int]:
    most = poll.settings.get("most") or len(poll.options)
    if not _are_in(value, range(len(poll.options))) or not value:
        raise UnfitError(_("Kies ten minste een van de antwoorden."))
    if len(set(value)) > most:
        raise UnfitError(_("Kies niet meer dan %(most)s antwoorden.") % {"most": most})
    return sorted(set(value))


def _scale(poll: PollFacts, value: Any) -> list[int | None]:
    if not isinstance(value, list) or len(value) != len(poll.options):
        raise UnfitError(_("Geef bij elke stelling een antwoord, of sla die over."))
    if not all(one is None or _is_in(one, SCALE) for one in value):
        raise UnfitError(_("Een antwoord is een getal van 1 tot en met 5."))
    if all(one is None for one in value):
        raise UnfitError(_("Beantwoord ten minste een stelling."))
    return list(value)


def _words(poll: PollFacts, value: Any) -> list[str]:
    most = poll.settings.get("most") or MOST_WORDS
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UnfitError(_("Vul ten minste een woord in."))
    words = list(dict.fromkeys(found for one in value if (found := " ".join(one.split()))))
    if not words:
        raise UnfitError(_("Vul ten minste een woord in."))
    if len(words) > most or any(len(one) > LONGEST_WORD for one in words):
        say = _("Vul niet meer dan %(most)s woorden in, elk van hooguit %(longest)s letters.")
        raise UnfitError(say % {"most": most, "longest": LONGEST_WORD})
    return words


def _text(poll: PollFacts, value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        raise UnfitError(_("Vul een antwoord in."))
    if len(text) > LONGEST_TEXT:
        say = _("Uw antwoord heeft %(n)s tekens; er passen er %(most)s.")
        raise UnfitError(say % {"n": len(text), "most": LONGEST_TEXT})
    return text


def _ranking(poll: PollFacts, value: Any) -> list[int]:
    places = range(len(poll.options))
    if not _are_in(value, places) or sorted(value) != list(places):
        raise UnfitError(_("Geef alles een eigen plaats."))
    return list(value)


def _points(poll: PollFacts, value: Any) -> list[int]:
    if not _are_in(value, range(ALL_POINTS + 1)) or len(value) != len(poll.options):
        raise UnfitError(_("Geef elk antwoord 0 tot en met 100 punten."))
    if sum(value) != ALL_POINTS:
        say = _("Verdeel precies 100 punten; nu zijn het er %(sum)s.")
        raise UnfitError(say % {"sum": sum(value)})
    return list(value)


def _matrix(poll: PollFacts, value: Any) -> list[list[int] | None]:
    if not isinstance(value, list) or len(value) != len(poll.options):
        raise UnfitError(_("Geef bij alles een plaats, of sla het over."))
    pairs = [one for one in value if one is not None]
    if not all(_are_in(one, SCALE) and len(one) == len(("impact", "feasibility")) for one in pairs):
        raise UnfitError(_("Geef invloed en haalbaarheid allebei een getal van 1 tot en met 5."))
    if not pairs:
        raise UnfitError(_("Geef ten minste een van de opgaven een plaats."))
    return list(value)


def _guess(poll: PollFacts, value: Any) -> int:
    most = int(poll.settings.get("most", 0))
    if not _is_in(value, range(most + 1)):
        raise UnfitError(_("Vul een getal in van 0 tot en met %(most)s.") % {"most": most})
    return int(value)


def _is_in(value: Any, numbers: range) -> bool:
    return type(value) is int and value in numbers


def _are_in(value: Any, numbers: range) -> bool:
    return isinstance(value, list) and all(_is_in(one, numbers) for one in value)


_KINDS: dict[str, Callable[[PollFacts, Any], Any]] = {
    "choice": _choice,
    "choices": _choices,
    "scale": _scale,
    "words": _words,
    "text": _text,
    "ranking": _ranking,
    "points": _points,
    "matrix": _matrix,
    "number": _guess,
}
