"""The list of indicators, the page of each, and its files; against the data package itself."""

import csv
import io
import json
import math
import re
from statistics import median
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.web.visitor import Visitor

from deelgenoot.words import format_figure
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.pages.indicator.questions import question
from deelgenoot_web.atlas.pages.parts.sources import source_words

STUDY = release().study.folder


def _rows(name: str) -> list[dict[str, str]]:
    with (STUDY / "data" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _words(tag: Any) -> str:
    return " ".join(tag.get_text().split())


def _flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def about() -> dict[str, dict[str, Any]]:
    read = json.loads((STUDY / "data" / "indicators.json").read_text(encoding="utf-8"))
    return {one["id"]: one for one in read["indicators"]}


@pytest.fixture(scope="module")
def levels() -> list[dict[str, str]]:
    return _rows("levels.csv")


# --- the list ---


def test_the_list_has_every_indicator_once_in_order(
    page: Visitor, about: dict[str, dict[str, Any]]
) -> None:
    soup = page("/kenmerken/")
    links = [str(tag["href"]) for tag in soup.select(".catalog tbody th a")]
    order = list(release().catalog.themes)
    expected = [
        f"/kenmerken/{one['id']}/"
        for theme in order
        for one in about.values()
        if one["theme"] == theme.id
    ]
    assert links == expected


def test_the_list_marks_what_counts_and_what_is_doubtful(
    page: Visitor, about: dict[str, dict[str, Any]]
) -> None:
    soup = page("/en/indicators/")
    rows = {
        str(row.select("a")[0]["href"]).split("/")[-2]: row
        for row in soup.select(".catalog tbody tr")
    }
    counted = {one for one, row in rows.items() if row.select("svg[role=img]")}
    assert counted == set(release().study.transforms)
    assumed = {one for one, row in rows.items() if row.select(".tag--assumed")}
    assert assumed == {one["id"] for one in about.values() if one["level"]["assumed_year"]}
    weak = {one for one, row in rows.items() if "weak figure" in _words(row)}
    assert weak == {one["id"] for one in about.values() if one["weak"]}


# --- one indicator ---


@pytest.mark.parametrize("one", ["groei", "prijs", "zkh", "veiligheid", "samenwerking"])
def test_a_page_is_sound_in_both_languages(page: Visitor, one: str) -> None:
    dutch, english = page(f"/kenmerken/{one}/"), page(f"/en/indicators/{one}/")
    assert _words(dutch.h1) != _words(english.h1)


def test_every_indicator_asks_a_question_in_both_languages() -> None:
    catalog, study = release().catalog, release().study
    asked = {one.id: question(study, one) for one in catalog.indicators.values()}
    assert [one for one, text in asked.items() if not text.nl.endswith("?")] == []
    assert [one for one, text in asked.items() if not text.en.endswith("?")] == []


def test_the_page_gives_every_municipality_its_figure_in_order_of_name(
    page: Visitor, levels: list[dict[str, str]]
) -> None:
    soup = page("/kenmerken/woz/")
    areas = {row["code"]: row["name"] for row in _rows("areas.csv")}
    expected = {
        areas[row["code"]]: _flat(format_figure(float(row["woz"]), "x1000 euro"))
        if row["woz"]
        else "geen cijfer"
        for row in levels
    }
    shown = [
        (_words(row.select("th")[0]), _words(row.select("td")[0]))
        for row in soup.select(".levels tbody tr")
    ]
    assert dict(shown) == expected
    assert len(shown) == 355
    names = [name for name, _ in shown]
    assert names == [area.name for area in release().catalog.areas]
    clusters = [_words(row.select("td")[1]) for row in soup.select(".levels tbody tr")]
    assert sum(bool(name) for name in clusters) == 74


def test_the_middle_of_the_country_is_that_of_all_figures(
    page: Visitor, levels: list[dict[str, str]]
) -> None:
    soup = page("/kenmerken/65plus/")
    middle = median(float(row["65plus"]) for row in levels if row["65plus"])
    label = soup.select_one(".strip__label")
    assert label is not None
    assert _words(label) == f"land {format_figure(middle, '%')}"


def test_the_first_screen_says_between_which_clusters_the_figures_run(
    page: Visitor, levels: list[dict[str, str]]
) -> None:
    typology = release().typology
    figures = {row["code"]: float(row["65plus"]) for row in levels if row["65plus"]}
    middles = sorted(
        (median(figures[code] for code in one.members if code in figures), one.name.nl)
        for one in typology.clusters
    )
    said = _words(page("/kenmerken/65plus/").main)
    (low, lowest), (high, highest) = middles[0], middles[-1]
    ends = [format_figure(end, "%") for end in (low, high)]
    assert f"van {ends[0]} ({lowest}) tot {ends[1]} ({highest})." in said


def test_missing_figures_are_counted_and_named(page: Visitor, levels: list[dict[str, str]]) -> None:
    soup = page("/kenmerken/eigen/")
    areas = {row["code"]: row["name"] for row in _rows("areas.csv")}
    without = {areas[row["code"]] for row in levels if not row["eigen"]}
    named = soup.select_one(".names")
    assert named is not None
    assert set(_words(named).rstrip(".").split(", ")) == without
    assert f"Van {len(without)} gemeenten is er geen cijfer" in _words(soup.main)


def test_the_map_has_every_municipality_once_and_its_classes_add_up(page: Visitor) -> None:
    soup = page("/kenmerken/woz/")
    drawn = [str(path["data-gm"]) for path in soup.select(".figure-map__drawing path[data-gm]")]
    assert sorted(drawn) == sorted(release().catalog.codes)
    assert sum(int(_words(cell)) for cell in soup.select(".classes td")) == 355


def test_source_year_and_weakness_stand_on_the_page(
    page: Visitor, about: dict[str, dict[str, Any]]
) -> None:
    soup = page("/kenmerken/eigen/")
    one = about["eigen"]
    facts = {_words(d.dt): _words(d.dd) for d in soup.select(".facts > div") if d.dt and d.dd}
    assert facts["Uitgever"] == one["source"]["publisher"]
    assert facts["Jaar"] == f"{one['level']['years'][0]} (jaar aangenomen)"
    assert facts["Licentie"] == "CC BY 4.0"
    notice = _words(soup.select_one(".notice"))
    assert "zwak cijfer" in notice
    assert one["note"]["nl"] in notice


def test_an_unknown_source_is_said_to_be_unknown_in_both_languages(page: Visitor) -> None:
    dutch, english = page("/kenmerken/banen/"), page("/en/indicators/banen/")
    assert "Licentie: onbekend." in _words(dutch.select_one(".citation"))
    assert "Licence: unknown." in _words(english.select_one(".citation"))


def test_what_we_wrote_ourselves_about_a_table_is_english_on_english_pages() -> None:
    ours = {"met", "eerder", "onbekend"}
    with translation.override("en"):
        names = {source_words(one.table) for one in release().catalog.indicators.values()}
    assert {name for name in names if ours & set(re.findall(r"[a-z]+", name))} == set()


def test_what_counts_says_on_which_scale_and_for_how_much(page: Visitor) -> None:
    typology = json.loads((STUDY / "typology.json").read_text(encoding="utf-8"))
    part = 100 * typology["weights"]["woz"] / sum(typology["weights"].values())
    said = _words(page("/kenmerken/woz/").main)
    assert "Op een logaritmische schaal" in said
    assert f"Het telt voor {format_figure(part, '%')} van het geheel mee" in said
    beside = _words(page("/kenmerken/prijs/").main)
    assert "telt niet mee in de indeling" in beside
    assert "van het geheel mee" not in beside


def test_the_opgaven_that_look_at_an_indicator_are_linked(page: Visitor) -> None:
    soup = page("/kenmerken/banen/")
    links = {str(a["href"]) for a in soup.select('a[href^="/opgaven/"]')} - {"/opgaven/"}
    challenges = release().study.challenges
    expected = {
        f"/opgaven/{one.id}/"
        for one in challenges
        if one.rule and any(condition.indicator == "banen" for condition in one.rule.of)
    }
    assert expected
    assert links == expected


def test_an_indicator_of_one_year_has_no_line_and_says_so(page: Visitor) -> None:
    soup = page("/kenmerken/eigen/")
    assert soup.select(".panels") == []
    assert "Er is alleen een cijfer van 2015. Een ontwikkeling is er dus niet." in _words(soup.main)


def test_a_series_has_a_panel_and_a_column_per_cluster(page: Visitor) -> None:
    soup = page("/en/indicators/65plus/")
    assert len(soup.select(".panels__one")) == 7
    section = next(s for s in soup.select("section") if s.select_one("#ontwikkeling"))
    rows = section.select("table tr")
    assert [len(row.select("th, td")) for row in rows] == [9] * len(rows)
    years = [_words(row.th) for row in rows[1:]]
    with_figures = {
        year
        for row in _rows("series.csv")
        if row["indicator"] == "65plus"
        for year, value in row.items()
        if year.isdigit() and value
    }
    assert years == sorted(with_figures)


@pytest.mark.parametrize("path", ["/kenmerken/wozz/", "/kenmerken/WOZ/", "/en/kenmerken/woz/"])
def test_an_indicator_that_is_not_there_gets_a_helpful_page(page: Visitor, path: str) -> None:
    assert page(path, status=404).select_one("input[type=search]")


# --- its files ---


def _csv(client: Client, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def test_the_csv_holds_the_figures_of_the_data_package(
    client: Client, levels: list[dict[str, str]]
) -> None:
    rows = _csv(client, "/kenmerken/eigen/levels.csv")
    assert [row["code"] for row in rows] == [row["code"] for row in levels]
    for shown, published in zip(rows, levels, strict=True):
        assert bool(shown["value"]) == bool(published["eigen"])
        if published["eigen"]:
            assert math.isclose(float(shown["value"]), float(published["eigen"]), rel_tol=1e-11)


def test_the_csv_of_all_years_holds_every_figure_and_mark(client: Client) -> None:
    rows = _csv(client, "/kenmerken/inwoners/years.csv")
    published = {
        (row["code"], year): float(value)
        for row in _rows("series.csv")
        if row["indicator"] == "inwoners"
        for year, value in row.items()
        if year.isdigit() and value
    }
    assert {(row["code"], row["year"]): float(row["value"]) for row in rows} == published
    marks = {
        (row["code"], row["year"]): row["mark"]
        for row in _rows("marks.csv")
        if row["indicator"] == "inwoners" and (row["code"], row["year"]) in published
    }
    assert marks
    assert {(row["code"], row["year"]): row["mark"] for row in rows if row["mark"]} == marks


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("/kenmerken/eigen/levels.csv", ["code", "name", "value"]),
        ("/en/indicators/eigen/years.csv", ["code", "name", "year", "value", "mark"]),
    ],
)
def test_each_csv_leads_to_a_description_with_source_licence_and_reserves(
    client: Client, about: dict[str, dict[str, Any]], path: str, columns: list[str]
) -> None:
    answer = client.get(path)
    address = answer["Link"].split(">")[0].removeprefix("<")
    assert address == f"{path}-metadata.json"
    said = client.get(address)
    assert said["Content-Type"] == "application/csvm+json; charset=utf-8"
    described = said.json()
    assert described["@context"] == "http://www.w3.org/ns/csvw"
    assert described["url"] == path.rsplit("/", 1)[1]
    assert described["dc:license"] == about["eigen"]["source"]["licence"]
    assert described["dc:publisher"] == about["eigen"]["source"]["publisher"]
    names = [column["name"] for column in described["tableSchema"]["columns"]]
    assert names == columns == answer.content.decode().splitlines()[0].split(",")
    comments = " ".join(described["rdfs:comment"])
    assert "year is assumed" in comments
    assert "weak" in comments


