"""The page of one municipality, against the files of the release."""

import csv
import io
import math
import re
from collections import Counter
from dataclasses import replace
from operator import gt, lt
from statistics import median
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from tests.web import raw
from tests.web.municipality_pages import (
    ZUTPHEN,
    peers_of,
    read_page,
    slug_of,
)
from tests.web.raw import flat, texts, words
from tests.web.visitor import Visitor

from deelgenoot.rules import Condition
from deelgenoot.words import format_figure, format_number
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.atlas.pages.municipality.evidence import figures_of
from deelgenoot_web.atlas.pages.municipality.standing import inside, outside

ENSCHEDE, AMSTERDAM, APPINGEDAM = "GM0141", "GM0363", "GM0003"


def _of_selection(standing: str) -> str:
    """The code of a municipality of the selection that stands like this."""
    members: dict[str, Any] = raw.typology()["members"]
    return next(code for code, m in members.items() if m["standing"] == standing)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/gemeenten/zutphen/", {}),
        ("/gemeenten/zutphen/", {"verschillen": "1"}),
        ("/gemeenten/amsterdam/", {}),
        ("/gemeenten/appingedam/", {"among": "all", "n": "15"}),
        ("/en/municipalities/zutphen/", {}),
        ("/en/municipalities/amsterdam/", {"size": "similar"}),
    ],
)
def test_each_kind_of_page_is_sound(page: Visitor, path: str, query: dict[str, str]) -> None:
    page(path, 200, **query)


def test_the_head_says_where_it_lies_and_how_many_live_there() -> None:
    area = raw.area("zutphen")
    (series,) = (
        row
        for row in raw.rows("series.csv")
        if (row["indicator"], row["code"]) == ("inwoners", ZUTPHEN)
    )

    assert words(read_page("zutphen").h1) == "Zutphen"
    assert words(read_page("zutphen").select_one(".municipality__facts")) == (
        f"{area['province']} · regio {area['region']} · "
        f"{format_number(int(series['2026']), 0)} inwoners (2026); "
        f"{format_number(int(area['population']), 0)} in 2020, het jaar van de indeling"
    )


def test_a_municipality_that_is_no_more_has_the_inhabitants_of_the_study() -> None:
    area = raw.area("appingedam")
    said = words(read_page("appingedam").select_one(".municipality__facts"))
    assert said.endswith(f"{format_number(int(area['population']), 0)} inwoners (2020)")


# --- belongs to, and how sure ---


@pytest.mark.parametrize("standing", ["firm", "fair", "between"])
def test_ten_marks_say_how_sure_its_place_is(standing: str) -> None:
    code = _of_selection(standing)
    shares = raw.member(code)["shares"]
    soup = read_page(slug_of(code))

    marks = soup.select(".standing__marks use")
    letters = [str(mark["href"])[-1] for mark in marks]
    letter_of = {c["archetype"]: c["letter"] for c in raw.typology()["clusters"]}
    assert len(letters) == 10
    for archetype, share in shares.items():
        # Rounded to tenths that add up to ten, a share moves by less than one.
        assert abs(letters.count(letter_of[archetype]) - share * 10) < 1
    assert letters[0] == letter_of[raw.member(code)["cluster"]]
    between = texts(soup, ".standing__sure .notice")
    assert bool(between) is (standing == "between")


def test_the_list_beside_the_marks_counts_the_same() -> None:
    soup = read_page(slug_of(_of_selection("between")))

    letters = Counter(str(m["href"])[-1] for m in soup.select(".standing__marks use"))
    listed = [int(one.split()[0]) for one in texts(soup, ".standing__falls li > span")]
    assert sorted(listed) == sorted(letters.values())


def test_it_is_said_how_often_a_municipality_stays_with_other_indicators() -> None:
    """Assen stays in .79 of them: under the eight of ten from where a place is sure."""
    assert raw.member("GM0106")["kept_redrawn"] == 0.79
    said = words(read_page("assen").select_one(".why__method"))
    assert "blijft de gemeente in 7 van de 10 berekeningen in dit cluster." in said


