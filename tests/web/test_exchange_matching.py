"""The order in which approaches are offered, with answers worked out by hand."""

from deelgenoot_web.exchange.matching import Candidate, MatchReader, rank

READER = MatchReader("R", frozenset({"R", "N"}), ("wonen", "zorg"))
# How far each municipality is from the reader, whatever the opgave; N is of its region.
FAR = {"A": 1.0, "B": 2.0, "N": 0.1, "R": 0.0}


def order(*candidates: Candidate, reader: MatchReader = READER) -> dict[str, list[int]]:
    ranking = rank(reader, candidates, lambda code, _challenge: FAR[code])
    return {challenge: [one.number for one in row] for challenge, row in ranking.items()}


def test_who_resembles_most_comes_first_and_the_own_region_last() -> None:
    answer = order(
        Candidate(1, "N", "wonen"),  # nearest of all, but of the region
        Candidate(2, "B", "wonen"),
        Candidate(3, "A", "wonen"),
    )
    assert answer == {"wonen": [3, 2, 1], "zorg": []}


def test_an_example_comes_after_real_ones_outside_the_region_and_before_the_region() -> None:
    answer = order(
        Candidate(1, "", "wonen"), Candidate(2, "N", "wonen"), Candidate(3, "B", "wonen")
    )
    assert answer["wonen"] == [3, 1, 2]


def test_the_own_municipality_and_other_opgaven_are_left_out() -> None:
    answer = order(
        Candidate(1, "R", "wonen"), Candidate(2, "A", "water"), Candidate(3, "A", "zorg")
    )
    assert answer == {"wonen": [], "zorg": [3]}


def test_of_equals_the_most_used_comes_first_and_then_the_newest() -> None:
    answer = order(
        Candidate(1, "A", "zorg"), Candidate(2, "A", "zorg", 4), Candidate(3, "A", "zorg")
    )
    assert answer["zorg"] == [2, 3, 1]


def test_resemblance_is_judged_for_each_opgave_by_itself() -> None:
    far = {("A", "wonen"): 1.0, ("B", "wonen"): 2.0, ("A", "zorg"): 2.0, ("B", "zorg"): 1.0}
    candidates = [Candidate(n, code, what) for n, (code, what) in enumerate(far)]
    ranking = rank(READER, candidates, lambda code, challenge: far[code, challenge])
    codes = {challenge: [one.gm_code for one in row] for challenge, row in ranking.items()}
    assert codes == {"wonen": ["A", "B"], "zorg": ["B", "A"]}
