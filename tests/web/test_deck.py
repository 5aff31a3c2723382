"""Slides: the claims, levers and questions of the perspective, with notes and sources."""

import pytest
from tests.web import raw
from tests.web.raw import flat
from tests.web.visitor import Visitor

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.pages.deck.page import deck_page

TOWN = "stad-in-transitie"
CLUSTERS = [c["archetype"] for c in raw.typology()["clusters"]]


@pytest.mark.parametrize("group", CLUSTERS)
def test_each_cluster_has_a_sound_deck_in_both_languages(page: Visitor, group: str) -> None:
    page(f"/clusters/{group}/dias/")
    page(f"/en/clusters/{group}/slides/")


def test_the_study_shows_every_cluster_on_a_slide(page: Visitor) -> None:
    titles = [one.text.strip() for one in page("/clusters/dias/").select(".slide__title")]
    names = [release().typology.cluster(one).name.nl for one in CLUSTERS]
    assert titles[1 : 1 + len(names)] == names
    page("/en/clusters/slides/")


def test_a_deck_says_what_its_perspective_says() -> None:
    edition = Edition(release(), "nl")
    content = release().perspectives[TOWN].content
    slides = edition.make(deck_page, TOWN).slides
    titles = [slide.title for slide in slides]
    assert [one.hefboom.nl for one in content.thema] == titles[-9:-4]
    assert titles[1] == content.kern.title.nl  # type: ignore[union-attr]
    # Cover, core, ambition, three developments, division, five levers, and the last four.
    assert len(slides) == 3 + 3 + 1 + 5 + 4
    assert [slide.picture is not None for slide in slides[3:6]] == [True] * 3


def test_each_slide_of_figures_names_its_sources_and_its_tests(page: Visitor) -> None:
    soup = page(f"/clusters/{TOWN}/dias/")
    core = soup.select("#dia-2 details")[0]
    assert "Getoetst: 6 van de 6 vergelijkingen kloppen." in flat(core.text)
    assert {str(one["href"]) for one in core.select("a")} >= {
        "/kenmerken/banen/",
        "/kenmerken/partic/",
    }


def test_links_lead_from_each_slide_to_the_next_and_back(page: Visitor) -> None:
    soup = page(f"/clusters/{TOWN}/dias/")
    slides = soup.select(".slide")
    ways = [[str(a["href"]) for a in one.select(".slide__ways a")] for one in slides]
    assert ways[0] == ["#dia-2"]
    assert ways[1] == ["#dia-1", "#dia-3"]
    assert ways[-1] == [f"#dia-{len(slides) - 1}"]


def test_cluster_and_overview_lead_to_their_slides(page: Visitor) -> None:
    assert page(f"/clusters/{TOWN}/").select(f'a[href="/clusters/{TOWN}/dias/"]')
    assert page("/clusters/").select('a[href="/clusters/dias/"]')
    assert page.client.get("/clusters/nergens/dias/").status_code == 404
