"""The next session, on the pages that lead to it: the first one, and those of the clusters."""

import logging
from functools import cache

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.queries.invitation import Upcoming, next_meeting

_log = logging.getLogger(__name__)


def upcoming(request: HttpRequest) -> Upcoming | None:
    """Find the session that this page leads to; None without one, and on all other pages.

    It takes one query, and none on other pages. The answer is part of the key under which a page
    is kept, so making that page asks nothing more.
    """
    if not hasattr(request, "upcoming"):
        request.upcoming = _find(request.path)  # type: ignore[attr-defined]  # ours alone
    session: Upcoming | None = request.upcoming  # type: ignore[attr-defined]  # as above
    return session


def _find(path: str) -> Upcoming | None:
    archetype = _leading(settings.ROOT_URLCONF).get(path)
    if archetype is None:
        return None
    try:
        return next_meeting(timezone.now(), archetype)
    except (OperationalError, InterfaceError) as error:
        # The pages about figures need no database, and are worth reading without a next session.
        _log.warning("The next session cannot be looked up: %s", type(error).__name__)
        return None


@cache
def _leading(addresses: str) -> dict[str, str]:
    """Give the cluster of each page that leads to a session; the first page has none."""
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
