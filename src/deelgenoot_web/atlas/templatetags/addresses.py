"""Addresses of pages of the atlas, each looked up once: a page may hold hundreds of links.

`reverse` looks at the active language itself; the argument only keeps the two apart.
"""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def address(page: str, slug: str) -> str:
    """Give the address of one page of a kind: `{% address "indicator" row.id %}`."""
    return _address(get_language() or "nl", page, slug)


@cache
def _address(language: str, page: str, slug: str) -> str:
    return reverse(f"atlas:{page}", args=[slug])
