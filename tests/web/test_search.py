"""Search by any name, the names for the search box, and where old and newer names lead."""

import gzip
import json
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse
from tests.web import raw
from tests.web.raw import texts, words
from tests.web.visitor import Visitor

from deelgenoot.areas import fold
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.facts.subjects import subjects

pytestmark = pytest.mark.django_db  # approaches are searched too

# --- names and codes as addresses ---


@pytest.mark.parametrize(
    ("asked", "status", "target"),
    [
        ("GM0301", 301, "/gemeenten/zutphen/"),
        ("gm0301", 301, "/gemeenten/zutphen/"),
        ("Zutphen", 301, "/gemeenten/zutphen/"),
        ("den-haag", 301, "/gemeenten/s-gravenhage/"),
        ("bussum", 302, "/gemeenten/gooise-meren/?van=bussum"),
        ("GM0381", 302, "/gemeenten/gooise-meren/?van=bussum"),
        ("groesbeek", 302, "/gemeenten/berg-en-dal/?van=groesbeek"),
    ],
)
def test_another_name_or_code_leads_to_the_municipality_of_2020(
    asked: str, status: int, target: str
) -> None:
    answer = Client().get(f"/gemeenten/{asked}/")

    assert (answer.status_code, answer["Location"]) == (status, target)


def test_who_comes_from_an_old_name_is_told_what_became_of_it(page: Visitor) -> None:
    merged = page("/gemeenten/gooise-meren/", van="bussum")
    renamed = page("/gemeenten/berg-en-dal/", van="groesbeek")

    assert texts(merged, "main > .notice") == ["Bussum hoort sinds 2016 bij Gooise Meren."]
    assert texts(renamed, "main > .notice") == ["Groesbeek heet nu Berg en Dal."]


@pytest.mark.parametrize("van", ["abcoude", "amsterdam", "<script>", "x" * 5000])
def test_what_cannot_be_where_somebody_came_from_is_not_repeated(van: str) -> None:
    asked = Client().get("/gemeenten/gooise-meren/", {"van": van}).content.decode()
    plain = Client().get("/gemeenten/gooise-meren/").content.decode()

    assert asked.partition("<main")[2] == plain.partition("<main")[2]


def test_a_newer_municipality_lists_its_parts(page: Visitor) -> None:
    soup = page("/gemeenten/voorne-aan-zee/")

    assert words(soup.h1) == "Voorne aan Zee"
    assert texts(soup, ".place a") == ["Brielle", "Hellevoetsluis", "Westvoorne"]
    assert words(soup.select_one(".lead")).startswith(
        "Voorne aan Zee bestaat sinds 2023 en is gevormd uit Brielle, Hellevoetsluis en Westvoorne."
    )


def test_a_divided_municipality_lists_its_heirs(page: Visitor) -> None:
    soup = page("/gemeenten/littenseradiel/")

    assert texts(soup, ".place a") == ["Leeuwarden", "Súdwest-Fryslân", "Waadhoeke"]


def test_a_name_that_two_municipalities_share_offers_both(page: Visitor) -> None:
    soup = page("/gemeenten/bergen/")

    assert texts(soup, ".place a") == ["Bergen (L.)", "Bergen (NH.)"]
    assert words(soup.select_one(".lead")).startswith("Er zijn twee gemeenten met de naam Bergen.")


def test_a_misspelt_address_is_not_found_and_offers_what_looks_like_it(page: Visitor) -> None:
    soup = page("/gemeenten/zutfen/", status=404)

    assert texts(soup, ".rows a")[0] == "Zutphen"
    assert soup.select_one("main input[type=search]")


def test_an_address_without_sense_is_not_found_and_not_repeated(page: Visitor) -> None:
    soup = page("/gemeenten/qqqqzzz/", status=404)

    assert texts(soup, ".rows a") == []
    assert "qqqqzzz" not in words(soup.main)


# --- search ---


