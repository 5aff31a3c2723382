"""The pages of the themes, against the typology and the figures themselves."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import swept
from tests.web.visitor import Visitor

from deelgenoot.catalog import Catalog, Theme
from deelgenoot.words import Text, format_figure
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.pages.indicator.themes import theme_slug

STUDY = release().study.folder
SLUGS = (
    "demografie",
    "woningmarkt",
    "werkgelegenheid-en-economie",
    "voorzieningen",
    "kwaliteit-van-leven",
    "sociale-problematiek",
    "bestuur-en-samenspel",
)


@pytest.fixture(scope="module")
def typology() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((STUDY / "typology.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load(STUDY / "data")


def _words(tag: Any) -> str:
    return " ".join(tag.get_text().split())


def _texts(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("prefix", "language"), [("/themas/", "nl"), ("/en/themes/", "en")])
def test_the_list_has_the_seven_themes_with_their_question(
    page: Visitor, prefix: str, language: str
) -> None:
    soup = page(prefix)
    texts = _texts(STUDY / "texts" / "themes.toml")
    asked = [_words(tag) for tag in soup.select(".theme-card__question")]
    assert asked == [text["question"][language] for text in texts.values()]
    links = [tag["href"] for tag in soup.select(".card__head a")][:-1]
    assert links == [f"{prefix}{slug}/" for slug in SLUGS]


def test_the_list_counts_what_the_data_package_holds(page: Visitor) -> None:
    soup = page("/themas/")
    about = json.loads((STUDY / "data" / "indicators.json").read_text(encoding="utf-8"))
    counted = set(release().study.transforms)
    expected = []
    for theme in about["themes"]:
        ids = [one["id"] for one in about["indicators"] if one["theme"] == theme["id"]]
        n_counted = len(counted & set(ids))
        expected.append(f"{len(ids)} kenmerken, waarvan {n_counted} meetellen in de indeling")
    assert [_words(tag) for tag in soup.select(".card__foot")] == expected


@pytest.mark.parametrize("slug", swept(SLUGS, "voorzieningen"))
def test_every_theme_is_sound_in_both_languages(page: Visitor, slug: str) -> None:
    dutch, english = page(f"/themas/{slug}/"), page(f"/en/themes/{slug}/")
    texts = list(_texts(STUDY / "texts" / "themes.toml").values())[SLUGS.index(slug)]
    assert _words(dutch.h1) == texts["question"]["nl"]
    assert _words(english.h1) == texts["question"]["en"]
    assert len(dutch.select(".differences__row")) == 7


def test_strips_show_the_middle_of_every_cluster_and_a_tick_per_member(
    page: Visitor, typology: dict[str, Any]
) -> None:
    soup = page("/themas/woningmarkt/")
    panel = next(
        one
        for one in soup.select(".theme-indicator")
        if one.select_one('h3 a[href="/kenmerken/woz/"]')
    )
    expected = [
        format_figure(band["middle"], "x1000 euro")
        for cluster in typology["clusters"]
        for band in cluster["bands"]
        if band["indicator"] == "woz"
    ]
    assert [_words(tag) for tag in panel.select(".strips__middle")] == [
        _words_of(text) for text in expected
    ]
    for row, cluster in zip(panel.select(".strips__row"), typology["clusters"], strict=True):
        ticks = row.select_one("path.ticks")
        assert ticks is not None
        n_ticks = str(ticks["d"]).count("M")
        if row.select(".below, .above"):
            assert n_ticks < len(cluster["members"])
        else:
            assert n_ticks == len(cluster["members"])


def _words_of(text: str) -> str:
    return " ".join(text.split())


def test_what_differs_is_said_with_the_figure_of_the_middle(
    page: Visitor, typology: dict[str, Any], catalog: Catalog
) -> None:
    soup = page("/themas/woningmarkt/")
    row = soup.select(".differences__row")[2]
    cluster = typology["clusters"][2]
    assert _words(row.a) == cluster["name"]["nl"] == "Stad in transitie"
    effects = {
        band["indicator"]: band
        for band in cluster["bands"]
        if (one := catalog.indicators[band["indicator"]]).theme == "housing"
        and not one.assumed_year
        and not one.weak
    }
    most = max(effects.values(), key=lambda band: abs(band["effect"]))
    assert most["effect"] < -0.5
    said = _words_of(catalog.indicators[most["indicator"]].text_of(most["middle"]))
    assert "Lager dan elders" in _words(row)
    assert f"({said})" in _words(row)


def test_assumed_and_weak_figures_are_in_no_sentence_about_differences(
    page: Visitor, catalog: Catalog
) -> None:
    soup = page("/themas/voorzieningen/")
    said = " ".join(_words(tag).lower() for tag in soup.select(".differences__row"))
    doubtful = [
        one.label.nl.lower()
        for one in catalog.indicators.values()
        if one.theme == "amenities" and one.assumed_year
    ]
    assert doubtful
    assert [label for label in doubtful if label in said] == []


def test_indicators_without_a_series_are_named_with_the_reason(
    page: Visitor, catalog: Catalog
) -> None:
    soup = page("/themas/sociale-problematiek/")
    section = next(s for s in soup.select("section") if s.select_one("#ontwikkelingen"))
    short = [
        one.label.nl
        for one in catalog.indicators.values()
        if one.theme == "social" and len(catalog.series(one.id).years) < 3
    ]
    assert [_words(tag) for tag in section.select("details li > a")] == short
    assert all("cijfer" in _words(tag) for tag in section.select("details .rows__end"))
    drawn = [_words(tag) for tag in section.select(".course h3 a")]
    assert len(drawn) + len(short) == 8


def test_the_table_has_every_indicator_and_every_cluster(page: Visitor, catalog: Catalog) -> None:
    soup = page("/themas/demografie/")
    table = soup.select("table")[0]
    rows = [[_words(cell) for cell in row.select("th, td")] for row in table.select("tr")]
    assert {len(row) for row in rows} == {9}
    n = sum(one.theme == "demography" for one in catalog.indicators.values())
    assert len(rows) == n + 1


@pytest.mark.parametrize(
    "path", ["/themas/woningen/", "/themas/Woningmarkt/", "/en/themes/housing/"]
)
def test_a_theme_that_is_not_there_gets_a_helpful_page(page: Visitor, path: str) -> None:
    assert page(path, status=404).select_one("input[type=search]")


def test_a_slug_has_no_accents_to_lose_and_no_double_dashes() -> None:
    theme = Theme("x", Text("Zorg, en welzijn", "Care"), Text("Zorg", "Care"))
    assert theme_slug(theme) == "zorg-en-welzijn"
