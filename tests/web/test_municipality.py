"""The page of one municipality, against the files of the release."""

import csv
import io
import math
import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from operator import gt, lt
from statistics import median
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from tests.web import raw
from tests.web.quick_soup import read_html
from tests.web.raw import flat, texts, words
from tests.web.visitor import Visitor

from deelgenoot.rules import Condition
from deelgenoot.words import format_figure, format_number
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.atlas.pages.municipality.evidence import figures_of
from deelgenoot_web.atlas.pages.municipality.standing import inside, outside

ZUTPHEN, ENSCHEDE, AMSTERDAM, APPINGEDAM = "GM0301", "GM0141", "GM0363", "GM0003"


@lru_cache(maxsize=16)  # one page takes some 10 MB as a tree
def _soup(
    slug: str, query: str = "", english: bool = False, only_id: str | None = None
) -> BeautifulSoup:
    """A page, or what stands in it under one id, read once.

    `test_each_kind_of_page_is_sound` looks at its form.
    """
    base = "/en/municipalities" if english else "/gemeenten"
    answer = Client().get(f"{base}/{slug}/?{query}")
    assert answer.status_code == 200
    return read_html(answer.content.decode(), only_id)


def _of_selection(standing: str) -> str:
    """The code of a municipality of the selection that stands like this."""
    members: dict[str, Any] = raw.typology()["members"]
    return next(code for code, m in members.items() if m["standing"] == standing)


def _slug(code: str) -> str:
    return next(row["slug"] for row in raw.rows("areas.csv") if row["code"] == code)


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

    assert words(_soup("zutphen").h1) == "Zutphen"
    assert words(_soup("zutphen").select_one(".municipality__facts")) == (
        f"{area['province']} · regio {area['region']} · "
        f"{format_number(int(series['2026']), 0)} inwoners (2026); "
        f"{format_number(int(area['population']), 0)} in 2020, het jaar van de indeling"
    )


def test_a_municipality_that_is_no_more_has_the_inhabitants_of_the_study() -> None:
    area = raw.area("appingedam")
    said = words(_soup("appingedam").select_one(".municipality__facts"))
    assert said.endswith(f"{format_number(int(area['population']), 0)} inwoners (2020)")


# --- belongs to, and how sure ---


@pytest.mark.parametrize("standing", ["firm", "fair", "between"])
def test_ten_marks_say_how_sure_its_place_is(standing: str) -> None:
    code = _of_selection(standing)
    shares = raw.member(code)["shares"]
    soup = _soup(_slug(code))

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
    soup = _soup(_slug(_of_selection("between")))

    letters = Counter(str(m["href"])[-1] for m in soup.select(".standing__marks use"))
    listed = [int(one.split()[0]) for one in texts(soup, ".standing__falls li > span")]
    assert sorted(listed) == sorted(letters.values())


def test_it_is_said_how_often_a_municipality_stays_with_other_indicators() -> None:
    """Assen stays in .79 of them: under the eight of ten from where a place is sure."""
    assert raw.member("GM0106")["kept_redrawn"] == 0.79
    said = words(_soup("assen").select_one(".why__method"))
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
    soup = _soup("amsterdam")
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

    said = words(_soup(_slug(code)).select_one(".standing__sure p"))

    is_far = one["distances"][one["cluster"]] > farthest
    assert ("de gelijkenis is klein" in said) is is_far


def test_figures_that_were_filled_in_are_counted_and_marked() -> None:
    soup = _soup("appingedam")
    n_filled = len(raw.member(APPINGEDAM)["filled"])

    notice = words(soup.select_one("#cijfers .notice"))
    assert notice.startswith(f"Van Appingedam ontbreken {n_filled} van de 31 cijfers.")
    assert len(soup.select(".profile .tag--filled")) == n_filled


# --- profile, switch ---


def test_the_profile_shows_its_own_figures() -> None:
    soup = _soup("zutphen")
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
        for row in _soup(slug).select(".profile + .fold tbody tr")
        if words(row.th) == owners
    ]
    assert row[1] == f"{raw.level(code, 'koop')}%"
    assert row[-1] == f"{math.floor(median(levels) + 0.5)}%"

    labels = {one["label"]["nl"] for one in raw.indicators().values() if one["decimals"] == 0}
    rows = [words(one) for one in _soup(slug).select("tr, .profile__row, .opgave__figures > div")]
    mentions = [one for one in rows if any(label in one for label in labels)]
    assert len(mentions) > 2 * len(labels)
    assert [one for one in mentions if re.search(r"\d,\d+%", one)] == []


