"""The opgaven, against the rules of the study and the figures themselves."""

import csv
import io
import tomllib
from functools import cache
from statistics import median
from typing import Any

import pytest
from bs4 import Tag
from tests.web import raw
from tests.web.raw import flat, texts, words
from tests.web.visitor import Visitor

from deelgenoot.words import format_figure

SHRINKING, WITHOUT_RULE = "minder-inwoners", "klimaatadaptatie"


@cache
def _challenges() -> dict[str, dict[str, Any]]:
    file = raw.STUDY / "challenges.toml"
    return {c["id"]: c for c in tomllib.loads(file.read_text("utf-8"))["challenge"]}


def _selected() -> list[dict[str, Any]]:
    return [m for m in raw.typology()["members"].values() if m["in_study"]]


def _name(code: str) -> str:
    return next(row["name"] for row in raw.rows("areas.csv") if row["code"] == code)


def test_every_opgave_of_the_study_is_in_the_list(page: Visitor) -> None:
    links = {a["href"] for a in page("/opgaven/").select(".challenge-list div > a")}
    assert links == {f"/opgaven/{one}/" for one in _challenges()}


def _row(page: Visitor, challenge: str) -> Tag:
    [row] = [
        one
        for one in page("/opgaven/").select(".challenge-list > li")
        if one.select("a")[0]["href"] == f"/opgaven/{challenge}/"
    ]
    return row


def test_the_list_has_a_part_for_each_theme_in_the_order_of_the_study(page: Visitor) -> None:
    lists = page("/opgaven/").select(".challenge-list")
    themes = list(dict.fromkeys(about["theme"] for about in raw.indicators().values()))
    assert len(lists) == len(themes)
    for one, theme in zip(lists, themes, strict=True):
        expected = [c["title"]["nl"] for c in _challenges().values() if c["themes"][0] == theme]
        assert texts(one, "li > div > a") == expected


def test_a_row_says_for_whom_it_is_named_how_often_it_shows_and_who_shares_it(
    page: Visitor,
) -> None:
    counts = [_count(cluster, "ondernemerschap") for cluster in raw.typology()["clusters"]]
    n = counts[0]["n_cluster"] + counts[0]["n_elsewhere"]
    row = _row(page, "ondernemerschap")
    assert words(row.select_one(".rows__end")) == f"{n} van de {len(_selected())}"
    assert "onderzoek 2020: Stad in transitie" in words(row)
    sharing = [
        f"/clusters/{cluster['archetype']}/"
        for cluster, count in zip(raw.typology()["clusters"], counts, strict=True)
        if count["q"] <= 0.05
    ]
    assert [a["href"] for a in row.select("p a")] == sharing == ["/clusters/stad-in-transitie/"]


def test_a_row_says_what_nearly_all_have_what_we_added_and_what_no_figure_shows(
    page: Visitor,
) -> None:
    known = [e for m in _selected() if (e := m["evidence"].get("vergrijzing-en-zorg")) is not None]
    assert sum(known) >= 0.8 * len(known)
    assert "bij bijna iedereen" in words(_row(page, "vergrijzing-en-zorg"))
    assert "bij bijna iedereen" not in words(_row(page, "ondernemerschap"))
    assert words(_row(page, WITHOUT_RULE).select_one(".rows__end")) == "geen open cijfer"
    assert "door ons toegevoegd" in words(_row(page, SHRINKING))


def _count(cluster: Any, challenge: str) -> Any:
    return next(c for c in cluster["challenges"] if c["challenge"] == challenge)


def test_the_restaurants_of_a_large_neighbour_are_no_inner_city() -> None:
    """Rijswijk has 79 of them within 3 km, and 2.3% of the people around it."""
    evidence = raw.member("GM0603")["evidence"]
    assert evidence["levendige-binnenstad"] is False
    assert float(raw.level("GM0603", "rest")) > 70
    weights = sorted(float(raw.level(m["code"], "dominantie")) for m in _selected())
    assert weights.index(float(raw.level("GM0603", "dominantie"))) < len(weights) // 2


def test_small_multiples_count_filled_and_open_marks_per_cluster(page: Visitor) -> None:
    soup = page(f"/opgaven/{SHRINKING}/")
    for row, cluster in zip(
        soup.select(".multiples > li"), raw.typology()["clusters"], strict=True
    ):
        answers = [raw.member(code)["evidence"].get(SHRINKING) for code in cluster["members"]]
        known = [answer for answer in answers if answer is not None]
        marks = row.select(".marks .mark")
        opened = [mark for mark in marks if "mark--open" in mark["class"]]
        assert (len(marks) - len(opened), len(marks)) == (known.count(True), len(known))
        said = words(row.select_one(".multiples__count"))
        assert said.startswith(f"{known.count(True)} van de {len(known)} (")
        count = _count(cluster, SHRINKING)
        assert f"({100 * count['low']:.0f}–{100 * count['high']:.0f}%)" in said
        assert ("gedeeld" in said) == (count["q"] <= 0.05)


def test_the_rule_can_be_checked_against_the_figures(page: Visitor) -> None:
    """`minder-inwoners` says: growth under zero. Who that holds for follows from one column."""
    assert _challenges()[SHRINKING]["evidence"]["all"] == ["groei lager dan 0"]
    growth = {m["code"]: float(raw.level(m["code"], "groei")) for m in _selected()}
    shrinking = {_name(code): value for code, value in growth.items() if value < 0}
    table = page(f"/opgaven/{SHRINKING}/").select_one(".signs")
    assert table is not None
    shown = {words(row.select_one("th a")): words(row.td) for row in table.select("tbody tr")}
    # A fall that rounds to nothing is written with another decimal.
    written = {
        name: flat(format_figure(v, "%", "nl", 1 if round(v, 1) else 2))
        for name, v in shrinking.items()
    }
    assert shown == written
    assert list(shown) == sorted(shown, key=str.casefold)


