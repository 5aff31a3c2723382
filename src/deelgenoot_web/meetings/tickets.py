"""The ticket of a screen for `/live/`, signed by the page that was rendered for it.

A browser sends it in a header. A stream can have its ticket in the address alone, where proxies
write it down: it gets one that can be used for a minute.
"""

import time
from dataclasses import astuple, dataclass
from functools import lru_cache

from django.core.signing import BadSignature, Signer

LASTS = 12 * 60 * 60
"""Seconds; longer than any meeting. A screen that reloads gets a new one."""
STREAM_LASTS = 60
"""Seconds in which a stream has to begin."""
_SALT = "deelgenoot.live"
_STREAM_SALT = "deelgenoot.live.stream"


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
    """The mark of that person's screens; it changes when they sign out, here or everywhere."""

    def sign(self) -> str:
        """Sign the ticket, as text for a header."""
        return self._sign(_SALT, LASTS)

    def sign_for_stream(self) -> str:
        """Sign the ticket, as text for the address of a stream that begins soon."""
        return self._sign(_STREAM_SALT, STREAM_LASTS)

    def _sign(self, salt: str, lasts: int) -> str:
        until = round(time.time()) + lasts
        return Signer(salt=salt).sign_object([*astuple(self), until])


def read(text: str, meeting: int) -> Ticket:
    """Read the ticket in `text`. Raises BadTicketError or OldTicketError."""
    return _check(*_open(text, _SALT), meeting)


def read_for_stream(text: str, meeting: int) -> Ticket:
    """Read the ticket in the address of a stream. Raises BadTicketError or OldTicketError."""
    return _check(*_open(text, _STREAM_SALT), meeting)


def _check(ticket: Ticket, until: int, meeting: int) -> Ticket:
    if ticket.meeting != meeting:
        raise BadTicketError
    if time.time() > until:
        raise OldTicketError
    return ticket


@lru_cache(maxsize=4096)  # a screen sends the same ticket with each vote
def _open(text: str, salt: str) -> tuple[Ticket, int]:
    """Return the ticket in `text`, and until when it is good."""
    try:
        content = Signer(salt=salt).unsign_object(text)
        meeting, topics, language, participant, person, sign_in, until = content
    except BadSignature as error:
        raise BadTicketError from error
    except ValueError as error:  # made by an earlier version of the site
        raise OldTicketError from error
    return Ticket(meeting, tuple(topics), language, participant, person, sign_in), until
