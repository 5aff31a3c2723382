"""What municipalities and pulls predict, on the first page and the method page: of the release."""

import json
from dataclasses import replace

import pytest
from tests.web.raw import STUDY, texts, words
from tests.web.visitor import Visitor

from deelgenoot.typology.assessment import PullTried
from deelgenoot.words import format_figure, format_number
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.atlas.pages.method.frontier import aim_sentence
from deelgenoot_web.atlas.pages.parts.prediction import prediction_section

ASSESSMENT = json.loads((STUDY / "assessment.json").read_text(encoding="utf-8"))
TRIED, FRONTIER = ASSESSMENT["predictions"], ASSESSMENT["frontier"]
UNUSED = {one["grouping"]: one["r2"] for one in TRIED["by"]}


def _share(value: float) -> str:
    return format_figure(100 * value, "%", "nl", 0)


@pytest.mark.parametrize("path", ["/", "/methode/"])
def test_the_sentence_has_the_figures_of_the_release(page: Visitor, path: str) -> None:
    assert (
        f"Tien gemeenten die op u lijken voorspellen {_share(UNUSED['peers'])} van wat wij niet "
        f"meetelden; tien gemeenten in uw buurt {_share(UNUSED['near'])}."
    ) in words(page(path).main)


def test_the_sentence_is_there_in_english(page: Visitor) -> None:
    assert "Ten municipalities like yours predict " in words(page("/en/").main)


@pytest.mark.parametrize("path", ["/", "/methode/"])
def test_the_chart_has_a_table_with_every_way_best_first(page: Visitor, path: str) -> None:
    rows = page(path).select("#method-prediction tbody tr")
    assert [words(row.td) for row in rows] == [_share(one["r2"]) for one in TRIED["by"]]
    names = [words(row.th) for row in rows]
    assert names[0] == "10 gemeenten die het meest lijken"
    assert names[-1] == "willekeurige clusters"
    assert len(page(path).select("#method-prediction svg.chart")) == 1


def test_each_theme_has_a_column(page: Visitor) -> None:
    tables = page("/methode/").select("table")
    table = next(one for one in tables if words(one.caption) == "Wat voorspelt het per thema?")
    peers = TRIED["by"][0]
    assert texts(table.select("tbody tr")[0], "td") == [
        _share(share) for share in (peers["r2"], *peers["themes"].values(), peers["changes"])
    ]
    assert len(table.select("thead th")) == 3 + len(peers["themes"])


def test_changes_are_said_not_to_be_predicted(page: Visitor) -> None:
    changes = {one["grouping"]: one["changes"] for one in TRIED["by"]}
    assert (
        f"Veranderingen sinds 2020 voorspelt dit niet: over {len(TRIED['changes'])} kenmerken "
        f"verklaren onze clusters {_share(changes['clusters'])} en gelijkende gemeenten "
        f"{_share(changes['peers'])} van de verschillen."
    ) in words(page("/methode/").main)


def test_nothing_is_said_of_a_release_of_which_it_was_not_tried() -> None:
    assessment = release().assessment
    assert assessment
    without = Release(release().study, release().typology)
    without.__dict__["assessment"] = replace(assessment, predictions=None)
    assert prediction_section(Edition(release(), "nl")) is not None
    assert prediction_section(Edition(without, "nl")) is None


def test_the_strengths_that_were_tried_stand_on_the_method_page(page: Visitor) -> None:
    figure = page("/methode/").select("#method-frontier")[0]
    assert [texts(row, "td") for row in figure.select("tbody tr")] == [
        [format_number(one[key], 2) for key in ("r2", "jaccard_least", "recovery")]
        for one in FRONTIER
    ]
    own = format_number(release().study.method.pull, 2)
    assert [name for name in texts(figure, "tbody th") if "gekozen" in name] == [
        f"sterkte {own}, gekozen"
    ]


def test_the_price_of_the_pull_is_said_with_its_figures(page: Visitor) -> None:
    free = FRONTIER[0]
    own = next(one for one in FRONTIER if one["pull"] == release().study.method.pull)
    least = {id(one): format_number(one["jaccard_least"], 2) for one in (free, own)}
    assert (
        f"Zonder trekken is dat {_share(free['r2'])}, met een zwakste cluster van "
        f"{least[id(free)]}; met trekken zoals wij doen "
        f"{_share(own['r2'])}, met een zwakste cluster van {least[id(own)]}."
    ) in words(page("/methode/").main)


def test_a_strength_that_reaches_both_aims_is_named() -> None:
    softest = PullTried(0.125, 0.37, 0.8, 0.76, 0.7, {}, 0.99, 4, 6)
    hardest = replace(softest, pull=1.0, r2=0.3)
    edition = Edition(release(), "nl")
    assert "Sterkte 0,125 haalt dat." in aim_sentence(edition, [softest, hardest])
    assert "Geen enkele sterkte haalt beide." in aim_sentence(edition, [hardest])
