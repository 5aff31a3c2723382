"""What came out of a poll, counted from its votes each time."""

from deelgenoot_web.meetings.models import Group, Meeting, Poll
from deelgenoot_web.meetings.outcomes import ColumnGroup, Outcome, outcome
from deelgenoot_web.meetings.placing import letter_of
from deelgenoot_web.meetings.tally import CountedVote, Result, TallyRules, result


def counted(poll: Poll) -> Result:
    """The result, without the words and answers that the organiser took out."""
    votes = list(poll.votes.all())
    if poll.kind == Poll.Kind.TEXT:
        hidden = frozenset(str(vote.value) for vote in votes if vote.is_hidden)
    else:
        hidden = frozenset(word.stem for word in poll.hidden_words.all())
    asked = TallyRules(poll.kind, tuple(poll.options), hidden)
    return result(asked, [CountedVote(vote.group_id, vote.value) for vote in votes])


def outcome_of(poll: Poll) -> Outcome | None:
    """The result of a poll that is closed, per cluster and beside the round before."""
    return drawn(poll, counted(poll)) if poll.state == Poll.State.CLOSED else None


def drawn(poll: Poll, found: Result) -> Outcome:
    """What was counted of a closed poll, as it is shown."""
    earlier = round_before(poll)
    groups = [_named(group) for group in groups_in(poll.meeting, found)]
    return outcome(poll.kind, found, groups, counted(earlier) if earlier else None)


def round_before(poll: Poll) -> Poll | None:
    """The last closed round of the same question before this one."""
    if poll.round_of_id is None:
        return None
    rounds = Poll.objects.filter(meeting=poll.meeting_id, state=Poll.State.CLOSED)
    family = rounds.filter(round_of=poll.round_of_id) | rounds.filter(pk=poll.round_of_id)
    return family.filter(position__lt=poll.position).last()


def groups_in(meeting: Meeting, found: Result) -> list[Group]:
    """The groups of a split: one that was joined to another since it voted stands there as well."""
    groups = meeting.groups.select_related("meeting")
    return [one for one in groups if one.joined_into_id is None or one.pk in found.by_group]


def _named(group: Group) -> ColumnGroup:
    return ColumnGroup(group.pk, group.name, letter_of(group, group.meeting.study))
