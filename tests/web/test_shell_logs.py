"""The log of the server says what went wrong where, and holds no link of anybody."""

import io
import logging
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.test import Client
from tests.web import small_meeting as small

from deelgenoot_web.meetings import links
from deelgenoot_web.site.logs import RouteOnly


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
        ("/als/12-geheim/mee/", "Not Found: (an address that is not there)"),
    ],
)
def test_an_address_that_leads_nowhere_is_logged_without_what_is_in_it(
    client: Client, console: io.StringIO, path: str, line: str
) -> None:
    client.get(path)
    assert console.getvalue() == f"{line}\n"
