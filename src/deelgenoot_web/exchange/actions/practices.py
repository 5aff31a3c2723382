"""Actions that change approaches: write, publish, restore, use, withdraw."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_contribute, require
from deelgenoot_web.exchange import mail
from deelgenoot_web.exchange.actions import pictures
from deelgenoot_web.exchange.actions.indexing import index
from deelgenoot_web.exchange.models import (
    TEXT_FIELDS,
    VERSION_FIELDS,
    PlacedPicture,
    Practice,
    PracticeUse,
    PracticeVersion,
)
from deelgenoot_web.exchange.rules import (
    CHECKED_EVERY,
    is_public,
    may_close_versions,
    may_use,
    may_write,
)

_ASKED_AT_ONCE = 50
"""Letters of one round, so that a large site does not send them all in one minute."""
DRAFTS_KEPT = timedelta(days=365)
"""How long a draft stays that nobody saves and that was never published."""


class RevisionConflictError(Exception):
    """Somebody else saved the approach after the page was made that is now saved."""


class PictureTextMissingError(Exception):
    """A picture of the draft lacks the text for who does not see it."""


@transaction.atomic
def begin(*, by: Person, key: UUID, title: str, challenge: str) -> Practice:
    """Begin a draft; the same `key` again gives the same draft. Raises PermissionDenied."""
    require(may_contribute(by))
    practice, _ = Practice.objects.get_or_create(
        key=key,
        defaults={
            "author": by,
            "gm_code": by.gm_code,
            "title": title,
            "challenge": challenge,
            "saved_at": timezone.now(),
        },
    )
    require(may_write(by, practice))
    return practice


@transaction.atomic
def save(
    *,
    by: Person,
    practice: Practice,
    revision: int,
    text: dict[str, Any],
    to_publish: bool = False,
) -> None:
    """Save the draft, and publish exactly that if asked; `text` has every field of `TEXT_FIELDS`.

    Its pictures stay as they are. Raises RevisionConflictError unless the draft is still as it was
    at `revision`, PermissionDenied, and what `publish` raises.
    """
    require(may_write(by, practice))
    new = {name: text[name] for name in TEXT_FIELDS}
    # One UPDATE, so that of two who save at once one is told.
    n_saved = Practice.objects.filter(pk=practice.pk, revision=revision).update(
        **new,
        revision=F("revision") + 1,
        saved_at=timezone.now(),
    )
    practice.refresh_from_db()
    # The same text once more is no conflict: the answer to the first saving got lost.
    if not n_saved and new != {name: getattr(practice, name) for name in TEXT_FIELDS}:
        raise RevisionConflictError
    if to_publish:
        publish(by=by, practice=practice)


@transaction.atomic
def publish(*, by: Person, practice: Practice) -> PracticeVersion:
    """Make the draft the next version, for everybody to read.

    Raises PermissionDenied, and PictureTextMissingError for a picture without its text. A draft
    that was published already gives the same version. What a moderator hid stays so: they read the
    new version, and those before it are for nobody else from then on.
    """
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    require(may_write(by, practice))
    is_hidden = practice.standing == Practice.Standing.HIDDEN
    if not all(one.text for one in PlacedPicture.read(practice.pictures)):
        raise PictureTextMissingError
    now = timezone.now()
    text = text_of(practice)
    if practice.current is None or text_of(practice.current) != text:
        number = practice.versions.count() + 1
        practice.current = practice.versions.create(number=number, published_at=now, **text)
        if is_hidden:
            practice.readable_from = number
    if not is_hidden:
        practice.standing = Practice.Standing.PUBLIC
    practice.checked_at = timezone.localdate(now)
    practice.save(update_fields=["current", "standing", "readable_from", "checked_at"])
    index(practice)
    return practice.current


@transaction.atomic
def restore(*, by: Person, practice: Practice, number: int) -> None:
    """Put the text and pictures of an earlier version in the draft.

    Raises PermissionDenied, DoesNotExist.
    """
    require(may_write(by, practice))
    earlier = practice.versions.get(number=number)
    save(by=by, practice=practice, revision=practice.revision, text=text_of(earlier))
    pictures.place(practice, PlacedPicture.read(earlier.pictures))


@transaction.atomic
def close_earlier(*, by: Person, practice: Practice) -> None:
    """Let only whom an approach touches, and moderators, read what was before its present version.

    So that a name that was corrected can be read no more. Raises PermissionDenied.
    """
    row = Practice.objects.select_for_update().get(pk=practice.pk)
    require(may_close_versions(by, row))
    assert row.current  # noqa: S101 - mypy does not follow `require`
    row.readable_from = row.current.number
    row.save(update_fields=["readable_from"])


@transaction.atomic
def withdraw(*, by: Person, practice: Practice) -> None:
    """Let nobody read an approach but its municipality. Raises PermissionDenied."""
    require(may_write(by, practice) and practice.standing != Practice.Standing.HIDDEN)
    if is_public(practice):
        practice.standing = Practice.Standing.WITHDRAWN
        practice.save(update_fields=["standing"])
        index(practice)


@transaction.atomic
def confirm(*, by: Person, practice: Practice) -> None:
    """Say that a public approach still is how it says. Raises PermissionDenied."""
    require(may_write(by, practice) and is_public(practice))
    practice.checked_at = timezone.localdate()
    practice.save(update_fields=["checked_at"])


def ask_checks(now: datetime) -> None:
    """Ask once a year whether a public approach still is how it says: its author, or a colleague.

    An author may have left, be barred, or write for another municipality now.
    """
    today = timezone.localdate(now)
    old = Practice.objects.filter(
        standing=Practice.Standing.PUBLIC, example_name="", checked_at__lte=today - CHECKED_EVERY
    )
    not_asked = Q(check_asked_at=None) | Q(check_asked_at__lte=today - CHECKED_EVERY)
    writers = Person.objects.filter(gm_code=OuterRef("gm_code"), is_barred=False)
    rows = old.filter(not_asked, Exists(writers)).select_related("author", "current")
    for practice in rows[:_ASKED_AT_ONCE]:
        with transaction.atomic():
            # One UPDATE, so that of two who ask at once one does.
            if Practice.objects.filter(not_asked, pk=practice.pk).update(check_asked_at=today):
                _ask_check(practice, today)


def _ask_check(practice: Practice, today: date) -> None:
    colleagues = Person.objects.filter(gm_code=practice.gm_code, is_barred=False).order_by("pk")
    author = practice.author
    for reader in [author] if author and may_write(author, practice) else colleagues[:1]:
        mail.ask_check(practice, reader, today)


@transaction.atomic
def discard(*, by: Person, practice: Practice) -> None:
    """Delete a draft that was never published. Raises PermissionDenied."""
    require(may_write(by, practice) and practice.current is None)
    practice.delete()


@transaction.atomic
def use(*, by: Person, practice: Practice, does_use: bool) -> None:
    """Say whether the municipality of `by` uses an approach. Raises PermissionDenied."""
    require(may_use(by, practice))
    if does_use:
        PracticeUse.objects.get_or_create(practice=practice, gm_code=by.gm_code)
    else:
        PracticeUse.objects.filter(practice=practice, gm_code=by.gm_code).delete()


def text_of(row: Practice | PracticeVersion) -> dict[str, Any]:
    """Give what a draft or a version says and shows, by field."""
    return {name: getattr(row, name) for name in VERSION_FIELDS}


def forget_drafts(now: datetime) -> None:
    """Remove drafts that nobody saved for a year and that were never published."""
    long_ago = now - DRAFTS_KEPT
    Practice.objects.filter(current=None, saved_at__lt=long_ago, example_name="").delete()
