"""Taking a word or a written answer off the screens, and putting it back."""

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions.votes import TOPICS
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import HiddenWord, LogEvent, MergedWord, Poll, Vote


@transaction.atomic
def hide_word(*, by: Person, poll: Poll, stem: str) -> None:
    """Take all forms of a word out of a word cloud."""
    HiddenWord.objects.bulk_create([HiddenWord(poll=poll, stem=stem)], ignore_conflicts=True)
    log(by=by, event=LogEvent.WORD_HIDDEN, about=poll)
    bell.ring(poll.meeting_id, TOPICS)


@transaction.atomic
def bring_back_word(*, by: Person, poll: Poll, stem: str) -> None:
    """Show a word again."""
    poll.hidden_words.filter(stem=stem).delete()
    log(by=by, event=LogEvent.WORD_BACK, about=poll)
    bell.ring(poll.meeting_id, TOPICS)


@transaction.atomic
def merge_word(*, by: Person, poll: Poll, stem: str, into: str) -> None:
    """Count a word as another; what counted as this word goes along. Raises ValueError for a word
    and itself."""
    merges = poll.merged_words.select_for_update()
    target = next((word.into for word in merges if word.stem == into), into)
    if target == stem:
        msg = f"{stem} cannot count as itself"
        raise ValueError(msg)
    merges.filter(into=stem).update(into=target)
    MergedWord.objects.update_or_create(poll=poll, stem=stem, defaults={"into": target})
    log(by=by, event=LogEvent.WORD_MERGED, about=poll)
    bell.ring(poll.meeting_id, TOPICS)


@transaction.atomic
def part_word(*, by: Person, poll: Poll, stem: str) -> None:
    """Count a word apart again."""
    poll.merged_words.filter(stem=stem).delete()
    log(by=by, event=LogEvent.WORD_PARTED, about=poll)
    bell.ring(poll.meeting_id, TOPICS)


@transaction.atomic
def moderate_answer(*, by: Person, vote: Vote, is_hidden: bool) -> None:
    """Take a written answer off the screens, or put it back; the same text goes with it."""
    same = [one.pk for one in vote.poll.votes.all() if one.value == vote.value]
    Vote.objects.filter(pk__in=same).update(is_hidden=is_hidden)
    log(by=by, event=LogEvent.ANSWER_HIDDEN if is_hidden else LogEvent.ANSWER_BACK, about=vote.poll)
    bell.ring(vote.poll.meeting_id, TOPICS)