def test_only_the_differences_leaves_out_what_is_alike_and_names_it() -> None:
    every, some = _soup("zutphen"), _soup("zutphen", "verschillen=1")

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
    bars = _soup(_slug(code)).select(".why__bars svg[role=img]")

    # How a bar is written: `Wonen: 0,7, lijkt meer op ...`
    found = [re.findall(r": (\d+,\d)", str(bar["aria-label"])) for bar in bars]
    values = [one[0] if one else "0,0" for one in found]
    expected = [format_number(abs(v), 1) for v in sorted(sums.values(), reverse=True)]
    assert values == expected


def test_the_sum_is_the_difference_in_squared_distance() -> None:
    one = raw.member(ZUTPHEN)
    difference = one["distances"][one["next"]] ** 2 - one["distances"][one["cluster"]] ** 2

    said = words(_soup("zutphen").select_one("#waarom"))

    assert f": het verschil is {format_number(difference, 1)}." in said


def test_the_reasons_open_to_every_indicator_and_add_up() -> None:
    table = _soup("zutphen").select("#waarom > details tbody tr")

    written = [words(row.select("td")[-1]).replace("\N{MINUS SIGN}", "-") for row in table]
    numbers = [float(one.replace(",", ".")) for one in written]
    assert len(numbers) == len(raw.typology()["weights"]) + 1
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1])


def test_what_stands_out_is_said_in_units_that_people_know() -> None:
    links = _soup("gouda").select(".glance__figure a")
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
    figure = _soup("zutphen").select_one("figure#trend-solv")
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
        for figure in _soup(slug).select(".development")
        for text in texts(figure, ".development__break")
        for year in re.findall(r"\d{4}", text)
    }

    drawn = {indicator for indicator, _year in _drawn(slug)}
    assert said == {(one, year) for one, year in broken if one in drawn}
    assert bool(said) is (slug != "zutphen")


def _drawn(slug: str) -> list[tuple[str, str]]:
    """List each line of a municipality that is drawn, with the theme it stands under."""
    themes = _soup(slug).select(".developments")
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
    for theme in _soup("zutphen").select(".developments"):
        ids = [str(figure["id"]).removeprefix("trend-") for figure in theme.select("figure")]
        assert len(theme.select(":scope > div > figure")) == min(3, len(ids))
        rows = theme.select("table tbody tr:not(.own-figures__theme)")
        measured = [row for row in rows if words(row.select_one("td")) != "geen cijfer"]
        assert len(measured) == sum(len(long[one]) for one in ids)


def test_after_a_change_of_territory_the_sentence_begins_where_the_line_does() -> None:
    figure = _soup("schagen").select_one("figure#trend-65plus")
    assert words(figure.select_one(".development__words") if figure else None).startswith(
        "Van 2013 tot 2024: Schagen +"
    )


def test_a_merged_municipality_says_that_older_figures_are_computed() -> None:
    section = _soup("molenlanden").select_one("#ontwikkelingen")

    assert "van vóór een herindeling" in words(section)
    other = _soup("zutphen").select_one("#ontwikkelingen")
    assert "van vóór een herindeling" not in words(other)


# --- peers ---


def _peers(slug: str, query: str = "") -> list[str]:
    return texts(_soup(slug, query, only_id="gesprekspartners"), ".peer__name")


def _by_hand(code: str, excluded: set[str], pool: list[str]) -> list[str]:
    """The nearest by the root of the weighted squared differences, as the method says."""
    weights, mine = raw.typology()["weights"], raw.member(code)["z"]

    def distance(other: str) -> float:
        theirs = raw.member(other)["z"]
        return float(sum(w * (mine[i] - theirs[i]) ** 2 for i, w in weights.items()) ** 0.5)

    allowed = [c for c in pool if c != code and c not in excluded]
    return sorted(allowed, key=lambda c: (distance(c), c))


def _names(codes: list[str]) -> list[str]:
    named = {row["code"]: row["name"] for row in raw.rows("areas.csv")}
    return [named[code] for code in codes]


def _selection() -> list[str]:
    return [code for code, m in raw.typology()["members"].items() if m["in_study"]]


def test_five_peers_lie_outside_the_region_nearest_first() -> None:
    region = {r["code"] for r in raw.rows("areas.csv") if r["region"] == "Achterhoek"}

    assert _peers("zutphen") == _names(_by_hand(ZUTPHEN, region, _selection())[:5])