def test_a_municipality_that_is_not_sure_has_under_eight_marks_of_its_cluster() -> None:
    members = raw.typology()["members"]
    under = {c for c, m in members.items() if 0.75 <= m["shares"].get(m["cluster"], 1) < 0.8}
    assert under == {"GM0203", "GM0861", "GM0957"}
    for code in under:
        standing = inside(Edition(release(), "nl"), release().typology.members[code])
        assert standing.heading == "Redelijk zeker: in 7 van de 10 berekeningen"
        assert standing.letters.count(standing.letters[0]) == 7
        assert len(standing.letters) == 10


def test_a_name_that_chance_gives_as_well_is_said_to_come_from_the_research() -> None:
    made = release()
    clusters = tuple(replace(one, fit_word="chance") for one in made.typology.clusters)
    by_chance = Release(made.study, replace(made.typology, clusters=clusters))
    given = inside(Edition(by_chance, "nl"), made.typology.members[ZUTPHEN])
    html = render_to_string("atlas/parts/inside.html", {"inside": given, "name": "Zutphen"})
    soup = BeautifulSoup(html, "html.parser")
    assert soup.select(".notice--caution strong") == []
    assert "De naam komt uit het onderzoek van Platform31 (2020)" in words(
        soup.select(".standing__doubts dd")[1]
    )


def test_a_weak_name_is_said_to_be_weak() -> None:
    made = release()
    clusters = tuple(replace(one, fit_word="weak") for one in made.typology.clusters)
    weak = Release(made.study, replace(made.typology, clusters=clusters))
    given = inside(Edition(weak, "nl"), made.typology.members[ZUTPHEN])
    html = render_to_string("atlas/parts/inside.html", {"inside": given, "name": "Zutphen"})
    soup = BeautifulSoup(html, "html.parser")

    assert words(soup.select_one(".notice--caution strong")) == "De naam past zwak."


def test_nobody_lies_farther_than_the_same_figure() -> None:
    """At 2.42 is, as it is written, no farther than the 2.37 of a member: both are 2,4."""
    edition = Edition(release(), "nl")
    members = release().typology.members.values()
    reaches = [outside(edition, one).reach for one in members if not one.in_study]
    pairs = [
        re.search(r"is (\S+)\. Dat is verder dan .* tot (\S+)\)", reach)
        for reach in reaches
        if "verder dan" in reach
    ]
    assert len(pairs) > 50
    assert all(pair and pair[1] != pair[2] for pair in pairs)


def test_outside_the_selection_there_is_no_cluster_but_a_nearest_one() -> None:
    soup = read_page("amsterdam")
    distances = raw.member(AMSTERDAM)["distances"]

    assert words(soup.select_one("#buiten")) == (
        "Deze gemeente krijgt geen cluster, wel gemeenten die op haar lijken."
    )
    assert soup.select(".standing__marks") == []
    written = texts(soup, ".distances__value")
    assert written == [format_number(d, 1) for d in sorted(distances.values())]
    first = raw.cluster(min(distances, key=lambda a: distances[a]))["name"]["nl"]
    assert texts(soup, ".distances__name")[0] == first


@pytest.mark.parametrize("code", [AMSTERDAM, APPINGEDAM])
def test_it_is_said_whether_it_would_fit_in_the_nearest_cluster(code: str) -> None:
    one = raw.member(code)
    members = raw.cluster(one["cluster"])["members"]
    farthest = max(raw.member(c)["distances"][one["cluster"]] for c in members)

    said = words(read_page(slug_of(code)).select_one(".standing__sure p"))

    is_far = one["distances"][one["cluster"]] > farthest
    assert ("de gelijkenis is klein" in said) is is_far


def test_figures_that_were_filled_in_are_counted_and_marked() -> None:
    soup = read_page("appingedam")
    n_filled = len(raw.member(APPINGEDAM)["filled"])

    notice = words(soup.select_one("#cijfers .notice"))
    assert notice.startswith(f"Van Appingedam ontbreken {n_filled} van de 31 cijfers.")
    assert len(soup.select(".profile .tag--filled")) == n_filled


# --- profile, switch ---


def test_the_profile_shows_its_own_figures() -> None:
    soup = read_page("zutphen")
    shown = {
        words(row.select_one(".indicator__label")): words(row.select_one(".profile__value"))
        for row in soup.select(".profile__row")
    }

    assert len(shown) == len(raw.indicators())
    for one in ("65plus", "bijstand", "woz", "corp"):
        indicator = raw.indicators()[one]
        level = float(raw.level(ZUTPHEN, one))
        expected = format_figure(level, indicator["unit"], "nl", indicator["decimals"])
        assert shown[indicator["label"]["nl"]] == flat(expected)