def test_the_whole_name_leads_straight_to_the_municipality() -> None:
    answer = Client().get("/zoeken/", {"q": "  zutphen "})

    assert (answer.status_code, answer["Location"]) == (301, "/gemeenten/zutphen/")


def test_a_part_of_a_name_lists_names_that_begin_with_it_first(page: Visitor) -> None:
    found = texts(page("/zoeken/", q="veen"), ".place a")

    names = sorted(row["name"] for row in raw.rows("areas.csv") if "veen" in row["name"].lower())
    first = [name for name in names if name.startswith("Veen")]
    assert found[: len(first)] == first
    assert set(names) <= set(found)


def test_more_than_fit_are_counted(page: Visitor) -> None:
    soup = page("/zoeken/", q="a")

    assert len(soup.select(".place")) == 40
    assert any(text.startswith("Nog ") for text in texts(soup, "section p"))


def test_an_old_name_is_found_by_a_part_of_it_and_says_so(page: Visitor) -> None:
    soup = page("/zoeken/", q="bussu")

    assert texts(soup, ".place a") == ["Gooise Meren"]
    assert texts(soup, ".place__note") == ["ook voor Bussum"]


def test_a_misspelling_is_answered_with_suggestions(page: Visitor) -> None:
    soup = page("/zoeken/", q="Zutfen")

    assert texts(soup, "section[aria-labelledby=suggestions] a")[0] == "Zutphen"
    field = soup.select_one("main input[type=search]")
    assert field is not None
    assert field["value"] == "Zutfen"


@pytest.mark.parametrize(
    ("asked", "group", "expected"),
    [
        ("voorsta", "found-cluster", "Voorstad"),
        ("woningm", "found-theme", "Woningmarkt"),
        ("housing mar", "found-theme", "Woningmarkt"),
        ("misdrij", "found-indicator", "Geregistreerde misdrijven, per 1.000 inwoners"),
        ("levendige binnen", "found-challenge", "Een levendige binnenstad"),
    ],
)
def test_clusters_themes_indicators_and_opgaven_are_found_in_both_languages(
    page: Visitor, asked: str, group: str, expected: str
) -> None:
    soup = page("/zoeken/", q=asked)

    assert expected in texts(soup, f"section[aria-labelledby={group}] a")


@pytest.mark.parametrize(
    ("asked", "group", "expected"),
    [
        ("vergrijzing", "found-challenge", "Genoeg zorg voor meer ouderen"),
        ("armoede", "found-indicator", "Huishoudens met een laag inkomen"),
        ("klimaatbeleid", "found-challenge", "Omgaan met hitte, droogte en wateroverlast"),
        ("criminaliteit", "found-challenge", "Veilig wonen en ondermijning tegengaan"),
        ("criminaliteit", "found-indicator", "Geregistreerde misdrijven, per 1.000 inwoners"),
        ("samenwerking", "found-page", "Bijeenkomsten"),
        ("methode", "found-page", "Over de methode"),
    ],
)
def test_a_subject_is_found_by_what_people_call_it_with_what_says_most_first(
    page: Visitor, asked: str, group: str, expected: str
) -> None:
    soup = page("/zoeken/", q=asked)

    assert texts(soup, f"section[aria-labelledby={group}] a")[0] == expected


def test_the_figures_of_the_first_indicators_stand_with_the_hit(page: Visitor) -> None:
    first = page("/zoeken/", q="criminaliteit").select_one("#found-indicator + ul li")
    assert first
    answer = words(page("/kenmerken/misdr/").select_one(".lead + p"))
    assert answer.startswith("De middelste gemeente van het land: ")
    assert words(first).endswith(answer)


def test_what_a_subject_answers_is_no_part_of_a_name(page: Visitor) -> None:
    soup = page("/en/search/", q="ageing")

    assert texts(soup, ".place a") == [], "Wageningen"
    assert texts(soup, "section[aria-labelledby=found-indicator] a")
    assert texts(page("/zoeken/", q="ageninge"), ".place a") == ["Wageningen"]


