"""Texts of visitors: hostile Markdown is harmless, marks of direction show, changes are cut."""

import pytest

from deelgenoot.areas import bundled_areas
from deelgenoot_web.exchange.comparing import TextPiece, cut_by_change
from deelgenoot_web.exchange.forms.moderation import ReasonForm
from deelgenoot_web.exchange.likeness import kilometres
from deelgenoot_web.exchange.models import TEXT_FIELDS, VERSION_FIELDS, PracticeText
from deelgenoot_web.exchange.texts import clear_text, render
from deelgenoot_web.exchange.wording import LABELS, years


def test_paragraphs_lists_and_emphasis_become_html() -> None:
    assert render("- een\n- **twee**") == (
        "<ul>\n<li>een</li>\n<li><strong>twee</strong></li>\n</ul>\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "# Kop",
        "[klik](javascript:alert(1))",
        "[klik](data:text/html,x)",
        "[klik](mailto:iemand@elders.example)",
        "<javascript:alert(1)>",
        "```\ncode\n```",
    ],
)
def test_anything_else_stays_text(text: str) -> None:
    html = render(text)
    assert [tag for tag in ("<script", "<img", "<h1", "<a ", "<pre", "<code") if tag in html] == []


def test_a_picture_from_elsewhere_is_a_link_and_never_loaded() -> None:
    html = render("![plaatje](https://evil.example/x.png)")
    assert "<img" not in html
    assert html.startswith('<p>!<a href="https://evil.example/x.png"')


def test_a_link_says_that_it_leads_elsewhere() -> None:
    html = render("[verslag](https://voorbeeld.nl/?a=1&b=%22)")
    assert html.startswith('<p><a href="https://voorbeeld.nl/?a=1&amp;b=%22" rel="nofollow ugc')
    assert "(op een andere site)" in html


def test_marks_that_turn_text_around_are_written_out() -> None:
    assert clear_text("a\u202eb") == "a[RIGHT-TO-LEFT OVERRIDE]b"
    assert clear_text("één – twee") == "één – twee"
    assert render("&#x202E;abc &rlm;") == (
        "<p>[RIGHT-TO-LEFT OVERRIDE]abc [RIGHT-TO-LEFT MARK]</p>\n"
    )


def test_control_signs_that_are_pasted_along_are_left_out() -> None:
    # The break of a line in PowerPoint, and a hyphen as some readers of PDF copy it.
    form = ReasonForm({"reason": "een\x0btwee woon\x02wijk\nvier"})
    assert form.is_valid()
    assert form.cleaned_data["reason"] == "een twee woonwijk\nvier"
    assert render("een&#12;twee\x02") == "<p>een twee</p>\n"
    assert not ReasonForm({"reason": "\x02"}).is_valid()


def test_a_text_that_its_marks_make_too_long_is_refused() -> None:
    # Of 300 signs, [LEFT-TO-RIGHT MARK] takes 20.
    fits, too_long = (ReasonForm({"reason": "x" * n + "\u200e"}) for n in (280, 281))
    assert fits.is_valid()
    assert len(fits.cleaned_data["reason"]) == 300
    assert not too_long.is_valid()
    assert "onzichtbare tekens" in too_long.errors["reason"][0]


def test_a_change_is_cut_word_by_word() -> None:
    assert cut_by_change("wij kopen in", "wij kopen samen in") == (
        TextPiece("same", "wij kopen "),
        TextPiece("new", "samen "),
        TextPiece("same", "in"),
    )
    assert cut_by_change("oud", "nieuw") == (TextPiece("gone", "oud"), TextPiece("new", "nieuw"))


def test_every_part_of_an_approach_has_a_name_and_is_copied_to_its_version() -> None:
    fields = [field.name for field in PracticeText._meta.local_fields]
    assert sorted(fields) == sorted(VERSION_FIELDS)
    assert sorted(TEXT_FIELDS) == sorted(LABELS)


@pytest.mark.parametrize(
    ("first", "last", "goes_on", "words"),
    [
        (2021, 2023, False, "2021 tot 2023"),
        (2021, None, True, "sinds 2021"),
        (2021, 2021, False, "2021"),
        (2021, None, False, "2021"),
        (None, 2020, False, "2020"),
        (None, None, True, ""),
    ],
)
def test_years_are_written_as_people_do(
    first: int | None, last: int | None, goes_on: bool, words: str
) -> None:
    assert years(first, last, goes_on=goes_on) == words


def test_the_distance_between_two_places_is_that_of_the_map() -> None:
    areas = bundled_areas()
    # Groningen and Maastricht lie some 270 kilometres apart; half a degree of latitude is 56.
    assert 255 < kilometres(areas["GM0014"], areas["GM0935"]) < 285
    assert kilometres(areas["GM0014"], areas["GM0014"]) == 0
