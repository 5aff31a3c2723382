"""Municipalities beside each other: what is chosen, what is shown, and what is hidden by name."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.web import raw
from tests.web.quick_soup import read_html
from tests.web.raw import flat, texts, words
from tests.web.visitor import Visitor

from deelgenoot.words import format_figure
from deelgenoot_web.atlas.pages.municipality.compare import furthest

TWO = ["zutphen", "hengelo"]
THREE = ["zutphen", "hengelo", "roermond"]


def _soup(chosen: list[str], path: str = "/vergelijken/", **query: str) -> BeautifulSoup:
    answer = Client().get(path, {"g": chosen, **query})
    assert answer.status_code == 200, answer.headers.get("Location")
    return read_html(answer.content.decode())


def _chosen(soup: BeautifulSoup) -> list[str]:
    return [words(chip.a) for chip in soup.select(".compare__chip")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/vergelijken/", {}),
        ("/vergelijken/", {"g": ["zutphen"]}),
        ("/vergelijken/", {"g": THREE}),
        ("/vergelijken/", {"g": ["zutphen", "amsterdam"], "alles": "1"}),
        ("/vergelijken/", {"g": ["zutphen", "bergen", "qqqqzzz"]}),
        ("/en/compare/", {"g": TWO}),
    ],
)
def test_each_kind_of_page_is_sound(
    page: Visitor, path: str, query: dict[str, str | list[str]]
) -> None:
    page(path, 200, **query)


# --- what is shown ---


def test_three_stand_beside_each_other_with_number_cluster_and_figures() -> None:
    soup = _soup(THREE, alles="1")

    assert words(soup.h1) == "Zutphen, Hengelo en Roermond naast elkaar"
    heads = [words(head.a) for head in soup.select("thead .compare__head")]
    assert heads == ["Zutphen", "Hengelo", "Roermond"]
    clusters = texts(soup, "thead .compare__cluster")
    codes = [raw.area(slug)["code"] for slug in THREE]
    expected = [raw.cluster(raw.member(code)["cluster"])["name"]["nl"] for code in codes]
    assert clusters == expected


def test_every_indicator_has_a_row_with_the_figures_of_the_package() -> None:
    rows = _soup(THREE, alles="1").select(".compare__row")
    shown = {
        words(row.select_one(".indicator__label")): [
            words(cell).split(" ", 2)[2] for cell in row.select(".compare__value")
        ]
        for row in rows
    }

    assert len(shown) == len(raw.indicators())
    for one in ("65plus", "woz", "misdr", "corp"):
        indicator = raw.indicators()[one]
        figures = [float(raw.level(raw.area(slug)["code"], one)) for slug in THREE]
        unit, decimals = indicator["unit"], indicator["decimals"]
        expected = [flat(format_figure(figure, unit, "nl", decimals)) for figure in figures]
        assert shown[indicator["label"]["nl"]] == expected


def test_a_missing_figure_stands_in_words_and_gets_no_dot() -> None:
    rows = _soup(["zutphen", "appingedam"], alles="1").select(".compare__row")
    woz = next(row for row in rows if "WOZ" in words(row.th))

    assert words(woz.select(".compare__value")[1]).endswith("geen cijfer")
    assert len(woz.select(".compare__line .g-dot")) == 1


def test_only_differences_is_the_usual_and_what_is_hidden_is_named_with_its_theme() -> None:
    some, every = _soup(THREE), _soup(THREE, alles="1")

    kept = set(texts(some, ".compare__row .indicator__label"))
    hidden = set(texts(every, ".compare__row .indicator__label")) - kept
    said = " ".join(texts(some, ".compare__theme small")).lower()
    assert hidden
    assert [one for one in hidden if one.partition(",")[0].lower() not in said] == []
    assert texts(every, ".compare__theme small") == []


def test_what_is_hidden_lies_close_together_on_the_line() -> None:
    """The dots of a row that is shown span at least a quarter of the line; hidden ones do not."""

    def spans(soup: BeautifulSoup) -> dict[str, float]:
        found = {}
        for row in soup.select(".compare__row"):
            dots = row.select(".compare__line .g-dot")
            at = [float(str(dot["cx"]).rstrip("%")) for dot in dots]
            found[words(row.select_one(".indicator__label"))] = max(at) - min(at)
        return found

    every, some = spans(_soup(THREE, alles="1")), spans(_soup(THREE))
    quarter = 23  # of the line, which runs from 4 to 96 per cent of the drawing
    assert {one for one, span in every.items() if span >= quarter + 0.01} <= set(some)
    assert all(span >= quarter - 0.01 for span in some.values())


def test_two_have_no_bold_and_three_have_the_one_that_lies_furthest() -> None:
    assert _soup(TWO).select(".compare__value b") == []
    row = next(r for r in _soup(THREE).select(".compare__row") if "25 tot 45 jaar" in words(r.th))
    # 21,4%, 24,1% and 24,9%: Zutphen is furthest from the two others together.
    assert texts(row, "b") == ["21,4%"]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ({"a": 0.1, "b": 0.5, "c": 0.6}, "a"),
        ({"a": 0.1, "b": 0.2, "c": 0.3}, ""),  # both ends lie equally far
        ({"a": 0.1, "b": 0.12, "c": 0.19}, ""),  # nearly alike
        ({"a": 0.0, "b": 1.0}, ""),  # of two, neither is "the other"
        ({"a": 0.5, "b": 0.5, "c": 0.5, "d": 0.9}, "d"),
        ({}, ""),
    ],
)
def test_the_furthest_by_hand(at: dict[str, float], expected: str) -> None:
    assert furthest(at) == expected


@given(st.dictionaries(st.sampled_from("abcde"), st.floats(0, 1), min_size=3))
def test_the_furthest_does_not_depend_on_order_or_direction(at: dict[str, float]) -> None:
    backwards = dict(reversed(list(at.items())))
    mirrored = {one: 1 - here for one, here in at.items()}

    assert furthest(at) == furthest(backwards)
    assert furthest(at) in {furthest(mirrored), ""} or furthest(mirrored) == ""


def test_the_sentences_say_who_belongs_where() -> None:
    said = " ".join(texts(_soup(["zutphen", "hengelo", "amsterdam"]), ".compare__answer p"))

    names = [raw.cluster(raw.member(c)["cluster"])["name"]["nl"] for c in ("GM0301", "GM0363")]
    assert f"Zutphen en Hengelo horen bij {names[0]}." in said
    assert f"Amsterdam lijkt het meest op {names[1]}." in said


def test_the_numbers_on_the_lines_are_those_in_the_head() -> None:
    soup = _soup([*THREE, "gouda", "assen"])

    for row in soup.select(".compare__row"):
        digits = sorted(texts(row, ".compare__line text.g-digit"))
        assert digits == ["1", "2", "3", "4", "5"]


# --- what is chosen ---


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("g=zutphen,hengelo", "g=zutphen&g=hengelo"),
        ("g=Zutphen&g=GM0164", "g=zutphen&g=hengelo"),
        ("g=zutphen&g=&g=hengelo&keuze=1&verschillen=1", "g=zutphen&g=hengelo"),
        ("g=zutphen&g=hengelo&keuze=1", "g=zutphen&g=hengelo&alles=1"),
        ("g=", ""),
    ],
)
def test_every_choice_has_one_short_address(query: str, target: str) -> None:
    answer = Client().get(f"/vergelijken/?{query}")

    assert answer.status_code == 302
    assert answer["Location"] == (f"/vergelijken/?{target}" if target else "/vergelijken/")


def test_removing_one_leaves_the_others() -> None:
    soup = _soup(THREE)

    links = [str(a["href"]) for a in soup.select(".compare__remove")]
    assert links[1] == "/vergelijken/?g=zutphen&g=roermond"


def test_the_same_one_twice_is_said_and_shown_once() -> None:
    soup = _soup(["zutphen", "hengelo", "GM0301"])

    assert _chosen(soup) == ["Zutphen", "Hengelo"]
    assert texts(soup, "main > .notice") == ["Zutphen staat er al."]


def test_a_name_that_is_not_known_stays_in_the_field_with_suggestions() -> None:
    soup = _soup(["zutphen", "Hengello"])

    assert _chosen(soup) == ["Zutphen"]
    field = soup.select_one("#compare-add")
    assert field is not None
    assert field["value"] == "Hengello"
    ways = soup.select(".compare__ways a")
    assert words(ways[0]) == "Hengelo"
    assert ways[0]["href"] == "?g=zutphen&g=hengelo"


def test_an_old_name_counts_as_its_successor_and_a_newer_one_as_its_parts() -> None:
    soup = _soup(["bussum", "dijk-en-waard"])

    assert _chosen(soup) == ["Gooise Meren", "Heerhugowaard", "Langedijk"]
    said = texts(soup, "main > .notice")
    assert said[0] == "Bussum hoort sinds 2016 bij Gooise Meren."
    assert said[1].startswith("Dijk en Waard bestaat sinds 2022")


def test_of_namesakes_one_has_to_be_chosen() -> None:
    soup = _soup(["zutphen", "bergen"])

    assert _chosen(soup) == ["Zutphen"]
    assert texts(soup, ".compare__ways a") == ["Bergen (L.)", "Bergen (NH.)"]


def test_more_than_five_are_named_and_come_in_when_there_is_room() -> None:
    six = [*THREE, "gouda", "assen", "veenendaal"]
    soup = _soup(six)

    assert _chosen(soup) == ["Zutphen", "Hengelo", "Roermond", "Gouda", "Assen"]
    assert texts(soup, "main > .notice")[0].endswith("Nu niet te zien: Veenendaal.")
    without_first = str(soup.select(".compare__remove")[0]["href"])
    answer = Client().get(without_first)
    assert "Veenendaal" in _chosen(read_html(answer.content.decode()))


def test_one_alone_offers_those_that_are_like_it() -> None:
    soup = _soup(["zutphen"])

    assert words(soup.h1) == "Met wie wilt u Zutphen vergelijken?"
    peers = texts(read_html(Client().get("/gemeenten/zutphen/").content.decode()), ".peer__name")
    assert texts(soup, "section[aria-labelledby=suggesties] a") == peers


def test_nobody_yet_offers_the_firmest_of_each_cluster() -> None:
    soup = _soup([])

    links = soup.select("section[aria-labelledby=suggesties] a")
    assert len(links) == len(raw.typology()["clusters"])
    first = raw.typology()["clusters"][0]["members"][:3]
    slugs = [row["slug"] for code in first for row in raw.rows("areas.csv") if row["code"] == code]
    assert links[0]["href"] == "/vergelijken/?" + "&".join(f"g={slug}" for slug in slugs)


@pytest.mark.parametrize("word", ["<script>alert(1)</script>", "x" * 9000, ",,,,", "🙂"])
def test_nonsense_does_no_harm(word: str) -> None:
    answer = Client().get("/vergelijken/", {"g": ["zutphen", word]})

    assert answer.status_code in {200, 302}
    assert b"<script>alert" not in answer.content


def test_the_table_to_take_along_holds_every_figure_of_each() -> None:
    answer = Client().get("/vergelijken/vergelijking.csv", {"g": TWO})
    table = list(csv.DictReader(io.StringIO(answer.content.decode())))

    assert {row["gm_code"] for row in table} == {raw.area(slug)["code"] for slug in TWO}
    assert len(table) == 2 * len(raw.indicators())
    for row in table:
        assert row["value"] == "" or float(row["value"]) == float(
            raw.level(row["gm_code"], row["indicator"])
        )