@pytest.mark.parametrize("slug", ["zutphen", "amsterdam"])
def test_a_share_that_is_published_in_whole_per_cents_shows_no_decimal(slug: str) -> None:
    """The own figure, the middles beside it (62,5 is said as 63%), and every other mention."""
    code = raw.area(slug)["code"]
    owners = raw.indicators()["koop"]["label"]["nl"]
    levels = [float(row["koop"]) for row in raw.rows("levels.csv") if row["koop"]]
    [row] = [
        [words(cell) for cell in row.select("td")]
        for row in read_page(slug).select(".profile + .fold tbody tr")
        if words(row.th) == owners
    ]
    assert row[1] == f"{raw.level(code, 'koop')}%"
    assert row[-1] == f"{math.floor(median(levels) + 0.5)}%"

    labels = {one["label"]["nl"] for one in raw.indicators().values() if one["decimals"] == 0}
    rows = [
        words(one) for one in read_page(slug).select("tr, .profile__row, .opgave__figures > div")
    ]
    mentions = [one for one in rows if any(label in one for label in labels)]
    assert len(mentions) > 2 * len(labels)
    assert [one for one in mentions if re.search(r"\d,\d+%", one)] == []


def test_only_the_differences_leaves_out_what_is_alike_and_names_it() -> None:
    every, some = read_page("zutphen"), read_page("zutphen", "verschillen=1")

    names = {one["label"]["nl"]: key for key, one in raw.indicators().items()}
    members = [c for c in raw.cluster(raw.member(ZUTPHEN)["cluster"])["members"] if c != ZUTPHEN]
    by_hand = set()
    for label, key in names.items():
        levels = {c: raw.level(c, key) for c in (*members, ZUTPHEN)}
        others = [float(levels[c]) for c in members if levels[c]]
        own = float(levels[ZUTPHEN])
        below, above = (sum(side(one, own) for one in others) for side in (lt, gt))
        if max(below, above) >= 0.9 * len(others):
            by_hand.add(label)
    assert set(texts(some, ".profile__row .indicator__label")) == by_hand
    assert 0 < len(by_hand) < len(every.select(".profile__row")) / 2
    assert some.select(".profile details") == []
    assert all("Binnen het cluster" in one for one in texts(some, ".profile__hidden"))
    box = some.select_one("input[name=verschillen][type=checkbox]")
    assert box is not None
    assert box.has_attr("checked")


# --- why this cluster ---


@pytest.mark.parametrize("code", [ZUTPHEN, AMSTERDAM])
def test_the_bars_are_the_reasons_per_theme_from_high_to_low(code: str) -> None:
    sums: Counter[str] = Counter()
    for indicator, reason in raw.member(code)["reasons"].items():
        sums[raw.indicators()[indicator]["theme"]] += reason
    bars = read_page(slug_of(code)).select(".why__bars svg[role=img]")

    # How a bar is written: `Wonen: 0,7, lijkt meer op ...`
    found = [re.findall(r": (\d+,\d)", str(bar["aria-label"])) for bar in bars]
    values = [one[0] if one else "0,0" for one in found]
    expected = [format_number(abs(v), 1) for v in sorted(sums.values(), reverse=True)]
    assert values == expected


def test_the_sum_is_the_difference_in_squared_distance() -> None:
    one = raw.member(ZUTPHEN)
    difference = one["distances"][one["next"]] ** 2 - one["distances"][one["cluster"]] ** 2

    said = words(read_page("zutphen").select_one("#waarom"))

    assert f": het verschil is {format_number(difference, 1)}." in said


def test_the_reasons_open_to_every_indicator_and_add_up() -> None:
    table = read_page("zutphen").select("#waarom > details tbody tr")

    written = [words(row.select("td")[-1]).replace("\N{MINUS SIGN}", "-") for row in table]
    numbers = [float(one.replace(",", ".")) for one in written]
    assert len(numbers) == len(raw.typology()["weights"]) + 1
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1])


