"""Where letters that came back wait to be read: a mail server's pipe, a Maildir or an mbox."""

import mailbox
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from deelgenoot.errors import DeelgenootError
from deelgenoot_web.letters.actions import note_bounce
from deelgenoot_web.letters.bounces import MOST_BYTES


class MailboxError(DeelgenootError):
    """A mailbox that is not there, or that somebody else is writing."""


def read_message(file: BinaryIO, now: datetime) -> int:
    """Read one message; return how many letters came back with it: 0 or 1.

    It is read to its end, as a mail server takes a pipe that closes early for a failure.
    """
    content = file.read(MOST_BYTES)
    while file.read(MOST_BYTES):
        pass
    return int(note_bounce(content, now))


def read_mailbox(place: Path, now: datetime) -> int:
    """Read a Maildir or an mbox; return how many letters came back.

    Messages about those are removed, as they name an address. All others stay.
    """
    n_bounces = 0
    try:
        box = (mailbox.Maildir if place.is_dir() else mailbox.mbox)(place, create=False)
        box.lock()
        try:
            for key in box.keys():  # noqa: SIM118 - iterating a mailbox gives its messages
                with box.get_file(key) as file:
                    is_bounce = note_bounce(file.read(MOST_BYTES), now)
                if is_bounce:
                    box.remove(key)
                    n_bounces += 1
        finally:
            box.close()  # writes what was removed, and unlocks
    except (mailbox.Error, OSError) as error:
        msg = f"{place} is niet te lezen als Maildir of mbox: {error}"
        raise MailboxError(msg) from error
    return n_bounces
