"""The parts of every page, as template tags; `docs/maintain/parts.md` shows each one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, ngettext

from deelgenoot.words import Text, formatted, grouped

register = template.Library()

_LETTERS = "CBTWVAL"
_SIZES = ("xs", "s", "m", "l")


def _language() -> str:
    return "en" if get_language() == "en" else "nl"


@register.filter
def words(text: Text) -> str:
    """A `Text` in the language of the page."""
    return text.in_language(_language())


@register.filter
def number(value: float | None, unit: str = "n") -> str:
    """A number as people write it, with its unit: `{{ 22.1|number:"%" }}` gives `22,1%`."""
    if value is None:
        return "geen cijfer" if _language() == "nl" else "no figure"
    return formatted(value, unit, _language())


@register.filter
def decimals(value: float, places: int = 1) -> str:
    """A number without a unit, with this many decimals."""
    return grouped(value, places, _language())


@register.simple_tag
def search_data_url() -> str:
    """Where the search box finds its names; empty while the atlas has no such address."""
    try:
        return reverse("atlas:search_data")
    except NoReverseMatch:
        return ""


@register.inclusion_tag("site/parts/mark.html")
def cluster_mark(
    letter: str, size: str = "m", label: str = "", is_open: bool = False
) -> dict[str, Any]:
    """The mark of a cluster. Give a `label` only where its name does not stand beside it."""
    if size not in _SIZES:
        msg = f"cluster_mark: size '{size}' is not one of {', '.join(_SIZES)}"
        raise template.TemplateSyntaxError(msg)
    shape = letter if letter in _LETTERS and letter else "none"
    return {"letter": letter, "shape": shape, "size": size, "label": label, "is_open": is_open}


@register.inclusion_tag("site/parts/marks.html")
def ten_marks(letters: Iterable[str], names: Mapping[str, str], size: str = "s") -> dict[str, Any]:
    """A row of marks, one per ten recalculations; `names` gives the name of each letter."""
    row = list(letters)
    counts = Counter(row).most_common()
    parts = [
        ngettext("%(count)s keer %(name)s", "%(count)s keer %(name)s", count)
        % {"count": count, "name": names[letter]}
        for letter, count in counts
    ]
    return {"letters": row, "size": size, "sentence": ", ".join(parts)}


@register.inclusion_tag("site/parts/dots.html")
def dots(filled: int, label: str) -> dict[str, Any]:
    """Three dots, the first `filled` black, with the words that say the same."""
    return {"dots": [place < filled for place in range(3)], "label": label}
