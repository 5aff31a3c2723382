"""What a screen shows at the door: good for its own meeting, for its own time, and only as made."""

import time

import pytest
from django.core import signing

from deelgenoot_web.meetings import tickets
from deelgenoot_web.meetings.tickets import BadTicketError, OldTicketError, Ticket

TICKET = Ticket(3, ("hall", "room:4"), "en", 7, 9, "sign-in")


def test_a_ticket_is_read_as_it_was_made() -> None:
    assert tickets.read(TICKET.sign(), 3) == TICKET


def test_a_ticket_that_was_read_before_still_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    text, now = TICKET.sign(), time.time()
    assert tickets.read(text, 3) == TICKET
    monkeypatch.setattr(time, "time", lambda: now + tickets.LASTS + 1)
    with pytest.raises(OldTicketError):
        tickets.read(text, 3)


def test_a_ticket_of_another_meeting_is_refused_each_time() -> None:
    text = TICKET.sign()
    assert tickets.read(text, 3) == TICKET
    for _again in range(2):
        with pytest.raises(BadTicketError):
            tickets.read(text, 4)


def test_a_changed_ticket_is_refused() -> None:
    content, _, signature = TICKET.sign().rpartition(":")
    other = Ticket(3, ("desk",), "en", 7, 9).sign().rpartition(":")[0]
    for text in (f"{other}:{signature}", f"{content}:{signature[::-1]}", content, ""):
        with pytest.raises(BadTicketError):
            tickets.read(text, 3)


def test_the_ticket_of_a_stream_lasts_a_minute_and_is_good_for_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text, now = TICKET.sign_for_stream(), time.time()
    assert tickets.read_for_stream(text, 3) == TICKET
    with pytest.raises(BadTicketError):
        tickets.read(text, 3)
    with pytest.raises(BadTicketError):
        tickets.read_for_stream(TICKET.sign(), 3)
    monkeypatch.setattr(time, "time", lambda: now + 61)
    with pytest.raises(OldTicketError):
        tickets.read_for_stream(text, 3)


@pytest.mark.parametrize(
    "content", [[3, ["hall"], "nl", 7, 9, 2_000_000_000], "once something else"]
)
def test_a_ticket_of_an_earlier_version_is_old(content: object) -> None:
    text = signing.Signer(salt="deelgenoot.live").sign_object(content)
    with pytest.raises(OldTicketError):
        tickets.read(text, 3)
    with pytest.raises(OldTicketError):
        tickets.read(signing.dumps(content, salt="deelgenoot.live"), 3)
