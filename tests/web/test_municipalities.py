"""The list of all municipalities, its filter and its table, against the files of the release."""

import csv
import io

import pytest
from django.test import Client
from tests.web import raw
from tests.web.raw import texts, words
from tests.web.visitor import Visitor


def _listed(path: str = "/gemeenten/", **query: str) -> list[str]:
    return texts(Visitor()(path, 200, **query), ".place a")


def test_the_list_has_every_municipality_once(page: Visitor) -> None:
    names = texts(page("/gemeenten/"), ".place a")

    assert len(names) == 355
    assert sorted(names) == sorted(row["name"] for row in raw.rows("areas.csv"))


def test_a_municipality_of_the_selection_has_its_cluster_and_another_the_nearest(
    page: Visitor,
) -> None:
    soup = page("/gemeenten/")
    said = {
        words(item.a): words(item.select_one(".place__cluster")) for item in soup.select(".place")
    }

    for code in ("GM0301", "GM0363"):
        one = raw.member(code)
        name = raw.cluster(one["cluster"])["name"]["nl"]
        expected = name if one["in_study"] else f"lijkt het meest op {name}"
        area = next(row for row in raw.rows("areas.csv") if row["code"] == code)
        assert said[area["name"]] == expected
    n_outside = sum(one.startswith("lijkt het meest op") for one in said.values())
    assert n_outside == sum(not one["in_study"] for one in raw.typology()["members"].values())


def test_the_filter_keeps_a_cluster_and_a_province_together(page: Visitor) -> None:
    soup = page("/gemeenten/", cluster="werkstad", province="Limburg")
    expected = [
        row["name"]
        for row in raw.rows("areas.csv")
        if row["province"] == "Limburg" and raw.member(row["code"])["cluster"] == "werkstad"
    ]

    assert expected
    assert sorted(texts(soup, ".place a")) == sorted(expected)
    chosen = [option["value"] for option in soup.select("option[selected]")]
    assert chosen == ["werkstad", "Limburg"]


def test_a_choice_without_municipalities_says_so(page: Visitor) -> None:
    provinces = {row["province"] for row in raw.rows("areas.csv")}
    found = {(raw.member(row["code"])["cluster"], row["province"]) for row in raw.rows("areas.csv")}
    archetypes = [c["archetype"] for c in raw.typology()["clusters"]]
    none = next((a, p) for a in archetypes for p in sorted(provinces) if (a, p) not in found)

    soup = page("/gemeenten/", cluster=none[0], province=none[1])

    assert texts(soup, ".place") == []
    assert words(soup.select_one(".empty h2")) == "Geen gemeente met deze keuze"


@pytest.mark.parametrize("query", [{"cluster": "x"}, {"province": "<b>"}, {"other": "1"}])
def test_a_filter_that_does_not_exist_is_no_filter(query: dict[str, str]) -> None:
    assert len(_listed("/gemeenten/", **query)) == 355


def test_the_selection_stands_in_sight_and_the_others_fold_out_per_province(page: Visitor) -> None:
    soup = page("/gemeenten/")
    in_sight = [words(a) for a in soup.select(".place a") if a.find_parent("details") is None]
    folded = {
        (words(fold.summary).rpartition(" (")[0], name)
        for fold in soup.select(".places__province:not([open])")
        for name in texts(fold, ".place a")
    }

    inside = [row for row in raw.rows("areas.csv") if raw.member(row["code"])["in_study"]]
    outside = [row for row in raw.rows("areas.csv") if not raw.member(row["code"])["in_study"]]
    assert sorted(in_sight) == sorted(row["name"] for row in inside)
    assert folded == {(row["province"], row["name"]) for row in outside}


@pytest.mark.parametrize(
    ("name", "expected"), [("gou", ["Gouda"]), ("voorb", ["Leidschendam-Voorburg"]), ("xyz", [])]
)
def test_a_name_without_scripts_is_searched_from_the_beginning_of_its_words(
    name: str, expected: list[str]
) -> None:
    assert _listed(name=name) == expected


def test_the_table_to_take_along_follows_the_filter() -> None:
    answer = Client().get("/gemeenten/gemeenten.csv", {"cluster": "voorstad"})
    table = list(csv.DictReader(io.StringIO(answer.content.decode())))

    expected = [c for c, m in raw.typology()["members"].items() if m["cluster"] == "voorstad"]
    assert sorted(row["gm_code"] for row in table) == sorted(expected)
    one = next(row for row in table if row["in_selection"] == "1")
    shares = raw.member(one["gm_code"])["shares"]
    assert float(one["share_of_draws"]) == shares["voorstad"]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_in_english_the_list_says_the_same(page: Visitor) -> None:
    soup = page("/en/municipalities/")

    assert words(soup.h1) == "Where does your municipality belong?"
    assert len(soup.select(".place")) == 355
    assert "most like" in words(soup.select_one(".place--outside .place__cluster"))
