"""The outcome of a poll, counted from its votes each time."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from deelgenoot_web.meetings.models import Meeting, Poll, Vote
from deelgenoot_web.meetings.outcomes import (
    WITHOUT_BARS,
    ColumnGroup,
    Outcome,
    mark_right,
    outcome,
)
from deelgenoot_web.meetings.placing import letter_of, name_of_group
from deelgenoot_web.meetings.quiz import bins, quiz_answer, quiz_outcome
from deelgenoot_web.meetings.tally import CountedVote, Result, TallyRules, result


def count_votes(poll: Poll) -> Result:
    """Count the votes, without the words and answers that the organiser took out."""
    votes = list(poll.votes.all())
    return result(_rules(poll, votes), [CountedVote(vote.group_id, vote.value) for vote in votes])


def _rules(poll: Poll, votes: Sequence[Vote]) -> TallyRules:
    if poll.kind == Poll.Kind.TEXT:
        left_out = frozenset(str(vote.value) for vote in votes if vote.is_hidden)
    else:
        left_out = frozenset(word.stem for word in poll.hidden_words.all())
    merges = {word.stem: word.into for word in poll.merged_words.all()}
    options, width = bins(poll.answer["of"]) if poll.answer else (tuple(poll.options), 1)
    return TallyRules(poll.kind, options, left_out, merges, width)


def outcome_of(poll: Poll) -> Outcome | None:
    """Return the outcome of a closed poll, per cluster and beside the earlier round."""
    return draw_outcome(poll, count_votes(poll)) if poll.state == Poll.State.CLOSED else None


def has_columns(poll: Poll) -> bool:
    """Tell whether the outcome of a closed poll has columns of clusters on the large screen."""
    return _splits(poll, count_votes(poll))


def _splits(poll: Poll, counts: Result) -> bool:
    return poll.kind not in WITHOUT_BARS and any(counts.by_group.values())


def stage_outcome_of(poll: Poll) -> Outcome | None:
    """Return the outcome that the large screen shows: of everybody, and then per cluster."""
    if poll.state != Poll.State.CLOSED:
        return None
    counts = count_votes(poll)
    if not poll.is_split and _splits(poll, counts):
        counts = replace(counts, by_group={})
    return draw_outcome(poll, counts)


def live_outcome_of(poll: Poll) -> Outcome | None:
    """Return the answers to an open live poll shown so far, in the order of its options."""
    if not (poll.is_live and poll.state == Poll.State.OPEN and poll.live_values):
        return None
    tally = result(_rules(poll, ()), [CountedVote(None, value) for value in poll.live_values])
    shown_now = outcome(poll.kind, tally, ())
    if not poll.options:
        return shown_now
    cells = sorted(shown_now.everybody.cells, key=lambda cell: poll.options.index(cell.label))
    return replace(shown_now, everybody=replace(shown_now.everybody, cells=tuple(cells)))


def draw_outcome(poll: Poll, tally: Result) -> Outcome:
    """Turn the counts of a closed poll into bars, as the pages draw them."""
    earlier = round_before(poll)
    columns = columns_of(poll.meeting, tally)
    plain = outcome(poll.kind, tally, columns, count_votes(earlier) if earlier else None)
    answer = quiz_answer(poll.kind, poll.settings, poll.answer)
    if answer is None:
        return plain
    values = [vote.value for vote in poll.votes.all()]
    return mark_right(plain, quiz_outcome(answer, poll.options, values))


def round_before(poll: Poll) -> Poll | None:
    """Find the last closed round of the same question before this one."""
    if poll.round_of_id is None:
        return None
    rounds = Poll.objects.filter(meeting=poll.meeting_id, state=Poll.State.CLOSED)
    family = rounds.filter(round_of=poll.round_of_id) | rounds.filter(pk=poll.round_of_id)
    return family.filter(position__lt=poll.position).last()


def columns_of(meeting: Meeting, tally: Result) -> list[ColumnGroup]:
    """List the groups of a split, also one that joined another, and all others together.

    Others are guests, and votes of groups that were too small to be kept apart at closing.
    """
    columns = [
        ColumnGroup(group.pk, name_of_group(group, meeting.study), letter_of(group, meeting.study))
        for group in meeting.groups.all()
        if group.joined_into_id is None or group.pk in tally.by_group
    ]
    return [*columns, ColumnGroup(None, _("Overige"), "")] if None in tally.by_group else columns
