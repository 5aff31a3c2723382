"""The texts that people wrote in a poll, for the organiser to look through first."""

from collections.abc import Sequence
from dataclasses import dataclass

from deelgenoot_web.meetings.disclosure import may_show
from deelgenoot_web.meetings.models import Poll, Vote
from deelgenoot_web.meetings.stems import count_terms, stem


@dataclass(frozen=True)
class ScreenText:
    """A word of a cloud, or a written answer. `key` is the stem, or the key of the vote."""

    key: str
    text: str
    n: int
    is_hidden: bool


@dataclass(frozen=True)
class WordMerging:
    """The words of a cloud that count apart; of others (stem, word, the word it counts as)."""

    words: tuple[ScreenText, ...]
    merges: tuple[tuple[str, str, str], ...]


def texts_of(poll: Poll | None) -> tuple[ScreenText, ...]:
    """List the texts of a closed poll; none when fewer than five people voted.

    Of a live cloud that is open, list those that are on the large screen already.
    """
    if poll is None or poll.kind not in {Poll.Kind.WORDS, Poll.Kind.TEXT}:
        return ()
    if poll.state != Poll.State.CLOSED:
        return _words(poll, poll.live_values)
    votes = list(poll.votes.all())
    if may_show(len(votes)) and poll.kind == Poll.Kind.WORDS:
        return _words(poll, [vote.value for vote in votes])
    return _answers(votes) if may_show(len(votes)) else ()


def merging_of(poll: Poll | None) -> WordMerging | None:
    """List the words of a closed cloud that may be merged; None for other polls."""
    if poll is None or poll.kind != Poll.Kind.WORDS or poll.state != Poll.State.CLOSED:
        return None
    words = texts_of(poll)
    merges = dict(poll.merged_words.values_list("stem", "into"))
    names = {word.key: word.text for word in words}
    pairs = tuple(
        (stem, names[stem], names[into])
        for stem, into in merges.items()
        if stem in names and into in names
    )
    apart = tuple(word for word in words if word.key not in merges and not word.is_hidden)
    return WordMerging(apart, pairs) if len(words) > 1 else None


def _words(poll: Poll, values: Sequence[Sequence[str]]) -> tuple[ScreenText, ...]:
    hidden_stems = set(poll.hidden_words.values_list("stem", flat=True))
    terms = count_terms(values)
    return tuple(ScreenText(stem(word), word, n, stem(word) in hidden_stems) for word, n in terms)


def _answers(votes: Sequence[Vote]) -> tuple[ScreenText, ...]:
    in_order = sorted(votes, key=lambda vote: str(vote.value).casefold())
    return tuple(ScreenText(str(vote.pk), str(vote.value), 1, vote.is_hidden) for vote in in_order)
