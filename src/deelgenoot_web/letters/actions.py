"""Queues letters in the caller's transaction, and delivers them after it."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from deelgenoot_web.letters.bounces import read_bounce
from deelgenoot_web.letters.envelope import envelope
from deelgenoot_web.letters.models import Attachment, Letter
from deelgenoot_web.letters.queries import to_refusing_addresses
from deelgenoot_web.letters.queued import letter_queued
from deelgenoot_web.letters.refusals import is_of_address, is_of_us

MOST_TRIES = 10
"""After the last try, a day and a half after the first, a letter is given up."""
KEPT = timedelta(days=30)
_PERMANENT = 500  # from here on, a mail server says no for good (RFC 5321)
_OF_THIS_LETTER = (SMTPRecipientsRefused, SMTPDataError, ValueError)
_EMPTY = dict.fromkeys(
    ("text", "attachment_name", "attachment_type", "attachment_text", "unsubscribe"), ""
)
_log = logging.getLogger(__name__)


class RefusedBeforeError(ValueError):
    """The mail server refused this address for good before."""

    def __init__(self) -> None:
        super().__init__("refused before")


def send(  # noqa: PLR0913 - the parts of a letter; its row is the noun
    *,
    to: str,
    subject: str,
    text: str,
    key: str,
    attachment: Attachment | None = None,
    due_at: datetime | None = None,
    unsubscribe: str = "",
) -> None:
    """Queue a letter in the transaction of the caller.

    `key` identifies the letter: a second one with the same key is left out, so that nobody gets
    the same letter twice. It must not hold an address, because it stays when the letter is emptied.
    `unsubscribe` is the address of the page that stops letters like this one, and takes the POST of
    a mail program (RFC 8058).
    """
    now = timezone.now()
    letter = Letter(
        key=key,
        to=to,
        subject=" ".join(subject.split()),
        text=text,
        made_at=now,
        due_at=due_at or now,
        unsubscribe=unsubscribe,
    )
    if attachment:
        letter.attachment_name = attachment.name
        letter.attachment_type = attachment.content_type
        letter.attachment_text = attachment.text
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    transaction.on_commit(letter_queued.set)


def deliver_due(now: datetime) -> None:
    """Send every letter that is due, the one that waits longest first.

    A try is counted before it is made, so a letter that ends the server is not sent for ever. A
    letter that went just before the server ended goes again, under the same Message-ID: twice is
    better than never. When the mail server cannot be reached, the rest waits for the next round.
    An address that was refused for good gets no more letters, until what is left of that is gone.
    """
    post = get_connection()
    try:
        for letter in _due(now):
            error = None
            try:
                if to_refusing_addresses().filter(to=letter.to).exists():
                    raise RefusedBeforeError
                post.open()
                post.send_messages([envelope(letter)])
            except (OSError, ValueError) as problem:  # smtplib's errors are OSErrors
                error = problem
            _note(letter, error, now)
            if error and not isinstance(error, _OF_THIS_LETTER):
                return
    finally:
        with suppress(OSError):
            post.close()


def note_bounce(content: bytes, now: datetime) -> bool:
    """Write down that a letter came back for good; return whether this message says so.

    The address is known again from the message, as that of a letter that went is not kept. Nothing
    more goes there where it was refused itself, and not its full mailbox or us.
    """
    bounce = read_bounce(content)
    if bounce is None:
        return False
    letter = Letter.objects.filter(pk=bounce.letter, sent_at__isnull=False).first()
    if letter is not None:
        letter.sent_at, letter.given_up_at = None, now
        letter.is_refused |= bounce.is_of_address
        letter.to, letter.error = bounce.address, bounce.why
        letter.save(update_fields=["sent_at", "given_up_at", "is_refused", "to", "error"])
        # Without its words, which may name the address.
        _log.error("Letter %s came back: %s", letter.key, bounce.why.partition(" ")[0])
    return True


def lift_refusal(*, to: str) -> None:
    """Let letters go again to an address that was refused before."""
    to_refusing_addresses().filter(to__iexact=to).update(is_refused=False)


def forget_old(now: datetime) -> None:
    """Remove what is left of letters that went, or were given up, thirty days ago."""
    long_ago = now - KEPT
    Letter.objects.filter(sent_at__lt=long_ago).delete()
    Letter.objects.filter(given_up_at__lt=long_ago).delete()


def _due(now: datetime) -> Iterator[Letter]:
    """Claim one letter after the other: each is due again only after a pause."""
    waiting = Letter.objects.filter(sent_at=None, given_up_at=None, due_at__lte=now)
    while True:
        with transaction.atomic():
            letter = waiting.select_for_update(skip_locked=True).order_by("due_at", "pk").first()
            if letter is None:
                return
            letter.tries += 1
            letter.due_at = now + timedelta(minutes=2**letter.tries)
            letter.save(update_fields=["tries", "due_at"])
        yield letter


def _note(letter: Letter, error: Exception | None, now: datetime) -> None:
    """Write down how a try went. The row may be gone: it can be removed meanwhile."""
    row = Letter.objects.filter(pk=letter.pk)
    if error is None:
        blank = {} if settings.HAS_MAILBOX else {"to": "", "subject": "", **_EMPTY}
        row.update(sent_at=now, error="", **blank)
    elif letter.tries >= MOST_TRIES or _is_final(error):
        # Address and subject stay, to show who did not get which letter.
        is_refused = any(is_of_address(reply) for reply in _final_replies(error))
        row.update(given_up_at=now, error=str(error)[:300], is_refused=is_refused, **_EMPTY)
        _log.error("Letter %s was given up: %s", letter.key, type(error).__name__)
    else:
        row.update(error=str(error)[:300])
        # Without its message, which may name the address.
        name = type(error).__name__
        _log.warning("Letter %s was not sent (try %d): %s", letter.key, letter.tries, name)


def _is_final(error: Exception) -> bool:
    """Whether another try is of no use. What is refused because of us goes once that is mended."""
    replies = _final_replies(error)
    return isinstance(error, ValueError) or any(not is_of_us(reply) for reply in replies)


def _final_replies(error: Exception) -> list[str]:
    """List what the mail server said for good of the address that the letter goes to."""
    if not isinstance(error, SMTPRecipientsRefused):
        return []
    replies = error.recipients.values()
    return [words.decode(errors="replace") for code, words in replies if code >= _PERMANENT]
