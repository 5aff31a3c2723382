"""How many approaches there are for each opgave, on the pages that lead to them."""

import logging
from functools import cache

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.exchange.queries import counts_of_others

Counts = tuple[tuple[str, int], ...]
"""(id of an opgave, number of public approaches); opgaven without any are absent.

Invented approaches do not count, nor those of the municipality that the page is about.
"""
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
    above, _slash, slug = path.rstrip("/").rpartition("/")
    folder = f"{above}/"
    if folder not in _folders(settings.ROOT_URLCONF):
        return None
    try:
        return tuple(counts_of_others(_code_of(slug)).items())
    except (OperationalError, InterfaceError) as error:
        # The pages about figures need no database.
        _log.warning("Approaches cannot be counted: %s", type(error).__name__)
        return None


def _code_of(slug: str) -> str:
    """Give the code of the municipality that a page is about; empty for an opgave."""
    try:
        return release().catalog.areas.by_slug(slug).code
    except KeyError:
        return ""


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
