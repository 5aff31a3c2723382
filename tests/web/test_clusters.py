"""The clusters side by side and each on its page, against the files of the release."""

import csv
import io
import re
from collections import Counter
from functools import cache
from statistics import median

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from tests.conftest import swept
from tests.web import raw
from tests.web.quick_soup import read_html
from tests.web.raw import flat, texts, words
from tests.web.visitor import Visitor

from deelgenoot.words import format_figure, format_number

ARCHETYPES = [c["archetype"] for c in raw.typology()["clusters"]]
TOWN = "stad-in-transitie"


@cache
def _soup(path: str) -> BeautifulSoup:
    """A page, read once; `test_each_page_is_sound` looks at its form."""
    answer = Client().get(path)
    assert answer.status_code == 200
    return read_html(answer.content.decode())


@cache
def _areas() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in raw.rows("areas.csv")}


def _linked(tag: Tag) -> str:
    """The id at the end of a link, or of the first link in a tag."""
    link = tag if tag.name == "a" else tag.a
    assert link is not None
    return str(link["href"]).split("/")[-2]


def _levels(codes: list[str], indicator: str) -> list[float]:
    return [float(v) for code in codes if (v := raw.level(code, indicator))]


@pytest.mark.slow
@pytest.mark.parametrize("archetype", swept(ARCHETYPES, TOWN))
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_page_is_sound(page: Visitor, archetype: str, prefix: str) -> None:
    page(f"{prefix}/clusters/{archetype}/")


@pytest.mark.parametrize("path", ["/clusters/", "/en/clusters/"])
def test_the_overview_is_sound(page: Visitor, path: str) -> None:
    page(path)


# --- side by side ---


def test_the_comparison_shows_the_middle_municipality_of_every_cluster() -> None:
    traits = _soup("/clusters/").select(".compared__table tbody tr:has(.indicator)")
    assert len(traits) == 2 * 7
    for row in traits:
        indicator = _linked(row)
        one = raw.indicators()[indicator]
        for cell, cluster in zip(row.select("td"), raw.typology()["clusters"], strict=True):
            for name in cell.select(".compared__name"):
                name.extract()
            middle = median(_levels(cluster["members"], indicator))
            assert words(cell) == flat(format_figure(middle, one["unit"], "nl", one["decimals"]))


def test_a_sign_stands_where_a_cluster_differs_by_a_large_effect() -> None:
    for row in _soup("/clusters/").select(".compared__table tbody tr:has(.indicator)"):
        indicator = _linked(row)
        for cell, cluster in zip(row.select("td"), raw.typology()["clusters"], strict=True):
            effect = next(b["effect"] for b in cluster["bands"] if b["indicator"] == indicator)
            sign = cell.select_one(".side")
            expected = None if abs(effect) < 0.8 else "hoger" if effect > 0 else "lager"
            assert (sign["aria-label"] if sign else None) == expected


def test_the_map_as_table_has_every_municipality_with_its_cluster() -> None:
    rows = _soup("/clusters/").select(".as-table tbody tr")
    shown = {words(row.th): words(row.td).split(" of ")[0] for row in rows}
    names = {c["archetype"]: c["name"]["nl"] for c in raw.typology()["clusters"]}
    selected = [m for m in raw.typology()["members"].values() if m["in_study"]]
    assert shown == {_areas()[m["code"]]["name"]: names[m["cluster"]] for m in selected}


def test_ten_marks_stand_for_the_shares_of_the_draws() -> None:
    letters = {c["archetype"]: c["letter"] for c in raw.typology()["clusters"]}
    codes = {_areas()[code]["name"]: code for code in raw.typology()["members"]}
    for row in _soup("/clusters/").select(".as-table tbody tr"):
        marks = [m["class"][-1].removeprefix("mark--") for m in row.select(".marks .mark")]
        assert len(marks) == 10
        member = raw.member(codes[words(row.th)])
        assert marks[0] == letters[member["cluster"]]
        for archetype, share in member["shares"].items():
            assert abs(marks.count(letters[archetype]) - 10 * share) < 1


