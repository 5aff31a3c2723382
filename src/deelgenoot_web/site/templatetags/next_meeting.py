"""`{% next_meeting %}`: where pages about municipalities lead to people."""

from typing import Any

from django import template
from django.template import RequestContext

from deelgenoot_web.site.upcoming import upcoming

register = template.Library()


@register.inclusion_tag("site/parts/next_meeting.html", takes_context=True)
def next_meeting(context: RequestContext, archetype: str = "") -> dict[str, Any]:
    """The next public session; nothing when there is none."""
    return {"meeting": upcoming(context.request), "archetype": archetype}
