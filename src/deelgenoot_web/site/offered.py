"""How many approaches there are for each opgave, on the pages that lead to them."""

import logging
from functools import cache

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from deelgenoot_web.exchange.queries import counts_by_challenge

Counts = tuple[tuple[str, int], ...]
"""(id of an opgave, number of public approaches); opgaven without any are absent."""
_log = logging.getLogger(__name__)


def practice_counts(request: HttpRequest) -> Counts | None:
    """Count the approaches for a page that leads to them; None on all other pages.

    It takes one query. The answer is part of the key under which a page is kept, as is the next
    session (`upcoming`).
    """
    if not hasattr(request, "practice_counts"):
        request.practice_counts = _count(request.path)  # type: ignore[attr-defined]  # ours alone
    counts: Counts | None = request.practice_counts  # type: ignore[attr-defined]  # as above
    return counts


def _count(path: str) -> Counts | None:
    folder = path.rstrip("/").rpartition("/")[0] + "/"
    if folder not in _folders(settings.ROOT_URLCONF):
        return None
    try:
        return tuple(counts_by_challenge().items())
    except (OperationalError, InterfaceError) as error:
        # The pages about figures need no database.
        _log.warning("Approaches cannot be counted: %s", type(error).__name__)
        return None


@cache
def _folders(addresses: str) -> frozenset[str]:
    """List where the pages of municipalities and of opgaven stand, in both languages."""
    names = ("atlas:municipalities", "atlas:challenges")
    folders = set()
    for language in ("nl", "en"):
        with translation.override(language):
            try:
                folders |= {reverse(name, addresses) for name in names}
            except NoReverseMatch:  # none of these pages is here
                return frozenset()
    return frozenset(folders)
