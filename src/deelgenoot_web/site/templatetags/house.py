"""The parts of every page, as template tags; `docs/maintain/parts.md` shows each one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.words import Text, format_figure, format_number
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.atlas.wording import Option

register = template.Library()

_LETTERS = "CBTWVAL"
_SIZES = ("xs", "s", "m", "l")
_ACTIONS = ("primary", "secondary")
_TAGS = ("assumed", "filled")
_REMARKS = ("plain", "caution")
# Whole names: scripts/assets.mjs drops the rules of names of which it finds only parts.
_BUTTONS = {
    "primary": "utrecht-button--primary-action",
    "secondary": "utrecht-button--secondary-action",
    "subtle": "utrecht-button--subtle",
}
_ROLES = {"saved": "status", "caution": "alert"}
_KEYS = (
    *("tick", "member", "band", "every", "selected", "country", "through", "beyond", "needed"),
    *("dot", "assumed", "filled", "alike", "partly", "chance"),
)


def _one_of(tag: str, word: str, choices: Sequence[str]) -> str:
    """Return `word`, or raise an error for the author of the template."""
    if word not in choices:
        msg = f"{tag}: '{word}' is not one of {', '.join(choices)}"
        raise template.TemplateSyntaxError(msg)
    return word


# --- words and numbers -----------------------------------------------------------------------


@register.filter
def words(text: Text) -> str:
    """A `Text` in the language of the page."""
    return text.in_language(active_language())


@register.filter
def number(value: float | None, unit: str = "n") -> str:
    """A number as people write it, with its unit; None in words."""
    return _("geen cijfer") if value is None else format_figure(value, unit, active_language())


@register.filter
def decimals(value: float, places: int = 1) -> str:
    """A number without a unit, with this many decimals."""
    return format_number(value, places, active_language())


# --- clusters and how sure -------------------------------------------------------------------


@register.simple_tag
def cluster_mark(letter: str, size: str = "m", label: str = "", *, is_open: bool = False) -> str:
    """The mark of a cluster. Give a `label` only where its name does not stand beside it."""
    return _mark(letter, _one_of("cluster_mark", size, _SIZES), label, is_open)


@lru_cache(maxsize=1000)  # a list holds hundreds, of some twenty kinds
def _mark(letter: str, size: str, label: str, is_open: bool) -> str:
    shape = letter if letter in tuple(_LETTERS) else "none"
    context = {"letter": letter, "shape": shape, "size": size, "label": label, "is_open": is_open}
    return SafeString(render_to_string("site/parts/mark.html", context).strip())


@register.inclusion_tag("site/parts/marks.html")
def ten_marks(letters: Iterable[str], names: Mapping[str, str], size: str = "s") -> dict[str, Any]:
    """A mark for every recalculation in ten; `names` gives the name of each letter, for readers."""
    row = list(letters)
    parts = [
        ngettext("%(count)s keer %(name)s", "%(count)s keer %(name)s", count)
        % {"count": count, "name": names[letter]}
        for letter, count in Counter(row).most_common()
    ]
    return {"letters": row, "size": size, "sentence": ", ".join(parts)}


@register.inclusion_tag("site/parts/prevalence.html")
def prevalence(letter: str, n_with: int, n_all: int, size: str = "s") -> dict[str, Any]:
    """One mark per municipality: filled for those that have it, open for those that do not."""
    sentence = _("%(n)s van de %(all)s gemeenten") % {"n": n_with, "all": n_all}
    marks = [place >= n_with for place in range(n_all)]
    return {"letter": letter, "marks": marks, "size": size, "sentence": sentence}


@register.inclusion_tag("site/parts/dots.html")
def dots(n_filled: int, label: str) -> dict[str, Any]:
    """Three dots, the first `n_filled` black, with the words that say the same."""
    return {"dots": [place < n_filled for place in range(3)], "label": label}


@register.inclusion_tag("site/parts/tag.html")
def figure_tag(kind: str) -> dict[str, Any]:
    """Beside a figure: `assumed` (jaar aangenomen) or `filled` (aangevuld)."""
    return {"kind": _one_of("figure_tag", kind, _TAGS)}


@register.inclusion_tag("site/parts/key.html")
def chart_key(kind: str, label: str, letter: str = "none") -> dict[str, Any]:
    """One entry of the key to a chart: its sign and what it means."""
    return {"kind": _one_of("chart_key", kind, _KEYS), "label": label, "letter": letter}


# --- getting around --------------------------------------------------------------------------


@register.inclusion_tag("site/parts/breadcrumb.html")
def breadcrumb(trail: Iterable[tuple[str, str]], here: str) -> dict[str, Any]:
    """The path to this page: (address, words) of each page above it."""
    return {"trail": list(trail), "here": here}


@register.inclusion_tag("site/parts/action.html")
def action(url: str, label: str, kind: str = "primary") -> dict[str, Any]:
    """A link that looks like a button; one `primary` on a page, the others `secondary`."""
    return {"url": url, "label": label, "kind": _one_of("action", kind, _ACTIONS)}


@register.inclusion_tag("site/parts/share.html")
def share() -> dict[str, Any]:
    """The button that passes a page on, with what the visitor chose; it needs a script."""
    return {}


@register.inclusion_tag("site/parts/search.html")
def search_box(value: str = "", key: str = "search", label: str = "") -> dict[str, Any]:
    """The form that finds a municipality; `key` makes its ids its own where a page has two.

    With a `label` of its own it is for every subject.
    """
    return {
        "label": label or _("Uw gemeente"),
        "is_for_all": bool(label),
        "value": value,
        "key": key,
        "url": reverse("atlas:search"),
        "names_url": reverse("atlas:names"),
        "more_url": reverse("exchange:titles") if label else "",
        "all_url": reverse("atlas:municipalities"),
    }


# --- figures ---------------------------------------------------------------------------------


@register.inclusion_tag("site/parts/figure.html")
def figure(chart: Any, level: int = 3) -> dict[str, Any]:
    """A chart, which has `id`, `title`, `sentence`, `svg` and `table`."""
    return {"chart": chart, "level": level}


@register.inclusion_tag("site/parts/table.html")
def data_table(table: Any, caption: str) -> dict[str, Any]:
    """A table, with `header`, `rows` and `note`; it scrolls where it is wider than the page."""
    return {"table": table, "caption": caption}


@register.simple_tag
def table_rows(rows: Iterable[Sequence[Any]]) -> str:
    """Rows of text, the first cell of each its heading.

    A template takes twenty times as long for a cell, and a page may hold thousands.
    """
    return SafeString("".join(map(_table_row, rows)))


def _table_row(cells: Sequence[Any]) -> str:
    heading, *others = (one if hasattr(one, "__html__") else escape(str(one)) for one in cells)
    figures = "".join(f"<td>{cell}</td>" for cell in others)
    return f'<tr class="utrecht-table__row"><th scope="row">{heading}</th>{figures}</tr>'


@register.inclusion_tag("site/parts/table_fold.html")
def data_table_fold(table: Any, caption: str) -> dict[str, Any]:
    """A table that folds out under “Cijfers als tabel”."""
    return {"table": table, "caption": caption}


@register.inclusion_tag("site/parts/key_values.html")
def key_values(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A short list of facts: what it is about, and the answer in bold."""
    return {"pairs": list(pairs)}


