"""The order in which approaches are offered to a municipality: pure, without rows or figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log1p

USE_COUNTS = 0.5
"""Distance, in standard deviations, that use by 1.7 (e - 1) municipalities makes up for: tried on
simulated uses (docs/decisions/0135)."""


@dataclass(frozen=True)
class Candidate:
    """An approach that may be offered; `gm_code` is empty where it is of nowhere."""

    number: int
    gm_code: str
    challenge: str
    n_uses: int = 0


@dataclass(frozen=True)
class MatchReader:
    """A municipality that looks for approaches, with its own opgaven in its own order."""

    gm_code: str
    region: frozenset[str]
    challenges: tuple[str, ...]


Distance = Callable[[str, str], float]
"""How little a municipality (a code) resembles the reader on the themes of an opgave (an id)."""


def rank(
    reader: MatchReader, candidates: Iterable[Candidate], distance: Distance
) -> dict[str, tuple[Candidate, ...]]:
    """Order the approaches of others for each opgave of the reader; an opgave without has ().

    First those from outside its region, then those of nowhere, then its region; in each of these
    who resembles it most comes first, where use by others makes up for some distance, and of equals
    the newest.
    """

    def place(candidate: Candidate) -> tuple[int, float, int]:
        code = candidate.gm_code
        nearness = distance(code, candidate.challenge) if code else 0.0
        ring = 1 if not code else 2 if code in reader.region else 0
        return ring, nearness - USE_COUNTS * log1p(candidate.n_uses), -candidate.number

    of_others = [one for one in candidates if one.gm_code != reader.gm_code]
    return {
        challenge: tuple(sorted((c for c in of_others if c.challenge == challenge), key=place))
        for challenge in reader.challenges
    }
