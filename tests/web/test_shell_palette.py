"""Every colour has the contrast that WCAG 2.2 asks, light and dark; read from the style sheet."""

import re
from pathlib import Path

import pytest

import deelgenoot_web

PALETTE = (
    Path(deelgenoot_web.__file__).parent / "site" / "assets" / "css" / "palette.css"
).read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in PALETTE.split("@media")
)
SCHEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
LETTERS = "CBTWVAL"

TEXT = 4.5
SHAPE = 3.0


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#a23e06", "#ffffff") == pytest.approx(6.5, abs=0.05)


def test_both_schemes_name_the_same_colours() -> None:
    assert set(LIGHT) == set(DARK)
    assert len(LIGHT) > 30


@SCHEMES
@pytest.mark.parametrize("ground", ["ground", "panel"])
@pytest.mark.parametrize(
    "words", ["ink", "quiet", "action", "action-strong", "caution", "error", "saved"]
)
def test_words_can_be_read(colours: dict[str, str], words: str, ground: str) -> None:
    assert contrast(colours[words], colours[ground]) >= TEXT


@SCHEMES
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("on-action", "action"),
        ("on-action", "action-strong"),
        ("on-summons", "summons"),
        ("ink", "chosen"),
        ("quiet", "chosen"),
        ("ink", "focus-ground"),
        ("caution", "caution-ground"),
    ],
)
def test_words_on_a_colour_can_be_read(colours: dict[str, str], words: str, ground: str) -> None:
    assert contrast(colours[words], colours[ground]) >= TEXT


@SCHEMES
@pytest.mark.parametrize("ground", ["ground", "map-ground"])
@pytest.mark.parametrize("letter", LETTERS)
def test_a_cluster_stands_out(colours: dict[str, str], letter: str, ground: str) -> None:
    assert contrast(colours[f"cluster-{letter}"], colours[ground]) >= SHAPE


@SCHEMES
@pytest.mark.parametrize("letter", LETTERS)
def test_the_letter_in_a_mark_can_be_read(colours: dict[str, str], letter: str) -> None:
    letter_on_mark = contrast(colours[f"cluster-{letter}-letter"], colours[f"cluster-{letter}"])
    assert letter_on_mark >= TEXT


@SCHEMES
@pytest.mark.parametrize(
    ("line", "ground"),
    [("field", "ground"), ("field", "panel"), ("ticks", "ground"), ("focus-inner", "ink")],
)
def test_what_must_be_seen_is_seen(colours: dict[str, str], line: str, ground: str) -> None:
    # The yellow of the focus needs contrast with the ring beside it, in the light scheme.
    if line == "focus-inner" and colours is DARK:
        ground = "ground"
    assert contrast(colours[line], colours[ground]) >= SHAPE
