"""The texts that people wrote in a poll, for the organiser to look through first."""

from dataclasses import dataclass

from deelgenoot_web.meetings.disclosure import may_show
from deelgenoot_web.meetings.models import Poll
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
    """List the texts of a closed poll; none when fewer than five people voted."""
    if poll is None or poll.state != Poll.State.CLOSED:
        return ()
    reads = {Poll.Kind.WORDS.value: _words, Poll.Kind.TEXT.value: _answers}.get(poll.kind)
    return reads(poll) if reads and may_show(poll.votes.count()) else ()


def merging_of(poll: Poll | None) -> WordMerging | None:
    """List the words of a closed cloud that may be merges; None for other polls."""
    if poll is None or poll.kind != Poll.Kind.WORDS:
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


def _words(poll: Poll) -> tuple[ScreenText, ...]:
    hidden_stems = set(poll.hidden_words.values_list("stem", flat=True))
    terms = count_terms(list(poll.votes.values_list("value", flat=True)))
    return tuple(ScreenText(stem(word), word, n, stem(word) in hidden_stems) for word, n in terms)


def _answers(poll: Poll) -> tuple[ScreenText, ...]:
    votes = sorted(poll.votes.all(), key=lambda vote: str(vote.value).casefold())
    return tuple(ScreenText(str(vote.pk), str(vote.value), 1, vote.is_hidden) for vote in votes)