def test_the_answer_counts_them(page: Visitor) -> None:
    n = sum(m["evidence"].get(SHRINKING) is True for m in _selected())
    of = sum(SHRINKING in m["evidence"] for m in _selected())
    outside = [m["evidence"] for m in raw.typology()["members"].values() if not m["in_study"]]
    known = [evidence[SHRINKING] for evidence in outside if SHRINKING in evidence]
    said = words(page(f"/opgaven/{SHRINKING}/").main)
    assert f"Bij {n} van de {of} gemeenten in de selectie zijn er aanwijzingen" in said
    assert f"in de rest van het land bij {sum(known)} van de {len(known)}." in said


RULED = "aantrekkelijk-voor-inwoners-en-bedrijven"


def test_the_bound_of_each_figure_is_that_of_the_selection(page: Visitor) -> None:
    """Both figures are among the lowest 33% of the selection."""
    assert _challenges()[RULED]["evidence"]["all"] == [
        f"{one} bij de laagste 33% van de selectie" for one in ("woz", "vestigingen")
    ]
    heads = page(f"/opgaven/{RULED}/").select(".signs thead th")[1:]
    for head, one in zip(heads, ("woz", "vestigingen"), strict=True):
        levels = sorted(float(v) for m in _selected() if (v := raw.level(m["code"], one)))
        bound = levels[round(0.33 * len(levels)) - 1]
        about = raw.indicators()[one]
        written = flat(format_figure(bound, about["unit"], "nl", about["decimals"]))
        assert texts(head, ".signs__bound")[-1] == f"telt bij {written} of minder"


def test_a_bound_of_the_country_is_its_middle_municipality_and_says_so(page: Visitor) -> None:
    [head, *_others] = page("/opgaven/participatiewet/").select(".signs thead th")[1:]
    levels = [float(row["bijstand"]) for row in raw.rows("levels.csv") if row["bijstand"]]
    written = flat(format_figure(median(levels), raw.indicators()["bijstand"]["unit"], "nl"))
    assert texts(head, ".signs__bound")[-1] == (
        f"telt bij meer dan {written}, de middelste van het land"
    )


def test_a_fall_that_rounds_to_zero_is_written_so_that_it_shows(page: Visitor) -> None:
    """Roosendaal lost .04% a year: `0,0%` beside "minder dan nul" would look like a mistake."""
    (row,) = (
        row for row in page("/opgaven/minder-inwoners/").select("tr") if "Roosendaal" in row.text
    )
    assert "−0,0%" not in row.text
    assert "−0,0" in row.text


def test_a_figure_that_meets_its_part_of_the_rule_is_bold(page: Visitor) -> None:
    rows = page(f"/opgaven/{RULED}/").select(".signs tbody tr")
    assert len(rows) > 1
    assert all(cell.strong is not None for row in rows for cell in row.select("td"))


def test_an_opgave_without_a_rule_says_why(page: Visitor) -> None:
    soup = page(f"/opgaven/{WITHOUT_RULE}/")
    assert words(soup.select_one(".notice")) == _challenges()[WITHOUT_RULE]["reason"]["nl"]
    assert not soup.select(".multiples, .signs")


def test_an_opgave_names_the_clusters_for_which_the_research_names_it(page: Visitor) -> None:
    soup = page("/opgaven/levendige-binnenstad/")
    links = [a["href"] for a in soup.select(".challenge__origin a")]
    named = _challenges()["levendige-binnenstad"]["archetypes"]
    assert links == [f"/clusters/{archetype}/" for archetype in named]
    rows = soup.select(".multiples > li")
    marked = [row.select("a")[0]["href"] for row in rows if "genoemd" in words(row)]
    assert marked == links


def test_the_file_holds_the_whole_selection_with_plain_figures(page: Visitor) -> None:
    answer = page.client.get(f"/opgaven/{SHRINKING}/cijfers.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["gm_code"] for row in rows] == sorted(m["code"] for m in _selected())
    for row in rows:
        assert float(row["groei"]) == float(raw.level(row["gm_code"], "groei"))
        assert row["evidence"] == str(int(raw.member(row["gm_code"])["evidence"][SHRINKING]))


@pytest.mark.parametrize(
    "path", ["/opgaven/ranglijsten/", "/opgaven/ranglijsten/cijfers.csv", "/en/challenges/x/"]
)
def test_an_opgave_that_does_not_exist_is_not_found(page: Visitor, path: str) -> None:
    page(path, status=404)


@pytest.mark.parametrize("challenge", [SHRINKING, WITHOUT_RULE, "passende-woningen"])
def test_the_english_page_is_english(page: Visitor, challenge: str) -> None:
    soup = page(f"/en/challenges/{challenge}/")
    assert words(soup.h1) == _challenges()[challenge]["title"]["en"]
    assert words(soup.select_one("h2")) in {
        "When does it count?",
        "Why do you see no figures here?",
    }


def test_the_english_list_is_english(page: Visitor) -> None:
    titles = {c["title"]["en"] for c in _challenges().values()}
    assert set(texts(page("/en/challenges/"), ".challenge-list div > a")) == titles


def test_a_bound_of_nothing_is_a_word_in_the_rule_and_above_the_figures(page: Visitor) -> None:
    said = words(page(f"/opgaven/{SHRINKING}/").select_one("main"))
    assert "per jaar lager dan nul." in said
    assert "telt bij minder dan nul" in said
