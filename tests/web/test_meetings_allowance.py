"""What one may ask is bounded, and so is what is remembered of everybody who asked."""

from tests.calls import count_calls

from deelgenoot_web.meetings.allowance import MOST_REMEMBERED, Allowance


def test_a_bucket_empties_and_fills_again() -> None:
    now = [0.0]
    allowance = Allowance(per_second=0.5, burst=3, clock=lambda: now[0])
    assert [allowance.wait("ada") for _ in range(4)] == [0, 0, 0, 2]
    assert allowance.wait("bob") == 0
    now[0] = 2
    assert [allowance.wait("ada") for _ in range(2)] == [0, 2]


def test_a_flood_of_names_costs_no_more_memory_or_time() -> None:
    # Five in an hour, as of codes for one address: no bucket is full again during the flood.
    allowance = Allowance(per_second=5 / 3600, burst=5)
    for number in range(MOST_REMEMBERED):
        allowance.wait(number)
    _, n_calls = count_calls(lambda: allowance.wait(MOST_REMEMBERED))
    assert n_calls < 20  # not one for each that is remembered
    assert len(allowance._full_at) == MOST_REMEMBERED


def test_who_asks_on_is_remembered_longest() -> None:
    allowance = Allowance(per_second=0.001, burst=1)
    allowance.wait("ada")
    for number in range(MOST_REMEMBERED - 1):
        allowance.wait(number)
        allowance.wait("ada")
    assert allowance.wait("somebody new") == 0
    assert allowance.wait("ada") > 0
