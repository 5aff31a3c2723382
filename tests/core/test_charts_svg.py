"""From vega's drawing to pieces, and from pieces to a chart of one cluster."""

import pytest

from deelgenoot.charts.drawing import SHARED, Piece, assemble, join_alike
from deelgenoot.charts.svg import pieces, tag


def drawing(marks: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><g>{marks}</g></svg>'


def layer(kind: str, name: str, inside: str) -> str:
    return f'<g class="mark-{kind} role-mark {name}_marks">{inside}</g>'


def test_rules_of_one_layer_become_one_path() -> None:
    rule = '<line transform="translate(120.456,22)" x2="0" y2="10"/>'
    other = '<line transform="translate(0,22)" x2="1000" y2="0"/>'
    assert pieces(drawing(layer("rule", "ticks", rule + other))) == (
        Piece(SHARED, True, "ticks", "M120.5 22v10M0 22h1000"),
    )


def test_a_bar_is_placed_in_per_cent() -> None:
    bar = '<path d="M250,18h125.5v18h-125.5Z" fill="#fe0003"/>'
    assert pieces(drawing(layer("rect", "band", bar))) == (
        Piece(3, False, "band", '<rect x="25%" y="18" width="12.55%" height="18"/>'),
    )


def test_words_are_escaped_and_keep_their_anchor() -> None:
    words = '<text transform="translate(500,14)" text-anchor="end">a &lt; b</text>'
    (piece,) = pieces(drawing(layer("text", "band_label", words)))
    assert piece.css == "band-label"
    assert piece.markup == '<text x="50%" y="14" text-anchor="end">a &lt; b</text>'


def test_the_colour_of_a_cluster_becomes_its_class() -> None:
    mark = '<path transform="translate(10,2)" d="M0,-1.26L1,1Z" fill="#A23E06"/>'
    (piece,) = pieces(drawing(layer("symbol", "first", mark)))
    assert piece.css == "first c-T"
    assert piece.markup == '<svg x="1%" y="2"><path d="M0,-1.3L1,1Z"/></svg>'


def test_a_mark_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match=r"'image' .*logo"):
        pieces(drawing(layer("image", "logo", "<image/>")))


def test_tags_are_read_back() -> None:
    mark = f'<line transform="translate(1,2)" x2="0" y2="3" stroke="{tag(6)}"/>'
    assert pieces(drawing(layer("rule", "middle", mark)))[0].group == 6


def test_neighbours_join_only_when_all_is_the_same() -> None:
    parts = [Piece(0, True, "a", "1"), Piece(0, True, "a", "2"), Piece(1, True, "a", "3")]
    assert join_alike(parts) == (Piece(0, True, "a", "12"), Piece(1, True, "a", "3"))


def test_a_cluster_gets_what_is_shared_and_its_own() -> None:
    pieces_of_two = (
        Piece(SHARED, True, "axis", "M0 0h9"),
        Piece(0, False, "band", "<b/>"),
        Piece(1, False, "band", "<c/>"),
    )
    markup = (
        '<svg class="g-flow" width="100%" height="20" viewBox="0 0 1000 20" '
        'preserveAspectRatio="none"><path class="axis" d="M0 0h9"/></svg>'
    )
    assert assemble(pieces_of_two, 20, 1) == markup + '<g class="band"><c/></g>'
    assert assemble(pieces_of_two, 20) == markup
