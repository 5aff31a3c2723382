"""Every internal link, from the home pages on, in both languages: it leads to a page that is there.

A breadth-first walk with Django's own client. Of each kind of address it visits a number, so that
the hundreds of municipalities do not make it long; what it skips is of a kind it has seen.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import pytest
from django.test import Client, override_settings
from django.urls import Resolver404, resolve
from django.utils import translation
from pytest_django import DjangoDbBlocker

from deelgenoot_web.atlas import urls

# Says to pytest-django that the database of the tests is needed, also where nothing else asks it.
pytestmark = pytest.mark.django_db
MOST_OF_A_KIND = 8
_PRINTED = ("_note", "picture")  # one of each kind: a page of paper takes a second to set
_ADDRESSES = re.compile(r'\s(?:href|action|data-names|data-all)="([^"]*)"')
_CHARTS = re.compile(r'\sdata-chart="([^" ]+)((?: [^" ]+)*)"')
_IDS = re.compile(r'\sid="([^"]+)"')
# The fixture of the folder that does this is for one test; the walk is for all of them.
_PLAIN = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
_ELSEWHERE = ("http://", "https://", "mailto:", "//", "/static/")


@dataclass
class Walk:
    """What has been seen: a problem per address, and how many of each kind."""

    client: Client
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    ids: dict[str, set[str]] = field(default_factory=dict)
    wanted: list[tuple[str, str, str]] = field(default_factory=list)
    """(page, address, id) of every link to a place within a page."""

    def go(self, *starts: str) -> None:
        """Visit the starts and everything they lead to."""
        queue, seen = deque(starts), set(starts)
        while queue:
            page = queue.popleft()
            for address in self.visit(page):
                path, fragment = urldefrag(address)
                if fragment:
                    self.wanted.append((page, path, fragment))
                if path not in seen and self.is_new_of_its_kind(path):
                    seen.add(path)
                    queue.append(path)
        for page, path, fragment in self.wanted:
            if path in self.ids and fragment not in self.ids[path]:
                self.problems.append(f"{page}: there is no #{fragment} on {path}")

    def is_new_of_its_kind(self, address: str) -> bool:
        """Whether fewer than enough addresses of this kind have been visited."""
        path = urlsplit(address).path
        language = "en" if path.startswith("/en/") else "nl"
        with translation.override(language):
            try:
                kind = language, resolve(path).view_name
            except Resolver404:
                kind = language, f"no address: {path}"
        self.kinds[kind] += 1
        return self.kinds[kind] <= (1 if kind[1].endswith(_PRINTED) else MOST_OF_A_KIND)

    def visit(self, address: str) -> list[str]:
        """The addresses of the site on this page; a redirect is one."""
        answer = self.client.get(address)
        if answer.status_code in {301, 302}:
            return [answer["Location"]]
        if answer.status_code != 200:
            self.problems.append(f"{address} answers {answer.status_code}")
            return []
        if not answer["Content-Type"].startswith("text/html"):
            return []
        html = answer.content.decode()
        self.ids[address] = set(_IDS.findall(html))
        found = [unescape(one) for one in _ADDRESSES.findall(html)]
        found += _addresses_of_charts(html)
        return [urljoin(address, one) for one in found if not one.startswith(_ELSEWHERE)]


def _addresses_of_charts(html: str) -> Iterator[str]:
    """Where a page finds what its charts say to who points at them."""
    for pattern in re.findall(r'data-charts="([^"]+)"', html):
        for chart_id, codes in _CHARTS.findall(html):
            query = urlencode([("gm", code) for code in codes.split()])
            yield pattern.replace("*", chart_id) + (f"?{query}" if query else "")


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Walk:
    """Both languages walked once, without any meeting. Static files are not asked for."""
    made = Walk(Client())
    with django_db_blocker.unblock(), override_settings(STORAGES=_PLAIN):
        made.go("/", "/en/")
    return made


@pytest.mark.slow
def test_no_link_leads_nowhere(walk: Walk) -> None:
    assert walk.problems == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_walk_reaches_every_address_of_the_atlas(walk: Walk, language: str) -> None:
    reached = {name for spoken, name in walk.kinds if spoken == language}
    every = {f"atlas:{one.name}" for one in urls.urlpatterns}
    # Home is where it starts; cards are for pages of others, which do not link but frame them.
    framed = {f"atlas:embed_{kind}" for kind in ("cluster", "map", "municipality")}
    assert every - reached == {"atlas:home", *framed}
    assert {"cookies", "accessibility", "colophon", "privacy"} <= reached
