"""Actions of following: a subject, the day of the letter, the letter itself, and stopping it."""

import secrets
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import cache

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange import mail
from deelgenoot_web.exchange.models import DigestWish, Follow
from deelgenoot_web.exchange.news import NewsItem, NewsScope, group_news, news, scope_of

MOST_FOLLOWS = 60
"""Subjects that one person follows."""
FIRST_DAY = 0
"""Monday, unless somebody chooses another day."""
_GOES_FROM = time(7)
_LOOKS_BACK = timedelta(days=31)
"""A letter that waited longer, such as while the site was away, leaves out what is older."""
_MOST_NEWS = 1000
_AT_ONCE = 100
"""Letters of one round, so that a large site does not send them all in one minute."""


class UnknownSubjectError(Exception):
    """There is nothing like that to follow, or somebody follows as much as one may."""


@transaction.atomic
def follow(*, by: Person, kind: str, value: str) -> None:
    """Follow a subject; the letter comes on Mondays until another day, or no letter, is chosen.

    Raises UnknownSubjectError.
    """
    # Locked, so that forms sent at once are counted one after the other.
    Person.objects.select_for_update().get(pk=by.pk)
    if scope_of(kind, value) is None or by.follows.count() >= MOST_FOLLOWS:
        raise UnknownSubjectError(kind, value)
    if not DigestWish.objects.filter(person=by).exists():
        choose_day(by=by, weekday=FIRST_DAY)
    Follow.objects.get_or_create(person=by, kind=kind, value=value)


@transaction.atomic
def unfollow(*, by: Person, kind: str, value: str) -> None:
    """Follow a subject no more."""
    by.follows.filter(kind=kind, value=value).delete()


@transaction.atomic
def choose_day(*, by: Person, weekday: int | None) -> None:
    """Choose the day of the letter, 0 for Monday; None for no letter."""
    now = timezone.now()
    wish, _is_new = DigestWish.objects.get_or_create(
        person=by, defaults={"nonce": secrets.token_urlsafe(20), "read_until": now}
    )
    if wish.weekday is None:
        wish.read_until = now
    wish.weekday = weekday
    wish.save()


@transaction.atomic
def stop_letters(*, wish: DigestWish) -> None:
    """Send no more letters, as whoever has the link from one; what is followed stays."""
    wish.weekday = None
    wish.save(update_fields=["weekday"])


def send_digests(now: datetime) -> None:
    """Send the letters of today to who follows something that has news; the rest gets none."""
    local = timezone.localtime(now)
    if local.time() < _GOES_FROM:
        return
    midnight = timezone.make_aware(datetime.combine(local.date(), time()))
    is_due = Q(weekday=local.weekday(), read_until__lt=midnight)
    wishes = list(DigestWish.objects.filter(is_due).select_related("person")[:_AT_ONCE])
    if not wishes:
        return

    @cache
    def recent_in(language: str) -> list[NewsItem]:
        """List what is new, with the addresses of pages in this language."""
        with translation.override(language):
            return news(NewsScope(), _MOST_NEWS, now - _LOOKS_BACK)

    for wish in wishes:
        with transaction.atomic():
            # One UPDATE, so that of two who send at once one does.
            if DigestWish.objects.filter(is_due, pk=wish.pk).update(read_until=now):
                # What came since `now` is of the next letter.
                recent = [one for one in recent_in(wish.person.language) if one.at <= now]
                _send_digest(wish, recent)


def _send_digest(wish: DigestWish, recent: Sequence[NewsItem]) -> None:
    """Send one letter, with what others wrote since the letter before."""
    items = [one for one in recent if one.at > wish.read_until and one.author != wish.person_id]
    followed_scopes = [
        (follow, scope)
        for follow in wish.person.follows.order_by("pk")
        if (scope := scope_of(follow.kind, follow.value))
    ]
    groups = group_news(items, [scope for _follow, scope in followed_scopes])
    if groups:
        mail.send_digest(wish, [(followed_scopes[place][0], texts) for place, texts in groups])
