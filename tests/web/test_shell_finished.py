"""Pages that are made once: which ones, for whom, and that nobody can tell but by the time."""

import gzip
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import timezone
from pytest_django import Settings
from tests.web import small_meeting
from tests.web.live_site import LiveSite

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.edition import Edition, keep_few
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.site.ahead import made_ahead
from deelgenoot_web.site.finished import (
    LARGEST,
    SHELVES,
    Key,
    Page,
    Shelf,
    find_page,
    finished_pages,
)

times = count(1)
"""Goes up with each page that is made."""


def page_of(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>{next(times)}</p>{request.COOKIES}" + "<p>tekst</p>" * 50)


def of_rows(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{Person.objects.count()} mensen")


def of_who_asks(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{next(times)}: {request.session.get('name')}")


def with_a_cookie(request: HttpRequest) -> HttpResponse:
    answer = page_of(request)
    answer.set_cookie("follows", "you")
    return answer


def not_to_be_kept(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(next(times)), headers={"Cache-Control": "no-store"})


def by_browser(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(next(times)), headers={"Vary": "User-Agent"})


def file(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(next(times)), content_type="text/csv")


def in_pieces(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([str(next(times))]))


def secondhand(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(next(times)), status=203)


def missing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(next(times)), status=404)


def enormous(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(next(times)) + "x" * (LARGEST // 99))


def with_a_version(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(next(times)), headers={"ETag": '"1"'})


NEVER_KEPT = (
    of_who_asks,
    with_a_cookie,
    not_to_be_kept,
    by_browser,
    file,
    in_pieces,
    secondhand,
    missing,
    enormous,
)
room = ([path("pagina/", page_of)], "workbench")
urlpatterns = [
    *i18n_patterns(
        path("pagina/", page_of),
        path("rijen/", of_rows),
        path("versie/", with_a_version),
        path("werkbank/", include(room)),
        *(path(f"{view.__name__}/", view) for view in NEVER_KEPT),
        prefix_default_language=False,
    )
]
ours = pytest.mark.urls(__name__)
COMPRESSED = {"Accept-Encoding": "gzip, br"}


def was_made_anew(client: Client, path: str, **how: Any) -> bool:
    first, second = (client.get(path, **how) for _ in range(2))
    return b"".join(first) != b"".join(second)


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(email="ada@town.example", is_organiser=True)


@ours
def test_a_page_of_the_release_is_made_once() -> None:
    client = Client()
    assert not was_made_anew(client, "/pagina/")
    assert not was_made_anew(client, "/pagina/", headers=COMPRESSED)
    plain = client.get("/pagina/")
    compressed = client.get("/pagina/", headers=COMPRESSED)
    assert b"<p>tekst</p>" in plain.content
    assert b"<p>tekst</p>" in gzip.decompress(compressed.content)
    assert client.get("/en/pagina/").content != plain.content
    assert client.get("/pagina/", headers={"Host": "localhost"}).content != plain.content
    assert client.get("/pagina/", secure=True).content != plain.content


@ours
@pytest.mark.parametrize("name", [view.__name__ for view in NEVER_KEPT])
def test_what_is_not_the_same_for_everybody_is_made_anew(name: str) -> None:
    assert was_made_anew(Client(), f"/{name}/")


@ours
def test_a_question_or_another_room_is_answered_anew() -> None:
    client = Client()
    assert was_made_anew(client, "/pagina/", data={"van": "elders"})
    assert was_made_anew(client, "/werkbank/pagina/")
    assert client.post("/pagina/").content != client.post("/pagina/").content


@ours
@pytest.mark.django_db
def test_a_page_that_asked_the_database_shows_what_changed_at_once(ada: Person) -> None:
    client = Client()
    first = client.get("/rijen/")
    assert first.content == b"1 mensen"
    again = client.get("/rijen/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Person.objects.create(email="b@town.example")
    assert client.get("/rijen/").content == b"2 mensen"


@ours
@pytest.mark.django_db
def test_who_has_signed_in_is_never_given_a_kept_page(ada: Person) -> None:
    client = Client()
    kept = client.get("/pagina/").content
    client.force_login(ada)
    assert client.get("/pagina/").content != kept
    assert was_made_anew(client, "/pagina/")
    client.logout()
    assert client.get("/pagina/").content == kept


@ours
def test_a_page_is_made_as_for_somebody_of_whom_nothing_is_known() -> None:
    client = Client()
    client.cookies["deelname-1"] = "geheim"
    first = client.get("/pagina/").content
    assert b"geheim" not in first
    assert Client().get("/pagina/").content != first  # each server has pages of its own
    client.cookies.clear()
    assert client.get("/pagina/").content == first


@pytest.mark.parametrize("path", ["/", "/en/", "/gemeenten/zutphen/", "/cookies/"])
def test_a_kept_page_is_told_from_a_new_one_by_nothing(path: str) -> None:
    client = Client()
    for headers in ({}, COMPRESSED):
        fresh, kept = (client.get(path, headers=headers) for _ in range(2))
        assert dict(fresh.items()) == dict(kept.items())
        assert fresh.content == kept.content
        assert "default-src 'none'" in kept.headers["Content-Security-Policy"]
        assert kept.headers["Content-Language"] == ("en" if path == "/en/" else "nl")
        tag = kept.headers["ETag"]
        again = client.get(path, headers=headers | {"If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert "Content-Security-Policy" in again.headers


@pytest.mark.parametrize("path", ["/clusters/werkstad/", "/en/municipalities/gouda/"])
def test_a_page_that_is_written_around_kept_parts_is_the_same_again(path: str) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "of-nobody"
    first, again = (client.get(path).content for _ in range(2))
    assert first == again
    assert len(first) > 100_000


def test_a_kept_part_is_made_once_per_language_however_many_ask_at_once() -> None:
    made_in: list[str] = []

    @keep_few
    def part(edition: Edition, what: str) -> str:
        made_in.append(edition.language)
        time.sleep(0.05)
        return f"{what} in {edition.language}"

    editions = [Edition(release(), language) for language in ("nl", "en")]
    with ThreadPoolExecutor(max_workers=8) as threads:
        parts = list(threads.map(lambda edition: part(edition, "figuur"), editions * 4))
    assert parts == ["figuur in nl", "figuur in en"] * 4
    assert sorted(made_in) == ["en", "nl"]


@ours
def test_who_has_the_page_fills_the_shelf_for_others() -> None:
    client, made = Client(), next(times) + 1
    has_it = client.get("/versie/", headers={"If-None-Match": '"1"'})
    assert (has_it.status_code, has_it.content) == (304, b"")
    assert int(client.get("/versie/").content) == made


def test_a_foreign_host_is_refused_after_a_page_was_kept() -> None:
    client = Client()
    assert client.get("/cookies/").status_code == 200
    assert client.get("/cookies/", headers={"Host": "evil.example"}).status_code == 400


def test_a_page_that_leads_to_a_session_is_kept_until_the_session_is_another(
    django_assert_num_queries: Any,
) -> None:
    client, meeting = Client(), small_meeting.made()
    meeting.starts_at = timezone.now()
    meeting.ends_at = meeting.starts_at + timedelta(days=1)
    meeting.save()

    def first_page() -> str:
        with django_assert_num_queries(1):
            return client.get("/").content.decode()

    assert meeting.title in first_page()
    assert meeting.title in first_page()
    Meeting.objects.filter(pk=meeting.pk).update(title="Samen verder")
    assert "Samen verder" in first_page()
    meeting.delete()
    assert "next-meeting" not in first_page()


def kept(sign: str, size: int) -> Page:
    return Page(sign.encode() * size, {"Sign": sign})


def key(name: str) -> Key:
    return ("http", "town.example", name, True, None, None)


def test_a_full_shelf_starts_empty() -> None:
    shelf = Shelf(largest=100)
    shelf.add(key("a"), kept("a", 40))
    shelf.add(key("b"), kept("b", 60))
    assert shelf.get(key("a")) == kept("a", 40)
    assert shelf.get(key("b")) == kept("b", 60)
    shelf.bring(key("c"), kept("c", 1))
    assert shelf.page_missed.is_set()  # what was brought before has to come again
    assert [bool(shelf.get(key(name))) for name in "abc"] == [False, False, True]
    shelf.add(key("c"), kept("d", 1))
    assert shelf.get(key("c")) == kept("c", 1)


def test_on_a_full_disk_a_page_is_made_anew() -> None:
    shelf = Shelf()
    with Path("/dev/full").open("r+b", buffering=0) as shelf._file:
        shelf.bring(key("a"), kept("a", 40))
    assert shelf.get(key("a")) is None
    assert not shelf.page_missed.is_set()  # nor brought again and again


def test_a_shelf_notices_that_somebody_misses_a_page_that_was_brought() -> None:
    shelf = Shelf()
    shelf.bring(key("a"), kept("a", 40))
    assert shelf.get(key("a")) == kept("a", 40)
    assert shelf.get(key("b")) is None
    assert not shelf.page_missed.is_set()
    later = (*key("a")[:5], (("housing", 1),))
    assert shelf.get(later) is None
    assert shelf.page_missed.is_set()


def without_files(page: bytes) -> bytes:
    """A page without the names of its files, which in tests hold no hash of their content."""
    return re.sub(rb"/static/[^\s\"]+", b"", gzip.decompress(page))


@pytest.mark.django_db
def test_pages_are_made_ahead_as_visitors_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    LiveSite(tmp_path).set_up(looks=True)
    settings.ORIGIN = "http://localhost:8000"
    monkeypatch.setenv("DEELGENOOT_VAR", str(tmp_path))
    monkeypatch.setenv("DEELGENOOT_ORIGIN", settings.ORIGIN)
    brought = list(islice(made_ahead("pages"), 2))
    client = Client()
    for (of_key, page), address in zip(brought, ("/", "/clusters/"), strict=True):
        headers = COMPRESSED | {"Host": "localhost:8000"}
        answer = client.get(address, headers=headers)
        here, ahead = (without_files(one) for one in (answer.content, page.body))
        assert here == ahead
        assert find_page(RequestFactory().get(address, headers=headers))[0] == of_key


def test_who_named_an_own_municipality_gets_the_page_that_is_kept_for_browsers() -> None:
    request = RequestFactory().get("/cookies/", headers=COMPRESSED)
    others, client = set(SHELVES), Client()
    plain = client.get("/cookies/?gemeente=zutphen")
    [shelf] = set(SHELVES) - others
    assert shelf.get(find_page(request)[0])
    compressed = client.get("/cookies/?gemeente=zutphen", headers=COMPRESSED)
    assert "Zutphen" in plain.content.decode()
    assert gzip.decompress(compressed.content) == plain.content


@ours
def test_a_page_is_made_by_one_while_others_wait() -> None:
    begun, may_go_on, made = threading.Event(), threading.Event(), Counter[str]()

    def slow(request: HttpRequest) -> HttpResponse:
        made[request.path] += 1
        begun.set()
        assert may_go_on.wait(10)
        return HttpResponse("klaar", headers={"Cache-Control": "public, no-cache"})

    answer = finished_pages(slow)
    given: list[str] = []

    def visit() -> None:
        response = answer(RequestFactory().get("/pagina/"))
        assert isinstance(response, HttpResponse)
        given.append(response.content.decode())

    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    assert begun.wait(10)
    may_go_on.set()
    for visitor in visitors:
        visitor.join(10)
    assert given == ["klaar"] * 4
    assert made == {"/pagina/": 1}
