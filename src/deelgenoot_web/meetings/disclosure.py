"""Decide what may be shown of a result, so that it tells nothing about fewer than five people.

Primary and complementary suppression, as statistics offices do it for tables of counts (Hundepool
and others 2012, Statistical Disclosure Control, chapter 4): a group that is too small is hidden,
and then further groups, smallest first, until the hidden ones together are no small group either,
since all of them minus those that are shown would tell of them.
"""

from collections.abc import Mapping
from typing import TypeVar

MINIMUM = 5
"""The smallest number of people of which a result is shown."""

_Key = TypeVar("_Key")


def may_show(n_votes: int) -> bool:
    """Whether a result of this many votes may be shown at all."""
    return n_votes >= MINIMUM


def n_to_show(n_waiting: int, n_shown: int) -> int:
    """Return how many of those who wait may join the result of an open question; 0: not yet.

    `MINIMUM` people stay behind, so that the result after closing differs from the last one before
    it by no fewer. A step is a twentieth of those shown or more: thousands make few steps.
    """
    n_joining = n_waiting - MINIMUM
    return n_joining if n_joining >= max(MINIMUM, n_shown // 20) else 0


def shown_groups(n_votes: Mapping[_Key, int]) -> tuple[_Key, ...]:
    """List the groups whose result may stand beside the result of all, in the order given.

    `n_votes` must hold every vote of the result of all: votes without a group too, under a key of
    their own. Nothing may be split when the result of all may not be shown.
    """
    if not may_show(sum(n_votes.values())):
        return ()
    visible = {key: n for key, n in n_votes.items() if n >= MINIMUM}
    n_hidden = sum(n_votes.values()) - sum(visible.values())
    # A sort that is stable keeps the order given among equals, so the same votes hide the same.
    for key, n in sorted(visible.items(), key=lambda one: one[1]):
        if not 0 < n_hidden < MINIMUM:
            break
        del visible[key]
        n_hidden += n
    return tuple(key for key in n_votes if key in visible)
