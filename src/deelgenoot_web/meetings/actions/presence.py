"""Who leads and is there: an open screen of theirs says so, until the personal data goes."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.models import Role

_AGAIN = timedelta(seconds=20)
"""A moment that is no older than this is not written again."""


@transaction.atomic
def notice(*, meeting: int, people: Collection[int], now: datetime) -> None:
    """Write that these people have a screen of this meeting open; who leads nothing leaves no row.

    Nothing is kept of a meeting whose personal data is gone.
    """
    roles = Role.objects.filter(meeting=meeting, person__in=people, meeting__purged_at=None)
    if roles.filter(Q(seen_at=None) | Q(seen_at__lt=now - _AGAIN)).update(seen_at=now):
        bell.ring(meeting, ["desk"])
