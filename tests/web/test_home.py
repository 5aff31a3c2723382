"""The first page, against the files of the release."""

import gzip
import tomllib
from typing import Any

import pytest
from tests.web import raw
from tests.web.raw import texts, words
from tests.web.visitor import Visitor

from deelgenoot.typology.sentences import mid_sentence

LETTERS = "CBTWVAL"


def _area_name(code: str) -> str:
    return next(row["name"] for row in raw.rows("areas.csv") if row["code"] == code)


def _challenges() -> list[dict[str, Any]]:
    file = raw.STUDY / "challenges.toml"
    listed: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["challenge"]
    return listed


def test_the_answer_claims_no_more_of_clusters_than_their_own_page(page: Visitor) -> None:
    """Not all clusters share opgaven more than chance gives: their figures are what is alike."""
    soup = page("/")
    start = "74 middelgrote gemeenten, in zeven clusters met vergelijkbare cijfers."
    assert words(soup.main).count(start) == 1
    (description,) = soup.select('meta[name="description"]')
    assert str(description["content"]).startswith(start)


def test_the_legend_is_a_menu_with_the_number_of_municipalities(page: Visitor) -> None:
    soup = page("/")
    clusters = raw.typology()["clusters"]
    links = soup.select(".home__legend a")
    assert [link["href"] for link in links] == [f"/clusters/{c['archetype']}/" for c in clusters]
    counted = [f"{len(c['members'])} gemeenten" for c in clusters]
    assert texts(soup, ".home__legend .rows__end")[: len(clusters)] == counted


def test_the_legend_counts_who_is_striped(page: Visitor) -> None:
    between = [m for m in raw.typology()["members"].values() if m["standing"] == "between"]
    assert len(between) > 1
    striped = page("/").select(".home__legend li")[-1]
    assert words(striped) == f"Gestreept: tussen twee clusters {len(between)} gemeenten"


def test_a_card_says_idea_opgave_three_firmest_and_two_kinds_of_doubt(page: Visitor) -> None:
    card = page("/").select(".home__cards > .card")[0]
    first = raw.typology()["clusters"][0]
    about = tomllib.loads((raw.STUDY / "archetypes.toml").read_text("utf-8"))["archetype"][0]
    assert words(card.h3) == about["name"]["nl"]
    assert texts(card, ":scope > p") == [about["idea"]["nl"], f"Opgave: {about['opgave']['nl']}"]
    a, b, c = (_area_name(code) for code in first["members"][:3])
    firmness = {
        "firm": "stevig",
        "fair": "redelijk stevig",
        "chance": "niet steviger dan bij toeval",
        "varying": "wisselend",
    }
    fit = {
        "good": "past goed",
        "fair": "past redelijk",
        "chance": "past niet beter dan bij toeval",
        "weak": "past zwak",
    }
    assert words(card.select_one(".card__foot p")) == (
        f"{len(first['members'])} gemeenten, zoals {a}, {b} en {c}"
    )
    assert texts(card, ".dots") == [
        f"groep {firmness[first['firmness']]}",
        f"naam {fit[first['fit_word']]}",
    ]


def test_dots_stand_for_the_same_as_the_words_beside_them(page: Visitor) -> None:
    wanted = {"firm": 3, "fair": 2, "chance": 1, "varying": 1, "good": 3, "weak": 1}
    filled = [len(tag.select(".dot--filled")) for tag in page("/").select(".card__foot .dots")]
    expected: list[int] = []
    for cluster in raw.typology()["clusters"]:
        expected += [wanted[cluster["firmness"]], wanted[cluster["fit_word"]]]
    assert filled == expected


def test_the_map_has_every_municipality_of_the_selection_once(page: Visitor) -> None:
    soup = page("/")
    selected = {code for code, m in raw.typology()["members"].items() if m["in_study"]}
    drawn = [path["data-gm"] for path in soup.select(".map .area path")]
    assert sorted(drawn) == sorted(selected)
    assert texts(soup, ".home__note a") == [
        "Bekijk de kaart als tabel",
        "Bewaar de kaart of sluit haar in",
    ]


def test_one_cluster_at_a_time_can_be_chosen_by_name(page: Visitor) -> None:
    choices = page("/").select(".choice input[type=radio]")
    assert [one["id"] for one in choices] == ["show-all", *(f"show-{letter}" for letter in LETTERS)]
    assert [one["id"] for one in choices if one.has_attr("checked")] == ["show-all"]


def test_generic_opgaven_count_the_municipalities_of_the_selection(page: Visitor) -> None:
    soup = page("/")
    selected = [m for m in raw.typology()["members"].values() if m["in_study"]]
    expected = []
    for one in _challenges():
        if one["generic"]:
            known = [m["evidence"].get(one["id"]) for m in selected]
            n_known = len([answer for answer in known if answer is not None])
            shown = f"{known.count(True)} van de {n_known}"
            expected.append(shown if n_known else "niet in onze cijfers")
    assert texts(soup, ".halves .rows__end") == expected
    assert "niet in onze cijfers" in expected


def test_it_says_whose_calculation_it_is_and_why_these_municipalities(page: Visitor) -> None:
    text = words(page("/").main)
    study = tomllib.loads((raw.STUDY / "study.toml").read_text("utf-8"))
    n_selected = sum(m["in_study"] for m in raw.typology()["members"].values())
    assert "De indeling is onze eigen berekening en is na te rekenen." in text
    assert f"Waarom {n_selected} en niet 58?" in text
    assert f"Wij namen: {mid_sentence(study['selection']['reason']['nl'])}" in text


def test_the_english_page_is_english(page: Visitor) -> None:
    soup = page("/en/")
    assert words(soup.h1) == "Which municipality is like yours?"
    assert str(soup.select(".home__legend a")[0]["href"]).startswith("/en/clusters/")
    assert "Striped: between two clusters" in texts(soup, ".home__legend li")[-1]


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_the_first_page_is_light(page: Visitor, path: str) -> None:

    page(path)
    assert len(gzip.compress(page.last.content)) < 40_000
