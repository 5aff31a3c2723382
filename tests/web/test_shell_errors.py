"""Whatever goes wrong, the visitor gets a page that helps."""

import logging
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from pytest_django import Settings
from tests.web.visitor import Visitor

from deelgenoot_web.site import urls

handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500


def breaks(request: HttpRequest) -> HttpResponse:
    msg = "a fault of ours"
    raise RuntimeError(msg)


def waits(request: HttpRequest) -> HttpResponse:
    msg = "database is locked"
    raise OperationalError(msg)


def suspects(request: HttpRequest) -> HttpResponse:
    msg = "not a question we know"
    raise SuspiciousOperation(msg)


urlpatterns = [
    path("stuk/", breaks),
    path("en/broken/", breaks),
    path("op-slot/", waits),
    path("en/locked/", waits),
    path("vreemd/", suspects),
    path("en/odd/", suspects),
    *urls.urlpatterns,
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _quiet_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django")


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/bestaat/niet/", "Deze pagina bestaat niet"), ("/en/not/there/", "Page not found")],
)
def test_a_wrong_address_is_answered_with_search_and_lists(
    page: Visitor, address: str, heading: str
) -> None:
    soup = page(address, status=404)
    home = "/en/" if address.startswith("/en/") else "/"
    assert [tag.text for tag in soup.select("h1")] == [heading]
    assert soup.select_one("form[role=search] input[name=q]")
    assert soup.select_one(f"main .rows a[href='{home}']")
    assert soup.select_one("meta[name=robots][content=noindex]")
    assert soup.select("link[rel=canonical], link[hreflang]") == []


def test_from_a_wrong_address_the_language_link_leads_home(page: Visitor) -> None:
    soup = page("/bestaat/niet/", status=404, q="x")
    assert {str(tag["href"]) for tag in soup.select("a[hreflang=en]")} == {"/en/"}


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/stuk/", 500, "Er ging iets mis bij ons"),
        ("/en/broken/", 500, "Something went wrong on our side"),
        ("/vreemd/", 400, "Deze vraag begrijpen wij niet"),
        ("/en/odd/", 400, "We do not understand this question"),
    ],
)
def test_a_fault_is_answered_in_the_language_of_the_address(
    page: Visitor, address: str, status: int, heading: str
) -> None:
    soup = page(address, status=status)
    assert [tag.text for tag in soup.select("h1")] == [heading]
    assert "fault of ours" not in soup.text
    assert page.last.headers.get("Cache-Control") is None


def test_a_name_that_is_not_ours_is_refused(page: Visitor, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["deelgenoot.example"]
    assert page("/", status=400).select_one("h1")


def test_even_without_static_files_a_fault_has_a_page(
    page: Visitor, settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    answer = page.client.get("/stuk/")
    assert answer.status_code == 500
    assert b"<h1>Sorry</h1>" in answer.content


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/op-slot/", "De server is erg druk"), ("/en/locked/", "The server is very busy")],
)
def test_a_locked_database_is_answered_with_when_to_come_back(
    page: Visitor, address: str, heading: str
) -> None:
    soup = page(address, status=503)
    assert soup.h1
    assert soup.h1.text == heading
    assert page.last["Retry-After"] == "5"
