"""What people wrote, as the organiser sees it before the others do."""

from dataclasses import dataclass

from deelgenoot_web.meetings.disclosure import may_show
from deelgenoot_web.meetings.models import Poll
from deelgenoot_web.meetings.stems import merged, stem


@dataclass(frozen=True)
class ScreenText:
    """A word of a cloud, or a written answer. `key` is the stem, or the key of the vote."""

    key: str
    text: str
    n: int
    is_hidden: bool


def written(poll: Poll | None) -> tuple[ScreenText, ...]:
    """All that was written in a poll that is closed; nothing when fewer than five people did."""
    if poll is None or poll.state != Poll.State.CLOSED:
        return ()
    reads = {Poll.Kind.WORDS.value: _words, Poll.Kind.TEXT.value: _answers}.get(poll.kind)
    return reads(poll) if reads and may_show(poll.votes.count()) else ()


def _words(poll: Poll) -> tuple[ScreenText, ...]:
    hidden = set(poll.hidden_words.values_list("stem", flat=True))
    found = merged(list(poll.votes.values_list("value", flat=True)))
    return tuple(ScreenText(stem(word), word, n, stem(word) in hidden) for word, n in found)


def _answers(poll: Poll) -> tuple[ScreenText, ...]:
    votes = sorted(poll.votes.all(), key=lambda vote: str(vote.value).casefold())
    return tuple(ScreenText(str(vote.pk), str(vote.value), 1, vote.is_hidden) for vote in votes)