def test_the_near_neighbour_that_was_left_out_is_named() -> None:
    everybody = _by_hand(raw.area("hengelo")["code"], set(), _selection())
    region = {r["code"] for r in raw.rows("areas.csv") if r["region"] == "Twente"}
    fifth = [code for code in everybody if code not in region][4]
    left_out = [c for c in everybody[: everybody.index(fifth)] if c in region]

    said = words(_soup("hengelo").select_one(".peers__more span"))

    assert left_out == [raw.area("almelo")["code"]]
    assert said == "Almelo lijkt ook, maar ligt in dezelfde regio."


def test_peers_may_come_from_all_municipalities_of_similar_size() -> None:
    region = {r["code"] for r in raw.rows("areas.csv") if r["region"] == "Achterhoek"}
    size = {r["code"]: int(r["population"]) for r in raw.rows("areas.csv")}
    own = size[ZUTPHEN]
    pool = [c for c in raw.typology()["members"] if own / 1.5 <= size[c] <= own * 1.5]

    found = _peers("zutphen", "among=all&size=similar")

    assert found == _names(_by_hand(ZUTPHEN, region, pool)[:5])


def test_show_ten_more_keeps_the_first_five_and_the_choice() -> None:
    soup = _soup("zutphen", "outside=province&verschillen=1")
    more = next(a for a in soup.select(".peers__more a") if words(a) == "Toon er 10 meer")

    address, _, fragment = str(more["href"]).partition("#")
    longer = _peers("zutphen", address.partition("?")[2])

    assert "verschillen=1" in address
    assert fragment == "gesprekspartners"
    assert len(longer) == 15
    assert longer[:5] == texts(soup, ".peer__name")


PEERS = "#gesprekspartners"


def test_one_click_asks_for_one_theme_and_one_for_all_again() -> None:
    soup = _soup("zutphen", "outside=province&verschillen=1")
    chips = {words(a): str(a["href"]).partition("#")[0] for a in soup.select(f"{PEERS} .chips a")}
    query = chips["Woningmarkt"].partition("?")[2]
    assert query == "verschillen=1&only=housing&outside=province"

    alone = _soup("zutphen", query)
    themes = {one["theme"] for one in raw.indicators().values()}
    by_hand = "&".join(f"{theme}={int(theme == 'housing')}" for theme in sorted(themes))
    assert texts(alone, ".peer__name") == _peers("zutphen", f"{by_hand}&outside=province")
    assert texts(alone, f"{PEERS} .chips a[aria-current]") == ["Woningmarkt"]
    names = texts(alone, ".peer__name")
    answer = f"{', '.join(names[:-1])} en {names[-1]}."
    assert texts(alone, ".peers__answer") == [
        f"In woningmarkt lijken het meest op Zutphen: {answer}"
    ]
    assert chips["Alle thema’s"].endswith("?verschillen=1&outside=province")
    assert _peers("zutphen", "only=moon") == _peers("zutphen")


def test_strong_likeness_has_no_large_difference_in_any_figure() -> None:
    theme_of = {one: about["theme"] for one, about in raw.indicators().items()}
    kinds = set()
    for code in _selection():
        mine = raw.member(code)["z"]
        for peer in release().peers.nearest(code, n=5):
            theirs = raw.member(peer.code)["z"]
            for theme, kind in peer.likeness.items():
                apart = [abs(z - theirs[i]) for i, z in mine.items() if theme_of[i] == theme]
                assert kind != "strong" or max(apart) <= 0.8
                kinds.add(kind)
    assert kinds == {"strong", "partly", "different"}


def test_each_peer_leads_to_a_comparison_with_the_own_municipality() -> None:
    soup = _soup("zutphen")
    links = [str(a["href"]) for a in soup.select(".peer__reason a")]
    assert len(links) == 5
    assert links[0].startswith("/vergelijken/?g=zutphen&g=")


def test_one_theme_alone_ranks_by_that_theme() -> None:
    themes = {one["theme"] for one in raw.indicators().values()}
    query = "&".join(f"{theme}={int(theme == 'housing')}" for theme in sorted(themes))
    housing = [i for i in raw.typology()["weights"] if raw.indicators()[i]["theme"] == "housing"]
    mine = raw.member(ZUTPHEN)["z"]
    region = {r["code"] for r in raw.rows("areas.csv") if r["region"] == "Achterhoek"}

    def away(code: str) -> float:
        return float(sum((mine[i] - raw.member(code)["z"][i]) ** 2 for i in housing))

    others = [c for c in _selection() if c not in region]
    assert _peers("zutphen", query) == _names(sorted(others, key=away)[:5])


