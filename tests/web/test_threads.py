"""Django's part of the site in a few threads: what it is asked, and in which order."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.validate import validator

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.test import Client
from tests.web.loop import finished

from deelgenoot_web.site.threads import LATE, WSGI, in_threads

Sent = list[dict[str, Any]]


def _asked(site: WSGI, *messages: dict[str, Any], **more: Any) -> Sent:
    """What `site` sends to who asks this."""
    scope = {
        "type": "http",
        "method": "GET",
        "http_version": "1.1",
        "scheme": "https",
        "raw_path": b"/",
        "query_string": b"",
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.7", 50_000),
        "headers": [(b"host", b"testserver")],
    } | more
    heard, sent = list(messages or [{"type": "http.request"}]), []

    async def receive() -> dict[str, Any]:
        return heard.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    async def scene() -> None:
        await in_threads(site)(scope, receive, send)

    finished(scene())
    return sent


def _seen(*messages: dict[str, Any], **more: Any) -> HttpRequest:
    """The request as Django sees it."""
    seen = []

    def site(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        seen.append(WSGIRequest(environ))
        seen[0].body  # noqa: B018 - read while it is there, as Django does
        start("200 OK", [("Content-Type", "text/plain")])
        return [b""]

    _asked(validator(site), *messages, **more)
    return seen[0]


def test_django_sees_what_the_browser_sent() -> None:
    request = _seen(
        {"type": "http.request", "body": b"naam=", "more_body": True},
        {"type": "http.request", "body": b"Deelnemer+1", "more_body": False},
        method="POST",
        raw_path=b"/gemeenten/s%C3%BAdwest-frysl%c3%a2n/",
        query_string=b"jaar=2024&jaar=2025",
        headers=[
            (b"host", b"testserver"),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", b"16"),
            (b"accept", b"text/html"),
            (b"accept", b"*/*"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
        ],
    )
    assert request.method == "POST"
    assert request.path == "/gemeenten/súdwest-fryslân/"
    assert request.GET.getlist("jaar") == ["2024", "2025"]
    assert request.POST["naam"] == "Deelnemer 1"
    assert request.headers["Accept"] == "text/html,*/*"
    assert request.COOKIES == {"a": "1", "b": "2"}
    assert request.META["REMOTE_ADDR"] == "192.0.2.7"
    assert request.build_absolute_uri() == (
        "https://testserver/gemeenten/s%C3%BAdwest-frysl%C3%A2n/?jaar=2024&jaar=2025"
    )


def test_a_header_with_an_underscore_passes_for_none_of_the_proxy() -> None:
    request = _seen(headers=[(b"x_forwarded_proto", b"https"), (b"x-real", b"1")])
    assert "HTTP_X_FORWARDED_PROTO" not in request.META
    assert request.META["HTTP_X_REAL"] == "1"


def test_an_address_that_is_no_utf8_is_not_lost() -> None:
    assert _seen(raw_path=b"/gemeenten/%ff/").path == "/gemeenten/%FF/"


def test_the_answer_comes_back_whole_and_is_closed() -> None:
    closed = []

    class Answer:
        def __iter__(self) -> Iterator[bytes]:
            return iter([b"een", b"", b"twee"])

        def close(self) -> None:
            closed.append(1)

    def site(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        start("404 Not Found", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return Answer()

    start, body = _asked(site)
    assert start["status"] == 404
    assert start["headers"] == [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    assert body["body"] == b"eentwee"
    assert closed == [1]


def test_who_goes_away_before_all_was_said_asks_nothing() -> None:
    def site(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        pytest.fail("it was asked")

    more = {"type": "http.request", "body": b"x", "more_body": True}
    assert _asked(site, more, {"type": "http.disconnect"}) == []


def test_four_are_at_work_and_who_came_first_goes_first() -> None:
    begun: list[str] = []
    may_go, are_four = threading.Event(), threading.Event()

    def site(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        begun.append(environ["PATH_INFO"])
        if len(begun) == 4:
            are_four.set()
        may_go.wait(5)
        start("200 OK", [])
        return [b""]

    async def scene() -> int:
        pages = in_threads(site)

        async def receive() -> dict[str, Any]:
            return {"type": "http.request"}

        async def send(message: Any) -> None:
            pass

        async def ask(n: int) -> None:
            scope = {
                "method": "GET",
                "http_version": "1.1",
                "scheme": "http",
                "raw_path": b"/%d" % n,
                "query_string": b"",
                "headers": [],
            }
            await pages(scope, receive, send)

        asking = [asyncio.create_task(ask(n)) for n in range(20)]
        await asyncio.to_thread(are_four.wait, 5)
        await asyncio.sleep(0.05)
        at_work = len(begun)
        may_go.set()
        await asyncio.gather(*asking)
        return at_work

    assert finished(scene()) == 4
    assert sorted(begun[:4]) == ["/0", "/1", "/2", "/3"]
    assert [abs(int(path[1:]) - place) < 4 for place, path in enumerate(begun)] == [True] * 20


def test_who_waits_for_the_database_leaves_a_thread_for_who_reads() -> None:
    locked, entered = threading.Event(), threading.Semaphore(0)

    def site(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            entered.release()
            locked.wait(5)
        start("200 OK", [])
        return [b""]

    async def scene() -> None:
        app = in_threads(site, 4)
        sending = [asyncio.create_task(_answer(app, "POST")) for _ in range(20)]
        while entered._value != 3:
            await asyncio.sleep(0.01)
        async with asyncio.timeout(1):
            await _answer(app, "GET")
        assert not any(task.done() for task in sending)
        locked.set()
        await asyncio.gather(*sending)

    finished(scene())


def test_who_waited_too_long_to_change_something_is_turned_away() -> None:
    locked, late = threading.Event(), []

    def site(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        late.append(environ[LATE])
        if environ["REQUEST_METHOD"] == "POST" and not environ[LATE]:
            locked.wait(5)
        start("200 OK", [])
        return [b""]

    async def scene() -> None:
        app = in_threads(site, 4, patience=0.05)
        sending = [asyncio.create_task(_answer(app, "POST")) for _ in range(20)]
        async with asyncio.timeout(4):
            while sum(one.done() for one in sending) < 17:
                await asyncio.sleep(0.01)
        locked.set()
        await asyncio.gather(*sending)
        await _answer(app, "POST")
        await _answer(app, "GET")

    finished(scene())
    assert late == [False] * 3 + [True] * 17 + [False] * 2


def test_who_is_turned_away_reads_when_to_come_back() -> None:
    late: dict[str, Any] = {LATE: True}
    answer = Client(**late).post("/inloggen/", {"email": "a@voorbeeld.nl"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "niet bewaard" in answer.content.decode()
    assert "Content-Security-Policy" in answer


async def _answer(app: Any, method: str) -> None:
    scope = {
        "type": "http",
        "method": method,
        "http_version": "1.1",
        "scheme": "https",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(_message: Any) -> None:
        return None

    await app(scope, receive, send)
