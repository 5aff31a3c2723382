"""The walk through the Python face in the docs is true, answer by answer."""

import doctest
from pathlib import Path

import pytest

WALK = Path(__file__).parents[2] / "docs" / "use" / "walk.md"


@pytest.mark.slow
def test_every_answer_in_the_walk_is_what_the_code_answers() -> None:
    options = doctest.ELLIPSIS
    result = doctest.testfile(str(WALK), module_relative=False, optionflags=options)
    assert result.attempted > 20
    assert result.failed == 0
