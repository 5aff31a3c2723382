"""Texts of people: what may be in them, and how they become HTML."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\x0b\x0c]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_RULES = ("list", "emphasis", "link", "autolink", "escape", "newline", "entity")


def clear_text(text: str) -> str:
    """Write out the invisible marks that turn the direction of text and hide what it says.

    Control signs, which come along with what is pasted and may stand in no XML, are left out; a
    break among them is a space.
    """
    clear = _CONTROLS.sub("", _BREAKS.sub(" ", text))
    return _DIRECTION.sub(lambda mark: f"[{unicodedata.name(mark[0])}]", clear)


def render(text: str) -> SafeString:
    """Render the Markdown of a visitor: paragraphs, lists, emphasis and links, and nothing else.

    Nothing but these can come out: all other rules of the parser are off, so HTML, images and
    headings stay text. Invisible marks can be written as entities, so what comes out is cleared.
    """
    return SafeString(clear_text(_MARKDOWN.render(text)))


def _is_web_address(url: str) -> bool:
    return url.lower().startswith(("https://", "http://"))


def _open_link(tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    address = escape(tokens[index].attrGet("href") or "")
    return f'<a href="{address}" rel="nofollow ugc noopener">'


def _close_link(*_all: Any) -> str:
    """End a link with a sign, and words for who hears it, that it leads to another site."""
    words = escape(_("op een andere site"))
    return (
        f'<span class="outward" aria-hidden="true"> ↗</span>'
        f'<span class="seen-by-readers-only"> ({words})</span></a>'
    )


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(list(_RULES))
    parser.validateLink = _is_web_address  # type: ignore[method-assign]  # the library's own hook
    parser.renderer.rules["link_open"] = _open_link  # type: ignore[attr-defined]  # no types there
    parser.renderer.rules["link_close"] = _close_link  # type: ignore[attr-defined]
    return parser


_MARKDOWN = _make_parser()