@pytest.mark.parametrize(
    "query",
    [
        *("n=-1", "n=x", "outside=moon&size=1&among=2", "housing=9x", "n=²", "demography="),
        f"n={'9' * 5000}&housing={'1' * 5000}",
    ],
    ids=lambda query: query[:12],
)
def test_words_that_are_not_on_the_form_count_as_not_given(query: str) -> None:
    assert _peers("zutphen", query) == _peers("zutphen")


def test_no_theme_at_all_counts_as_all_of_them_and_says_so() -> None:
    themes = {one["theme"] for one in raw.indicators().values()}
    soup = _soup("zutphen", "&".join(f"{theme}=0" for theme in sorted(themes)))

    assert texts(soup, ".peer__name") == _peers("zutphen")
    notice = words(soup.select_one("#gesprekspartners .notice"))
    assert notice.startswith("U liet geen enkel thema meetellen.")


def test_each_peer_has_a_mark_and_words_for_each_theme() -> None:
    peer = _soup("zutphen").select(".peer")[0]

    said = texts(peer, ".peer__themes .seen-by-readers-only")
    assert len(said) == 7
    assert {one.rpartition(": ")[2] for one in said} <= {"lijkt sterk", "lijkt deels", "verschilt"}
    assert len(peer.select(".peer__themes svg")) == 7


# --- opgaven ---


def test_the_opgaven_that_its_figures_show_stand_in_sight() -> None:
    evidence = raw.member(ZUTPHEN)["evidence"]
    soup = _soup("zutphen")

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
    cards = _soup("zutphen").select(".opgave")
    n_first = min(6, len(shared_ids & set(own)))
    assert n_first > 0
    for card in cards[:n_first]:
        assert str(card.select("h3 a")[0]["href"]).split("/")[-2] in shared_ids
        assert "Gedeeld in het cluster: " in words(card)


def test_an_opgave_stands_with_its_own_figures() -> None:
    card = next(
        card
        for card in _soup("zutphen").select(".opgave")
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


@pytest.mark.parametrize(
    ("outside", "reason"),
    [
        ("neighbours", "lijkt ook, maar grenst aan Bergen op Zoom."),
        ("province", "lijkt ook, maar ligt in dezelfde provincie."),
    ],
)
def test_who_is_left_out_depends_on_what_is_asked(outside: str, reason: str) -> None:
    """Roosendaal borders on Bergen op Zoom and lies in the same province."""
    soup = _soup("bergen-op-zoom", f"outside={outside}")

    assert texts(soup, ".peers__more span") == [f"Roosendaal {reason}"]


def test_opgaven_that_cannot_be_told_for_lack_of_figures_are_said() -> None:
    """Appingedam has no figures of 2021: it was merged."""
    folded = texts(_soup("appingedam"), "#opgaven > details > summary")

    assert any("niet te zeggen: er ontbreken cijfers" in one for one in folded)


# --- all figures ---


def test_the_table_holds_every_figure_with_year_and_source() -> None:
    table = _soup("appingedam").select(".own-figures tbody tr:not(.own-figures__theme)")
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


def test_the_page_ends_in_a_next_step() -> None:
    soup = _soup("zutphen")
    links = [str(a["href"]) for a in soup.select("#verder a") if not a.find_parent("details")]

    first, second = (raw.area(_slug(c))["slug"] for c in _first_two_peers())
    assert links == [
        f"/vergelijken/?g=zutphen&g={first}&g={second}",
        f"/clusters/{raw.member(ZUTPHEN)['cluster']}/",
    ]


def _first_two_peers() -> list[str]:
    region = {r["code"] for r in raw.rows("areas.csv") if r["region"] == "Achterhoek"}
    return _by_hand(ZUTPHEN, region, _selection())[:2]


def test_in_english_it_says_the_same() -> None:
    soup = _soup("zutphen", english=True)

    assert "Where does Zutphen stand?" in texts(soup, "h2")
    assert texts(soup, ".peer__name") == _peers("zutphen")
    assert "Most like Zutphen in" in words(soup.select_one(".peer__reason"))
