"""Rounds of talks, planned by a process of its own: the one that serves people holds no solver."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from subprocess import PIPE

SECONDS = 15.0
_MUSTS_DO_NOT_FIT = 3
"""What `python -m deelgenoot.rounds` ends with then."""
_GRACE = 15.0
"""Seconds that starting the process and giving rounds may take besides, on a busy machine."""


class PlanningError(Exception):
    """No plan: it took too long, or the wishes cannot be met."""


class MustsDoNotFitError(PlanningError):
    """The pairs that must meet do not fit into the rounds."""


@dataclass(frozen=True)
class TalkPlan:
    """Per round the pairs, as places in the list of people; and whether no plan is better."""

    rounds: tuple[tuple[tuple[int, int], ...], ...]
    is_best: bool


@dataclass(frozen=True)
class TalkQuestion:
    """What is asked: see `Wishes` and `plan_rounds` of `deelgenoot.rounds` for the fields."""

    value: Sequence[Sequence[int]]
    may_talk: Sequence[Sequence[bool]]
    must: Sequence[tuple[int, int]]
    sat_out: Sequence[int]
    n_rounds: int
    worst_first: bool = False


def plan_talks(ask: Callable[[], TalkQuestion]) -> TalkPlan:
    """Plan rounds as `deelgenoot.rounds` does. Raises PlanningError with its reason.

    The process takes half a second to start, and does so while `ask` puts the question together.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "deelgenoot.rounds"], stdin=PIPE, stdout=PIPE, stderr=PIPE
    ) as process:
        try:
            question = json.dumps(asdict(ask()) | {"seconds": SECONDS}).encode()
            answer, reason = process.communicate(question, SECONDS + _GRACE)
        except subprocess.TimeoutExpired as error:
            raise PlanningError from error
        finally:
            process.kill()  # it has ended, unless something went wrong here
    if process.returncode == _MUSTS_DO_NOT_FIT:
        raise MustsDoNotFitError
    if process.returncode:
        raise PlanningError(reason.decode(errors="replace"))
    plan = json.loads(answer)
    rounds = tuple(tuple((first, second) for first, second in talks) for talks in plan["rounds"])
    return TalkPlan(rounds, plan["exact"] and plan["total"] == plan["bound"])
