"""The ticket of a screen for `/live/`, signed by the page that was rendered for it."""

import time
from dataclasses import dataclass
from functools import lru_cache

from django.core.signing import BadSignature, Signer

LASTS = 12 * 60 * 60
"""Seconds; longer than any meeting. A screen that reloads gets a new one."""
_SALT = "deelgenoot.live"


class BadTicketError(Exception):
    """A ticket that this site did not sign, or of another meeting."""


class OldTicketError(Exception):
    """A ticket that was good once: the page has to be loaded again."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which meeting a screen is of, which topics it may hear, in which language, and for whom.

    It is for a participant, for a leader who signed in, or for somebody who is both.
    """

    meeting: int
    topics: tuple[str, ...]
    language: str = "nl"
    participant: int = 0
    """0 on a screen of somebody who only leads."""
    person: int = 0
    """0 on a screen of somebody who leads nothing."""
    sign_in: str = ""
    """The sign-in mark of that person; it changes when they sign out everywhere."""

    def sign(self) -> str:
        """Sign the ticket, as text for an address or a header."""
        until = round(time.time()) + LASTS
        content = [
            self.meeting,
            list(self.topics),
            self.language,
            self.participant,
            self.person,
            self.sign_in,
            until,
        ]
        return Signer(salt=_SALT).sign_object(content)


def read(text: str, meeting: int) -> Ticket:
    """Read the ticket in `text`. Raises BadTicketError or OldTicketError."""
    ticket, until = _open(text)
    if ticket.meeting != meeting:
        raise BadTicketError
    if time.time() > until:
        raise OldTicketError
    return ticket


@lru_cache(maxsize=4096)  # a screen sends the same ticket with each vote
def _open(text: str) -> tuple[Ticket, int]:
    """Return the ticket in `text`, and until when it is good."""
    try:
        content = Signer(salt=_SALT).unsign_object(text)
        meeting, topics, language, participant, person, sign_in, until = content
    except BadSignature as error:
        raise BadTicketError from error
    except ValueError as error:  # made by an earlier version of the site
        raise OldTicketError from error
    return Ticket(meeting, tuple(topics), language, participant, person, sign_in), until