def test_what_stands_out_is_said_in_units_that_people_know() -> None:
    links = read_page("gouda").select(".glance__figure a")
    units = {raw.indicators()[str(link["href"]).split("/")[2]]["unit"] for link in links}

    assert len(links) == 3
    assert not units & {"afwijking", "verhouding"}


# --- developments ---


def test_a_chart_begins_with_the_change_beside_cluster_and_country() -> None:
    (figures,) = (
        row
        for row in raw.rows("series.csv")
        if (row["code"], row["indicator"]) == ("GM0301", "solv")
    )
    figure = read_page("zutphen").select_one("figure#trend-solv")
    sentence = words(figure.select_one(".development__words") if figure else None)

    change = f"{float(figures['2024']) - float(figures['2017']):.1f}".replace(".", ",")
    assert sentence.startswith(f"Van 2017 tot 2024: Zutphen +{change} punt, het cluster +")
    assert ", het land +" in sentence


@pytest.mark.parametrize("slug", ["schagen", "amsterdam", "zutphen"])
def test_a_break_in_the_territory_is_said_beside_the_line(slug: str) -> None:
    code = raw.area(slug)["code"]
    broken = {
        (row["indicator"], row["year"])
        for row in raw.rows("marks.csv")
        if row["code"] == code and row["mark"] == "break"
    }
    said = {
        (str(figure["id"]).removeprefix("trend-"), year)
        for figure in read_page(slug).select(".development")
        for text in texts(figure, ".development__break")
        for year in re.findall(r"\d{4}", text)
    }

    drawn = {indicator for indicator, _year in _drawn(slug)}
    assert said == {(one, year) for one, year in broken if one in drawn}
    assert bool(said) is (slug != "zutphen")


def _drawn(slug: str) -> list[tuple[str, str]]:
    """List each line of a municipality that is drawn, with the theme it stands under."""
    themes = read_page(slug).select(".developments")
    return [
        (str(figure["id"]).removeprefix("trend-"), words(theme.h3))
        for theme in themes
        for figure in theme.select("figure")
    ]


def test_every_series_of_every_theme_is_drawn_with_its_figures_beside_it() -> None:
    years = {
        row["indicator"]: [year for year, value in row.items() if year.isdigit() and value]
        for row in raw.rows("series.csv")
        if row["code"] == "GM0301"
    }
    long = {indicator: some for indicator, some in years.items() if len(some) > 2}
    drawn = _drawn("zutphen")

    assert sorted(indicator for indicator, _theme in drawn) == sorted(long)
    for theme in read_page("zutphen").select(".developments"):
        ids = [str(figure["id"]).removeprefix("trend-") for figure in theme.select("figure")]
        assert len(theme.select(":scope > div > figure")) == min(3, len(ids))
        rows = theme.select("table tbody tr:not(.own-figures__theme)")
        measured = [row for row in rows if words(row.select_one("td")) != "geen cijfer"]
        assert len(measured) == sum(len(long[one]) for one in ids)


def test_after_a_change_of_territory_the_sentence_begins_where_the_line_does() -> None:
    figure = read_page("schagen").select_one("figure#trend-65plus")
    assert words(figure.select_one(".development__words") if figure else None).startswith(
        "Van 2013 tot 2024: Schagen +"
    )


def test_a_merged_municipality_says_that_older_figures_are_computed() -> None:
    section = read_page("molenlanden").select_one("#ontwikkelingen")

    assert "van vóór een herindeling" in words(section)
    other = read_page("zutphen").select_one("#ontwikkelingen")
    assert "van vóór een herindeling" not in words(other)


# --- opgaven ---


def test_the_opgaven_that_its_figures_show_stand_in_sight() -> None:
    evidence = raw.member(ZUTPHEN)["evidence"]
    soup = read_page("zutphen")

    cards = [str(a["href"]).split("/")[-2] for a in soup.select(".opgave h3 a")]
    rest = soup.select_one("#opgaven > details")
    assert rest is not None
    assert words(rest.summary) == "De andere opgaven met aanwijzingen"
    others = [str(a["href"]).split("/")[-2] for a in rest.select("h3 a")]
    assert len(cards) == 6
    assert {*cards, *others} == {one for one, answer in evidence.items() if answer}
    folded = [words(one) for one in soup.select("#opgaven > details summary")]
    n_not = sum(not answer for answer in evidence.values())
    assert f"{n_not} opgaven blijken niet uit de cijfers" in folded


