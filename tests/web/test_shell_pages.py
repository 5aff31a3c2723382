"""The pages of the house itself, and what every page has around it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.test import RequestFactory as Requests
from django.urls import translate_url
from django.utils import translation
from pytest_django import Settings
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.actions import LINKS_KEPT
from deelgenoot_web.letters.actions import KEPT
from deelgenoot_web.meetings.models.meeting import MOST_KEEP_DAYS
from deelgenoot_web.meetings.views.who import LASTS
from deelgenoot_web.site.context import shell
from deelgenoot_web.site.environment import SiteOwner

OWNER = SiteOwner(
    "Netwerk M", "Plein 1, Zutphen", "mailto:deelgenoot@voorbeeld.nl", "https://m.example/avg"
)
NOBODY = SiteOwner("", "", "", "")
_ABOUT_COOKIES = (
    "Wij plaatsen geen cookies, behalve één als u inlogt of meedoet: daaraan herkennen wij u."
)


def link(soup: BeautifulSoup, wanted: str) -> str:
    found = soup.select_one(f"link[{wanted}]")
    assert found is not None
    return str(found["href"])


@pytest.mark.parametrize("path", ["/", "/cookies/", "/toegankelijkheid/", "/colofon/", "/privacy/"])
def test_each_page_of_the_house_is_sound_in_both_languages(page: Visitor, path: str) -> None:
    page(path)
    page(translate_url(path, "en"))
    assert page.last.headers["Content-Language"] == "en"


def test_the_page_about_cookies_is_one_line(page: Visitor) -> None:
    main = page("/cookies/").select("main > :not(h1)")
    assert [tag.text for tag in main] == [_ABOUT_COOKIES]


def test_the_first_link_leads_to_the_content(page: Visitor) -> None:
    soup = page("/cookies/")
    first = soup.select("a")[0]
    assert (first.text, first["href"]) == ("Naar de inhoud", "#inhoud")
    assert soup.select_one("main#inhoud[tabindex='-1']")


def test_the_language_link_keeps_the_page_and_the_question(page: Visitor) -> None:
    soup = page("/cookies/", q="a b")
    links = [str(tag["href"]) for tag in soup.select("a[hreflang=en]")]
    assert links == ["/en/cookies/?q=a+b"] * 2
    back = page("/en/cookies/").select_one("a[hreflang=nl]")
    assert back is not None
    assert (back["href"], back["lang"], back.text.strip()) == ("/cookies/", "nl", "Nederlands")


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/vergelijken/", {"g": ["zutphen", "gouda"]}, "?g=zutphen&g=gouda"),
        ("/gemeenten/zutphen/", {"only": "housing", "van": "warnsveld"}, "?only=housing"),
        ("/gemeenten/zutphen/", {"van": "warnsveld"}, ""),
        ("/kenmerken/", {"q": "x"}, ""),
    ],
)
def test_a_choice_goes_along_in_the_address_of_a_page(
    page: Visitor, settings: Settings, path: str, query: dict[str, Any], expected: str
) -> None:
    settings.ORIGIN = "https://deelgenoot.example"
    soup = page(path, **query)
    address = f"https://deelgenoot.example{path}{expected}"
    assert link(soup, "rel=canonical") == address
    assert soup.select_one("meta[property='og:url']")["content"] == address  # type: ignore[index]


def test_search_engines_learn_the_public_address_and_both_languages(
    page: Visitor, settings: Settings
) -> None:
    settings.ORIGIN = "https://deelgenoot.example"
    soup = page("/en/cookies/", q="x")
    assert link(soup, "rel=canonical") == "https://deelgenoot.example/en/cookies/"
    assert link(soup, "hreflang=nl") == "https://deelgenoot.example/cookies/"
    assert link(soup, "hreflang=en") == "https://deelgenoot.example/en/cookies/"


def test_a_shared_link_has_a_title_a_sentence_and_a_picture(page: Visitor) -> None:
    soup = page("/cookies/")
    shared = {str(m["property"]): m["content"] for m in soup.select("meta[property^='og:']")}
    assert shared["og:title"] == "Cookies"
    assert shared["og:description"] == _ABOUT_COOKIES
    assert shared["og:image"] == "http://testserver/static/site/og.png"
    assert shared["og:url"] == "http://testserver/cookies/"


def test_the_menu_marks_the_page_and_everything_under_it() -> None:
    with translation.override("nl"):
        clusters = next(e for e in shell(Requests().get("/")).menu if e.words == "Clusters")
        inside = shell(Requests().get(f"{clusters.url}stad-in-transitie/")).menu
    assert [entry.words for entry in inside if entry.is_current] == ["Clusters"]
    assert not clusters.is_current


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [("nl", "Clusters", "Over de methode"), ("en", "Clusters", "About the method")],
)
def test_the_menu_has_nine_entries(language: str, first: str, last: str) -> None:
    with translation.override(language):
        menu = shell(Requests().get("/")).menu
    assert len(menu) == 9
    assert (menu[0].words, menu[-1].words) == (first, last)


def test_a_contact_is_offered_where_one_is_set(page: Visitor, settings: Settings) -> None:
    settings.OWNER = OWNER
    assert page("/toegankelijkheid/").select_one("a[href='mailto:deelgenoot@voorbeeld.nl']")
    settings.OWNER = NOBODY
    another_server = Visitor()  # a page is made once by each
    assert "heeft hier nog geen adres ingevuld" in another_server("/toegankelijkheid/").text


def test_the_colophon_and_the_statement_say_who_runs_the_site(
    page: Visitor, settings: Settings
) -> None:
    settings.OWNER = OWNER
    colophon, statement = page("/colofon/"), page("/en/privacy/")
    assert "Netwerk M" in colophon.select_one("main").text  # type: ignore[union-attr]
    assert colophon.select_one("a[href='mailto:deelgenoot@voorbeeld.nl']")
    assert "Netwerk M, Plein 1, Zutphen, runs this site" in " ".join(statement.text.split())
    assert statement.select_one("main a[href='https://m.example/avg']").text == "m.example/avg"  # type: ignore[union-attr]


def test_where_nobody_said_so_both_pages_say_that(page: Visitor, settings: Settings) -> None:
    settings.OWNER = NOBODY
    assert "Dat is nog niet ingevuld." in page("/colofon/").text
    assert "is nog niet ingevuld" in " ".join(page("/privacy/").text.split())


def test_the_statement_says_how_long_the_code_keeps_what(page: Visitor, settings: Settings) -> None:
    text = " ".join(page("/privacy/").text.split())
    assert f"van 1 tot {MOST_KEEP_DAYS} dagen" in text
    assert f"Een cookie onthoudt {LASTS.days} dagen" in text
    assert f"bewaren wij {LINKS_KEPT.days} dag." in text
    assert f"ten hoogste {settings.SESSION_COOKIE_AGE // 86400} dagen ingelogd" in text
    assert f"bewaart hij {KEPT.days} dagen" in text


def test_the_foot_of_each_page_leads_to_both(page: Visitor) -> None:
    links = [str(tag["href"]) for tag in page("/cookies/").select("footer a")]
    assert links[:2] == ["/colofon/", "/privacy/"]


def test_the_source_code_is_offered_where_it_is_known(page: Visitor, settings: Settings) -> None:
    settings.SOURCE_CODE = "https://code.example/deelgenoot"
    links = page("/toegankelijkheid/").select("a[href='https://code.example/deelgenoot']")
    assert [tag.text for tag in links] == ["broncode", "Broncode"]


def test_machines_find_their_files(settings: Settings) -> None:
    settings.OWNER = OWNER
    robots, security = (Client().get(f"/{name}") for name in ("robots.txt", _SECURITY))
    assert robots.content == b"User-agent: *\nAllow: /\n"
    lines = security.content.decode().splitlines()
    assert lines[0] == "Contact: mailto:deelgenoot@voorbeeld.nl"
    assert lines[1].startswith("Expires: ")
    assert lines[1].endswith("T00:00:00Z")
    assert lines[3:] == [
        "Canonical: http://127.0.0.1:8000/.well-known/security.txt",
        "Policy: http://127.0.0.1:8000/colofon/#zwakke-plek",
    ]
    assert Client().get("/favicon.ico").headers["Location"] == "/static/site/favicon.svg"


def test_who_finds_a_weakness_is_told_where_to_go(page: Visitor, settings: Settings) -> None:
    settings.OWNER = NOBODY
    answer = Client().get(f"/{_SECURITY}")
    [contact] = (line for line in answer.content.decode().splitlines() if "Contact" in line)
    assert contact == "Contact: http://127.0.0.1:8000/colofon/"
    assert page("/colofon/").select_one("h2#zwakke-plek")
    assert page("/en/colophon/").select_one("h2#zwakke-plek")


_SECURITY = ".well-known/security.txt"