def test_every_word_leads_to_something_and_every_id_is_of_this_study() -> None:
    known = {
        "indicators": set(release().catalog.indicators),
        "challenges": {one.id for one in release().study.challenges},
        "themes": {one.id for one in release().catalog.themes},
    }
    for subject in subjects():
        for kind, ids in known.items():
            assert set(getattr(subject, kind)) <= ids, subject.words
        assert all(reverse(name) for name in subject.pages)
        assert all(subject.answers(fold(word)) for word in subject.words)
    assert {key for one in subjects() for key in one.challenges} == known["challenges"]


def test_a_region_finds_its_municipalities(page: Visitor) -> None:
    soup = page("/zoeken/", q="achterhoek")
    expected = {row["name"] for row in raw.rows("areas.csv") if row["region"] == "Achterhoek"}

    assert expected
    assert set(texts(soup, ".place a")) == expected


def test_nothing_asked_offers_the_lists_and_nothing_found_says_so(page: Visitor) -> None:
    assert "Of kies een lijst" in texts(page("/zoeken/"), "h2")
    assert "Niets gevonden" in texts(page("/zoeken/", q="qqqqzzz"), "h2")
    assert "Of kies een lijst" in texts(page("/zoeken/", q=" - "), "h2")


def test_a_question_stays_text(page: Visitor) -> None:
    soup = page("/zoeken/", q='"><b>x</b>')

    field = soup.select_one("main input[type=search]")
    assert field is not None
    assert field["value"] == '"><b>x</b>'


# --- names for the search box ---


def _names(path: str = "/gemeenten/namen.json") -> list[list[str]]:
    answer = Client().get(path)
    assert answer.status_code == 200
    read: list[list[str]] = json.loads(answer.content)
    return read


def test_the_names_hold_every_municipality_with_its_letter_and_province() -> None:
    entries = {entry[0]: entry for entry in _names()}

    letters = {code: c["letter"] for c in raw.typology()["clusters"] for code in c["members"]}
    for row in raw.rows("areas.csv"):
        expected = [
            row["name"],
            f"/gemeenten/{row['slug']}/",
            letters.get(row["code"], ""),
            row["province"],
        ]
        assert entries[row["name"]] == expected


def test_the_names_say_what_an_old_or_newer_name_is_now() -> None:
    entries = {entry[0]: entry[3] for entry in _names()}

    assert entries["Bussum"] == "nu: Gooise Meren"
    assert entries["Dijk en Waard"] == "uit: Heerhugowaard en Langedijk"
    assert entries["Den Haag"] == "'s-Gravenhage"


@pytest.mark.parametrize("most_of_a_kind", [3, pytest.param(1_000, marks=pytest.mark.sweep)])
def test_every_name_leads_somewhere(most_of_a_kind: int) -> None:
    client = Client()
    kinds: Counter[str] = Counter()

    for name, address, _letter, _where in _names()[355:]:
        kind = resolve(urlsplit(address).path).view_name
        kinds[kind] += 1
        if kinds[kind] <= most_of_a_kind:
            assert client.get(address).status_code in {200, 301, 302}, name
    assert len(kinds) > 3


def test_the_names_hold_subjects_and_what_people_call_them_in_both_languages() -> None:
    entries = {entry[0]: entry[1:] for entry in _names("/en/municipalities/names.json")}

    assert entries["vergrijzing"] == ["/en/search/?q=vergrijzing", "", "subject"]
    assert entries["Housing market"][2] == "theme"
    assert entries["About the method"] == ["/en/method/", "", "page"]


def test_the_names_are_light_and_may_be_kept() -> None:
    answer = Client().get("/gemeenten/namen.json")

    assert len(gzip.compress(answer.content)) < 25_000
    assert "max-age=86400" in answer["Cache-Control"]
    assert _names("/en/municipalities/names.json")[0][1].startswith("/en/municipalities/")


def test_the_search_box_reads_the_names(page: Visitor) -> None:
    form = page("/zoeken/").select_one("main form.search")

    assert form is not None
    assert form["data-names"] == "/gemeenten/namen.json"
