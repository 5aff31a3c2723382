"""Pictures beside questions: given with their text, taken away, forgotten."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import rows
from deelgenoot_web.meetings.actions.slides import MOST_BYTES, size_of_meeting
from deelgenoot_web.meetings.edits import Edit
from deelgenoot_web.meetings.models import Meeting, Poll, PollPicture
from deelgenoot_web.pictures.messages import PagePicture
from deelgenoot_web.pictures.reading import UnreadableFileError

_KEPT = timedelta(hours=1)


@transaction.atomic
def illustrate(
    *, by: Person, poll: Poll, picture: PagePicture | None, edit: Edit, now: datetime
) -> None:
    """Give a question a picture, or with None another text to its picture; `edit` holds the text.

    Raises ChangedMeanwhileError, FixedError for a question that was put, and UnreadableFileError
    when the meeting then has too much.
    """
    values = {"picture_id": _store(poll, picture, now) if picture else poll.picture_id}
    rows.change(by=by, row=poll, edit=Edit(values | dict(edit.values), edit.seen_mark))
    if picture:
        _delete_unused([poll.picture_id])


@transaction.atomic
def remove_picture(*, by: Person, poll: Poll, seen_mark: str) -> None:
    """Take the picture of a question away. Raises ChangedMeanwhileError and FixedError."""
    rows.change(by=by, row=poll, edit=Edit({"picture_id": None, "picture_text": ""}, seen_mark))
    _delete_unused([poll.picture_id])


def forget_pictures(now: datetime) -> None:
    """Delete the pictures that no question has (any more). For the due work."""
    PollPicture.objects.filter(polls=None, added_at__lt=now - _KEPT).delete()


def drop_all(meeting: Meeting) -> None:
    """Take the pictures off all questions of a meeting, and delete those that no other has."""
    pictures = list(meeting.polls.values_list("picture", flat=True))
    meeting.polls.update(picture=None, picture_text="")
    _delete_unused(pictures)


def _store(poll: Poll, page: PagePicture, now: datetime) -> int:
    size = len(page.wide) + len(page.narrow)
    if size_of_meeting(poll.meeting_id) + size > MOST_BYTES:
        why = "full"
        raise UnreadableFileError(why)
    picture = PollPicture.objects.create(
        wide=page.wide, narrow=page.narrow, size=size, added_at=now
    )
    return picture.pk


def _delete_unused(pictures: Iterable[int | None]) -> None:
    PollPicture.objects.filter(pk__in=[pk for pk in pictures if pk], polls=None).delete()
