"""Slides of a part of the programme: converted from a PDF, taken from the atlas, taken away."""

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, transaction
from django.db.models import Sum
from django.utils import timezone

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import (
    LogEvent,
    Meeting,
    PollPicture,
    ProgrammeItem,
    SlideDeck,
    SlidePicture,
)
from deelgenoot_web.meetings.models.slides import STALLED
from deelgenoot_web.meetings.pdf.pages import read_pages
from deelgenoot_web.pictures.messages import PageCount, PagePicture
from deelgenoot_web.pictures.reading import UnreadableFileError

MOST_BYTES = 80_000_000
"""Bytes of all pictures of a meeting together, of slides and questions: some 700 pages."""
MOST_WAITING = 3
"""Files that one process of the site holds at a time; one of them is being converted."""
_KEPT = timedelta(hours=1)
_BEAT = STALLED.total_seconds() / 4
"""Seconds after which a deck that waits for others is marked as alive."""
_LONGEST_NAME = 160
_waiting: set[int] = set()
"""Keys of the decks that this process converts or will."""
_turn = threading.Lock()
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AtlasDeck:
    """The slides that the atlas makes of the cluster `source`."""

    source: str
    name: str
    n_slides: int


class BusyConverterError(Exception):
    """Others wait for their slides already."""


@transaction.atomic
def upload(*, by: Person, item: ProgrammeItem, name: str, pdf: bytes, now: datetime) -> SlideDeck:
    """Give a part the pages of a PDF as slides, which are made after the visitor got an answer.

    Raises BusyConverterError.
    """
    if len(_waiting) >= MOST_WAITING:
        raise BusyConverterError
    deck = _give(by, item, SlideDeck(name=name[:_LONGEST_NAME], changed_at=now))
    transaction.on_commit(lambda: _start(deck, item.meeting_id, pdf))
    return deck


@transaction.atomic
def take(*, by: Person, item: ProgrammeItem, deck: AtlasDeck, now: datetime) -> SlideDeck:
    """Give a part the slides that the atlas makes of a cluster, or of the study."""
    number = {"n_pages": deck.n_slides, "n_done": deck.n_slides}
    new = SlideDeck(name=deck.name[:_LONGEST_NAME], source=deck.source, changed_at=now, **number)
    return _give(by, item, new)


@transaction.atomic
def remove(*, by: Person, item: ProgrammeItem) -> None:
    """Take the slides off a part; they are deleted once no copy of the meeting has them."""
    deck, item.deck = item.deck, None
    if deck is None:
        return
    item.save(update_fields=["deck"])
    log(by=by, event=LogEvent.SLIDES_REMOVED, about=item)
    delete_unused(SlideDeck.objects.filter(pk=deck.pk).values_list("pk", flat=True))
    bell.ring(item.meeting_id, [bell.EVERYTHING])


def delete_unused(decks: Iterable[int]) -> None:
    """Delete those of these decks that no part of a programme has."""
    # A page that is being stored now is there once these are held, and goes along.
    list(SlideDeck.objects.select_for_update().filter(pk__in=decks).values_list("pk"))
    SlideDeck.objects.filter(pk__in=decks, items=None).delete()


def forget_decks(now: datetime) -> None:
    """Delete decks of parts and meetings that were deleted. For the due work."""
    SlideDeck.objects.filter(items=None, changed_at__lt=now - _KEPT).delete()


def convert(deck: SlideDeck, meeting: int, pdf: bytes) -> None:
    """Store the pages of a PDF one by one, so that the organiser sees how far it is."""
    try:
        for page in read_pages(pdf):
            is_wanted = (
                _update(deck, n_pages=page.n)
                if isinstance(page, PageCount)
                else _store(deck, meeting, page)
            )
            if not is_wanted:
                return
    except UnreadableFileError as error:
        _refuse(deck, SlideDeck.Problem(error.why))
    bell.ring(meeting, [*bell.HALL, *bell.SHOW, "desk"])


def _give(by: Person, item: ProgrammeItem, deck: SlideDeck) -> SlideDeck:
    before = item.deck_id
    deck.save()
    item.deck = deck
    item.save(update_fields=["deck"])
    log(by=by, event=LogEvent.SLIDES_ADDED, about=item)
    delete_unused([before] if before else [])
    bell.ring(item.meeting_id, [bell.EVERYTHING])
    return deck


def _start(deck: SlideDeck, meeting: int, pdf: bytes) -> None:
    # A daemon, so that a file never keeps the site from stopping; the page then says so.
    _waiting.add(deck.pk)
    threading.Thread(target=_work, args=(deck, meeting, pdf), name="slides", daemon=True).start()


def _work(deck: SlideDeck, meeting: int, pdf: bytes) -> None:
    try:
        # One at a time; a deck that waits says that it is not forgotten.
        while not _turn.acquire(timeout=_BEAT):
            _update(deck)
        try:
            convert(deck, meeting, pdf)
        finally:
            _turn.release()
    except Exception:  # noqa: BLE001 - the database was away; the page says that it stopped
        _log.exception("The slides of a meeting could not be stored")
    finally:
        _waiting.discard(deck.pk)
        connections.close_all()


@transaction.atomic
def _store(deck: SlideDeck, meeting: int, page: PagePicture) -> bool:
    """Store a page. Raises UnreadableFileError when the meeting then has too much."""
    number, size = deck.n_done + 1, len(page.wide) + len(page.narrow)
    if not _update(deck, n_done=number, size=deck.size + size):
        return False
    SlidePicture.objects.create(
        deck=deck, number=number, wide=page.wide, narrow=page.narrow, text=page.text
    )
    if size_of_meeting(meeting) > MOST_BYTES:
        why = SlideDeck.Problem.FULL
        raise UnreadableFileError(why)
    return True


def size_of_meeting(meeting: int) -> int:
    """Count the bytes of all pictures of a meeting, of slides and questions."""
    decks = SlideDeck.objects.filter(items__meeting=meeting).distinct()
    pictures = PollPicture.objects.filter(polls__meeting=meeting).distinct()
    return sum(int(kind.aggregate(size=Sum("size"))["size"] or 0) for kind in (decks, pictures))


def _refuse(deck: SlideDeck, why: SlideDeck.Problem) -> None:
    deck.pictures.all().delete()
    _update(deck, problem=why, n_pages=0, n_done=0, size=0)


def _update(deck: SlideDeck, **new: Any) -> bool:
    """Store how far a deck is; returns False when it was taken away meanwhile."""
    for name, value in new.items():
        setattr(deck, name, value)
    deck.changed_at = timezone.now()
    return bool(SlideDeck.objects.filter(pk=deck.pk).update(**new, changed_at=deck.changed_at))


def drop_all(meeting: Meeting) -> None:
    """Take the slides off all parts of a meeting, and delete those that no other meeting has."""
    decks = [item.deck_id for item in meeting.programme.all() if item.deck_id]
    meeting.programme.update(deck=None)
    delete_unused(decks)
