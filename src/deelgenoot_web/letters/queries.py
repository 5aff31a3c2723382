"""Queries about letters."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from deelgenoot_web.letters.models import Letter

_MOST = 100


def newest() -> QuerySet[Letter]:
    """List the newest letters first, for the mailbox."""
    return Letter.objects.order_by("-made_at", "-pk")[:_MOST]


def to_refusing_addresses() -> QuerySet[Letter]:
    """Find the letters of which the mail server refused the address for good."""
    return Letter.objects.filter(is_refused=True)


def find_unsent(to: str, since: datetime) -> Letter | None:
    """Find the last letter to an address of those written since then, if it did not go."""
    letters = Letter.objects.filter(to=to.lower(), sent_at=None, made_at__gte=since)
    return letters.order_by("pk").last()


def waits_since() -> datetime | None:
    """Return since when a letter waits that could not be sent yet; None while all goes well."""
    letters = Letter.objects.filter(sent_at=None, given_up_at=None, tries__gt=0)
    first = letters.order_by("made_at").first()
    return first.made_at if first else None


def letter_counts() -> dict[str, int]:
    """Count the letters of the last thirty days by how it went with them."""
    is_over = Q(sent_at__isnull=False) | Q(given_up_at__isnull=False)
    return Letter.objects.aggregate(
        waiting=Count("pk", filter=~is_over & Q(tries=0)),
        tried=Count("pk", filter=~is_over & Q(tries__gt=0)),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        given_up=Count("pk", filter=Q(given_up_at__isnull=False)),
    )


def given_up() -> QuerySet[Letter]:
    """List the letters that never arrived, the newest first."""
    return Letter.objects.filter(given_up_at__isnull=False).order_by("-given_up_at")[:_MOST]