@pytest.mark.parametrize(
    "name", ["wozz/levels.csv", "wozz/levels.csv-metadata.json", "woz/months.csv"]
)
def test_a_file_of_no_indicator_is_not_there(client: Client, name: str) -> None:
    assert client.get(f"/kenmerken/{name}").status_code == 404


# --- what charts say to who points at them ---


def _points(client: Client, chart: str) -> dict[str, list[Any]]:
    points = client.get(f"/grafieken/{chart}").json()["points"]
    return {name: [x, y, text] for x, y, name, text in points}


def test_bars_say_how_many_they_count_in_the_language(client: Client) -> None:
    dutch = client.get("/grafieken/spread/65plus.json").json()["points"]
    english = client.get("/en/charts/spread/65plus.json").json()["points"]
    assert sum(int(text.split()[0]) for *_place, text in dutch) == 355
    assert [point[:2] for point in dutch] == [point[:2] for point in english]
    assert dutch != english


def test_a_map_says_of_every_area_what_it_is_there(client: Client) -> None:
    areas = client.get("/en/charts/map/clusters.json").json()["areas"]
    assert len(areas) == 355
    assert areas["GM0363"] == ["Amsterdam", "outside the selection"]


def test_a_chart_says_the_municipalities_that_its_address_asks_for(client: Client) -> None:
    assert _points(client, "dot/65plus.json")["Zutphen"][1] == 27
    pair = _points(client, "dot/65plus.json?gm=GM0301&gm=GM0301")
    assert pair == _points(client, "dot/65plus.json?gm=GM0301"), "a repeated code counts once"
    assert "Amsterdam" not in pair, "outside the selection"


