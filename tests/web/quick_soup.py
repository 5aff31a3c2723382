"""Pages as BeautifulSoup, read in two thirds of the time: what `html.parser` does for broken pages
is left out, for ours are valid (`Visitor` checks that with html5lib)."""

import re
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, Comment, Doctype
from bs4.builder import HTMLTreeBuilder
from bs4.filter import SoupStrainer

_TAG = re.compile(
    r"""<(?: /(?P<ends>[a-zA-Z][\w:-]*)\s*
          | !--(?P<comment>.*?)--
          | !(?i:doctype)\ (?P<doctype>[^>]*)
          | (?P<starts>[a-zA-Z][\w:-]*)
            (?P<attributes>(?:\s+[^\s=<>"'/]+(?:="[^"]*"|='[^']*'|=[^\s"'<>=`]+)?)*)\s*
            (?P<closed>/?)
        )>""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s=<>"'/]+)(?:="([^"]*)"|='([^']*)'|=([^\s"'<>=`]+))?""")
_NOT_READ = frozenset({"script", "style"})


class _QuickBuilder(HTMLTreeBuilder):
    soup: BeautifulSoup

    def feed(self, markup: Any) -> None:
        """Tell BeautifulSoup of each tag and the text before it."""
        at, within = 0, ""
        for tag in _TAG.finditer(markup):
            if within not in ("", tag["ends"]):
                continue
            self._say_text(markup[at : tag.start()], is_raw=bool(within))
            at, within = tag.end(), self._say_tag(tag)
        self._say_text(markup[at:])

    def _say_text(self, text: str, *, is_raw: bool = False) -> None:
        if text:
            self.soup.handle_data(text if is_raw or "&" not in text else unescape(text))

    def _say_tag(self, tag: re.Match[str]) -> str:
        """Return the name of the tag up to whose end nothing is read."""
        if starts := tag["starts"]:
            attributes = self.attribute_dict_class()
            for name, *values in _ATTRIBUTE.findall(tag["attributes"]):
                attributes[name.lower()] = unescape("".join(values))
            self.soup.handle_starttag(starts.lower(), None, None, attributes)
            if tag["closed"] or self.can_be_empty_element(starts):
                self.soup.handle_endtag(starts)
            return starts if starts in _NOT_READ else ""
        if tag["ends"]:
            self.soup.handle_endtag(tag["ends"])
            return ""
        is_comment = tag["comment"] is not None
        self.soup.endData()
        self.soup.handle_data(tag["comment"] if is_comment else tag["doctype"])
        self.soup.endData(Comment if is_comment else Doctype)
        return ""


def read_html(html: str, only_id: str | None = None) -> BeautifulSoup:
    """A page, or of it what stands in the tag with this id."""
    only = SoupStrainer(id=only_id) if only_id else None
    return BeautifulSoup(html, builder=_QuickBuilder(), parse_only=only)
