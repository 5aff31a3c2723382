"""Queries about letters."""

from django.db.models import QuerySet

from deelgenoot_web.letters.models import Letter

_MOST = 100


def newest() -> QuerySet[Letter]:
    """List the newest letters first, for the mailbox."""
    return Letter.objects.order_by("-made_at", "-pk")[:_MOST]


def given_up() -> QuerySet[Letter]:
    """List the letters that never arrived, the newest first."""
    return Letter.objects.filter(given_up_at__isnull=False).order_by("-given_up_at")[:_MOST]
