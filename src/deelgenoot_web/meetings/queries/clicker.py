"""What a clicker does: forward asks, closes, shows the result and goes on; back goes back."""

from collections.abc import Sequence
from dataclasses import dataclass

from deelgenoot_web.meetings.models import Poll


@dataclass(frozen=True)
class Click:
    """What one press does (`put`, `take_back`, `close`, `show` or `hide`), and to which poll."""

    do: str
    poll: Poll


@dataclass(frozen=True)
class Clicks:
    """The presses that mean something now."""

    forward: Click | None
    back: Click | None


def clicks_of(polls: Sequence[Poll], on: Poll | None) -> Clicks:
    """Say what forward and back do; `polls` in order, `on` is the one on the screen."""
    return Clicks(_forward(polls, on), _back(polls, on))


def _forward(polls: Sequence[Poll], on: Poll | None) -> Click | None:
    if on and on.state == Poll.State.OPEN:
        return Click("close", on)
    if on and not on.is_shown:
        return Click("show", on)
    if on:
        later = polls[polls.index(on) + 1 :]
    else:
        later = [poll for poll in polls if poll.state == Poll.State.DRAFT]
    for poll in later:
        return Click("put" if poll.state == Poll.State.DRAFT else "show", poll)
    return None


def _back(polls: Sequence[Poll], on: Poll | None) -> Click | None:
    """Take back a question that nobody answered, or go back to the result before this one."""
    if on and on.state == Poll.State.OPEN:
        return None if on.votes.exists() else Click("take_back", on)
    closed_polls = [poll for poll in polls if poll.state == Poll.State.CLOSED]
    if on is None:
        return Click("show", closed_polls[-1]) if closed_polls else None
    earlier = closed_polls[: closed_polls.index(on)]
    if on.is_shown and (on == closed_polls[-1] or not earlier):
        return Click("hide", on)
    return Click("show", earlier[-1]) if earlier else None
