"""Numbers as people write them."""

import pytest

from deelgenoot.words import as_written, format_figure, written_beyond


@pytest.mark.parametrize(
    ("value", "unit", "nl", "en"),
    [
        (47934, "n", "47.934", "47,934"),
        (22.06, "%", "22,1%", "22.1%"),
        (-2.4, "%", "−2,4%", "−2.4%"),
        (-0.04, "%", "0,0%", "0.0%"),
        (231, "x1000 euro", "€ 231.000", "€ 231,000"),
        (340667.3, "euro", "€ 341.000", "€ 341,000"),
        (2733.6, "euro", "€ 2.734", "€ 2,734"),
        (-12, "euro", "−€ 12", "−€ 12"),
        (1.25, "km", "1,2 km", "1.2 km"),
        (9.44, "per 1.000 inwoners", "9,4", "9.4"),
        (114.4, "per 1.000 inwoners", "114", "114"),
    ],
)
def test_a_figure_as_it_stands_in_a_cell(value: float, unit: str, nl: str, en: str) -> None:
    texts = [format_figure(value, unit, language) for language in ("nl", "en")]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts] == [nl, en]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(66.0, 0, "66%"), (62.5, 0, "63%"), (61.5, 0, "62%"), (-62.5, 0, "−63%"), (62.45, 1, "62,5%")],
)
def test_with_decimals_of_its_own_a_half_goes_up(value: float, decimals: int, text: str) -> None:
    assert format_figure(value, "%", "nl", decimals) == text


def test_money_of_houses_is_rounded_to_thousands() -> None:
    assert format_figure(467.905, "x1000 euro") == "€\N{NO-BREAK SPACE}468.000"


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "number"),
    [
        (22.06, "%", None, 22.1),
        (62.5, "%", 0, 63),
        (231.4, "x1000 euro", None, 231),
        (114.4, "per 1.000 inwoners", None, 114),
    ],
)
def test_a_figure_as_written_is_still_a_number(
    value: float, unit: str, decimals: int | None, number: float
) -> None:
    assert as_written(value, unit, decimals) == number


@pytest.mark.parametrize(
    ("value", "unit", "up", "down"),
    [
        (22.06, "%", 22.1, 22.0),
        (22.1, "%", 22.1, 22.1),
        (-0.03, "%", 0.0, -0.1),
        (0.123, "afwijking", 0.13, 0.12),
        (231.4, "x1000 euro", 232, 231),
        (99.97, "per 1.000 inwoners", 100, 99.9),
        (114.4, "per 1.000 inwoners", 115, 114),
    ],
)
def test_what_is_not_short_of_a_figure_can_be_written(
    value: float, unit: str, up: float, down: float
) -> None:
    assert (written_beyond(value, 1, unit), written_beyond(value, -1, unit)) == (up, down)
