"""Known numbers in many dialects are read right or refused: the start of `make bench B=tables`."""

from benchmarks.tables import SEED, judge_all


def test_no_table_is_silently_wrong_and_a_plain_one_is_read() -> None:
    verdicts = judge_all(100, SEED)
    assert verdicts["wrong"] == verdicts["refused needlessly"] == 0
    assert verdicts["right"] + verdicts["right after an answer"] > verdicts.total() / 3