def test_what_was_filled_in_has_a_dot_alone_and_none_in_a_comparison(client: Client) -> None:
    code, one = next((m.code, m.filled[0]) for m in release().typology.members.values() if m.filled)
    name = release().catalog.areas[code].name
    alone = _points(client, f"dot/{one}.json?gm={code}")
    assert alone[name][2].endswith("(aangevuld)")
    assert name not in _points(client, f"dot/{one}.json?gm={code}&gm=GM0301")


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("gm=GM0301&gm=GM9999", 404, "GM9999"),
        ("gm=Zutphen", 404, "Zutphen"),
        ("gm=", 404, "bijvoorbeeld GM0301"),
        ("&".join(f"gm=GM0{n}" for n in (301, 917, 957, 344, 363, 599)), 400, "Meer dan 5"),
    ],
)
def test_a_chart_that_is_asked_wrongly_says_what_is_wrong(
    client: Client, query: str, status: int, words: str
) -> None:
    answer = client.get(f"/grafieken/dot/65plus.json?{query}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert words in answer.json()["detail"]


@pytest.mark.parametrize("chart", ["spread/wozz", "../typology", "why", "map", "map/figure/wozz"])
def test_a_chart_that_is_not_there_is_not_there(client: Client, chart: str) -> None:
    assert client.get(f"/grafieken/{chart}.json").status_code == 404


def test_a_dutch_publisher_is_marked_as_dutch_on_an_english_page(page: Visitor) -> None:
    marked = [one.text for one in page("/en/indicators/veiligheid/").select("dd [lang=nl]")]
    assert marked == ["Ministerie van BZK", "Leefbaarometer 2.0"]
    assert not page("/kenmerken/veiligheid/").select("dd [lang=nl]")
