"""The next session, on the pages that lead to it: the first one, and those of the clusters."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.queries.invitation import next_meeting


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What such a page says of a session; two that are equal give the same page."""

    slug: str
    title: str
    for_whom: str
    starts_at: datetime
    ends_at: datetime


def upcoming(request: HttpRequest) -> Upcoming | None:
    """The session that this page leads to; None without one, and on all other pages.

    One query, and none on other pages. A page is kept by what this answers, so it asks no more
    while it is made.
    """
    if not hasattr(request, "upcoming"):
        request.upcoming = _asked(request.path)  # type: ignore[attr-defined]  # ours alone
    found: Upcoming | None = request.upcoming  # type: ignore[attr-defined]  # as above
    return found


def _asked(path: str) -> Upcoming | None:
    archetype = _leading(settings.ROOT_URLCONF).get(path)
    found = None if archetype is None else next_meeting(timezone.now(), archetype)
    if found is None:
        return None
    return Upcoming(found.slug, found.title, found.for_whom, found.starts_at, found.ends_at)


@cache
def _leading(addresses: str) -> dict[str, str]:
    """The cluster of each such page among these addresses; the first page is of none."""
    pages = {}
    names = [one.archetype for one in release().typology.clusters]
    for language in ("nl", "en"):
        with translation.override(language):
            try:
                pages[reverse("atlas:home", addresses)] = ""
                of_clusters = {reverse("atlas:cluster", addresses, [one]): one for one in names}
            except NoReverseMatch:  # none of these pages is here
                return {}
            pages |= of_clusters
    return pages
