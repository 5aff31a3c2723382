"""What a screen shows at the door of `/live/`: signed by the page that was rendered for it."""

import time
from dataclasses import dataclass
from functools import lru_cache

from django.core.signing import BadSignature, Signer

LASTS = 12 * 60 * 60
"""Seconds; longer than any meeting. A screen that reloads gets a new one."""
_SALT = "deelgenoot.live"


class BadTicketError(Exception):
    """Not signed by this site, or not for this meeting."""


class OldTicketError(Exception):
    """Once good: the page has to be loaded again."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which meeting a screen is of, which topics it may hear, in which language, and for whom.

    For a participant, for somebody who leads and signed in, or for who is both.
    """

    meeting: int
    topics: tuple[str, ...]
    language: str = "nl"
    participant: int = 0
    """0 for a screen of somebody who only leads."""
    person: int = 0
    """0 for a screen of somebody who leads nothing."""
    sign_in: str = ""
    """Of that person, as it was: after signing out everywhere it is another."""

    def signed(self) -> str:
        """The ticket as text, for an address or a header."""
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
    """The ticket that `text` is. Raises BadTicketError or OldTicketError."""
    ticket, until = _opened(text)
    if ticket.meeting != meeting:
        raise BadTicketError
    if time.time() > until:
        raise OldTicketError
    return ticket


@lru_cache(maxsize=4096)  # a screen shows the same one with each vote
def _opened(text: str) -> tuple[Ticket, int]:
    """The ticket, and until when it is good."""
    try:
        content = Signer(salt=_SALT).unsign_object(text)
        meeting, topics, language, participant, person, sign_in, until = content
    except BadSignature as error:
        raise BadTicketError from error
    except ValueError as error:  # made by an earlier version of the site
        raise OldTicketError from error
    return Ticket(meeting, tuple(topics), language, participant, person, sign_in), until