def test_what_the_cluster_shares_comes_first_and_says_so() -> None:
    counts = raw.cluster(raw.member(ZUTPHEN)["cluster"])["challenges"]
    shared_ids = {c["challenge"] for c in counts if c["q"] <= 0.05}
    own = [one for one, shows in raw.member(ZUTPHEN)["evidence"].items() if shows]
    cards = read_page("zutphen").select(".opgave")
    n_first = min(6, len(shared_ids & set(own)))
    assert n_first > 0
    for card in cards[:n_first]:
        assert str(card.select("h3 a")[0]["href"]).split("/")[-2] in shared_ids
        assert "Gedeeld in het cluster: " in words(card)


def test_an_opgave_stands_with_its_own_figures() -> None:
    card = next(
        card
        for card in read_page("zutphen").select(".opgave")
        if words(card.h3) == "Een levendige binnenstad"
    )

    restaurants = format_figure(float(raw.level(ZUTPHEN, "rest")), "n")
    assert restaurants in texts(card, "dd")


def test_a_rule_about_change_stands_with_the_change_itself() -> None:
    """In points for a percentage, in per cent of the start for anything else."""

    def ends(indicator: str) -> tuple[float, float]:
        rows = raw.rows("series.csv")
        row = next(r for r in rows if (r["indicator"], r["code"]) == (indicator, ZUTPHEN))
        return float(row["2010"]), float(row["2020"])

    (older, old), (fewer, many) = ends("65plus"), ends("inwoners")
    conditions = tuple(
        Condition(one, "high", share=0.33, start=2010, end=2020) for one in ("65plus", "inwoners")
    )

    shares, people = figures_of(Edition(release(), "nl"), ZUTPHEN, conditions)

    assert shares.value == f"{format_number(old - older, 1)} punten"
    assert people.value == f"{format_number((many / fewer - 1) * 100, 1)}%"
    assert shares.when == "verandering 2010–2020"


def test_opgaven_that_cannot_be_told_for_lack_of_figures_are_said() -> None:
    """Appingedam has no figures of 2021: it was merged."""
    folded = texts(read_page("appingedam"), "#opgaven > details > summary")

    assert any("niet te zeggen: er ontbreken cijfers" in one for one in folded)


# --- all figures ---


def test_the_table_holds_every_figure_with_year_and_source() -> None:
    table = read_page("appingedam").select(".own-figures tbody tr:not(.own-figures__theme)")
    cells = {words(row.th): [words(cell) for cell in row.select("td")] for row in table}

    assert len(cells) == len(raw.indicators())
    old, missing = raw.indicators()["65plus"], raw.indicators()["woz"]
    assert cells[old["label"]["nl"]] == [
        format_figure(float(raw.level(APPINGEDAM, "65plus")), "%"),
        "2020",
        "",
        f"{old['source']['publisher']}, {old['source']['table']}",
    ]
    assert cells[missing["label"]["nl"]][0] == "geen cijfer"
    assert cells[missing["label"]["nl"]][2] == "aangevuld in de berekening"


def test_the_figures_to_take_along_are_those_of_the_package() -> None:
    answer = Client().get("/gemeenten/appingedam/cijfers.csv")
    table = list(csv.DictReader(io.StringIO(answer.content.decode())))

    assert [row["indicator"] for row in table] == list(raw.indicators())
    for row in table:
        expected = raw.level(APPINGEDAM, row["indicator"])
        assert row["value"] == "" if not expected else float(row["value"]) == float(expected)
        assert (row["mark"] in {"filled", "missing"}) is (not expected)
    assert 'filename="appingedam.csv"' in answer["Content-Disposition"]
    assert Client().get("/gemeenten/atlantis/cijfers.csv").status_code == 404


def test_in_english_it_says_the_same() -> None:
    soup = read_page("zutphen", english=True)

    assert "Where does Zutphen stand?" in texts(soup, "h2")
    assert texts(soup, ".peer__name") == peers_of("zutphen")
    assert "Most like Zutphen in" in words(soup.select_one(".peer__reason"))
