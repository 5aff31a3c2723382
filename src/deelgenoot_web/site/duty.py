"""Work that falls due by itself, such as letters to send; one process does it at a time."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.db.models import Q
from django.utils import timezone

from deelgenoot_web.accounts import actions as accounts
from deelgenoot_web.exchange.actions.calls import end_calls
from deelgenoot_web.exchange.actions.following import send_digests
from deelgenoot_web.exchange.actions.harvest import forget_offers
from deelgenoot_web.exchange.actions.indexing import index_due
from deelgenoot_web.exchange.actions.introductions import follow_up
from deelgenoot_web.exchange.actions.moderation import forget_moderation
from deelgenoot_web.exchange.actions.practices import ask_checks, forget_drafts
from deelgenoot_web.letters import actions as letters
from deelgenoot_web.letters.queued import letter_queued
from deelgenoot_web.meetings.actions.pictures import forget_pictures
from deelgenoot_web.meetings.actions.purge import forget_people, forget_unconfirmed, purge_due
from deelgenoot_web.meetings.actions.reminders import remind_due
from deelgenoot_web.meetings.actions.slides import forget_decks
from deelgenoot_web.site.models import Turn

Duty = Callable[[datetime], object]

EVERY_SECONDS = 60
LEASE = timedelta(minutes=10)
"""How long a broken process keeps others waiting; far longer than a round takes."""
failures: Counter[str] = Counter()
"""How often each duty failed in this process."""
_log = logging.getLogger(__name__)


def forget_sessions(now: datetime) -> None:
    """Remove sessions that have expired."""
    SessionStore.clear_expired()


DUTIES: tuple[Duty, ...] = (
    letters.deliver_due,
    letters.forget_old,
    accounts.forget_old,
    remind_due,
    purge_due,
    forget_people,
    forget_unconfirmed,
    forget_decks,
    forget_pictures,
    follow_up,
    forget_drafts,
    forget_offers,
    forget_moderation,
    end_calls,
    ask_checks,
    index_due,
    send_digests,
    forget_sessions,
)


def run(duties: tuple[Duty, ...] = DUTIES) -> bool:
    """Do everything that is due, once. False when another process is doing it.

    An error is logged and does not keep the other duties from being done.
    """
    with _turn("duty") as is_ours:
        if is_ours:
            for duty in duties:
                try:
                    duty(timezone.now())
                except Exception:  # noqa: BLE001 - whatever it is, the rest is still due
                    failures[duty.__name__] += 1
                    _log.exception("%s.%s failed", duty.__module__, duty.__qualname__)
    return is_ours


@contextmanager
def _turn(name: str) -> Iterator[bool]:
    """Take the turn, if nobody has it, and give it back.

    A row with an end instead of a lock that is held: a transaction that stays open while a mail
    server is spoken to would hold up everybody who writes. Taking it is one UPDATE, so one wins.
    """
    now = timezone.now()
    Turn.objects.get_or_create(name=name, defaults={"until": now})
    until = now + LEASE
    # An end further away than anybody takes it for is of a clock that was wrong.
    is_free = Q(until__lte=now) | Q(until__gt=now + 2 * LEASE)
    is_ours = bool(Turn.objects.filter(is_free, name=name).update(until=until))
    try:
        yield is_ours
    finally:
        if is_ours:
            Turn.objects.filter(name=name, until=until).update(until=timezone.now())


class Rounds(threading.Thread):
    """Does the due work every minute, and at once when a letter is queued in this process."""

    def __init__(self, work: Callable[[], object] = run) -> None:
        # A daemon, so that a mail server that does not answer cannot keep the site from stopping.
        super().__init__(name="duty", daemon=True)
        self._work = work
        self._ends = threading.Event()

    def run(self) -> None:
        """Wait and do a round, until stopped."""
        while not self._ends.is_set():
            letter_queued.wait(EVERY_SECONDS)
            letter_queued.clear()
            if not self._ends.is_set():
                self._round()

    def stop(self, seconds: float = 5) -> None:
        """Finish the round, if that takes no longer than `seconds`, and start no other."""
        self._ends.set()
        letter_queued.set()
        self.join(seconds)

    def _round(self) -> None:
        try:
            self._work()
        except Exception:  # noqa: BLE001 - the database was away; the next round may find it
            _log.exception("The due work could not be done")
        finally:
            connections.close_all()
