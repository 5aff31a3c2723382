"""The current question, and how many people answered it."""

from dataclasses import dataclass
from datetime import datetime

from deelgenoot_web.meetings.models import Meeting, Poll


@dataclass(frozen=True)
class PollOnScreen:
    """The poll that the screens show: open for votes, or closed, with or without its result."""

    poll: Poll
    number: int
    n_polls: int
    n_votes: int
    n_people: int


def poll_on(meeting: Meeting) -> PollOnScreen | None:
    """Find the poll that is open; else the one whose result is shown; else the last one closed."""
    polls = list(meeting.polls.all())
    polls_put = [poll for poll in polls if poll.state != Poll.State.DRAFT]
    if not polls_put:
        return None
    poll = max(polls_put, key=lambda one: _standing(one, meeting))
    n_votes = poll.votes.count()
    return PollOnScreen(
        poll=poll,
        number=polls.index(poll) + 1,
        n_polls=len(polls),
        n_votes=n_votes,
        # Who left after voting is no participant any more.
        n_people=max(n_votes, meeting.participants.count()),
    )


def evaluation_of(meeting: Meeting, state: Poll.State) -> Poll | None:
    """Find the evaluation when it has this state: still to be put, or open for answers."""
    return meeting.polls.filter(purpose=Poll.Purpose.EVALUATION, state=state).first()


def has_result_on(poll: Poll, meeting: Meeting) -> bool:
    """Tell whether its result is on the screens: that of an evaluation, which stays shown for the
    report, until something else takes the screens."""
    is_plain = poll.purpose != Poll.Purpose.EVALUATION
    is_newest = is_plain or _closed_after(poll, meeting.moved_on_at)
    return poll.is_shown and is_newest and may_be_shown(poll, meeting)


def may_be_shown(poll: Poll, meeting: Meeting) -> bool:
    """Tell whether its result may come on the screens: after the end, an evaluation that closed
    before that leaves them to the thanks."""
    is_plain = poll.purpose != Poll.Purpose.EVALUATION
    return is_plain or _closed_after(poll, meeting.closed_at)


def is_of_now(poll: Poll, meeting: Meeting) -> bool:
    """Tell whether the organiser did not move on to something else since this poll closed."""
    return _closed_after(poll, meeting.moved_on_at) and meeting.closed_at is None


def _closed_after(poll: Poll, moment: datetime | None) -> bool:
    return moment is None or (poll.closed_at is not None and poll.closed_at > moment)


def _standing(poll: Poll, meeting: Meeting) -> tuple[bool, bool, bool, float]:
    is_on, is_plain = has_result_on(poll, meeting), poll.purpose != Poll.Purpose.EVALUATION
    closed_at = poll.closed_at.timestamp() if poll.closed_at else 0.0
    return (poll.state == Poll.State.OPEN, is_on, is_on and is_plain, closed_at)
