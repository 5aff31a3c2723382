"""The current question, and how many people answered it."""

from dataclasses import dataclass

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
    poll = max(polls_put, key=_standing)
    return PollOnScreen(
        poll=poll,
        number=polls.index(poll) + 1,
        n_polls=len(polls),
        n_votes=poll.votes.count(),
        n_people=meeting.participants.count(),
    )


def evaluation_of(meeting: Meeting, state: Poll.State) -> Poll | None:
    """Find the evaluation when it has this state: still to be put, or open for answers."""
    return meeting.polls.filter(purpose=Poll.Purpose.EVALUATION, state=state).first()


def _standing(poll: Poll) -> tuple[bool, bool, float]:
    closed_at = poll.closed_at.timestamp() if poll.closed_at else 0.0
    return (poll.state == Poll.State.OPEN, poll.is_shown, closed_at)
