"""Slides: the claims, levers and questions of the perspective, with notes and sources."""

from dataclasses import replace

import msgspec
import pytest
from django.template.loader import render_to_string
from tests.web import raw
from tests.web.raw import flat
from tests.web.visitor import Visitor

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.pages.deck.page import deck_page
from deelgenoot_web.site.templatetags.slides import atlas_slide

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


def test_each_development_has_notes_with_its_own_tests() -> None:
    developments = release().perspectives[TOWN].content.ontwikkelingen.claim
    slides = Edition(release(), "nl").make(deck_page, TOWN).slides[3:6]
    assert [len(slide.notes) for slide in slides] == [1 + len(one.test) for one in developments]
    assert slides[1].notes[0] == "Getoetst: 2 van de 2 vergelijkingen kloppen."


def test_the_speaker_of_a_session_has_the_sources_beside_the_notes() -> None:
    context = atlas_slide(TOWN, 2, "middelgroot")
    text = flat(render_to_string("site/parts/atlas_slide_notes.html", context))
    assert context["slide"].sources
    for source in context["slide"].sources:
        assert f"{source.label} ({source.when})" in text


def test_the_note_of_an_ambition_names_its_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    edition, group = Edition(release(), "nl"), release().perspectives[TOWN]
    assert edition.make(deck_page, TOWN).slides[2].notes[0].startswith("Herkomst: redactie. ")
    ambition = msgspec.structs.replace(group.content.ambitie, origin="gemeente")
    content = msgspec.structs.replace(group.content, ambitie=ambition)
    monkeypatch.setitem(release().__dict__, "perspectives", {TOWN: replace(group, content=content)})
    assert edition.make(deck_page, TOWN).slides[2].notes[0].startswith("Herkomst: gemeente. ")


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
