"""`{% live "poll" %}`: a part that follows, as it is when the page is made; and `{% lang_of %}`."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from deelgenoot_web.meetings.models import Meeting

register = template.Library()


@register.simple_tag(takes_context=True)
def live(context: dict[str, Any], name: str) -> str:
    """The part of this name among the `parts` of the page, in an element that the stream fills."""
    fragment = context["page"].parts.get(name, "")
    return format_html('<div data-live="{}">{}</div>', name, mark_safe(fragment))  # noqa: S308 - made by our own templates


@register.filter
def foreign(meeting: Meeting) -> str:
    """The language of what the organiser wrote, where it is another than that of the page."""
    return "" if meeting.written_in == get_language() else meeting.written_in


@register.simple_tag
def lang_of(meeting: Meeting) -> str:
    """The attribute for an element that holds what the organiser wrote (WCAG 3.1.2)."""
    language = foreign(meeting)
    return format_html(' lang="{}"', language) if language else ""
