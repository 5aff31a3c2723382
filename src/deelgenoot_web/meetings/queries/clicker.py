"""What a clicker does: forward asks, closes, shows the result, then per cluster, and goes on; back
goes back.

In a part with slides it goes from slide to slide: a question comes between them when somebody puts
it, and after its result the same slide is there again. What somebody chose over it (figures, talks,
a question of the audience, the harvests) goes off by a press back, and by one forward too.

After the last slide, or when no question is left, the next part begins; before the first part a
press begins that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from deelgenoot_web.meetings.models import Poll, ProgrammeItem
from deelgenoot_web.meetings.queries.outcomes import has_columns
from deelgenoot_web.meetings.queries.place import MeetingMoment, SlidePlace
from deelgenoot_web.meetings.queries.polls import may_be_shown
from deelgenoot_web.meetings.queries.scene import OnScreen


@dataclass(frozen=True)
class Click:
    """What one press does: `put`, `take_back`, `close`, `show`, `split`, `join` or `hide` the poll,
    go to a `slide` of the item, `begin` the item, or take the scene `off`."""

    do: str
    poll: Poll | None = None
    item: ProgrammeItem | None = None
    slide: int = 0
    scene: str = ""


@dataclass(frozen=True)
class Clicks:
    """The presses that mean something now."""

    forward: Click | None
    back: Click | None


def clicks_of(polls: Sequence[Poll], now: OnScreen, place: MeetingMoment | None = None) -> Clicks:
    """Say what forward and back do; `polls` in order."""
    if place and place.is_called_off:
        return Clicks(None, None)
    on = now.question.poll if now.question else None
    forward, back = _forward(polls, on, place), _back(polls, on)
    if place and place.slides:
        is_asking = on is not None and not on.is_shown
        is_away = on is not None or now.is_chosen
        forward = forward if is_asking else _next_slide(place, place.slides, is_away) or forward
        back = back if on and on.state == Poll.State.OPEN else _slide_before(place.slides, on, back)
    elif place and place.slides_before and on is None:
        back = _slide(place.slides_before, place.slides_before.last)
    if place and place.following and (forward is None or _waits_for_the_first(on, place)):
        forward = Click("begin", item=place.following)
    if now.is_chosen:
        back = Click("off", scene=now.scene)
    if on and on.is_shown and has_columns(on):
        return (
            Clicks(forward, Click("join", on)) if on.is_split else Clicks(Click("split", on), back)
        )
    return Clicks(forward, back)


def _waits_for_the_first(on: Poll | None, place: MeetingMoment) -> bool:
    """Tell whether no part began yet, so that a press begins the first and asks nothing."""
    return place.item is None and (on is None or on.is_shown)


def _next_slide(place: MeetingMoment, slides: SlidePlace, is_away: bool) -> Click | None:
    """Return to the slide from before the result, or go on; None after the very last slide."""
    if is_away and slides.number:
        return _slide(slides, slides.number)
    if slides.following:
        return _slide(slides, slides.following)
    return Click("begin", item=place.following) if place.following else None


def _slide_before(slides: SlidePlace, on: Poll | None, back: Click | None) -> Click | None:
    if on and slides.number:
        return _slide(slides, slides.number)
    return _slide(slides, slides.number - 1) if slides.number > 1 else back


def _slide(slides: SlidePlace, number: int) -> Click:
    return Click("slide", item=slides.item, slide=number)


def may_be_put(poll: Poll, place: MeetingMoment | None) -> bool:
    """Tell whether a press may ask this question now: an evaluation only once no part follows,
    another one only before the end."""
    if poll.state != Poll.State.DRAFT or place is None:
        return poll.state == Poll.State.DRAFT
    is_evaluation = poll.purpose == Poll.Purpose.EVALUATION
    return place.following is None if is_evaluation else not place.is_over


def _forward(polls: Sequence[Poll], on: Poll | None, place: MeetingMoment | None) -> Click | None:
    if on and on.state == Poll.State.OPEN:
        return Click("close", on)
    if on and not on.is_shown:
        return Click("show", on)
    if on:
        later = polls[polls.index(on) + 1 :]
    else:
        later = [poll for poll in polls if poll.state == Poll.State.DRAFT]
    candidates = (one for one in later if _has_result(one) or may_be_put(one, place))
    poll = next(candidates, None)
    if poll is None:
        return None
    return Click("put" if poll.state == Poll.State.DRAFT else "show", poll)


def _back(polls: Sequence[Poll], on: Poll | None) -> Click | None:
    """Take back a question that nobody answered, or go back to the result before this one."""
    if on and on.state == Poll.State.OPEN:
        return None if on.votes.exists() else Click("take_back", on)
    closed_polls = [poll for poll in polls if _has_result(poll)]
    if on is None:
        return Click("show", closed_polls[-1]) if closed_polls else None
    earlier = closed_polls[: closed_polls.index(on)]
    if on.is_shown and (on == closed_polls[-1] or not earlier):
        return Click("hide", on)
    return Click("show", earlier[-1]) if earlier else None


def _has_result(poll: Poll) -> bool:
    return poll.state == Poll.State.CLOSED and may_be_shown(poll, poll.meeting)
