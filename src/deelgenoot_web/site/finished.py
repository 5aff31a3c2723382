"""Pages of the release, made once and given to every visitor (docs/decisions/0054)."""

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import IO, Any
from weakref import WeakSet, finalize

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response

from deelgenoot_web.meetings.queries.invitation import Upcoming
from deelgenoot_web.site.offered import Counts, practice_counts
from deelgenoot_web.site.upcoming import upcoming

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Key = tuple[str, str, str, bool, Upcoming | None, Counts | None]
"""Scheme and host (a page names its own address), path, whether it may be compressed, the
session that it leads to, and how many approaches."""

LARGEST = 100_000_000
"""Bytes of all pages together: some fifteen hundred, as they travel to a browser."""
_LARGEST_PAGE = LARGEST // 100
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
    """Pages by key, in a file without a name of at most `largest` bytes: a full one starts empty.

    All threads share it. In memory they would take as much again as the rest of the site.
    """

    def __init__(self, largest: int = LARGEST) -> None:
        self.page_missed = threading.Event()
        """Set once a page that was brought is gone, or is asked for and no longer the right one."""
        self._largest = largest
        self._end = 0
        self._places: dict[Key, tuple[int, int, Mapping[str, str]]] = {}
        """Where the body of each page begins in the file, how long it is, and its headers."""
        self._brought_visits: set[tuple[object, ...]] = set()
        self._lock = threading.Lock()

    @cached_property
    def _file(self) -> IO[bytes]:
        file = TemporaryFile(dir=settings.VAR, buffering=0)  # noqa: SIM115 - closed with the shelf
        finalize(self, file.close)
        return file

    def get(self, key: Key) -> Page | None:
        """Find the page, if it is here."""
        with self._lock:
            if place := self._places.get(key):
                begin, length, headers = place
                return Page(os.pread(self._file.fileno(), length, begin), headers)
            if _visit(key) in self._brought_visits:
                self.page_missed.set()
            return None

    def bring(self, key: Key, page: Page) -> None:
        """Keep a page that nobody asked for yet."""
        self.add(key, page)
        if key in self._places:
            self._brought_visits.add(_visit(key))

    def add(self, key: Key, page: Page) -> None:
        """Keep a page, unless it is here; on a full disk it is made again for who asks next."""
        with self._lock, suppress(OSError):
            if key in self._places:
                return
            if self._end + len(page.body) > self._largest:
                self._places, self._end = {}, 0
                self.page_missed.set()
            if os.pwrite(self._file.fileno(), page.body, self._end) == len(page.body):
                self._places[key] = self._end, len(page.body), page.headers
                self._end += len(page.body)


SHELVES: WeakSet[Shelf] = WeakSet()
"""That of the site of this process; in tests there are many sites."""


def _visit(key: Key) -> tuple[object, ...]:
    """Give the part of a key that is what a visitor asks for."""
    return key[:4]


class _Watch:
    """Notices whether the database is asked anything."""

    saw_question = False

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.saw_question = True
        return execute(*arguments)


def finished_pages(get_response: GetResponse) -> GetResponse:
    """Answer with pages from the shelf that are the same for everybody; make new ones one by one.

    Threads share one interpreter: a hundred visitors who open a hundred pages at once would leave
    votes a hundredth of it.
    """
    shelf, making = Shelf(), threading.Lock()
    SHELVES.add(shelf)

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not _is_for_everybody(request):
            return get_response(request)
        key = _key(request)
        if page := shelf.get(key):
            return page.answer(request)
        if not is_of_the_release(request.path_info):
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


def find_page(request: HttpRequest) -> tuple[Key, Page | None]:
    """Give the page that is kept for a request, and what it is kept by."""
    key = _key(request)
    return key, next(filter(None, (shelf.get(key) for shelf in SHELVES)), None)


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


def is_of_the_release(path: str) -> bool:
    """Whether the page of a path is one that may be kept."""
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
