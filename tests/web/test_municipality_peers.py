"""Who resembles a municipality, on its page, against distances computed by hand."""

import pytest
from tests.web import raw
from tests.web.municipality_pages import (
    ZUTPHEN,
    names_of,
    nearest_by_hand,
    peers_of,
    read_page,
    selection,
    slug_of,
)
from tests.web.raw import texts, words

from deelgenoot_web.atlas.facts.release import release


def test_five_peers_lie_outside_the_region_nearest_first() -> None:
    region = {r["code"] for r in raw.rows("areas.csv") if r["region"] == "Achterhoek"}

    assert peers_of("zutphen") == names_of(nearest_by_hand(ZUTPHEN, region, selection())[:5])


def test_the_near_neighbour_that_was_left_out_is_named() -> None:
    everybody = nearest_by_hand(raw.area("hengelo")["code"], set(), selection())
    region = {r["code"] for r in raw.rows("areas.csv") if r["region"] == "Twente"}
    fifth = [code for code in everybody if code not in region][4]
    left_out = [c for c in everybody[: everybody.index(fifth)] if c in region]

    said = words(read_page("hengelo").select_one(".peers__more span"))

    assert left_out == [raw.area("almelo")["code"]]
    assert said == "Almelo lijkt ook, maar ligt in dezelfde regio."


def test_peers_may_come_from_all_municipalities_of_similar_size() -> None:
    region = {r["code"] for r in raw.rows("areas.csv") if r["region"] == "Achterhoek"}
    size = {r["code"]: int(r["population"]) for r in raw.rows("areas.csv")}
    own = size[ZUTPHEN]
    pool = [c for c in raw.typology()["members"] if own / 1.5 <= size[c] <= own * 1.5]

    found = peers_of("zutphen", "among=all&size=similar")

    assert found == names_of(nearest_by_hand(ZUTPHEN, region, pool)[:5])


def test_show_ten_more_keeps_the_first_five_and_the_choice() -> None:
    soup = read_page("zutphen", "outside=province&verschillen=1")
    more = next(a for a in soup.select(".peers__more a") if words(a) == "Toon er 10 meer")

    address, _, fragment = str(more["href"]).partition("#")
    longer = peers_of("zutphen", address.partition("?")[2])

    assert "verschillen=1" in address
    assert fragment == "gesprekspartners"
    assert len(longer) == 15
    assert longer[:5] == texts(soup, ".peer__name")


PEERS = "#gesprekspartners"


def test_one_click_asks_for_one_theme_and_one_for_all_again() -> None:
    soup = read_page("zutphen", "outside=province&verschillen=1")
    chips = {words(a): str(a["href"]).partition("#")[0] for a in soup.select(f"{PEERS} .chips a")}
    query = chips["Woningmarkt"].partition("?")[2]
    assert query == "verschillen=1&only=housing&outside=province"

    alone = read_page("zutphen", query)
    themes = {one["theme"] for one in raw.indicators().values()}
    by_hand = "&".join(f"{theme}={int(theme == 'housing')}" for theme in sorted(themes))
    assert texts(alone, ".peer__name") == peers_of("zutphen", f"{by_hand}&outside=province")
    assert texts(alone, f"{PEERS} .chips a[aria-current]") == ["Woningmarkt"]
    names = texts(alone, ".peer__name")
    answer = f"{', '.join(names[:-1])} en {names[-1]}."
    assert texts(alone, ".peers__answer") == [
        f"In woningmarkt lijken het meest op Zutphen: {answer}"
    ]
    assert chips["Alle thema’s"].endswith("?verschillen=1&outside=province")
    assert peers_of("zutphen", "only=moon") == peers_of("zutphen")


def test_strong_likeness_has_no_large_difference_in_any_figure() -> None:
    theme_of = {one: about["theme"] for one, about in raw.indicators().items()}
    kinds = set()
    for code in selection():
        mine = raw.member(code)["z"]
        for peer in release().peers.nearest(code, n=5):
            theirs = raw.member(peer.code)["z"]
            for theme, kind in peer.likeness.items():
                apart = [abs(z - theirs[i]) for i, z in mine.items() if theme_of[i] == theme]
                assert kind != "strong" or max(apart) <= 0.8
                kinds.add(kind)
    assert kinds == {"strong", "partly", "different"}


def test_each_peer_leads_to_a_comparison_with_the_own_municipality() -> None:
    soup = read_page("zutphen")
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

    others = [c for c in selection() if c not in region]
    assert peers_of("zutphen", query) == names_of(sorted(others, key=away)[:5])


@pytest.mark.parametrize(
    "query",
    [
        *("n=-1", "n=x", "outside=moon&size=1&among=2", "housing=9x", "n=²", "demography="),
        f"n={'9' * 5000}&housing={'1' * 5000}",
    ],
    ids=lambda query: query[:12],
)
def test_words_that_are_not_on_the_form_count_as_not_given(query: str) -> None:
    assert peers_of("zutphen", query) == peers_of("zutphen")


def test_no_theme_at_all_counts_as_all_of_them_and_says_so() -> None:
    themes = {one["theme"] for one in raw.indicators().values()}
    soup = read_page("zutphen", "&".join(f"{theme}=0" for theme in sorted(themes)))

    assert texts(soup, ".peer__name") == peers_of("zutphen")
    notice = words(soup.select_one("#gesprekspartners .notice"))
    assert notice.startswith("U liet geen enkel thema meetellen.")


def test_each_peer_has_a_mark_and_words_for_each_theme() -> None:
    peer = read_page("zutphen").select(".peer")[0]

    said = texts(peer, ".peer__themes .seen-by-readers-only")
    assert len(said) == 7
    assert {one.rpartition(": ")[2] for one in said} <= {"lijkt sterk", "lijkt deels", "verschilt"}
    assert len(peer.select(".peer__themes svg")) == 7


@pytest.mark.parametrize(
    ("outside", "reason"),
    [
        ("neighbours", "lijkt ook, maar grenst aan Bergen op Zoom."),
        ("province", "lijkt ook, maar ligt in dezelfde provincie."),
    ],
)
def test_who_is_left_out_depends_on_what_is_asked(outside: str, reason: str) -> None:
    """Roosendaal borders on Bergen op Zoom and lies in the same province."""
    soup = read_page("bergen-op-zoom", f"outside={outside}")

    assert texts(soup, ".peers__more span") == [f"Roosendaal {reason}"]


def test_the_page_ends_in_a_next_step() -> None:
    soup = read_page("zutphen")
    links = [str(a["href"]) for a in soup.select("#verder a") if not a.find_parent("details")]

    first, second = (slug_of(c) for c in _first_two_peers())
    assert links == [
        f"/vergelijken/?g=zutphen&g={first}&g={second}",
        f"/clusters/{raw.member(ZUTPHEN)['cluster']}/",
    ]


def _first_two_peers() -> list[str]:
    region = {r["code"] for r in raw.rows("areas.csv") if r["region"] == "Achterhoek"}
    return nearest_by_hand(ZUTPHEN, region, selection())[:2]
