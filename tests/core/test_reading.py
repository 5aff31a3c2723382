"""What an assessment says, by rules that can be checked by hand."""

from hypothesis import given
from hypothesis import strategies as st

from deelgenoot.typology.assessment import Measures, NumberOfClusters
from deelgenoot.typology.reading import favourite, groups, is_above_chance


def measures(strength: float = 0.5, jaccard: float = 0.5) -> Measures:
    return Measures(10, 0.2, 5, strength, jaccard, jaccard / 2)


def choice(k: int, gap: float = 0, strength: float = 0.5, jaccard: float = 0.5) -> NumberOfClusters:
    return NumberOfClusters(k, measures(strength, jaccard), measures(0.4, 0.45), gap, 0.1)


def test_the_gap_points_to_the_first_number_that_the_next_does_not_clearly_beat() -> None:
    rising = [choice(2, 0.1), choice(3, 0.5), choice(4, 0.55), choice(5, 2)]
    assert favourite(rising, "gap") == 3
    assert favourite([choice(2, 0.1), choice(3, 0.5)], "gap") == 3


def test_prediction_strength_points_to_the_largest_strong_number_or_to_no_clusters() -> None:
    some = [choice(2, strength=0.95), choice(3, strength=0.8), choice(4, strength=0.79)]
    assert favourite(some, "prediction_strength") == 3
    assert favourite(some[2:], "prediction_strength") == 1


def test_other_measures_point_to_their_highest_value_and_to_the_fewest_between_equals() -> None:
    some = [choice(2, jaccard=0.6), choice(3, jaccard=0.9), choice(4, jaccard=0.9)]
    assert favourite(some, "jaccard") == 3


def test_above_chance_is_above_it_on_every_measure() -> None:
    better = Measures(10, 0.2, 5, 0.5, 0.6, 0.3)
    null = Measures(11, 0.1, 4, 0.4, 0.5, 0.2)
    level = Measures(11, 0.1, 4, 0.4, 0.5, 0.3)
    assert is_above_chance(NumberOfClusters(7, better, null, 0, 0))
    assert not is_above_chance(NumberOfClusters(7, better, level, 0, 0))


def test_a_group_has_a_core_and_those_who_stay_with_a_part_of_it() -> None:
    pairs = {"a": "bcd", "b": "ac", "c": "ab", "d": "a", "e": "f", "f": "e", "g": "x", "x": "g"}
    together, alone = groups("gabcdef", pairs)
    assert [group.core for group in together] == [("a", "b", "c"), ("e", "f")]
    assert [dict(group.others) for group in together] == [{"d": ("a",)}, {}]
    assert alone == ("g",)


@given(st.sets(st.frozensets(st.sampled_from("abcdefgh"), min_size=2, max_size=2)))
def test_everybody_stands_in_one_place_and_a_core_is_of_mutual_companions(
    pairs: set[frozenset[str]],
) -> None:
    companions = {
        one: [o for o in "abcdefgh" if frozenset((one, o)) in pairs] for one in "abcdefgh"
    }
    together, alone = groups("abcdefgh", companions)
    codes = [*alone, *(c for g in together for c in (*g.core, *g.others))]
    assert sorted(codes) == list("abcdefgh")
    assert all(not companions[one] for one in alone)
    for group in together:
        assert all(b in companions[a] for a in group.core for b in group.core if a != b)
        # It could not be larger: nobody outside it is a companion of all.
        assert all(not set(group.core) <= set(with_) for with_ in group.others.values())
