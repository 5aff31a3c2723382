"""The log of the server says what went wrong where, and holds no link of anybody."""

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.db import IntegrityError
from django.http import HttpRequest
from django.test import Client
from tests.web import small_meeting as small

from deelgenoot_web.meetings import links
from deelgenoot_web.site.errors import server_error
from deelgenoot_web.site.logs import JsonLines, NumberedLines, RouteOnly
from deelgenoot_web.site.request_tags import (
    RequestTag,
    current_tag,
    number_requests,
    request_number,
)

_WRONG_HOST = (
    "Invalid HTTP_HOST header: 'kwaad.example'. "
    "You may need to add 'kwaad.example' to ALLOWED_HOSTS."
)


@pytest.fixture
def console() -> Iterator[io.StringIO]:
    """What the server writes on its console."""
    [handler] = [
        one
        for one in logging.getLogger().handlers
        if isinstance(one, logging.StreamHandler)
        and any(isinstance(rule, RouteOnly) for rule in one.filters)
    ]
    text = io.StringIO()
    # Not by `setStream`: it flushes the stream before, which another test may have closed.
    before, handler.stream = handler.stream, text
    yield text
    handler.stream = before


def test_a_refused_form_of_a_personal_link_is_logged_without_the_link(
    client: Client, console: io.StringIO
) -> None:
    token = links.token(small.registered(small.made(), 1))
    answer = client.post(f"/aanmelding/{token}/", {"name": ""})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert console.getvalue() == "Unprocessable Entity: /aanmelding/<str:token>/\n"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/inloggen/geheim-van-iemand/", "Not Found: /inloggen/<slug:token>/"),
        ("/aanmelding/12-geheim/", "Not Found: /aanmelding/<str:token>/"),
        ("/aanmelding/12-geheim/nergens/", "Not Found: (an address that is not there)"),
        ("/aanmelding/12-geheim/é/", "Not Found: (an address that is not there)"),
        ("/als/12-geheim/mee/", "Not Found: (an address that is not there)"),
    ],
)
def test_an_address_that_leads_nowhere_is_logged_without_what_is_in_it(
    client: Client, console: io.StringIO, path: str, line: str
) -> None:
    client.get(path)
    assert console.getvalue() == f"{line}\n"


@pytest.fixture
def tag() -> Iterator[RequestTag]:
    """A request that this thread serves."""
    one = RequestTag("0123456789abcdef")
    token = current_tag.set(one)
    yield one
    current_tag.reset(token)


def _record(message: str, *args: object, error: Exception | None = None) -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord("deelgenoot", logging.ERROR, "", 0, message, args, info)


def test_a_line_names_its_request(tag: RequestTag) -> None:
    assert NumberedLines().format(_record("Letter %s", "a")) == "Letter a [0123456789abcdef]"


def test_a_line_for_machines_is_one_object(tag: RequestTag) -> None:
    record = _record("Letter %s\n\ud800", "a")
    record.created = 1795939200.25
    assert json.loads(JsonLines().format(record)) == {
        "time": "2026-11-29T08:00:00.250+00:00",
        "level": "ERROR",
        "logger": "deelgenoot",
        "message": "Letter a\n\ud800",
        "request": "0123456789abcdef",
    }
    assert JsonLines().format(record).count("\n") == 0


@pytest.mark.parametrize("formatter", [NumberedLines(), JsonLines()])
def test_the_row_that_postgresql_quotes_is_not_logged(formatter: logging.Formatter) -> None:
    error = IntegrityError("duplicate key\nDETAIL:  Key (email)=(a@town.example) already exists.")
    line = formatter.format(_record("It failed", error=error))
    assert "duplicate key" in line
    assert "a@town.example" not in line


def _number_given(given: str, client: tuple[str, int]) -> str:
    numbers: list[str] = []

    async def app(*_anything: object) -> None:
        numbers.append(request_number())

    scope = {"headers": [(b"x-request-id", given.encode())], "client": client}
    asyncio.run(number_requests(app)(scope, None, None))  # type: ignore[arg-type]  # nothing is sent
    assert request_number() == ""
    return numbers[0]


BEHIND_A_PROXY = ("192.0.2.1", 0)


def test_the_number_of_a_request_is_that_of_the_proxy() -> None:
    assert _number_given("abcd-1234", BEHIND_A_PROXY) == "abcd-1234"
    assert _number_given("abcd-1234", ("127.0.0.1", 40_000)) == "abcd-1234"


@pytest.mark.parametrize(
    ("given", "client"),
    [
        ("abcd-1234", ("192.0.2.1", 40_000)),
        ("short", BEHIND_A_PROXY),
        ("a" * 65, BEHIND_A_PROXY),
        ("abcd 1234\n", BEHIND_A_PROXY),
        ("", BEHIND_A_PROXY),
    ],
)
def test_a_number_from_a_stranger_or_of_another_shape_is_replaced(
    given: str, client: tuple[str, int]
) -> None:
    assert re.fullmatch("[0-9a-f]{16}", _number_given(given, client))


def test_the_page_about_a_fault_gives_the_number_of_the_request(tag: RequestTag) -> None:
    assert tag.number in server_error(HttpRequest()).content.decode()


def test_a_page_about_a_fault_without_a_number_asks_for_none() -> None:
    assert "nummer" not in server_error(HttpRequest()).content.decode()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/inloggen/geheim/", "accounts"),
        ("/en/cookies/", "site"),
        ("/bestaat/niet/", "unknown"),
        ("/static/niet-hier.css", "static"),
    ],
)
def test_the_kind_of_a_request_is_its_room(
    client: Client, tag: RequestTag, path: str, kind: str
) -> None:
    client.get(path)
    assert tag.kind == kind


def test_the_kind_of_a_page_that_was_kept_is_not_its_room(client: Client, tag: RequestTag) -> None:
    kinds = []
    for _ in range(2):
        client.get("/methode/")
        kinds.append(tag.kind)
    assert kinds == ["atlas", "kept"]


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (
            {"path": "/mee/", "headers": {"Sec-Fetch-Site": "cross-site"}},
            "Forbidden (Permission denied): (an address that is not there)",
        ),
        (
            {"path": "/mee/", "headers": {"Host": "kwaad.example"}},
            _WRONG_HOST,
        ),
    ],
)
def test_what_is_refused_is_a_line_and_no_traceback(
    client: Client, console: io.StringIO, asked: dict[str, Any], line: str
) -> None:
    client.post(**asked)
    assert console.getvalue() == f"{line}\n"
