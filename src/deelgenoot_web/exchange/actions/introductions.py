"""Actions of introductions: ask, agree or not, be reminded, end, forget."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import require
from deelgenoot_web.exchange import mail
from deelgenoot_web.exchange.models import Introduction, OpenCall, Practice
from deelgenoot_web.exchange.rules import MOST_OPEN, may_ask_introduction, may_introduce

REMINDED_AFTER = timedelta(days=7)
ENDS_AFTER = timedelta(days=21)
KEPT = timedelta(days=30)
"""For so long after its end a question stays, so that it is not asked again."""


class TooManyOpenError(Exception):
    """A person waits for as many introductions as one may ask for at once."""


@transaction.atomic
def ask(*, by: Person, about: Practice | OpenCall, message: str) -> Introduction:
    """Ask the author of an approach or a call for an introduction; once, whatever is sent twice.

    Raises PermissionDenied, and TooManyOpenError.
    """
    require(may_ask_introduction(by, about))
    place = {"call" if isinstance(about, OpenCall) else "practice": about}
    # Locked, so that forms sent at once are counted one after the other.
    Person.objects.select_for_update().get(pk=by.pk)
    before = by.introductions.filter(**place).first()
    if before:
        return before
    if by.introductions.filter(state=Introduction.State.ASKED).count() >= MOST_OPEN:
        raise TooManyOpenError
    introduction = by.introductions.create(
        **place,
        message=message,
        nonce=secrets.token_urlsafe(20),
        asked_at=timezone.now(),
    )
    mail.ask_author(introduction, "asked")
    return introduction


@transaction.atomic
def answer(*, introduction: Introduction, does_agree: bool) -> None:
    """Answer a question, as whoever has the link from the letter; only the first answer counts.

    Who agrees and who asked get the address of the other by mail, unless one of them may take part
    no more.
    """
    state = Introduction.State.ACCEPTED if does_agree else Introduction.State.DECLINED
    if does_agree and not may_introduce(introduction):
        state = Introduction.State.ENDED
    if not _close(introduction, state, timezone.now()):
        return
    if state == Introduction.State.ACCEPTED:
        mail.introduce(introduction)
    else:
        mail.tell_no_contact(introduction)


def follow_up(now: datetime) -> None:
    """Remind authors once, end what stays unanswered, and forget what ended long ago."""
    waiting = Introduction.objects.filter(state=Introduction.State.ASKED).select_related(
        "asker", "practice__author", "practice__current", "call__author"
    )
    for introduction in waiting.filter(asked_at__lte=now - ENDS_AFTER):
        with transaction.atomic():
            if _close(introduction, Introduction.State.ENDED, now):
                mail.tell_no_contact(introduction)
    not_reminded_yet = waiting.filter(reminded_at=None, asked_at__lte=now - REMINDED_AFTER)
    for introduction in not_reminded_yet:
        with transaction.atomic():
            rows = Introduction.objects.filter(pk=introduction.pk, reminded_at=None)
            if rows.update(reminded_at=now) and may_introduce(introduction):
                mail.ask_author(introduction, "reminded")
    Introduction.objects.filter(closed_at__lt=now - KEPT).delete()


def end_questions_to(author: Person) -> None:
    """End what nobody answers any more, as the author leaves; who asked is told."""
    of_author = Q(practice__author=author) | Q(call__author=author)
    waiting = Introduction.objects.filter(of_author, state=Introduction.State.ASKED)
    rows, now = waiting.select_related("asker", "practice__current", "call"), timezone.now()
    for introduction in [one for one in rows if _close(one, Introduction.State.ENDED, now)]:
        mail.tell_no_contact(introduction)


def _close(introduction: Introduction, state: Introduction.State, now: datetime) -> bool:
    """Close a question; False when it was closed already. One UPDATE, so that one answer wins."""
    rows = Introduction.objects.filter(pk=introduction.pk, state=Introduction.State.ASKED)
    is_closed = bool(rows.update(state=state, closed_at=now))
    introduction.refresh_from_db()
    return is_closed
