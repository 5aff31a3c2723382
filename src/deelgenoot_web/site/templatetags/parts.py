"""A long page in parts: a list of them that stays in sight, and parts that fold out.

```django
{% parts %}
  {% part "kort" "In het kort" fold=False %} ... {% endpart %}
  {% part "cijfers" heading label="Cijfers" %} ... {% endpart %}
{% endparts %}
```

The list is made of the parts that the page turned out to have. Until then they travel with the
request, which every template of a page has, also one that is included with `only`.
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

_KEPT = "page_parts"


@dataclass(frozen=True)
class PagePart:
    """An entry of the list: where it leads, and its words."""

    key: str
    label: str


@register.simple_block_tag(takes_context=True)
def part(context: RequestContext, content: str, key: str, heading: str, **more: Any) -> str:
    """Wrap one part, which folds out under its heading.

    `more`: `label` (its words in the list), `about` (a sentence beside the heading), `is_open`,
    `fold=False` for a part that is always open, `is_silent` where such a part needs no heading for
    the eye, `on_paper` where a folded part is printed all the same, and `on_screen` where an open
    one is not.
    """
    entry = PagePart(key, str(more.get("label") or heading))
    vars(context.request).setdefault(_KEPT, []).append(entry)
    values = {"fold": True, **more, "key": key, "heading": heading, "content": SafeString(content)}
    return SafeString(render_to_string("site/parts/part.html", values))


@register.simple_block_tag(takes_context=True)
def parts(context: RequestContext, content: str) -> str:
    """Lay out the parts between the tags beside the list that leads to each of them."""
    entries = vars(context.request).pop(_KEPT, [])
    values = {"entries": entries, "content": SafeString(content)}
    return SafeString(render_to_string("site/parts/parts.html", values))
