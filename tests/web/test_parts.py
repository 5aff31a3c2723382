"""A long page in parts: the list leads to each of them, and inside what is folded."""

import pytest
from bs4 import BeautifulSoup
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from tests.web.raw import words

LONG = ["/gemeenten/zutphen/", "/clusters/werkstad/", "/methode/", "/methode/stevigheid/"]


def _soup(template: str) -> BeautifulSoup:
    html = Template(template).render(RequestContext(RequestFactory().get("/")))
    return BeautifulSoup(html, "html.parser")


def test_the_list_holds_the_parts_that_were_rendered() -> None:
    soup = _soup(
        '{% parts %}{% part "a" "First" fold=False %}x{% endpart %}'
        '{% if no %}{% part "b" "Never" %}y{% endpart %}{% endif %}'
        '{% part "c" "A long heading" label="Short" %}z{% endpart %}{% endparts %}'
    )
    assert [(a["href"], words(a)) for a in soup.select(".contents a")] == [
        ("#a", "First"),
        ("#c", "Short"),
    ]
    assert [words(one) for one in soup.select("h2")] == ["First", "A long heading"]


def test_a_second_list_does_not_hold_the_parts_of_the_first() -> None:
    one = '{% parts %}{% part "a" "A" %}{% endpart %}{% endparts %}'
    soup = _soup(one + one.replace('"a" "A"', '"b" "B"'))
    lists = [[words(a) for a in nav.select("a")] for nav in soup.select(".contents")]
    assert lists == [["A"], ["B"]]


def test_a_part_folds_unless_it_is_open_or_never_folded() -> None:
    soup = _soup(
        '{% part "a" "A" %}{% endpart %}{% part "b" "B" is_open=True %}{% endpart %}'
        '{% part "c" "C" fold=False %}{% endpart %}'
    )
    assert [fold.has_attr("open") for fold in soup.select("details")] == [False, True]
    assert [words(one.h2) for one in soup.select("section")] == ["C"]


def _page(address: str) -> BeautifulSoup:
    return BeautifulSoup(Client().get(address).content.decode(), "html.parser")


@pytest.mark.parametrize("path", LONG)
def test_every_entry_leads_inside_its_part(path: str) -> None:
    soup = _page(path)
    entries = [str(a["href"])[1:] for a in soup.select(".contents a")]
    bodies = [str(one["id"]) for one in soup.select(".part__body, .part--plain")]
    assert len(entries) > 4
    assert entries == bodies


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("tegen=voorstad", "waarom"),
        ("verschillen=1", "cijfers"),
        ("only=housing", "gesprekspartners"),
    ],
)
def test_a_part_that_was_asked_something_is_open(query: str, part: str) -> None:
    assert not _page("/gemeenten/zutphen/").select("details.part[open]")
    soup = _page(f"/gemeenten/zutphen/?{query}")
    assert [one.select(".part__body")[0]["id"] for one in soup.select("details.part[open]")] == [
        part
    ]
