"""Pages of the release, made once and given to every visitor (docs/decisions/0054)."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response

from deelgenoot_web.site.offered import Counts, practice_counts
from deelgenoot_web.site.upcoming import Upcoming, upcoming

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Key = tuple[str, str, str, bool, Upcoming | None, Counts | None]
"""Scheme and host (a page names its own address), path, whether it may be compressed, the
session that it leads to, and how many approaches."""

LARGEST = 12_000_000
"""Bytes of all pages together: some three hundred, as they travel to a browser."""
_LARGEST_PAGE = LARGEST // 10
_ROOMS = frozenset({"", "atlas"})
"""Rooms whose pages come from the release alone; "" is the house itself."""
_PRINTED = frozenset(
    {"study_note", "cluster_note", "municipality_note", "alderman_note", "picture"}
)
"""Not pages: a press of their own keeps them, and pages do not wait until one is printed."""
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent."""

    body: bytes
    headers: Mapping[str, str]

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with this page, or 304 where the visitor has it."""
        return _unless_known(request, HttpResponse(self.body, headers=dict(self.headers)))


class Shelf:
    """Pages by key, at most `largest` bytes of them: the least recently used give way.

    All threads share it.
    """

    def __init__(self, largest: int = LARGEST) -> None:
        self.size = 0
        self._largest = largest
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Page | None:
        """Find the page, if it is here."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def add(self, key: Key, page: Page) -> None:
        """Keep a page that is not here yet."""
        with self._lock:
            self._pages[key] = page
            self.size += len(page.body)
            while self.size > self._largest:
                _key, oldest = self._pages.popitem(last=False)
                self.size -= len(oldest.body)


class _Watch:
    """Notices whether the database is asked anything."""

    saw_question = False

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.saw_question = True
        return execute(*arguments)


def finished_pages(get_response: GetResponse) -> GetResponse:
    """Answer with pages from memory that are the same for everybody; make new ones one by one.

    Threads share one interpreter: a hundred visitors who open a hundred pages at once would leave
    votes a hundredth of it.
    """
    shelf, making = Shelf(), threading.Lock()

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not _is_for_everybody(request):
            return get_response(request)
        key = _key(request)
        if page := shelf.get(key):
            return page.answer(request)
        if not _is_of_the_release(request.path_info):
            return get_response(request)
        with making:
            return first_answer(request, key)

    def first_answer(request: HttpRequest, key: Key) -> HttpResponseBase:
        if page := shelf.get(key):  # somebody else was first
            return page.answer(request)
        response, is_for_keeps = _make(request, get_response)
        if is_for_keeps:
            shelf.add(key, Page(response.content, dict(response.items())))
        return _unless_known(request, response)

    return answer


def _is_for_everybody(request: HttpRequest) -> bool:
    """Whether the request holds nothing of the person who asks."""
    is_plain = request.method == "GET" and not request.META.get("QUERY_STRING")
    return is_plain and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _key(request: HttpRequest) -> Key:
    takes_gzip = bool(re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    # As sent: making the page checks whether the host is ours.
    host = request.META.get("HTTP_HOST", "")
    leads_to = upcoming(request), practice_counts(request)
    return request.scheme or "", host, request.path, takes_gzip, *leads_to


def _is_of_the_release(path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.app_name in _ROOMS and match.url_name not in _PRINTED


def _make(request: HttpRequest, get_response: GetResponse) -> tuple[Any, bool]:
    """Make the answer, and say whether it may be kept.

    It is made as for an unknown visitor who has no copy of the page yet.
    """
    conditions = {name: request.META.pop(name) for name in _CONDITIONS if name in request.META}
    request.COOKIES = {}
    watch = _Watch()
    with connection.execute_wrapper(watch):
        response = get_response(request)
    request.META.update(conditions)
    return response, not watch.saw_question and _is_for_keeps(response)


def _is_for_keeps(response: HttpResponseBase) -> bool:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == HTTPStatus.OK
        and response.headers.get("Content-Type", "").startswith("text/html")
        and response.headers.get("Cache-Control") == "public, no-cache"
        and response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        and not response.cookies
        and len(response.content) <= _LARGEST_PAGE
    )


def _unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Answer 304 instead of a page that the visitor has."""
    if not isinstance(response, HttpResponse):
        return response
    tag = response.headers.get("ETag")
    return get_conditional_response(request, etag=tag, response=response) or response
