"""`{% live "poll" %}`: a part that follows, as it is when the page is made."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def live(context: dict[str, Any], name: str) -> str:
    """The part of this name among the `parts` of the page, in an element that the stream fills."""
    fragment = context["page"].parts.get(name, "")
    return format_html('<div data-live="{}">{}</div>', name, mark_safe(fragment))  # noqa: S308 - made by our own templates
