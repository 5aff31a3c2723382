"""A name in CSS belongs to one style sheet: what counts as defining it."""

from style_owners import collisions, selectors


def test_a_class_that_stands_alone_in_two_sheets_is_a_collision() -> None:
    sheets = {"a.css": ".split { gap: 1rem; }", "b.css": "@media all { .split > p { gap: 0; } }"}
    assert collisions(sheets) == [".split is defined in a.css and b.css"]


def test_a_selector_of_several_classes_names_one_of_its_own_sheet() -> None:
    sheets = {"a.css": ".lead {} .rows {}", "b.css": ".mine {} .mine .lead {} .lead + .rows {}"}
    assert collisions(sheets) == ["b.css: .lead + .rows names only classes of other sheets"]


def test_paper_the_library_and_comments_define_nothing() -> None:
    text = '/* .a {} */ @media print { .b {} } .utrecht-x {} p::before { content: ".c {"; } .d {}'
    assert collisions({"a.css": text, "b.css": text.replace(".d", ".e")}) == []
    assert list(selectors(text)) == [".utrecht-x", "p::before", ".d"]
