"""Actions that change the pictures of a draft: add, describe, remove."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import require
from deelgenoot_web.exchange.models import PlacedPicture, Practice, PracticePicture
from deelgenoot_web.exchange.rules import may_write
from deelgenoot_web.pictures.messages import PagePicture
from deelgenoot_web.pictures.reading import UnreadableFileError

MOST_PICTURES = 4
MOST_BYTES = 30_000_000
"""Bytes of all pictures of an approach, also those that only earlier versions have."""


@dataclass(frozen=True)
class PictureWords:
    """What is said of a picture: what can be seen, and what stands below it."""

    text: str = ""
    caption: str = ""


class TooManyPicturesError(Exception):
    """The draft has as many pictures as it may have."""


class PictureChangedError(Exception):
    """Somebody else changed the words of the picture, or removed it, meanwhile."""


@transaction.atomic
def add(*, by: Person, practice: Practice, picture: PagePicture, words: PictureWords) -> str:
    """Put a picture last in a draft; return its digest. The same picture again changes nothing.

    Raises PermissionDenied, TooManyPicturesError, and UnreadableFileError when the approach then
    has too much.
    """
    row = _lock(by, practice)
    digest = sha256(picture.wide).hexdigest()
    present = PlacedPicture.read(row.pictures)
    if any(one.digest == digest for one in present):
        return digest
    if len(present) >= MOST_PICTURES:
        raise TooManyPicturesError
    _store(row, digest, picture)
    place(row, [*present, PlacedPicture(digest, *picture.size, words.text, words.caption)])
    return digest


@transaction.atomic
def describe(
    *, by: Person, practice: Practice, digest: str, seen: PictureWords, words: PictureWords
) -> None:
    """Change the words of a picture of a draft. Raises PermissionDenied, PictureChangedError.

    `seen` is what the page said, so that nobody overwrites what another wrote meanwhile.
    """
    row = _lock(by, practice)
    present = PlacedPicture.read(row.pictures)
    old = next((one for one in present if one.digest == digest), None)
    if old is None or PictureWords(old.text, old.caption) not in (seen, words):
        raise PictureChangedError
    new = replace(old, text=words.text, caption=words.caption)
    place(row, [new if one is old else one for one in present])


@transaction.atomic
def remove(*, by: Person, practice: Practice, digest: str) -> None:
    """Take a picture out of a draft; versions keep theirs. Raises PermissionDenied."""
    row = _lock(by, practice)
    place(row, [one for one in PlacedPicture.read(row.pictures) if one.digest != digest])


def place(practice: Practice, pictures: Iterable[PlacedPicture]) -> None:
    """Give a draft these pictures, and delete those that neither it nor a version has."""
    practice.pictures = PlacedPicture.write(pictures)
    practice.saved_at = timezone.now()
    practice.save(update_fields=["pictures", "saved_at"])
    columns = [practice.pictures, *practice.versions.values_list("pictures", flat=True)]
    in_use = {one.digest for column in columns for one in PlacedPicture.read(column)}
    practice.stored_pictures.exclude(digest__in=in_use).delete()


def _lock(by: Person, practice: Practice) -> Practice:
    """Hold the row, so that of two who change its pictures one comes after."""
    row = Practice.objects.select_for_update().get(pk=practice.pk)
    require(may_write(by, row))
    return row


def _store(practice: Practice, digest: str, picture: PagePicture) -> None:
    if practice.stored_pictures.filter(digest=digest).exists():
        return  # a version has it
    size = len(picture.wide) + len(picture.narrow)
    present_size = practice.stored_pictures.aggregate(size=Sum("size"))["size"] or 0
    if present_size + size > MOST_BYTES:
        why = "full"
        raise UnreadableFileError(why)
    PracticePicture.objects.create(
        practice=practice, digest=digest, wide=picture.wide, narrow=picture.narrow, size=size
    )
