"""A visitor who reads each page critically."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation
from tests.web.quick_soup import read_html

_NEEDS_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_FIELDS = {"input", "select", "textarea"}
_SPEAKS = {"a", "button", "summary"}
_LEADS_BY = {"a": "href", "use": "href", "form": "action"}
_NAMES_IDS = {"aria-labelledby", "aria-describedby", "aria-controls", "for", "list"}
_DATA_SCRIPTS = {"application/json", "application/ld+json"}


_SOUND: set[tuple[str, str]] = set()
"""Pages that broke no rule: checking one anew takes longer than making it."""
_VALID = Path(__file__).parents[2] / ".pytest_cache/d" / f"valid_{html5lib.__version__}"
"""Hashes of forms of pages that were valid HTML, kept from one run of the tests to the next."""
_MOST_KEPT = 1_000_000
_ANY_VALUE = re.compile(r"(?<![<h/])[0-9]+|[A-Za-z0-9_=:-]{24,}")


class Visitor:
    """Fetches pages and fails on anything that no page of this site may have.

    A page test asks for the `page` fixture and calls it with a path. What comes back is a
    BeautifulSoup of a page that has passed all of `RULES`: valid HTML (html5lib, strict), one h1
    with which the title begins, headings in order, unique ids, labels on fields, alt on images,
    names on links, buttons and charts, the right language, nothing inline that the policy forbids,
    links that lead to an address of the site, no cookie, and the Content-Security-Policy itself.

        def test_a_cluster_lists_its_members(page):
            soup = page("/clusters/stad-in-transitie/")
            assert [a.text for a in soup.select(".members a")] == ["Almelo", ...]

        def test_an_unknown_name_is_answered_with_a_search_box(page):
            assert page("/gemeenten/atlantis/", status=404).select_one("input[type=search]")

    Extra keyword arguments become the query: `page("/zoeken/", q="zut")`. `page.last` is Django's
    response, for headers. The pages must not touch the database: pytest-django fails on it.
    """

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.last: Any = None

    def __call__(self, path: str, status: int = 200, **query: str | list[str]) -> BeautifulSoup:
        return self._checked(path, status, self.client.get(path, query))

    def post(self, path: str, status: int = 200, **fields: Any) -> BeautifulSoup:
        """The page that answers a form; a field may be a file (see Django's test client)."""
        return self._checked(path, status, self.client.post(path, fields))

    def _checked(self, path: str, status: int, answer: Any) -> BeautifulSoup:
        self.last = answer
        assert self.last.status_code == status, f"{path} answers {self.last.status_code}"
        html = self.last.content.decode()
        soup = read_html(html)
        problems = [*_problems_in_answer(self.last), *_wrong_language(soup, path)]
        seen = (settings.ROOT_URLCONF, html)
        if seen not in _SOUND:
            problems += _invalid_html(html)
            tags = soup.find_all(True)
            for rule in RULES:
                problems += rule(tags)
            if not problems:
                _SOUND.add(seen)
        assert not problems, f"{path}:\n" + "\n".join(problems)
        return soup


def _problems_in_answer(answer: Any) -> Iterator[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield "no strict Content-Security-Policy"
    if answer.cookies:
        yield f"sets a cookie: {', '.join(answer.cookies)}"


def _invalid_html(html: str) -> list[str]:
    # Whether a page is valid lies in no number, ticket or moment.
    form = blake2b(_ANY_VALUE.sub("0", html).encode(), digest_size=16).hexdigest()
    if form in _valid_forms():
        return []
    parser = html5lib.HTMLParser()
    parser.parse(html)
    if not parser.errors:
        _valid_forms().add(form)
        with _VALID.open("a") as file:
            file.write(form + "\n")
    return [
        f"invalid HTML at line {line}: {code} {details}"
        for (line, _), code, details in parser.errors
    ]


@cache
def _valid_forms() -> set[str]:
    _VALID.parent.mkdir(parents=True, exist_ok=True)
    if _VALID.exists() and _VALID.stat().st_size > _MOST_KEPT:
        _VALID.unlink()
    return set(_VALID.read_text().split()) if _VALID.exists() else set()


def _wrong_language(soup: BeautifulSoup, path: str) -> list[str]:
    expected = "en" if _unmarked(path).startswith("/en/") else "nl"
    found = soup.select_one("html[lang]")
    return [] if found and found["lang"] == expected else [f"the language is not {expected}"]


def _unmarked(path: str) -> str:
    """Without what says, in a rehearsal, whose tab it is."""
    return re.sub("^/als/[^/]+", "", path)


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _headings(tags: list[Tag]) -> Iterator[str]:
    first = [tag for tag in tags if tag.name == "h1"]
    if len(first) != 1:
        yield f"{len(first)} h1 elements"
        return
    title = next((_text(tag) for tag in tags if tag.name == "title"), "")
    if not title.startswith(_text(first[0])):
        yield f"the title '{title}' does not begin with the h1 '{_text(first[0])}'"
    levels = [int(tag.name[1]) for tag in tags if tag.name in _HEADINGS]
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"an h{below} follows an h{above}"


def _ids(tags: list[Tag]) -> Iterator[str]:
    counts = Counter(str(tag["id"]) for tag in tags if "id" in tag.attrs)
    for name, count in counts.items():
        if count > 1:
            yield f"id '{name}' stands {count} times"
    for tag in tags:
        for attribute in _NAMES_IDS.intersection(tag.attrs):
            words = tag[attribute]  # BeautifulSoup makes a list of some of them
            for name in words.split() if isinstance(words, str) else words:
                if name not in counts:
                    yield f"{attribute}='{name}' leads nowhere"


def _fields(tags: list[Tag]) -> Iterator[str]:
    labelled = {str(tag.get("for")) for tag in tags if tag.name == "label"}
    for field in tags:
        if field.name not in _FIELDS or field.get("type") in _NEEDS_NO_LABEL:
            continue
        is_named = field.get("aria-label") or field.get("aria-labelledby")
        if not (field.get("id") in labelled or field.find_parent("label") or is_named):
            yield f"a field without label: {str(field)[:80]}"


def _names(tags: list[Tag]) -> Iterator[str]:
    for tag in tags:
        is_image = tag.get("role") == "img"
        if tag.name == "img" and tag.get("alt") is None:
            yield f"an image without alt: {str(tag)[:80]}"
        if tag.name not in _SPEAKS and not is_image:
            continue
        named = (not is_image and _text(tag)) or tag.get("aria-label") or tag.get("aria-labelledby")
        if not (named or any(_is_named_inside(one) for one in tag.find_all(True))):
            yield f"nothing says what this is: {str(tag)[:80]}"


def _is_named_inside(tag: Tag) -> bool:
    return "aria-label" in tag.attrs or (tag.name == "img" and "alt" in tag.attrs)


def _inline(tags: list[Tag]) -> Iterator[str]:
    for tag in tags:
        if tag.name == "style" or (
            tag.name == "script" and not tag.get("src") and tag.get("type") not in _DATA_SCRIPTS
        ):
            yield f"an inline <{tag.name}>"
        for attribute in tag.attrs:
            if attribute == "style" or attribute.startswith("on"):
                yield f"an attribute {attribute} on <{tag.name}>"
        if str(tag.get("href", "")).lower().startswith("javascript:"):
            yield f"a script as address: {tag['href']}"


def _links(tags: list[Tag]) -> Iterator[str]:
    ids = {str(tag["id"]) for tag in tags if "id" in tag.attrs}
    for tag in tags:
        attribute = _LEADS_BY.get(tag.name)
        if attribute is None or attribute not in tag.attrs:
            continue
        address = str(tag[attribute])
        path, _, fragment = address.partition("#")
        path = path.partition("?")[0]
        if not path and fragment and fragment not in ids:
            yield f"#{fragment} leads nowhere"
        if path.startswith("/") and not path.startswith(("/static/", "//")):
            yield from _leads_nowhere(path, settings.ROOT_URLCONF)


@cache
def _leads_nowhere(path: str, addresses: str) -> list[str]:
    path = _unmarked(path)
    with translation.override("en" if path.startswith("/en/") else "nl"):
        try:
            resolve(path, addresses)
        except Resolver404:
            return [f"{path} is no address of the site"]
    return []


RULES: tuple[Callable[[list[Tag]], Iterator[str]], ...] = (
    _headings,
    _ids,
    _fields,
    _names,
    _inline,
    _links,
)
