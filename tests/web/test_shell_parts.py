"""The parts of a page: what each tag makes of its arguments."""

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from pytest_django import Settings
from tests.web.visitor import Visitor

from deelgenoot.words import Text
from deelgenoot_web.atlas.wording import Option
from deelgenoot_web.site import styleguide


def made(template: str, language: str = "nl", **context: object) -> BeautifulSoup:
    with translation.override(language):
        html = Template("{% load house %}" + template).render(Context(context))
    return BeautifulSoup(html, "html.parser")


NAMES = {"B": "Bloeiende streekstad", "C": "Centrumstad met uitdagingen"}


@pytest.mark.parametrize("path", ["/bouwstenen/", "/en/bouwstenen/"])
def test_all_parts_together_are_a_sound_page(page: Visitor, settings: Settings, path: str) -> None:
    settings.ROOT_URLCONF = styleguide.__name__
    soup = page(path)
    assert len(soup.select("svg.mark use")) > 50


def test_the_style_guide_is_no_page_of_the_site(page: Visitor) -> None:
    page("/bouwstenen/", status=404)


def test_a_mark_beside_its_name_is_silent_and_alone_it_has_one() -> None:
    silent = made('{% cluster_mark "T" "l" %}').svg
    assert silent is not None
    assert silent["class"] == ["mark", "mark--l", "mark--T"]
    assert silent["aria-hidden"] == "true"
    spoken = made('{% cluster_mark "T" label="Stad in transitie" %}').svg
    assert spoken is not None
    assert (spoken["role"], spoken["aria-label"]) == ("img", "Stad in transitie")
    assert spoken.get("aria-hidden") is None


def test_a_cluster_without_a_name_gets_ink_and_its_number() -> None:
    mark = made('{% cluster_mark "8" %}').svg
    assert mark is not None
    assert "mark--none" in mark["class"]
    assert mark.text == "8"


@pytest.mark.parametrize("letters", ["", "CB", "X"])
def test_only_the_seven_letters_have_a_colour(letters: str) -> None:
    mark = made("{% cluster_mark letters %}", letters=letters).svg
    assert mark is not None
    assert "mark--none" in mark["class"]


def test_a_button_sends_its_form_and_takes_any_attribute() -> None:
    words = '{% button "subtle" css="door" data_move="up" hidden=True value="" %}Op{% endbutton %}'
    button = made(words).button
    assert button is not None
    assert button.text == "Op"
    assert button.attrs == {
        "type": "submit",
        "class": ["utrecht-button", "utrecht-button--subtle", "door"],
        "data-move": "up",
        "hidden": "",
        "value": "",
    }


@pytest.mark.parametrize(("kind", "role"), [("saved", "status"), ("caution", "alert")])
def test_what_became_of_something_is_read_out(kind: str, role: str) -> None:
    line = made("{% status kind %}Klaar{% endstatus %}", kind=kind).div
    assert line is not None
    assert (line["role"], line["class"]) == (role, ["notice", f"notice--{kind}"])
    assert str(line.p) == "<p>Klaar</p>"


def test_ten_marks_say_how_often_each_cluster_came() -> None:
    row = made("{% ten_marks 'BCBBBBBBCB' names %}", names=NAMES).span
    assert row is not None
    assert row["aria-label"] == "8 keer Bloeiende streekstad, 2 keer Centrumstad met uitdagingen"
    assert len(row.select("svg")) == 10
    english = made("{% ten_marks 'BBC' names %}", "en", names=NAMES).span
    assert english is not None
    assert (
        english["aria-label"] == "2 times Bloeiende streekstad, 1 time Centrumstad met uitdagingen"
    )


def test_prevalence_fills_as_many_marks_as_have_it() -> None:
    row = made('{% prevalence "T" 2 5 %}').span
    assert row is not None
    assert row["aria-label"] == "2 van de 5 gemeenten"
    assert ["mark--open" in mark["class"] for mark in row.select("svg")] == [False] * 2 + [True] * 3


