"""Where pages about municipalities and opgaven lead to approaches."""

import logging
from collections.abc import Iterable
from typing import Any

from django import template
from django.db import InterfaceError, OperationalError
from django.template import RequestContext

from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.exchange.pages.list import PracticesPage, practices_page
from deelgenoot_web.site.offered import practice_counts

register = template.Library()
_log = logging.getLogger(__name__)


@register.inclusion_tag("site/parts/practices_for.html", takes_context=True)
def practices_for(
    context: RequestContext, slug: str, name: str, opgaven: Iterable[Any]
) -> dict[str, Any]:
    """How many approaches there are for each of the opgaven of a municipality."""
    counts = dict(practice_counts(context.request) or ())
    rows = [(one, counts[one.id]) for one in opgaven if one.id in counts]
    return {"slug": slug, "name": name, "rows": rows}


@register.inclusion_tag("site/parts/practices_about.html", takes_context=True)
def practices_about(context: RequestContext, challenge_id: str) -> dict[str, Any]:
    """How many approaches there are for one opgave."""
    counts = dict(practice_counts(context.request) or ())
    return {"id": challenge_id, "n": counts.get(challenge_id, 0)}


@register.simple_tag
def practices_found(words: str) -> PracticesPage | None:
    """Find the approaches that answer a search; None without words, and without a database.

    The pages about figures need none.
    """
    if not words:
        return None
    try:
        return practices_page(edition(), {"zoek": words})
    except (OperationalError, InterfaceError) as error:
        _log.warning("Approaches cannot be searched: %s", type(error).__name__)
        return None