def test_the_file_of_the_map_holds_the_shares(page: Visitor) -> None:
    answer = page.client.get("/clusters/clusters.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == sum(m["in_study"] for m in raw.typology()["members"].values())
    for row in rows:
        shares = {archetype: float(row[archetype]) for archetype in ARCHETYPES}
        assert shares == raw.member(row["gm_code"])["shares"]


# --- one cluster ---


def test_three_facts_say_how_many_how_firm_and_how_well_named() -> None:
    cluster = raw.cluster(TOWN)
    standings = Counter(raw.member(code)["standing"] for code in cluster["members"])
    n_people = sum(int(_areas()[code]["population"]) for code in cluster["members"])
    number, firm, fit = texts(_soup(f"/clusters/{TOWN}/"), ".facts dd")
    n = len(cluster["members"])
    assert number == f"{n}, samen {format_number(n_people, 0)} inwoners"
    assert f". {standings['firm']} van de {n} gemeenten" in firm
    begins = {"good": "Goed", "fair": "Redelijk", "chance": "De naam komt", "weak": "Zwak"}
    assert fit.startswith(begins[cluster["fit_word"]])


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_a_name_that_the_figures_do_not_show_is_said_to_be_of_the_research(archetype: str) -> None:
    one = next(c for c in raw.typology()["clusters"] if c["archetype"] == archetype)
    is_unshown = one["fit_word"] == "chance" and one["fit"] < 0.75
    said = words(_soup(f"/clusters/{archetype}/").select_one(".cluster__side"))
    assert ("onze cijfers laten hem niet zien" in said) == is_unshown


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_doubt_about_name_and_group_stands_beside_the_facts(archetype: str) -> None:
    cluster = raw.cluster(archetype)
    doubts = []
    if cluster["jaccard_p"] >= 0.05:
        doubts.append("Wees voorzichtig")
    if cluster["fit_word"] == "weak":
        doubts.append("De naam past zwak")
    notices = texts(_soup(f"/clusters/{archetype}/"), ".notice--caution p")
    assert [notice.partition(":")[0].partition(".")[0] for notice in notices] == doubts


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_members_stand_from_firm_to_loose_with_their_word(archetype: str) -> None:
    rows = _soup(f"/clusters/{archetype}/").select(".members > li")
    members = raw.cluster(archetype)["members"]
    assert [words(row.a) for row in rows] == [_areas()[code]["name"] for code in members]
    says = {"firm": "zeker", "fair": "redelijk zeker", "between": "tussen twee clusters"}
    standings = [says[raw.member(code)["standing"]] for code in members]
    assert [words(row.select_one(".members__word")) for row in rows] == standings
    own = [raw.member(code)["shares"][archetype] for code in members]
    assert own == sorted(own, reverse=True)


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_the_map_colours_the_members_and_nobody_else(archetype: str) -> None:
    coloured = _soup(f"/clusters/{archetype}/").select(".map .area path")
    assert {path["data-gm"] for path in coloured} == set(raw.cluster(archetype)["members"])


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_the_border_names_the_nearest_cluster_and_everybody_between(archetype: str) -> None:
    border = _soup(f"/clusters/{archetype}/").select_one(".cluster__border")
    assert border is not None
    nearest = raw.cluster(archetype)["nearest"]
    assert _linked(border) == nearest
    concerned = set()
    for code, member in raw.typology()["members"].items():
        if member["standing"] == "between":
            ranked = sorted(member["shares"], key=lambda a: -member["shares"][a])
            others = [a for a in ranked if a != member["cluster"]]
            if archetype in (member["cluster"], others[0]):
                concerned.add(_areas()[code]["name"])
    named = {a["name"] for a in _areas().values() if f"{a['name']} " in words(border)}
    assert concerned == named


def test_the_text_is_that_of_the_study() -> None:
    text = (raw.STUDY / "texts" / f"{TOWN}.nl.md").read_text("utf-8")
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    soup = _soup(f"/clusters/{TOWN}/")
    assert texts(soup, ".story__part > h3") == headings
    listed = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(soup.select(".story__part li")) == len(listed)


def test_in_sight_stand_the_two_indicators_of_a_theme_with_the_largest_effect() -> None:
    effects = {b["indicator"]: abs(b["effect"]) for b in raw.cluster(TOWN)["bands"]}
    for theme in _soup(f"/clusters/{TOWN}/").select(".profile__theme"):
        shown, folded = (
            [_linked(a) for a in theme.select(f"{where} .indicator a")]
            for where in (".profile__rows > .profile__list", ".fold")
        )
        ranked = sorted(shown + folded, key=lambda one: -effects[one])
        assert shown == ranked[:2]
        assert {raw.indicators()[one]["theme"] for one in ranked} == {
            raw.indicators()[shown[0]]["theme"]
        }


def test_the_table_of_the_profile_is_what_the_figures_say() -> None:
    members = raw.cluster(TOWN)["members"]
    selected = [c for c, m in raw.typology()["members"].items() if m["in_study"]]
    table = _soup(f"/clusters/{TOWN}/").select_one(".profile + .fold table")
    assert table is not None
    rows = {words(row.th): texts(row, "td") for row in table.select("tbody tr")}
    assert len(rows) == len(raw.indicators())
    for indicator in ("65plus", "woz", "bijstand", "corp", "zkh"):
        one = raw.indicators()[indicator]
        said = [
            flat(
                format_figure(median(_levels(codes, indicator)), one["unit"], "nl", one["decimals"])
            )
            for codes in (members, selected, list(_areas()))
        ]
        _year, middle, _half, of_selection, of_all = rows[one["label"]["nl"]]
        assert [middle, of_selection, of_all] == said


def test_each_theme_with_a_series_has_one_line_in_sight_and_the_others_are_named() -> None:
    soup = _soup(f"/clusters/{TOWN}/")
    figures = [str(f["id"]).removeprefix("trend-") for f in soup.select(".trends figure")]
    themes = [raw.indicators()[one]["theme"] for one in figures]
    assert len(set(themes)) == len(themes)
    years: dict[str, set[str]] = {one: set() for one in raw.indicators()}
    for row in raw.rows("series.csv"):
        held = {year for year, value in row.items() if year.isdigit() and value}
        years[row["indicator"]] |= held
    for theme, one in zip(themes, figures, strict=True):
        strong = [
            i
            for i, about in raw.indicators().items()
            if about["theme"] == theme and not about["weak"]
        ]
        assert len(years[one]) == max(len(years[i]) for i in strong)
    others = [_linked(a) for a in soup.select(".columns a")]
    enough = {one for one, held in years.items() if len(held) >= 3}
    assert set(others) | set(figures) == enough


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_a_shared_opgave_counts_here_and_elsewhere(archetype: str) -> None:
    counts = {c["challenge"]: c for c in raw.cluster(archetype)["challenges"]}
    for one in _soup(f"/clusters/{archetype}/").select(".shared"):
        count = counts.get(_linked(one))
        said = words(one.select_one(".shared__count"))
        if count is None:
            assert said.startswith("Niet in onze cijfers")
            continue
        marks = one.select(".shared__count .mark")
        assert len(marks) == count["of_cluster"]
        filled = [mark for mark in marks if "mark--open" not in mark["class"]]
        assert len(filled) == count["n_cluster"]
        assert f"({100 * count['low']:.0f}–{100 * count['high']:.0f}%)" in said
        assert f"Elders: {count['n_elsewhere']} van de {count['of_elsewhere']} (" in said
        assert ("niet duidelijk vaker voor dan elders" in words(one)) == (count["q"] > 0.05)


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_what_survives_the_false_discovery_rate_comes_first_and_is_called_shared(
    archetype: str,
) -> None:
    soup = _soup(f"/clusters/{archetype}/")
    shared_ids = [c["challenge"] for c in raw.cluster(archetype)["challenges"] if c["q"] <= 0.05]
    assert texts(soup, ".shared__group")[0] == "Gedeeld: hier vaker dan elders"
    assert [_linked(a) for a in soup.select(".shared h4 a")][: len(shared_ids)] == shared_ids
    answer = texts(soup, ".shared__answer")
    assert len(answer) == bool(shared_ids)
    brief = texts(soup, ".shared__brief li")
    assert len(brief) == len(shared_ids)
    assert all(re.search(r": \d+ van de \d+, elders \d+%$", one) for one in brief)
    silent = "Geen enkele opgave komt hier duidelijk vaker voor dan elders"
    assert (silent in texts(soup, "#opgaven h3")) == (not shared_ids)


def test_the_own_opgave_of_a_cluster_says_that_other_figures_made_it() -> None:
    """Werkstad shares one opgave, by figures that are not among those of the clusters."""
    [first, *named] = _soup("/clusters/werkstad/").select(".shared")
    assert _linked(first) == "wmo-ondersteuning"
    assert "De regel gebruikt andere cijfers dan die waarmee de clusters zijn gemaakt." in words(
        first
    )
    assert {_linked(one) for one in named} == {
        "wonen-voor-werknemers",
        "beter-en-breder-onderwijs",
        "omscholing",
    }


def test_what_half_or_more_show_is_listed_and_what_nearly_all_have_is_said() -> None:
    for archetype in ARCHETYPES:
        soup = _soup(f"/clusters/{archetype}/")
        listed = {_linked(a) for a in soup.select(".shared h4 a, .shared__often a")}
        for count in raw.cluster(archetype)["challenges"]:
            is_often = count["n_cluster"] >= 0.5 * count["of_cluster"]
            assert not is_often or count["challenge"] in listed
    rows = [words(row) for row in soup.select(".shared__often .rows > li")]
    [care] = [row for row in rows if row.startswith("Genoeg zorg voor meer ouderen")]
    assert "bij bijna iedereen" in care


def test_a_cluster_leads_to_its_members_and_to_a_comparison() -> None:
    soup = _soup(f"/clusters/{TOWN}/")
    slugs = [_areas()[code]["slug"] for code in raw.cluster(TOWN)["members"]]
    links = [a["href"] for a in soup.select(".members a")]
    assert sorted(links) == sorted(f"/gemeenten/{slug}/" for slug in slugs)
    assert soup.select_one("#gesprek a[href='#gemeenten']")
    assert "Vergelijk gemeenten" in texts(soup, "#gesprek .actions a")


def test_the_file_holds_every_level_of_every_member(page: Visitor) -> None:
    answer = page.client.get(f"/clusters/{TOWN}/cijfers.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == len(raw.cluster(TOWN)["members"]) * len(raw.indicators())
    for row in rows:
        level = raw.level(row["gm_code"], row["indicator"])
        assert row["value"] == "" if level == "" else float(row["value"]) == float(level)
        filled = row["indicator"] in raw.member(row["gm_code"])["filled"]
        assert row["filled"] == str(int(filled))


def test_the_english_page_is_english() -> None:
    soup = _soup(f"/en/clusters/{TOWN}/")
    assert words(soup.h1).endswith(raw.cluster(TOWN)["name"]["en"])
    assert "What sets this cluster apart?" in texts(soup, "h2")
    people = sum(int(_areas()[code]["population"]) for code in raw.cluster(TOWN)["members"])
    assert f"{people:,}" in texts(soup, ".facts dd")[0]


@pytest.mark.parametrize(
    "path",
    ["/clusters/hoofdstad/", "/clusters/hoofdstad/cijfers.csv", "/en/clusters/Stad-In-Transitie/"],
)
def test_a_cluster_that_does_not_exist_is_not_found(page: Visitor, path: str) -> None:
    page(path, status=404)


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_each_part_says_where_its_claims_come_from(archetype: str) -> None:
    """Only the part that leads on to peers claims nothing."""
    parts = _soup(f"/clusters/{archetype}/").select("section.part[id], .part__body")
    assert len(parts) > 6
    assert [str(one["id"]) for one in parts if not one.select_one(".origin")] == ["gesprek"]