CHOICES = (Option("a", "A & B", False), Option('"c', "C", True))


def test_options_and_boxes_hold_each_choice_and_what_is_chosen() -> None:
    options = made("{% options choices %}", choices=CHOICES).select("option")
    assert [(one["value"], one.text) for one in options] == [("a", "A & B"), ('"c', "C")]
    assert ["selected" in one.attrs for one in options] == [False, True]
    boxes = made('{% boxes choices "gm" %}', choices=CHOICES).select("li > label > input")
    assert [(one["name"], one["value"]) for one in boxes] == [("gm", "a"), ("gm", '"c')]
    assert ["checked" in one.attrs for one in boxes] == [False, True]
    assert [one.parent.text.strip() for one in boxes if one.parent] == ["A & B", "C"]


def test_three_dots_are_filled_from_the_left() -> None:
    soup = made('{% dots 2 "redelijk stevig" %}')
    filled = ["dot--filled" in dot["class"] for dot in soup.select("circle")]
    assert filled == [True, True, False]
    assert soup.text.strip() == "redelijk stevig"


@pytest.mark.parametrize(
    ("template", "language", "expected"),
    [
        ('{{ value|number:"%" }}', "nl", "22,1%"),
        ('{{ value|number:"%" }}', "en", "22.1%"),
        ('{{ nothing|number:"%" }}', "nl", "geen cijfer"),
        ('{{ nothing|number:"%" }}', "en", "no figure"),
        ("{{ value|decimals:2 }}", "nl", "22,10"),
        ("{{ label|words }}", "en", "Aged 65"),
        ("{{ value }}", "nl", "22.1"),
        ("{{ value }}", "en", "22.1"),
    ],
)
def test_numbers_and_words_are_written_for_people_only_by_a_filter(
    template: str, language: str, expected: str
) -> None:
    soup = made(template, language, value=22.1, nothing=None, label=Text("65 jaar", "Aged 65"))
    assert soup.text == expected


def test_what_a_page_gives_is_never_markup() -> None:
    sharp = '<b onclick="x">&'
    soup = made(
        "{% cluster_mark 'T' label=sharp %}{% search_box sharp %}{% action sharp sharp %}"
        "{% empty heading=sharp %}<p>{{ sharp }}</p>{% endempty %}{% dots 1 sharp %}"
        "{% notice %}<p>{{ sharp }}</p>{% endnotice %}"
        "{% breadcrumb trail sharp %}{% key_values pairs %}",
        sharp=sharp,
        trail=[(sharp, sharp)],
        pairs=[(sharp, sharp)],
    )
    assert soup.select("b") == []
    assert soup.text.count(sharp) == 9


@pytest.mark.parametrize(
    "template",
    [
        '{% cluster_mark "T" "huge" %}',
        '{% action "/" "x" "third" %}',
        '{% figure_tag "guessed" %}',
        '{% chart_key "cloud" "x" %}',
        '{% notice "loud" %}{% endnotice %}',
    ],
)
def test_a_word_that_a_part_does_not_know_is_an_error_for_its_maker(template: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="is not one of"):
        made(template)


def test_a_table_names_its_rows_and_columns() -> None:
    soup = made("{% data_table_fold table 'Bevolking' %}", table=styleguide.ExampleTable())
    assert [th["scope"] for th in soup.select("thead th")] == ["col"] * 4
    assert next(th.text for th in soup.select("tbody th[scope=row]")) == "Voorbeeldstad"
    summary = soup.select_one("summary")
    assert summary is not None
    assert summary.text == "Cijfers als tabel: Bevolking"


def test_a_figure_without_a_sentence_has_no_empty_one() -> None:
    figure = made("{% figure chart 4 %}", chart=styleguide.ExampleFigure(sentence=""))
    assert figure.h4 is not None
    assert figure.select(".figure__sentence") == []
