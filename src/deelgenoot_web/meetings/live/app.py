"""The ASGI app of `/live/`: a stream, the same state on request, and votes."""

import math
import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from http import HTTPStatus
from typing import Annotated, Literal, TypeVar

import msgspec
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from deelgenoot.decoding import decode
from deelgenoot_web.meetings import gestures, tickets
from deelgenoot_web.meetings.actions.votes import count
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.ballots import Acceptance, Ballot
from deelgenoot_web.meetings.gestures import Gesture
from deelgenoot_web.meetings.live import answers
from deelgenoot_web.meetings.live.answers import LiveAnswer, Receive, Scope, Send, VoteRefusedError
from deelgenoot_web.meetings.live.batches import Batches
from deelgenoot_web.meetings.live.hub import Hub, Notice, Paint
from deelgenoot_web.meetings.live.reconnect import OUTAGES
from deelgenoot_web.meetings.tickets import Ticket

Admit = Callable[[list[Ticket]], Sequence[bool]]
"""Says for each ticket whether its holder may still hear all that it names."""
Record = Callable[[list[Ballot]], Sequence[Acceptance]]
"""Stores these votes in one transaction; returns once they are committed."""

PassOn = Callable[[list[Gesture]], Sequence[bool]]
"""Tells the large screens of these signs; says of each whether it counted."""
_Sent = TypeVar("_Sent")

MOST_BYTES = 16_384
MOST_STREAMS = 8
"""Open streams of one participant: some devices with some tabs."""
VOTES_APART = 0.03
"""Seconds between two commits of votes: votes that come in meanwhile go together."""

SIGNS_APART = 0.5
"""Seconds between two times that the large screens are told of signs: two events a second."""
MOST_SIGNS = 2_000
"""Signs that are told of in one event."""

_LARGEST_KEY = 2**63 - 1
_ADDRESS = re.compile(r"/live/(\d{1,18})/(kaartje|stroom|stand|stem|gebaar)")
_METHODS = {"kaartje": "GET", "stroom": "GET", "stand": "GET", "stem": "POST", "gebaar": "POST"}
_SOON = (b"retry-after", b"2")
_REFUSED = {
    "closed": HTTPStatus.CONFLICT,
    "unfit": HTTPStatus.UNPROCESSABLE_ENTITY,
    "gone": HTTPStatus.GONE,
}


class _Sign(msgspec.Struct):
    """A sign of the audience as scripts send it."""

    kind: Literal["applause", "heart", "laugh", "thinking"]


class _Vote(msgspec.Struct):
    """A vote as scripts send it: a number of the database, and a value of bounded depth."""

    poll: Annotated[int, msgspec.Meta(ge=1, le=_LARGEST_KEY)]
    value: int | str | list[int | str | list[int | None] | None] | None


class Live:
    """Serve `/live/` with the given ways to paint topics, admit tickets, record votes, pass signs
    on and notice who lead."""

    def __init__(
        self, paint: Paint, admit: Admit, record: Record, pass_on: PassOn, notice: Notice
    ) -> None:
        self._door = Batches(admit)
        self._writer = Batches(record, apart=VOTES_APART)
        self._signs = Batches(pass_on, apart=SIGNS_APART, most=MOST_SIGNS)
        self.hub = Hub(paint, lambda: self._writer.is_busy, notice)
        self._visits = Allowance(per_second=2, burst=30)
        self._votes = Allowance(per_second=2, burst=20)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self.hub.start()
        try:
            meeting, what = _address(scope)
            if what == "stroom":
                visitor = await self._admit(_stream_ticket(scope, meeting))
                await self._stream(visitor, receive, send)
            elif what == "stand":
                visitor = await self._admit(_ticket(scope, meeting))
                await answers.give(send, await self._state(visitor, scope))
            elif what == "kaartje":
                visitor = await self._admit(_ticket(scope, meeting))
                await answers.give(send, answers.of({"ticket": visitor.sign_for_stream()}))
            elif what == "gebaar":
                await answers.give(send, await self._sign(scope, meeting, receive))
            else:
                await answers.give(send, await self._vote(scope, meeting, receive))
        except VoteRefusedError as no:
            await answers.give(send, no.answer)

    @property
    def n_waiting(self) -> int:
        """Count the votes that wait for the next commit."""
        return self._writer.n_waiting

    def stop(self) -> None:
        """End the streams, and store the votes that came in."""
        self.hub.stop()
        self._writer.stop()
        self._signs.stop()
        self._door.stop()

    async def _admit(self, ticket: Ticket) -> Ticket:
        """Return the listener's ticket; raise if its holder has left or sends too much."""
        if ticket.participant:
            _spend(self._visits, ticket)
        try:
            may_enter = await self._door.ask(ticket)
        except OUTAGES as error:
            raise _busy_error(ticket) from error
        if not may_enter:
            raise _gone_error(ticket)
        return ticket

    async def _stream(self, ticket: Ticket, receive: Receive, send: Send) -> None:
        if ticket.participant and self.hub.n_streams(ticket.participant) >= MOST_STREAMS:
            raise _too_often(ticket, 10)
        await answers.start_stream(send)
        listener = await self.hub.join(ticket, send)
        try:
            await answers.until_gone(receive)
        finally:
            self.hub.leave(listener)

    async def _state(self, ticket: Ticket, scope: Scope) -> LiveAnswer:
        snapshots = await self.hub.snapshots(ticket)
        versions = ".".join(snapshot.version for snapshot in snapshots)
        tag = f'"{blake2b(versions.encode(), digest_size=8).hexdigest()}"'
        headers = ((b"etag", tag.encode()),)
        if answers.header(scope, b"if-none-match") == tag:
            return LiveAnswer(HTTPStatus.NOT_MODIFIED, headers=headers)
        now = round(time.time() * 1000)
        states = b",".join(snapshot.state for snapshot in snapshots)
        return LiveAnswer(HTTPStatus.OK, b'{"now":%d,"states":[%b]}' % (now, states), headers)

    async def _vote(self, scope: Scope, meeting: int, receive: Receive) -> LiveAnswer:
        ticket = _ticket(scope, meeting)
        _spend(self._votes, ticket)
        vote = _read(await answers.body_of(receive, MOST_BYTES), _Vote, ticket.language)
        ballot = Ballot(meeting, vote.poll, ticket.participant, vote.value)
        try:
            outcome = await self._writer.ask(ballot)
        except OUTAGES as error:
            count("failed")
            with translation.override(ticket.language):
                why = _("De server is erg druk. Uw stem staat op dit toestel en gaat zo nog eens.")
            raise VoteRefusedError(HTTPStatus.SERVICE_UNAVAILABLE, why, _SOON) from error
        except Exception as error:  # the database takes every vote but this one (`batches`)
            count("failed")
            raise _unreadable_error(ticket.language) from error
        count(outcome.refusal or "accepted")
        return _vote_answer(outcome, vote.poll, ticket.language)

    async def _sign(self, scope: Scope, meeting: int, receive: Receive) -> LiveAnswer:
        """Pass a sign of the audience on, with those of everybody in the same half second."""
        ticket = _ticket(scope, meeting)
        _spend(gestures.PACE, ticket)
        sign = _read(await answers.body_of(receive, MOST_BYTES), _Sign, ticket.language)
        try:
            is_taken = await self._signs.ask(Gesture(meeting, ticket.participant, sign.kind))
        except OUTAGES as error:
            raise _busy_error(ticket) from error
        return answers.of({"taken": is_taken})


