"""The pages of the house itself, and what every page has around it."""

import pytest
from tests.web.visitor import Visitor


@pytest.mark.parametrize("path", ["/", "/cookies/", "/toegankelijkheid/"])
def test_each_page_of_the_house_is_sound_in_both_languages(page: Visitor, path: str) -> None:
    dutch = page(path)
    english = page(f"/en{path}")

    assert dutch.html is not None
    assert dutch.html["lang"] == "nl"
    assert english.html is not None
    assert english.html["lang"] == "en"
