"""The municipality of one's own: kept in the address, ringed on the page, and nowhere else."""

import gzip
import re
from functools import cache

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from tests.web import raw
from tests.web.raw import words
from tests.web.visitor import Visitor

ZUTPHEN = "GM0301"
CLUSTER = f"/clusters/{raw.member(ZUTPHEN)['cluster']}/"


@cache
def _soup(address: str) -> BeautifulSoup:
    return BeautifulSoup(Client().get(address).content.decode(), "html.parser")


def _ringed() -> BeautifulSoup:
    return _soup(f"{CLUSTER}?gemeente=zutphen")


def _kept(link: Tag) -> bool:
    return "gemeente=zutphen" in str(link["href"])


def test_every_link_of_a_page_keeps_it_and_files_do_not() -> None:
    links = _ringed().select('a[href^="/"], a[href^="?"]')
    away = [str(one["href"]) for one in links if one.get("class") == ["own__away"]]
    assert away == [CLUSTER]
    without = [str(one["href"]) for one in links if not _kept(one)]
    assert [one.rpartition("/")[2] for one in without if one not in away] == [
        "startnotitie.pdf",
        "cijfers.csv",
        "cijfers.xlsx",
    ]
    assert len(links) > 40


def test_what_an_address_asks_stays_beside_it() -> None:
    soup = _soup("/vergelijken/?g=zutphen&g=hengelo&gemeente=gouda")
    assert [words(one) for one in soup.select(".compare__chosen li > a:first-of-type")] == [
        "Zutphen",
        "Hengelo",
    ]
    assert soup.select_one('.compare__form input[name="gemeente"][value="gouda"]')
    away = [str(a["href"]) for a in soup.select(".compare__remove")]
    assert away[0] == "/vergelijken/?g=hengelo&gemeente=gouda"
    assert soup.select(".own__away")[0]["href"] == "/vergelijken/?g=zutphen&g=hengelo"


def test_it_is_ringed_in_lists_on_the_map_and_in_charts() -> None:
    soup = _ringed()
    [row] = soup.select(".members li:has(a[data-own])")
    assert words(row.a) == "Zutphen (mijn gemeente)"
    areas = soup.select("svg [data-own]")
    assert {one["data-gm"] for one in areas if one.has_attr("data-gm")} == {ZUTPHEN}
    lines = soup.select("svg.dotline")
    ringed = [one for one in lines if one.select("circle.g-mine")]
    measured = {key for key in raw.indicators() if raw.level(ZUTPHEN, key)}
    about = [str(one["data-chart"]).split("/")[1] for one in lines]
    assert [str(one["data-chart"]).split("/")[1] for one in ringed] == [
        one for one in about if one in measured
    ]
    assert all("Mijn gemeente: Zutphen " in str(one["aria-label"]) for one in ringed)


def test_a_development_gets_its_line() -> None:
    soup = _ringed()
    names = [str(one["aria-label"]) for one in soup.select("svg[data-chart^='trend/']")]
    assert names
    assert [one for one in names if "Zutphen" not in one] == []


def test_the_panels_of_an_indicator_get_its_line_on_one_scale() -> None:
    panels = _soup("/kenmerken/65plus/?gemeente=zutphen").select("svg[data-chart^='panel/']")
    assert len(panels) == 7
    assert all(str(one["aria-label"]).count("Zutphen van ") == 1 for one in panels)
    assert len({words(one.select_one(".scale")) for one in panels}) == 1


def test_a_row_that_only_names_it_is_ringed() -> None:
    heads = _soup("/methode/door-de-tijd/?gemeente=zutphen").select("th[data-own]")
    assert heads
    assert {words(one) for one in heads} == {"Zutphen (mijn gemeente)"}


def test_in_english_its_words_and_links_are_english(page: Visitor) -> None:
    soup = page("/en/municipalities/gouda/", gemeente="zutphen")
    assert words(soup.select_one(".own__inner > span")) == "My municipality: Zutphen"
    assert soup.select_one(".own a")["href"] == "/en/municipalities/zutphen/?gemeente=zutphen"  # type: ignore[index]


def test_the_next_visitor_gets_the_page_without_it() -> None:
    _ringed()
    soup = _soup(CLUSTER)
    assert soup.select("[data-own], .own, .g-mine, input[name=gemeente]") == []
    assert [a for a in soup.select("a[href]") if _kept(a)] == []


def test_search_engines_read_of_one_page() -> None:
    soup = _ringed()
    assert str(soup.select("link[rel=canonical]")[0]["href"]).endswith(CLUSTER)


@pytest.mark.parametrize("name", ["atlantis", "", "GM0301"])
def test_a_name_that_is_no_municipality_changes_nothing(name: str) -> None:
    soup = _soup(f"{CLUSTER}?gemeente={name}")
    assert soup.select("[data-own], .own, .g-mine, input[name=gemeente]") == []


def test_who_is_led_elsewhere_keeps_it() -> None:
    answer = Client().get("/gemeenten/GM0301/?gemeente=gouda")
    assert answer["Location"] == "/gemeenten/zutphen/?gemeente=gouda"


def test_a_page_says_whose_it_is_and_where_to_choose() -> None:
    choose = _soup("/gemeenten/gouda/").select_one("a.choose-own")
    assert choose is not None
    assert choose["href"] == "?gemeente=gouda"
    assert _soup("/gemeenten/gouda/?gemeente=gouda").select(".own--here")
    other = _soup("/gemeenten/gouda/?gemeente=zutphen")
    assert not other.select(".own--here")
    assert other.select("a.choose-own")[0]["href"] == "?gemeente=gouda"


def test_it_travels_compressed_and_is_not_sent_twice() -> None:
    address = f"{CLUSTER}?gemeente=zutphen"
    zipped = Client().get(address, headers={"Accept-Encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip"
    assert b"data-own" in gzip.decompress(zipped.content)
    headers = {"Accept-Encoding": "gzip", "If-None-Match": zipped["ETag"]}
    assert Client().get(address, headers=headers).status_code == 304
    assert Client().get(CLUSTER, headers=headers).status_code == 200


def test_the_workbench_keeps_its_own_field_and_all_links_keep_the_choice() -> None:
    soup = _soup("/werkbank/?gemeente=zutphen")
    assert [one.name for one in soup.select("form [name=gemeente]")] == ["select"]
    chosen = soup.select_one("#gemeente option[selected]")
    assert chosen
    assert chosen["value"] == "zutphen"
    links = soup.select('header a[href^="/"]')
    assert links
    assert [str(one["href"]) for one in links if not _kept(one)] == []


def test_an_answer_that_is_no_page_is_left_as_it_is() -> None:
    plain, asked = (Client().get(f"/gemeenten/namen.json{end}") for end in ("", "?gemeente=gouda"))
    assert plain.content == asked.content
    assert not re.search(rb"gemeente=", asked.content)
