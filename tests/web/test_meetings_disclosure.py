"""Nothing is shown of fewer than five, not even by subtraction."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelgenoot_web.meetings.disclosure import MINIMUM, may_show, shown_groups


@pytest.mark.parametrize(
    ("votes", "shown"),
    [
        ({"C": 6, "B": 12}, ("C", "B")),
        ({"C": 4, "B": 12, "T": 6}, ("B",)),  # 22 - 12 - 6 = 4 would give C away, so T goes too
        ({"C": 4, "B": 1, "T": 6}, ("T",)),  # what is hidden is five together
        ({"C": 4, "B": 12}, ()),
        ({"C": 2, "B": 2}, ()),
        ({}, ()),
        ({"C": 0, "B": 5}, ("B",)),  # an empty group hides nobody
    ],
)
def test_small_groups_hide_others_until_they_are_no_small_group_together(
    votes: dict[str, int], shown: tuple[str, ...]
) -> None:
    assert shown_groups(votes) == shown


@given(st.dictionaries(st.sampled_from("CBTWVAL"), st.integers(0, 14)))
def test_no_sum_of_hidden_groups_that_can_be_worked_out_is_small(votes: dict[str, int]) -> None:
    shown = shown_groups(votes)
    assert all(votes[group] >= MINIMUM for group in shown)
    if shown:
        hidden = sum(n for group, n in votes.items() if group not in shown)
        assert hidden == 0 or hidden >= MINIMUM


@given(st.dictionaries(st.sampled_from("CBTWVAL"), st.integers(0, 14)))
def test_no_more_is_hidden_than_is_needed(votes: dict[str, int]) -> None:
    """No other choice of the groups that are large enough shows a group more."""
    large = [group for group, n in votes.items() if n >= MINIMUM]
    total = sum(votes.values())
    choices = chain.from_iterable(combinations(large, size) for size in range(len(large) + 1))
    fine = [
        chosen
        for chosen in choices
        if may_show(total) and not 0 < total - sum(votes[one] for one in chosen) < MINIMUM
    ]
    assert len(shown_groups(votes)) == max((len(one) for one in fine), default=0)
