"""What no honest browser sends is answered, and spoils nothing for others."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from tests.web import small_meeting as small

from deelgenoot_web.meetings.models import ViewCount
from deelgenoot_web.site import bounds
from deelgenoot_web.site.bodies import LARGEST
from deelgenoot_web.site.bounds import LARGEST_HEAD, BoundedProtocol

MANY = "&".join(f"a{n}=1" for n in range(1001))
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "path",
    [
        "/zoeken/?q=%00",
        "/gemeenten/%00/",
        "/bijeenkomsten/a%00b/",
        f"/beheer/voorbeeld/aanmeldingen/{'9' * 5000}/",
        f"/postvak/{'9' * 19}/bijlage/",
        f"/zoeken/?{MANY}",
        f"/vergelijken/?{MANY}",
    ],
    ids=["query", "path", "slug", "digits", "a digit too many", "fields", "more fields"],
)
def test_an_address_that_cannot_be_read_is_answered_400(path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == 400
    assert b"<h1" in answer.content


def test_a_cookie_that_cannot_be_read_is_answered_400() -> None:
    cookie = f'{settings.SESSION_COOKIE_NAME}="\\000aaaaaaaaa"'
    client = Client(raise_request_exception=False)
    assert client.get("/account/", headers={"cookie": cookie}).status_code == 400
    assert client.get("/account/", headers={"cookie": cookie.replace("0", "7")}).status_code == 302


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE", "TRACE", "OPTIONS"])
def test_no_page_is_made_for_a_method_that_none_has(method: str) -> None:
    answer = Client().generic(method, "/gemeenten/gouda/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert answer.content == b""
    assert "Content-Security-Policy" in answer


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("email=%00", FORM),
        ("email=a", f"{FORM}; charset=idna"),
        ("email=a", f"{FORM}; charset=utf-16"),
        ("%00=a", FORM),
        (MANY, FORM),
        (
            '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n\0\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        ("x", "multipart/form-data"),
    ],
    ids=["nul", "idna", "utf-16", "nul in a name", "fields", "multipart", "no boundary"],
)
def test_a_form_that_cannot_be_read_is_answered_400(body: str, kind: str) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/inloggen/", body, content_type=kind)
    assert answer.status_code == 400
    assert b'name="email"' not in answer.content  # the page of our errors, not that of the form


@pytest.mark.parametrize("group", ["x", "-1", "\u00b2", "9" * 30])
def test_a_message_to_a_group_that_is_not_there_is_answered_404(group: str) -> None:
    meeting = small.made()
    client = Client(raise_request_exception=False)
    client.force_login(small.person())
    form = {"text": "Hallo", "group": group}
    answer = client.post(f"/bijeenkomsten/{meeting.slug}/regie/bericht/", form)
    assert answer.status_code == 404


@pytest.mark.parametrize("item", ["\u00b2", "9" * 30, "x"])
def test_a_part_of_the_programme_that_is_not_there_is_answered_404(item: str) -> None:
    meeting = small.made()
    client = Client(raise_request_exception=False)
    client.force_login(small.person())
    answer = client.post(f"/bijeenkomsten/{meeting.slug}/regie/onderdeel/", {"item": item})
    assert answer.status_code == 404


@contextmanager
def _refusing(word: str, error: type[Exception]) -> Iterator[None]:
    """A database that fails on every statement that has this word in it."""

    def refuse(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if word in sql:
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def test_an_invitation_is_read_also_when_its_view_cannot_be_counted() -> None:
    meeting = small.made()
    with _refusing('INTO "meetings_viewcount"', OperationalError):
        assert Client().get(f"/bijeenkomsten/{meeting.slug}/").status_code == 200
    assert not ViewCount.objects.exists()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_pages_about_figures_need_no_database(error: type[Exception]) -> None:
    with _refusing("SELECT", error):
        assert Client().get("/").status_code == 200
        assert Client().get("/clusters/stad-in-transitie/").status_code == 200


def test_who_acts_on_what_was_deleted_meanwhile_is_told_so() -> None:
    meeting = small.made()
    entry = small.registered(meeting, 1)
    client = Client(raise_request_exception=False)
    client.force_login(small.person())
    address = f"/beheer/{meeting.slug}/aanmeldingen/{entry.pk}/"

    def delete_after_the_view_read_it(execute: Any, sql: str, *more: Any) -> Any:
        rows = execute(sql, *more)
        if sql.startswith("SELECT") and 'FROM "meetings_registration"' in sql:
            with connection.cursor() as cursor:
                cursor.cursor.execute("DELETE FROM meetings_participant")
                cursor.cursor.execute("DELETE FROM meetings_registration")
        return rows

    with connection.execute_wrapper(delete_after_the_view_read_it):
        answer = client.post(address, {"do": "cancel"})
    assert answer.status_code == 410
    assert "intussen gewist" in answer.content.decode()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where a server with our bounds, and nothing else of ours, listens."""
    monkeypatch.setattr(bounds, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(bounds, "REFUSED_SECONDS", 1.0)
    monkeypatch.setattr(bounds, "WHOLE_SECONDS", 0.3)
    monkeypatch.setattr(bounds, "UPLOAD_SECONDS", 0.4)

    async def echo(scope, receive, send):  # type: ignore[no-untyped-def]
        body, goes_on = b"", True
        while goes_on:
            message = await receive()
            body += message.get("body", b"")
            goes_on = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(len(body)).encode()})

    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(echo, http=BoundedProtocol, lifespan="off", log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


def _heard(port: int, *parts: bytes) -> bytes:
    """What comes back until the line is closed, or ten seconds passed."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        heard = b""
        try:
            for part in parts:
                line.sendall(part)
            while more := line.recv(65536):
                heard += more
        except (ConnectionError, TimeoutError) as error:
            heard += type(error).__name__.encode()
        return heard


GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
UPLOAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (LARGEST + 1)


def test_a_head_without_bound_is_cut_off(port: int) -> None:
    assert b" 200 " in _heard(port, GET, b"Connection: close\r\n", b"X: y\r\n\r\n")
    more = b"X: " + b"x" * LARGEST_HEAD
    heard = _heard(port, GET, *[more] * 200)
    assert heard.startswith(b"HTTP/1.1 431 ")
    assert b"TimeoutError" not in heard


def test_what_is_no_request_is_told_so_however_much_follows(port: int) -> None:
    heard = _heard(port, b"PATCH %C3%A9 HTTP/1.1\r\n", *[b"X: " + b"x" * LARGEST_HEAD] * 200)
    assert heard.startswith(b"HTTP/1.1 400 ")
    assert b"Error" not in heard


@pytest.mark.parametrize(
    "begin",
    [b"", b"GET / HT", GET, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc", UPLOAD],
    ids=["nothing", "a line", "a head", "a body", "an upload"],
)
def test_who_takes_too_long_is_cut_off(port: int, begin: bytes) -> None:
    start = time.monotonic()
    assert _heard(port, begin) == b""
    assert time.monotonic() - start > 0.2


def test_who_sends_a_file_has_longer_than_who_sends_a_form(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "UPLOAD_SECONDS", 30.0)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(UPLOAD)
        time.sleep(0.4)
        line.sendall(b"x" * (LARGEST + 1))
        assert b" 200 " in line.recv(65536)


def test_who_comes_again_on_the_same_line_has_all_the_time_again(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
        for _ in range(3):
            time.sleep(0.2)
            line.sendall(GET + b"\r\n")
            assert b" 200 " in line.recv(65536)
