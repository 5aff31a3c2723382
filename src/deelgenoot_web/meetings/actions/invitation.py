"""What visitors of an invitation leave: a view that is counted, a reaction that is read first."""

from datetime import date

from django.db import transaction
from django.db.models import F

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.edits import decide
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import LogEvent, Meeting, Reaction, ViewCount

MOST_UNREAD = 100
"""How many reactions may wait to be read; with more, nobody reads them."""


class TooManyUnreadError(Exception):
    """So many reactions wait to be read that a new one is not taken."""


@transaction.atomic
def count_view(*, meeting: Meeting, day: date) -> None:
    """Count one view; nothing is kept of who looked."""
    ViewCount.objects.bulk_create(
        [ViewCount(meeting=meeting, day=day, count=0)], ignore_conflicts=True
    )
    ViewCount.objects.filter(meeting=meeting, day=day).update(count=F("count") + 1)


@transaction.atomic
def react(*, meeting: Meeting, name: str, organisation: str, text: str) -> Reaction:
    """Keep a reaction until somebody read it. Sent twice it is kept once.

    Raises TooManyUnreadError.
    """
    unread = Reaction.objects.filter(meeting=meeting, state=Reaction.State.NEW)
    if unread.count() >= MOST_UNREAD:
        raise TooManyUnreadError
    reaction, _is_new = Reaction.objects.get_or_create(
        meeting=meeting, name=name, organisation=organisation, text=text
    )
    bell.ring(meeting.pk, ["desk"])
    return reaction


@transaction.atomic
def moderate(
    *, by: Person, reaction: Reaction, state: Reaction.State, seen: str | None = None
) -> None:
    """Put a reaction under the invitation, or leave it out.

    Raises ChangedMeanwhileError for one that is no longer as it was `seen`, nor as it would be.
    """
    decide(reaction, state, seen)
    log(by=by, event=LogEvent(f"reaction.{state}"), about=reaction.meeting)