def _address(scope: Scope) -> tuple[int, str]:
    """Read the meeting and the kind of request from the address."""
    match = _ADDRESS.fullmatch(scope["path"])
    if match is None:
        raise VoteRefusedError(HTTPStatus.NOT_FOUND, "There is no such address under /live/.")
    method = _METHODS[match[2]]
    if scope["method"] != method:
        status = HTTPStatus.METHOD_NOT_ALLOWED
        raise VoteRefusedError(status, f"Use {method}.", (b"allow", method.encode()))
    return int(match[1]), match[2]


def _ticket(scope: Scope, meeting: int) -> Ticket:
    return _open_ticket(tickets.read, answers.header(scope, b"x-ticket"), meeting)


def _stream_ticket(scope: Scope, meeting: int) -> Ticket:
    """Read the ticket of a stream: in the address from a browser, in a header from a program."""
    if answers.header(scope, b"x-ticket"):
        return _ticket(scope, meeting)
    return _open_ticket(tickets.read_for_stream, answers.query_field(scope, "ticket"), meeting)


def _open_ticket(read: Callable[[str, int], Ticket], text: str, meeting: int) -> Ticket:
    try:
        return read(text, meeting)
    except tickets.OldTicketError as error:
        why = _("Deze pagina staat al lang open. Laad de pagina opnieuw.")
        raise VoteRefusedError(HTTPStatus.GONE, why) from error
    except tickets.BadTicketError as error:
        why = _("Uw toegang is niet van deze bijeenkomst. Laad de pagina opnieuw.")
        raise VoteRefusedError(HTTPStatus.FORBIDDEN, why) from error


def _spend(allowance: Allowance, ticket: Ticket) -> None:
    wait = allowance.wait(ticket.participant)
    if wait:
        raise _too_often(ticket, wait)


def _too_often(ticket: Ticket, wait: float) -> VoteRefusedError:
    with translation.override(ticket.language):
        why = _("Dat gaat te snel. Wacht even.")
    after = (b"retry-after", b"%d" % math.ceil(wait))
    return VoteRefusedError(HTTPStatus.TOO_MANY_REQUESTS, why, after)


def _busy_error(ticket: Ticket) -> VoteRefusedError:
    with translation.override(ticket.language):
        why = _("De server is erg druk. Probeer het zo nog eens.")
    return VoteRefusedError(HTTPStatus.SERVICE_UNAVAILABLE, why, _SOON)


def _gone_error(ticket: Ticket) -> VoteRefusedError:
    with translation.override(ticket.language):
        why = _("U bent hier niet meer. Laad de pagina opnieuw.")
    return VoteRefusedError(HTTPStatus.GONE, why)


def _read(body: bytes | None, kind: type[_Sent], language: str) -> _Sent:
    try:
        return decode(body or b"", kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        if body is not None:
            raise _unreadable_error(language) from error
        with translation.override(language):
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            why = _("Dit antwoord is te lang.")
            raise VoteRefusedError(status, why, (b"connection", b"close")) from error


def _unreadable_error(language: str) -> VoteRefusedError:
    with translation.override(language):
        return VoteRefusedError(HTTPStatus.BAD_REQUEST, _("Deze stem is niet te lezen."))


def _vote_answer(outcome: Acceptance, poll: int, language: str) -> LiveAnswer:
    if outcome.refusal:
        with translation.override(language):
            raise VoteRefusedError(_REFUSED[outcome.refusal], str(outcome.say))
    say = _receipt(int(time.time()) // 60, language)
    return answers.of({"mine": {"votes": {str(poll): outcome.value}}, "say": say})


@lru_cache(maxsize=4)  # the same for everybody during a minute
def _receipt(minute: int, language: str) -> str:
    at = datetime.fromtimestamp(60 * minute, timezone.get_current_timezone())
    with translation.override(language):
        return _("Ontvangen om %(time)s uur") % {"time": at.strftime("%H.%M")}
