"""What somebody copies to show a card of ours on a page of their own."""

from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse

from deelgenoot_web.atlas.facts.release import release

register = template.Library()

_HEIGHTS = {"map": 780, "cluster": 420, "municipality": 360}
"""In pixels; what is wider or narrower scrolls."""


@register.inclusion_tag("atlas/parts/embed_fold.html", takes_context=True)
def embed_fold(context: RequestContext, kind: str, title: str, about: str = "") -> dict[str, Any]:
    """The lines that show a card in a frame: `map`, `cluster` or `municipality`."""
    path = reverse(f"atlas:embed_{kind}", args=[about] if about else [])
    return {
        "address": f"{context['shell'].origin}{path}",
        "title": title,
        "height": _HEIGHTS[kind],
        "version": release().version,
    }
