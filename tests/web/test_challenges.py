"""The opgaven, against the rules of the study and the figures themselves."""

import csv
import io
import tomllib
from functools import cache
from typing import Any

import pytest
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
    links = {a["href"] for a in page("/opgaven/").select(".challenge-list a")}
    assert links == {f"/opgaven/{one}/" for one in _challenges()}


def test_the_list_puts_generic_ones_first_and_the_others_with_their_cluster(page: Visitor) -> None:
    soup = page("/opgaven/")
    first = soup.select(".challenge-list")[0]
    generic = [c["title"]["nl"] for c in _challenges().values() if c["generic"]]
    assert texts(first, "a") == generic
    for section in soup.select(".of-cluster"):
        archetype = str(section.select("h3 a")[0]["href"]).split("/")[-2]
        named = [c["title"]["nl"] for c in _challenges().values() if archetype in c["archetypes"]]
        assert texts(section, ".challenge-list a") == named


def test_under_a_cluster_its_own_municipalities_are_counted_and_the_figures_named(
    page: Visitor,
) -> None:
    [section] = [
        one
        for one in page("/opgaven/").select(".of-cluster")
        if one.select("h3 a")[0]["href"] == "/clusters/centrumstad-met-uitdagingen/"
    ]
    [item] = [i for i in section.select("li") if "levendige-binnenstad" in str(i.a["href"])]  # type: ignore[index]
    cluster = raw.cluster("centrumstad-met-uitdagingen")
    n = sum(raw.member(c)["evidence"]["levendige-binnenstad"] for c in cluster["members"])
    assert words(item.select_one(".rows__end")) == f"{n} van de {len(cluster['members'])}"
    for condition in _challenges()["levendige-binnenstad"]["evidence"]["all"]:
        label = raw.indicators()[condition["indicator"]]["label"]["nl"]
        assert label.partition(",")[0].lower() in words(item).lower()


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
        assert (
            words(row.select_one(".multiples__count")) == f"{known.count(True)} van de {len(known)}"
        )


def test_the_rule_can_be_checked_against_the_figures(page: Visitor) -> None:
    """`minder-inwoners` says: growth under zero. Who that holds for follows from one column."""
    rule = _challenges()[SHRINKING]["evidence"]["all"]
    assert rule == [{"indicator": "groei", "side": "below", "value": 0}]
    growth = {m["code"]: float(raw.level(m["code"], "groei")) for m in _selected()}
    shrinking = {_name(code): value for code, value in growth.items() if value < 0}
    table = page(f"/opgaven/{SHRINKING}/").select_one(".signs")
    assert table is not None
    shown = {words(row.select_one("th a")): words(row.td) for row in table.select("tbody tr")}
    assert shown == {name: flat(format_figure(v, "%", "nl")) for name, v in shrinking.items()}
    assert list(shown) == sorted(shown, key=str.casefold)


def test_the_answer_counts_them(page: Visitor) -> None:
    n = sum(m["evidence"].get(SHRINKING) is True for m in _selected())
    of = sum(SHRINKING in m["evidence"] for m in _selected())
    assert f"Bij {n} van de {of} gemeenten zijn er aanwijzingen" in words(
        page(f"/opgaven/{SHRINKING}/").main
    )


@cache
def _with_two_levels() -> tuple[str, list[dict[str, Any]]]:
    """An opgave whose rule is that two levels are among the lowest or highest part."""
    return next(
        (one["id"], one["evidence"]["all"])
        for one in _challenges().values()
        if one["evidence"] != "none"
        and len(one["evidence"].get("all", ())) == 2
        and all("share" in c and "from" not in c for c in one["evidence"]["all"])
    )


def test_the_bound_of_each_figure_is_that_of_the_selection(page: Visitor) -> None:
    challenge, conditions = _with_two_levels()
    heads = page(f"/opgaven/{challenge}/").select(".signs thead th")[1:]
    for head, condition in zip(heads, conditions, strict=True):
        one = condition["indicator"]
        levels = sorted(float(v) for m in _selected() if (v := raw.level(m["code"], one)))
        n = round(condition["share"] * len(levels))
        bound = levels[n - 1] if condition["side"] == "low" else levels[-n]
        word = "minder" if condition["side"] == "low" else "meer"
        about = raw.indicators()[one]
        written = flat(format_figure(bound, about["unit"], "nl", about["decimals"]))
        assert texts(head, ".signs__bound")[-1] == f"telt bij {written} of {word}"


def test_a_figure_that_meets_its_part_of_the_rule_is_bold(page: Visitor) -> None:
    challenge, _conditions = _with_two_levels()
    rows = page(f"/opgaven/{challenge}/").select(".signs tbody tr")
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
    assert set(texts(page("/en/challenges/"), ".challenge-list a")) == titles


def test_a_bound_of_nothing_is_a_word_in_the_rule_and_above_the_figures(page: Visitor) -> None:
    said = words(page(f"/opgaven/{SHRINKING}/").select_one("main"))
    assert "per jaar onder nul." in said
    assert "telt bij minder dan nul" in said
