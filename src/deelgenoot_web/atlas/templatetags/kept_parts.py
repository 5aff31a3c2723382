"""Small parts of which one page may hold hundreds, rendered once and kept (decision 119).

What is kept depends on its arguments and the language, and on nothing of who asks.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from deelgenoot.words import Language
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.atlas.pages.parts.profile import IndicatorName

register = template.Library()


@register.simple_tag
def indicator_name(name: IndicatorName) -> str:
    """The name of an indicator, with its year and tags, as a link to its page."""
    return _indicator_name(active_language(), name)


@lru_cache(maxsize=500)  # of each indicator a few, in two languages
def _indicator_name(_language: Language, name: IndicatorName) -> str:
    return SafeString(render_to_string("atlas/parts/indicator_name.html", {"name": name}))


@register.simple_tag
@lru_cache
def place_number(number: int) -> str:
    """The number of a municipality in a comparison, in its colour."""
    return SafeString(render_to_string("atlas/parts/number.html", {"number": number}))
