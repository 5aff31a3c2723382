"""What a screen shows at the door of `/live/`: signed by the page that was rendered for it."""

from dataclasses import dataclass

from django.core import signing

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

    def signed(self) -> str:
        """The ticket as text, for an address or a header."""
        content = [
            self.meeting,
            list(self.topics),
            self.language,
            self.participant,
            self.person,
        ]
        return signing.dumps(content, salt=_SALT)


def read(text: str, meeting: int) -> Ticket:
    """The ticket that `text` is. Raises BadTicketError or OldTicketError."""
    try:
        content = signing.loads(text, salt=_SALT, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise OldTicketError from error
    except signing.BadSignature as error:
        raise BadTicketError from error
    try:
        made_for, topics, language, participant, person = content
    except ValueError as error:  # made by an earlier version of the site
        raise OldTicketError from error
    if made_for != meeting:
        raise BadTicketError
    return Ticket(meeting, tuple(topics), language, participant, person)