# --- asking and saying -----------------------------------------------------------------------


@register.simple_block_tag
def notice(content: str, kind: str = "plain") -> str:
    """A remark that stands out: `plain`, or `caution` where a claim is weak."""
    css = f"notice--{_one_of('notice', kind, _REMARKS)}"
    return format_html('<div class="notice {} flow">{}</div>', css, SafeString(content))


@register.simple_block_tag
def status(content: str, kind: str = "saved") -> str:
    """Say what became of something, aloud too: `saved`, or `caution` where it did not go."""
    html = '<div class="notice notice--{kind}" role="{role}"><p>{content}</p></div>'
    role = _ROLES[_one_of("status", kind, tuple(_ROLES))]
    return format_html(html, kind=kind, role=role, content=SafeString(content))


@register.simple_block_tag
def button(content: str, kind: str = "primary", css: str = "", **more: str | bool) -> str:
    """A button that sends its form: `primary`, `secondary` or `subtle`.

    `more` are its other attributes, with `_` for `-`; one that is True stands without a value.
    """
    classes = f"utrecht-button {_BUTTONS[_one_of('button', kind, tuple(_BUTTONS))]} {css}".strip()
    attributes: dict[str, str | bool] = {"type": "submit", "class": classes}
    attributes |= {name.replace("_", "-"): value for name, value in more.items()}
    return format_html("<button{}>{}</button>", flatatt(attributes), SafeString(content))


@register.inclusion_tag("site/parts/text_field.html")
def text_field(field: BoundField, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A field to type in, with what is wrong under it.

    `more`: `autocomplete`, `inputmode`, `hint`, `list` (the id of a datalist), `is_long` for
    several lines and `is_optional` to say so.
    """
    key = field.id_for_label
    notes = [f"{key}-fout"] * bool(field.errors) + [f"{key}-uitleg"] * bool(more.get("hint"))
    return {"field": field, "kind": kind, "described": " ".join(notes), **more}


@register.simple_tag
def options(choices: Iterable[Option]) -> str:
    """The entries of a list to choose from, which may be hundreds (decision 119)."""
    entry = '<option value="{}"{}>{}</option>'.format
    return SafeString("".join(entry(*_words_of(one, " selected")) for one in choices))


@register.simple_tag
def boxes(choices: Iterable[Option], name: str) -> str:
    """Boxes to tick as items of a list, which may be hundreds; `name` is that of their field."""
    item = '<li><label><input type="checkbox" name="{}" value="{}"{}> {}</label></li>'.format
    entries = (_words_of(one, " checked") for one in choices)
    key = escape(name)
    return SafeString("".join(item(key, *words) for words in entries))


@lru_cache(maxsize=4000)  # of each municipality and indicator, chosen and not, in two languages
def _words_of(choice: Option, mark: str) -> tuple[str, str, str]:
    """Give the value, the mark of what is chosen and the label of a choice, fit for HTML."""
    return escape(choice.value), mark if choice.is_chosen else "", escape(choice.label)


@register.simple_block_tag
def empty(content: str, heading: str, level: int = 3) -> str:
    """An empty place: what is missing, and what the visitor can do."""
    html = '<div class="empty flow"><h{level}>{heading}</h{level}>{content}</div>'
    return format_html(html, level=level, heading=heading, content=SafeString(content))


@register.inclusion_tag("site/parts/switch.html")
def switch(name: str, label: str, *, is_on: bool, key: str = "") -> dict[str, Any]:
    """A checkbox in a form, as a switch; a script sends the form, without one there is a button."""
    return {"name": name, "label": label, "is_on": is_on, "key": key or f"switch-{name}"}
