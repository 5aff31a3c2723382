"""Peers by hand, on the small study."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deelgenoot.errors import BadChoice
from deelgenoot.study import Study
from deelgenoot.typology.peers import Peer, Peers, PeerTrait, find_traits, own_region
from deelgenoot.typology.published import Typology
from deelgenoot.typology.sentences import likest_figures, peer_reasons, value
from tests.core.small import CODES


@pytest.fixture
def peers(small: Study, small_typology: Typology) -> Peers:
    theme_of = {one.id: one.theme for one in small.catalog.indicators.values()}
    return Peers(small_typology, theme_of)


def test_the_nearest_of_the_first_town_is_the_second(peers: Peers) -> None:
    assert [peer.code for peer in peers.nearest("C01")][:3] == ["C02", "C03", "C04"]


def test_the_distance_is_the_root_of_the_weighted_mean_over_themes(peers: Peers) -> None:
    weights = {"ages": 3.0, "living": 1.0, "work": 0.0}
    nearest = peers.nearest("C01", weights)[0]
    expected = ((3 * nearest.themes["ages"] ** 2 + nearest.themes["living"] ** 2) / 4) ** 0.5
    assert nearest.distance == pytest.approx(expected)


def test_a_theme_distance_is_the_root_mean_square_over_its_indicators(
    peers: Peers, small_typology: Typology
) -> None:
    first, second = (small_typology.members[code].z for code in ("C01", "C02"))
    expected = (
        ((first["jobs"] - second["jobs"]) ** 2 + (first["cars"] - second["cars"]) ** 2) / 2
    ) ** 0.5
    assert peers.nearest("C01")[0].themes["work"] == pytest.approx(expected)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pair=st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)))
def test_resemblance_is_symmetric(peers: Peers, pair: tuple[str, str]) -> None:
    first, second = pair
    if first == second:
        return
    there = next(p.distance for p in peers.nearest(first) if p.code == second)
    back = next(p.distance for p in peers.nearest(second) if p.code == first)
    assert there == pytest.approx(back)


def test_the_own_region_is_left_out(small: Study, peers: Peers) -> None:
    areas = small.catalog.areas
    assert own_region(areas, "C01", "neighbours") == {"C01", "C02"}
    assert own_region(areas, "C01", "region") == {"C01", "C04", "C07", "C10"}
    assert own_region(areas, "C01", "province") == set(CODES[:6])
    nearest = peers.nearest("C01", besides=own_region(areas, "C01", "province"))
    assert nearest[0].code == "C12"


def test_a_theme_without_weight_gives_no_reason(peers: Peers) -> None:
    nearest = peers.nearest("C01", {"work": 0.0})[0]
    assert "work" not in (*nearest.alike, nearest.different)
    assert nearest.counting == ("ages", "living")


def test_no_weight_at_all_is_an_error(peers: Peers) -> None:
    with pytest.raises(BadChoice, match="At least one theme"):
        peers.nearest("C01", {"ages": 0.0, "living": 0.0, "work": 0.0})


def some(peers: Peers, *codes: str) -> list[Peer]:
    """Peers of C01, in order of likeness."""
    return [peer for peer in peers.nearest("C01") if peer.code in codes]


FIGURES = {
    "C02": {"jobs": 0.0, "cars": 0.0},
    "C03": {"jobs": 0.4, "cars": 1.0},
    "C04": {"jobs": -0.6, "cars": 0.2},
}


def with_figures(typology: Typology, **gaps: tuple[str, ...]) -> Typology:
    """The typology with other standardised figures for three of its counties."""
    members = {
        code: replace(typology.members[code], z=z, filled=gaps.get(code, ()))
        for code, z in FIGURES.items()
    }
    return replace(typology, members=members, weights={"jobs": 0.5, "cars": 0.5})


def test_a_peer_stands_out_where_it_is_farthest_beyond_all_others_of_the_list(
    peers: Peers, small_typology: Typology
) -> None:
    listing = some(peers, *FIGURES)
    traits = find_traits(listing, with_figures(small_typology), ["jobs", "cars"])
    # C02 lies beyond the others by .2 cars alone: a trifle. C03: .4 jobs, .8 cars. C04: .6 jobs.
    assert {code: replace(one, gap=round(one.gap, 9)) for code, one in traits.items()} == {
        "C03": PeerTrait("cars", "high", 0.8),
        "C04": PeerTrait("jobs", "low", 0.6),
    }
    assert "C03" not in find_traits(listing, with_figures(small_typology), ["jobs"])


def test_a_figure_that_one_of_the_list_lacks_sets_nobody_apart(
    peers: Peers, small_typology: Typology
) -> None:
    lacking = with_figures(small_typology, C02=("cars",))
    assert set(find_traits(some(peers, *FIGURES), lacking, ["jobs", "cars"])) == {"C04"}


def test_a_peer_alone_and_a_list_of_none_have_nothing_to_stand_out_from(
    peers: Peers, small_typology: Typology
) -> None:
    typology = with_figures(small_typology)
    assert find_traits(some(peers, "C03"), typology, ["jobs", "cars"]) == {}
    assert find_traits([], typology, ["jobs", "cars"]) == {}


def test_the_reason_names_two_themes_and_what_sets_the_peer_apart(
    small: Study, small_typology: Typology, peers: Peers
) -> None:
    listing = some(peers, "C02", "C03", "C12")
    reasons = peer_reasons(listing, "C01", small_typology, small.catalog, "en")
    # `homes` has an assumed year and C12 has no figure for `cars`: neither is used.
    assert not any("homes" in reason or "cars" in reason for reason in reasons)
    assert all(reason.startswith("Most like County 01 in ") for reason in reasons)
    assert [reason.partition(". ")[2] for reason in reasons[:2]] == ["", ""]
    assert reasons[2].endswith(
        " Has the highest figure of these 3 for old: 20.0% (County 01: 10.0%)."
    )


def test_where_one_theme_counts_the_reason_does_not_name_it_twice(
    small: Study, small_typology: Typology, peers: Peers
) -> None:
    listing = peers.nearest("C01", {"ages": 1.0, "living": 0.0, "work": 0.0})
    reasons = peer_reasons(listing[:2] + listing[-1:], "C01", small_typology, small.catalog, "en")
    assert (listing[0].alike, listing[0].different) == (("ages",), "ages")
    there, here = (value(small.catalog, "old", code, "en") for code in (listing[0].code, "C01"))
    assert reasons[0].startswith(f"Like County 01 in ages: old {there} (County 01: {here})")
    assert "for old" in reasons[2]
    assert "jobs" not in reasons[2]


def test_figures_in_which_two_are_alike_are_those_that_both_have_the_nearest_first(
    small: Study, small_typology: Typology
) -> None:
    def labels(code: str, typology: Typology) -> list[str]:
        figures = likest_figures((code, "C02"), ["cars", "jobs"], typology, small.catalog, "en")
        return [one.split()[0] for one in figures]

    assert labels("C03", with_figures(small_typology)) == ["jobs", "cars"]
    assert labels("C04", with_figures(small_typology)) == ["cars", "jobs"]
    assert labels("C04", with_figures(small_typology, C02=("cars",))) == ["jobs"]


def test_where_two_themes_count_one_is_alike_and_the_other_differs(peers: Peers) -> None:
    pair = peers.nearest("C01", {"ages": 1.0, "living": 1.0, "work": 0.0})[0]
    assert {*pair.alike, pair.different} == {"ages", "living"}
    assert len(pair.alike) == 1


@given(
    n=st.integers(1, 12),
    weights=st.lists(st.sampled_from([0.0, 0.5, 1.0, 3.0]), min_size=3, max_size=3).filter(any),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_first_so_many_are_the_first_of_all(peers: Peers, n: int, weights: list[float]) -> None:
    theme_weights = dict(zip(peers.themes, weights, strict=True))
    everybody = peers.nearest("C05", theme_weights, besides=["C06"])
    first = peers.nearest("C05", theme_weights, besides=["C06"], n=n)
    assert [one.code for one in first] == [one.code for one in everybody[:n]]
    assert [one.distance for one in first] == pytest.approx([p.distance for p in everybody[:n]])


def test_peers_are_sought_among_those_that_are_named(peers: Peers) -> None:
    nearest = peers.nearest("C01", among=["C09", "C05", "C01"])
    assert [peer.code for peer in nearest] == ["C05", "C09"]
