"""The page about the method: nothing on it is typed in, all of it comes from the release."""

import json
import re
from typing import Any

import pytest
from tests.web.visitor import Visitor

from deelgenoot.words import Language, format_figure, format_number
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.pages.method.page import slots

STUDY = release().study.folder
TYPOLOGY = json.loads((STUDY / "typology.json").read_text(encoding="utf-8"))
ASSESSMENT = json.loads((STUDY / "assessment.json").read_text(encoding="utf-8"))
PATHS = pytest.mark.parametrize(
    ("path", "language"), [("/methode/", "nl"), ("/en/method/", "en")], ids=["nl", "en"]
)


def _words(tag: Any) -> str:
    return " ".join(tag.get_text().split())


@PATHS
def test_every_heading_of_the_text_is_there_and_in_the_contents(
    page: Visitor, path: str, language: str
) -> None:
    soup = page(path)
    text = (STUDY / "texts" / f"method.{language}.md").read_text(encoding="utf-8")
    written = re.findall(r"^## (.+)$", text, re.MULTILINE)
    shown = [_words(tag) for tag in soup.select(".part h2")]
    contents = [_words(tag) for tag in soup.select(".contents a")]
    assert shown[: len(written)] == written
    assert contents == shown


@PATHS
def test_every_slot_of_the_text_is_filled(page: Visitor, path: str, language: Language) -> None:
    soup = page(path)
    said = _words(soup.main)
    assert "{" not in said
    for value in slots(Edition(release(), language)).values():
        assert value in said
    kept = format_figure(100 * TYPOLOGY["fit_kept"], "%", language)
    moved = str(TYPOLOGY["n_moved"])
    words = {
        "nl": ("verklaart deze indeling", "Zonder dit trekken zouden"),
        "en": ("explains", "pull,"),
    }
    assert f"{words[language][0]} {kept}" in said
    assert f"{words[language][1]} {moved}" in said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_text_asks_only_for_slots_and_figures_that_exist(language: Language) -> None:
    text = (STUDY / "texts" / f"method.{language}.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"\{(\w+)\}", text))
    figures = {name for name in asked if name.startswith("figure_")}
    assert asked - figures == set(slots(Edition(release(), language)))
    assert figures == {
        f"figure_{name}"
        for name in (
            *("indicators", "filled", "fit", "signatures", "claims", "firmness"),
            *("frontier", "prediction", "doubtful", "sharing"),
        )
    }


def test_firmness_stands_beside_what_a_free_search_and_chance_would_give(page: Visitor) -> None:
    soup = page("/methode/")
    figure = soup.select_one("#method-firmness")
    assert figure is not None
    rows = {
        _words(row.th): [_words(cell) for cell in row.select("td")]
        for row in figure.select("tbody tr")
    }
    assert rows == {
        cluster["name"]["nl"]: [
            format_number(cluster[key], 2) for key in ("jaccard", "free_recovery", "jaccard_null")
        ]
        for cluster in TYPOLOGY["clusters"]
    }


def test_clusters_that_hardly_beat_chance_are_named(page: Visitor) -> None:
    said = _words(page("/methode/").select_one(".notice--caution"))
    named = {
        cluster["name"]["nl"] for cluster in TYPOLOGY["clusters"] if cluster["jaccard_p"] >= 0.05
    }
    assert named
    every = {cluster["name"]["nl"] for cluster in TYPOLOGY["clusters"]}
    assert {name for name in every if name in said} == named


def _claims(page: Visitor) -> list[list[str]]:
    rows = page("/methode/").select("#toeval tbody tr")
    return [[_words(cell) for cell in row.select("th, td")] for row in rows]


def test_every_claim_stands_beside_what_chance_gives(page: Visitor) -> None:
    clusters = TYPOLOGY["clusters"]
    returns = [(c["jaccard"], c["free_recovery"], c["jaccard_null"]) for c in clusters]
    fits = [(c["fit"], None, c["fit_null"]) for c in clusters]
    ps = [c["jaccard_p"] for c in clusters] + [c["fit_p"] for c in clusters]
    assert [row[1:] for row in _claims(page)[: len(ps)]] == [
        [
            *("–" if one is None else format_number(one, 2) for one in figures),
            format_number(p, 3),
            "ja" if p < 0.05 else "nee",
        ]
        for figures, p in zip(returns + fits, ps, strict=True)
    ]


def test_every_claim_that_was_assessed_stands_in_the_same_table(page: Visitor) -> None:
    assessed = {row[0]: row[1:] for row in _claims(page)}
    sure = [one for one in TYPOLOGY["members"].values() if one["standing"] == "firm"]
    assert assessed["Van de 74 gemeenten zitten er zeker in hun cluster"][0] == str(len(sure))
    graded = format_number(ASSESSMENT["graded_pull"]["jaccard"], 2)
    assert graded in [row[0] for row in assessed.values()]
    ways = {one["grouping"]: one["r2"] for one in ASSESSMENT["predictions"]["by"]}
    shares = {name: format_figure(100 * r2, "%", "nl", 0) for name, r2 in ways.items()}
    rest = ": zo veel voorspellen zij van kenmerken die niet meetelden"
    assert assessed[f"De 10 gemeenten die het meest lijken{rest}"][0] == shares["peers"]
    ours = assessed[f"Onze clusters{rest}"]
    assert ours[:3] == [shares["clusters"], shares["free"], shares["chance"]]
    for other in ASSESSMENT["other_years"]:
        row = assessed[f"Met de cijfers van {other['year']} horen er bij een ander cluster"]
        is_more = len(other["movers"]) > other["noise"]["n_most"]
        assert (row[0], row[-1]) == (str(len(other["movers"])), "ja" if is_more else "nee")


def test_names_that_the_figures_do_not_show_are_named(page: Visitor) -> None:
    names = {
        one["name"]["nl"]
        for one in TYPOLOGY["clusters"]
        if one["fit_word"] == "chance" and one["fit"] < 0.75
    }
    assert names
    said = _words(page("/methode/").select_one("#toeval p"))
    assert "onze cijfers laten ze niet zien" in said
    every = [one["name"]["nl"] for one in TYPOLOGY["clusters"]]
    assert {name for name in every if name in said} == names


def test_the_fit_of_every_name_is_given(page: Visitor) -> None:
    figure = page("/methode/").select_one("#method-fit")
    assert figure is not None
    rows = {_words(row.th): _words(row.td) for row in figure.select("tbody tr")}
    assert rows == {c["name"]["nl"]: format_number(c["fit"], 2) for c in TYPOLOGY["clusters"]}


def test_weights_of_themes_and_indicators_add_up(page: Visitor) -> None:
    soup = page("/methode/")
    table = soup.select_one("table.catalog")
    assert table is not None
    bodies = [
        [_words(row.select("td")[-1]) for row in body.select("tr")]
        for body in table.select("tbody")
    ]
    assert [rows[0] for rows in bodies] == [format_figure(100 / 7, "%")] * 7
    assert sum(len(rows) - 1 for rows in bodies) == len(TYPOLOGY["weights"])
    for rows in bodies:
        assert rows[1:] == [format_figure(100 / 7 / (len(rows) - 1), "%")] * (len(rows) - 1)


def test_filled_figures_are_counted_from_the_members(page: Visitor) -> None:
    chosen = [one for one in TYPOLOGY["members"].values() if one["in_study"]]
    n_filled = sum(len(one["filled"]) for one in chosen)
    n_all = len(chosen) * len(TYPOLOGY["weights"])
    said = _words(page("/methode/").main)
    assert f"ontbraken {n_filled} van de {format_number(n_all, 0, 'nl')} cijfers" in said


def test_assumed_and_weak_figures_are_listed_from_the_catalog(page: Visitor) -> None:
    soup = page("/methode/")
    listed = [
        [str(a["href"]).split("/")[-2] for a in block.select("li a")]
        for block in soup.select(".method__section .halves > div")
    ]
    every = release().catalog.indicators.values()
    assert listed == [[i.id for i in every if i.assumed_year], [i.id for i in every if i.weak]]


def test_hashes_versions_and_commands_are_those_of_the_release(page: Visitor) -> None:
    soup = page("/en/method/")
    assert _words(soup.select_one(".hash")) == TYPOLOGY["study_hash"]
    section = soup.select("#precies")[0]
    rows = {_words(row.th): _words(row.td) for row in section.select("tbody tr")}
    assert rows == TYPOLOGY["inputs"]
    for name, version in TYPOLOGY["versions"].items():
        assert f"{name} {version}" in _words(section)
    assert "deelgenoot build middelgroot" in _words(section.select_one("pre"))


def test_signatures_are_shown_as_they_are_in_the_study(page: Visitor) -> None:
    soup = page("/methode/")
    label = "Wat elke beschrijving verwacht"
    region = next(t for t in soup.select(".table") if t["aria-label"] == label)
    rows = [[_words(cell) for cell in row.select("th, td")] for row in region.select("tbody tr")]
    signs = {"−−": -2, "−": -1, "": 0, "+": 1, "++": 2}
    ids = [i.id for i in release().catalog.indicators.values() if i.id in TYPOLOGY["weights"]]
    shown = {one: [signs[cell] for cell in row[1:]] for one, row in zip(ids, rows, strict=True)}
    archetypes = release().study.archetypes
    assert shown == {one: [a.signature.get(one, 0) for a in archetypes] for one in ids}


def test_the_literature_is_in_order_of_name_and_each_address_is_a_doi(page: Visitor) -> None:
    works = page("/methode/").select(".literature li")
    names = [_words(work) for work in works]
    assert names == sorted(names)
    assert len(works) == 11
    links = [str(a["href"]) for work in works for a in work.select("a")]
    assert all(link.startswith("https://doi.org/10.") for link in links)
