"""What is done with letters: queued in the caller's transaction, delivered after it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from deelgenoot_web.letters.bell import bell
from deelgenoot_web.letters.models import Attachment, Letter


def send(  # noqa: PLR0913 - the parts of a letter; its row is the noun
    *,
    to: str,
    subject: str,
    text: str,
    key: str,
    attachment: Attachment | None = None,
    due_at: datetime | None = None,
) -> None:
    """Queue a letter in the transaction of the caller; undone with it.

    `key` says which letter this is: a second one with the same key is left out, so that nobody gets
    the same letter twice. It must not hold an address, because it stays when the letter is emptied.
    """
    now = timezone.now()
    letter = Letter(
        key=key,
        to=to,
        subject=" ".join(subject.split()),
        text=text,
        made_at=now,
        due_at=due_at or now,
    )
    if attachment:
        letter.attachment_name = attachment.name
        letter.attachment_type = attachment.content_type
        letter.attachment_text = attachment.text
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    transaction.on_commit(bell.set)
