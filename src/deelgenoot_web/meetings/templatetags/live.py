"""`{% live "poll" %}`, a part that follows live, `{% lang_of %}`, `|named_in`, `|exact_time` and
`|breakable`."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.placing import name_of_group

_PARTS = re.compile(r"(?<=\w{3})(stad|lijke|dagingen)\b")
register = template.Library()
register.filter("named_in", name_of_group)


@register.simple_tag(takes_context=True)
def live(context: dict[str, Any], name: str) -> str:
    """Render the part of this name, in an element that the stream fills anew."""
    fragment = context["page"].parts.get(name, "")
    return format_html('<div data-live="{}">{}</div>', name, mark_safe(fragment))  # noqa: S308 - made by our own templates


@register.filter
def foreign(meeting: Meeting) -> str:
    """Return the language of the organiser's texts where it differs from that of the page."""
    return "" if meeting.written_in == get_language() else meeting.written_in


@register.simple_tag
def lang_of(meeting: Meeting) -> str:
    """Return the `lang` attribute of an element with a text of the organiser (WCAG 3.1.2)."""
    language = foreign(meeting)
    return format_html(' lang="{}"', language) if language else ""


@register.filter
def exact_time(moment: datetime) -> str:
    """Write a moment to the second: `10.35.30`, as people here write times."""
    form = get_format("TIME_FORMAT")
    return date_format(timezone.localtime(moment), f"{form}{form[1]}s")


@register.filter
def in_language(words: Mapping[str, str]) -> str:
    """Return the words in the language of the page."""
    return words[active_language()]


@register.filter
def breakable(name: str) -> str:
    """Let a name of a cluster break between its parts: columns of the large screen are narrow."""
    return _PARTS.sub("\u00ad\\1", name)
