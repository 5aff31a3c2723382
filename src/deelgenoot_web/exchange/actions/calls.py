"""Actions of calls: what a municipality seeks or offers; each ends by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_contribute, require
from deelgenoot_web.exchange.models import OpenCall
from deelgenoot_web.exchange.rules import may_close

LASTS = timedelta(days=120)
"""How long a call is open, unless it is closed before."""
KEPT = timedelta(days=60)
"""How long a closed call stays, for its municipality and moderators to read."""
MOST_OPEN_CALLS = 10
"""Open calls of one municipality."""


@dataclass(frozen=True)
class CallText:
    """What somebody seeks or offers, `about` an opgave (its id)."""

    kind: str
    about: str
    title: str
    message: str


class TooManyCallsError(Exception):
    """A municipality has as many open calls as one may have."""


@transaction.atomic
def call(*, by: Person, key: UUID, text: CallText, origin: str = "") -> OpenCall:
    """Place a call; the same `key` again gives the same call.

    Other words with that key come from who went back to the form: they take the place of the first.
    Raises PermissionDenied, also where that call is closed, and TooManyCallsError.
    """
    require(may_contribute(by))
    # Locked, so that forms sent at once are counted one after the other.
    Person.objects.select_for_update().get(pk=by.pk)
    before = OpenCall.objects.filter(key=key).first()
    if before:
        require(before.gm_code == by.gm_code)
        _say_otherwise(before, by, text)
        return before
    if OpenCall.objects.filter(gm_code=by.gm_code, closed_at=None).count() >= MOST_OPEN_CALLS:
        raise TooManyCallsError
    return OpenCall.objects.create(
        key=key,
        gm_code=by.gm_code,
        author=by,
        made_at=timezone.now(),
        origin=origin,
        **_fields(text),
    )


def _fields(text: CallText) -> dict[str, str]:
    return {
        "kind": text.kind,
        "challenge": text.about,
        "title": text.title,
        "message": text.message,
    }


def _say_otherwise(row: OpenCall, by: Person, text: CallText) -> None:
    fields = _fields(text)
    if fields != {name: getattr(row, name) for name in fields}:
        require(row.author_id == by.pk and row.closed_at is None)
        OpenCall.objects.filter(pk=row.pk).update(**fields)
        row.refresh_from_db()


@transaction.atomic
def close(*, by: Person, call: OpenCall) -> None:
    """Close a call of one's own municipality. Raises PermissionDenied."""
    require(may_close(by, call))
    call.closed_at = timezone.now()
    call.save(update_fields=["closed_at"])


def end_calls(now: datetime) -> None:
    """Close the calls that were open long enough, and remove those that closed long ago.

    One that the log of moderators names stays as long as it does there.
    """
    OpenCall.objects.filter(closed_at=None, made_at__lt=now - LASTS).update(closed_at=now)
    OpenCall.objects.filter(closed_at__lt=now - KEPT, moderationdecision=None).delete()
