"""What the browser is told with every answer: policy, caching, language, compression."""

import gzip
from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.test import Client, RequestFactory
from pytest_django import Settings

from deelgenoot_web.site.compressing import compress
from deelgenoot_web.site.middleware import CONTENT_SECURITY_POLICY


def test_the_policy_allows_nothing_but_our_own_files() -> None:
    answer = Client().get("/cookies/")
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_where_visitors_come_the_browser_keeps_to_https(settings: Settings) -> None:
    assert "Strict-Transport-Security" not in Client().get("/cookies/").headers
    settings.ORIGIN = "https://deelgenoot.example"
    assert Client().get("/cookies/")["Strict-Transport-Security"] == "max-age=31536000"


def test_one_address_is_one_page_whatever_the_browser_prefers() -> None:
    english_browser = Client(headers={"Accept-Language": "en"})
    answer = english_browser.get("/cookies/")
    assert answer.headers["Content-Language"] == "nl"
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert answer.content == Client().get("/cookies/").content
    assert not answer.cookies


def test_who_has_the_page_gets_only_word_that_it_is_the_same() -> None:
    first = Client().get("/cookies/")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = Client(headers={"If-None-Match": first.headers["ETag"]}).get("/cookies/")
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_travels_compressed() -> None:
    plain = Client().get("/cookies/").content
    answer = Client(headers={"Accept-Encoding": "gzip"}).get("/cookies/")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["ETag"].startswith('W/"')
    assert gzip.decompress(answer.content) == plain


def test_the_length_of_a_compressed_page_differs_each_time() -> None:
    lengths = set()
    for _ in range(20):
        answer = HttpResponse("p" * 500)
        compress(HttpRequest(), answer)
        assert len(answer.content) == 500  # no browser asked for it

        request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
        compress(request, answer)
        lengths.add(len(answer.content))
        assert answer.headers["Content-Length"] == str(len(answer.content))
        compress(request, answer)  # not again
        assert gzip.decompress(answer.content) == b"p" * 500
    assert len(lengths) > 5


@pytest.fixture
def served(settings: Settings, tmp_path: Path) -> Client:
    """A client of a server with its static files made ready, as `deelgenoot-web setup` does."""
    made = tmp_path / "made"
    (made / "built").mkdir(parents=True)
    (made / "built" / "house.css").write_text("p { color: red }" * 50)
    (made / "built" / "chart-AJRTXF2Q.js").write_text("export {}")
    settings.STATICFILES_DIRS = [made]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)
    return Client(headers={"Accept-Encoding": "gzip"})


def test_a_static_file_is_kept_forever_and_travels_compressed(served: Client) -> None:
    answer = served.get(static("built/house.css"))
    assert gzip.decompress(answer.content) == b"p { color: red }" * 50
    assert answer.headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    again = served.get(static("built/house.css"), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_chunk_named_after_its_content_is_kept_forever(served: Client) -> None:
    answer = served.get("/static/built/chart-AJRTXF2Q.js")
    assert answer.content == b"export {}"
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
