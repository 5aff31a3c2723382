"""Where pages about municipalities and opgaven lead to approaches."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import RequestContext

from deelgenoot_web.site.offered import practice_counts

register = template.Library()


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
