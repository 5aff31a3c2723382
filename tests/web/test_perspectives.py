"""The action perspectives on their pages, against the files of the release."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.conftest import swept
from tests.web import raw
from tests.web.quick_soup import read_html
from tests.web.raw import flat
from tests.web.visitor import Visitor

from deelgenoot.perspectives.model import GENERAL
from deelgenoot.perspectives.reading import GroupPerspective
from deelgenoot.typology.sharing import share_interval
from deelgenoot.words import Text
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.notes.alderman import alderman_note
from deelgenoot_web.atlas.notes.cluster import cluster_note
from deelgenoot_web.atlas.notes.content import Note, NoteStrip
from deelgenoot_web.atlas.notes.municipality import municipality_note
from deelgenoot_web.atlas.notes.study import study_note
from deelgenoot_web.atlas.pages.cluster.page import cluster_page
from deelgenoot_web.atlas.pages.deck.page import deck_page
from deelgenoot_web.atlas.pages.municipality import page as municipality
from deelgenoot_web.atlas.pages.parts.opgaven import wilson
from deelgenoot_web.atlas.pages.perspective.claims import find_denial
from deelgenoot_web.atlas.pages.perspective.own import own_perspective
from deelgenoot_web.atlas.pages.perspective.page import perspective_page

GROUPS = [*(c["archetype"] for c in raw.typology()["clusters"]), "alle"]
TOWN = "stad-in-transitie"


def _soup(path: str) -> BeautifulSoup:
    answer = Client().get(path)
    assert answer.status_code == 200
    return read_html(answer.content.decode())


@pytest.mark.parametrize("group", swept(GROUPS, TOWN, "alle"))
def test_each_perspective_is_a_sound_page_in_both_languages(page: Visitor, group: str) -> None:
    page(f"/clusters/{group}/handelingsperspectief/")
    page(f"/en/clusters/{group}/action-perspective/")


def test_that_the_next_year_of_a_figure_is_not_known_is_said() -> None:
    words = "Wanneer het volgende verschijnt, staat niet in onze gegevens."
    assert words in flat(_soup(f"/clusters/{TOWN}/handelingsperspectief/").text)
    note = Edition(release(), "nl").make(cluster_note, TOWN)
    assert words in msgspec.json.encode(note).decode()


def test_an_unknown_perspective_is_no_page() -> None:
    assert Client().get("/clusters/stad-in-beweging/handelingsperspectief/").status_code == 404


def test_each_figure_leads_to_its_indicator_and_each_block_says_its_origin() -> None:
    soup = _soup(f"/clusters/{TOWN}/handelingsperspectief/")
    figures = soup.select("#inhoud .live-figure")
    jobs = next(one for one in figures if one["href"] == "/kenmerken/banen/")
    assert flat(jobs.text) == "740"
    assert str(jobs["title"]).endswith(", 2019")
    assert all(block.select_one(".origin") for block in soup.select(".perspective__block"))
    assert all(lever.select_one(".lever__foot > .origin") for lever in soup.select(".lever"))


def test_every_entry_of_the_contents_leads_to_a_part_of_the_page() -> None:
    soup = _soup(f"/clusters/{TOWN}/handelingsperspectief/")
    anchors = [
        str(link["href"]).removeprefix("#") for link in soup.select(".perspective__contents a")
    ]
    assert len(anchors) > 10
    assert [one for one in anchors if soup.find(id=one) is None] == []


def test_home_the_clusters_and_a_cluster_lead_to_the_perspectives() -> None:
    general, own = (f"/clusters/{one}/handelingsperspectief/" for one in ("alle", TOWN))
    for path, address in (("/", general), ("/clusters/", general), (f"/clusters/{TOWN}/", own)):
        assert _soup(path).select(f'#inhoud a[href="{address}"]')


def _denying(group: GroupPerspective) -> GroupPerspective:
    """The perspective of a cluster that has the members of its opposite."""
    members = release().typology.cluster("landelijke-stad").members
    return replace(group, figures=replace(group.figures, members=members))


def test_a_claim_that_figures_deny_is_said_with_reserve() -> None:
    edition = Edition(release(), "nl")
    group = _denying(release().perspectives[TOWN])
    claim = group.content.kern.claim[1]
    denial = edition.make(find_denial, group, "cijfers", claim)
    assert denial is not None
    assert denial.lead == "Volgens de tekst van 28 november 2026"
    assert any(test.endswith("het cluster hoger dan het land") for test in denial.tests)
    research = edition.make(find_denial, group, "onderzoek", claim)
    assert research is not None
    assert research.lead == "Volgens het onderzoek van Platform31 (2020)"


def test_the_page_of_a_denied_claim_softens_its_title(monkeypatch: pytest.MonkeyPatch) -> None:
    perspectives = {TOWN: _denying(release().perspectives[TOWN])}
    monkeypatch.setitem(release().__dict__, "perspectives", perspectives)
    page = Edition(release(), "nl").make(perspective_page, TOWN)
    assert page.core.denial is not None
    assert any(not test.holds for test in page.core.tests)
    soup = _soup(f"/clusters/{TOWN}/handelingsperspectief/?los")
    assert "Volgens de tekst van" in flat(soup.select_one(".perspective__claim").text)  # type: ignore[union-attr]
    assert soup.select(".perspective__block .notice--caution")


_REFERENCE = "{{ inwoners | mediaan land }}"
_AREA = "landgraaf"
"""A municipality of `TOWN`."""
_NOTES: dict[str, Callable[[Edition], Note]] = {
    "study": study_note,
    "cluster": lambda edition: cluster_note(edition, TOWN),
    "municipality": lambda edition: municipality_note(
        edition, edition.catalog.areas.by_slug(_AREA)
    ),
    "alderman": lambda edition: alderman_note(edition, edition.catalog.areas.by_slug(_AREA)),
}


def _put_reference(part: Any) -> Any:
    """Begin every text of a part with a figure."""
    if isinstance(part, Text):
        return Text(f"{_REFERENCE} {part.nl}", f"{_REFERENCE} {part.en}")
    if isinstance(part, tuple):
        return tuple(map(_put_reference, part))
    if isinstance(part, msgspec.Struct):
        values = {name: _put_reference(getattr(part, name)) for name in part.__struct_fields__}
        return msgspec.structs.replace(part, **values)
    return part


@pytest.fixture
def made_anew() -> Iterator[None]:
    """Let no page keep what it made of other texts, here and after the test."""
    makers: list[Any] = [cluster_page, municipality._lasting_parts]
    kept = [make.__wrapped__ for make in makers]
    for page in kept:
        page.cache_clear()
    yield
    for page in kept:
        page.cache_clear()


@pytest.fixture
def referring(made_anew: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let every text of the perspectives name a figure, and give that figure."""
    old = release().perspectives
    new = {name: replace(one, content=_put_reference(one.content)) for name, one in old.items()}
    monkeypatch.setitem(release().__dict__, "perspectives", new)
    return old[TOWN].figures.write(Text(_REFERENCE, _REFERENCE), "nl")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/clusters/",
        "/clusters/dias/",
        f"/clusters/{TOWN}/",
        f"/clusters/{TOWN}/dias/",
        f"/clusters/{TOWN}/handelingsperspectief/",
        f"/gemeenten/{_AREA}/",
    ],
)
def test_no_page_shows_a_reference_as_it_is_written(referring: str, path: str) -> None:
    text = flat(_soup(f"{path}?los").text)
    assert "{{" not in text
    assert referring in text


@pytest.mark.parametrize("kind", _NOTES)
def test_no_note_shows_a_reference_as_it_is_written(referring: str, kind: str) -> None:
    text = msgspec.json.encode(Edition(release(), "nl").make(_NOTES[kind])).decode()
    assert "{{" not in text
    assert referring in text


@pytest.mark.parametrize("kind", ["cluster", "municipality"])
def test_the_lead_of_a_chapter_is_a_whole_sentence(referring: str, kind: str) -> None:
    note = Edition(release(), "nl").make(_NOTES[kind])
    lead = next(one.lead for one in note.chapters if one.title == "Wat kunt u doen?")
    assert "." in referring
    assert lead.startswith(f"{referring} ")
    assert lead.endswith(".")


@pytest.fixture
def denied(made_anew: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let figures deny core, developments and levers of the perspectives; give how that is said."""
    new = {}
    for name, group in release().perspectives.items():
        old = group.content
        core, developments = (
            msgspec.structs.replace(block, claim=tuple(map(_deny, block.claim)))
            for block in (old.kern, old.ontwikkelingen)
        )
        levers = tuple(map(_deny, old.thema))
        content = msgspec.structs.replace(old, kern=core, ontwikkelingen=developments, thema=levers)
        new[name] = replace(group, content=content)
    monkeypatch.setitem(release().__dict__, "perspectives", new)
    return "Volgens de tekst van 28 november 2026: "


def _deny(part: Any) -> Any:
    """Give a claim a test that no figures show: nowhere are there fewer than no jobs."""
    return msgspec.structs.replace(part, test=("banen: mediaan land < 0",))


@pytest.mark.parametrize("path", ["/", "/clusters/", f"/clusters/{TOWN}/", f"/gemeenten/{_AREA}/"])
def test_whatever_leads_to_a_denied_claim_says_so(denied: str, path: str) -> None:
    content = release().perspectives[GENERAL if path in ("/", "/clusters/") else TOWN].content
    soup = _soup(f"{path}?los")
    titles = [content.kern.title, *(lever.hefboom for lever in content.thema)]
    text = flat(soup.select_one("main").text)  # type: ignore[union-attr]
    present = [title.nl for title in titles if title and title.nl in text]
    assert present
    assert [title for title in present if f"{denied}{title}" not in text] == []


def test_the_headings_of_denied_developments_have_reserve(denied: str) -> None:
    soup = _soup(f"/clusters/{TOWN}/handelingsperspectief/?los")
    claims = release().perspectives[TOWN].content.ontwikkelingen.claim
    headings = [flat(one.text) for one in soup.select(".perspective__three h3")]
    assert headings == [f"{denied}{claim.title.nl}" for claim in claims if claim.title]


def test_a_deck_says_with_reserve_what_figures_deny(denied: str) -> None:
    content = release().perspectives[TOWN].content
    titles = [slide.title for slide in Edition(release(), "nl").make(deck_page, TOWN).slides]
    assert content.kern.title is not None
    assert titles[1] == f"{denied}{content.kern.title.nl}"
    claims = content.ontwikkelingen.claim
    assert titles[3:6] == [f"{denied}{claim.title.nl}" for claim in claims if claim.title]
    assert titles[-9:-4] == [f"{denied}{lever.hefboom.nl}" for lever in content.thema]


@pytest.mark.parametrize("kind", ["study", "cluster", "municipality"])
def test_a_note_says_with_reserve_what_figures_deny(denied: str, kind: str) -> None:
    text = msgspec.json.encode(Edition(release(), "nl").make(_NOTES[kind])).decode()
    content = release().perspectives[GENERAL if kind == "study" else TOWN].content
    assert content.kern.title is not None
    n = text.count(content.kern.title.nl)
    assert n > 0
    assert text.count(f"{denied}{content.kern.title.nl}") == n
    for claim in content.ontwikkelingen.claim if kind != "municipality" else ():
        assert claim.title is not None
        assert (f'"{denied}{claim.title.nl}"' in text, f'"{claim.title.nl}"' in text) == (
            True,
            False,
        )


def test_an_alderman_reads_with_reserve_what_figures_deny(denied: str) -> None:
    brief = Edition(release(), "nl").make(_NOTES["alderman"]).brief
    core = release().perspectives[TOWN].content.kern.title
    assert brief is not None
    assert core is not None
    assert f": v{denied[1:]}{core.nl}. " in brief.lead
    assert brief.opgaven
    assert all(opgave.act.startswith(denied) for opgave in brief.opgaven)


def test_every_alderman_gets_three_opgaven_each_with_something_else_to_do() -> None:
    edition, wrong = Edition(release(), "nl"), []
    for code in release().study.selection:
        area = release().catalog.areas[code]
        brief = edition.make(alderman_note, area).brief
        assert brief is not None
        acts = {one.act for one in brief.opgaven} - {""}
        if (len(brief.opgaven), len(acts)) != (3, 3):
            wrong.append(area.name)
    assert wrong == []


def test_an_act_from_another_cluster_says_so() -> None:
    area = release().catalog.areas.by_slug("oss")
    brief = Edition(release(), "nl").make(alderman_note, area).brief
    assert brief is not None
    assert brief.opgaven[2].act.endswith(" (uit het perspectief van Bloeiende streekstad)")


def test_figures_in_an_act_are_said_to_be_of_the_cluster() -> None:
    area = release().catalog.areas.by_slug("oost-gelre")
    brief = Edition(release(), "nl").make(alderman_note, area).brief
    assert brief is not None
    [act] = [one.act for one in brief.opgaven if "%" in one.act]
    assert act.endswith(" (cijfers van het cluster)")


def test_a_municipality_sees_what_does_not_hold_there_and_its_own_opgaven_first() -> None:
    edition = Edition(release(), "nl")
    member = release().typology.members["GM0882"]  # Landgraaf
    own = edition.make(own_perspective, member)
    assert own is not None
    jobs = next(check for check in own.different if check.indicator == "banen")
    assert jobs.figures == "432 tegen 692"
    titles = {title for lever in own.own for title in lever.opgaven}
    shown_ids = {one for one, shows in member.evidence.items() if shows}
    assert titles <= {release().study.challenge[one].title.nl for one in shown_ids}
    assert not any(lever.opgaven for lever in own.others)


def _part_of(note: Note, title: str) -> tuple[Any, ...]:
    """All blocks of a chapter."""
    [chapter] = [one for one in note.chapters if one.title == title]
    return tuple(block for part in chapter.parts for block in part.blocks)


def _peers_of(slug: str) -> str:
    """The first three that resemble a municipality, as its own note lists them."""
    edition = Edition(release(), "nl")
    note = edition.make(municipality_note, edition.catalog.areas.by_slug(slug))
    [table] = _part_of(note, "Wie belt u?")
    return edition.join_names([row[0] for row in table.rows[:3]])


def test_the_note_of_the_study_draws_each_theme_and_names_peers_of_all() -> None:
    note = Edition(release(), "nl").make(study_note)
    strips = [one for one in _part_of(note, "Het profiel") if isinstance(one, NoteStrip)]
    assert len(strips) == 2 * 7
    assert all(one.alt and one.value and one.sentence for one in strips)
    [peers] = _part_of(note, "Wie belt u?")
    assert len(peers.rows) == 74
    assert peers.rows[0] == ("Almelo", _peers_of("almelo"))
    [opgaven] = _part_of(note, "Opgaven van alle gemeenten")
    every = [c for one in raw.typology()["clusters"] for c in one["challenges"]]
    counts = [c for c in every if c["challenge"] == "gezond-leven"]
    n, of = (sum(c[key] for c in counts) for key in ("n_cluster", "of_cluster"))
    low, high = share_interval(n, of)
    title = release().study.challenge["gezond-leven"].title.nl
    margin = f"{round(100 * low)}–{round(100 * high)}%"
    assert (title, f"{n} van de {of}", margin) in opgaven.rows


def test_what_all_municipalities_went_through_has_a_line_from_the_figures_of_the_text() -> None:
    group = release().perspectives[GENERAL]
    note = Edition(release(), "nl").make(study_note)
    blocks = msgspec.json.encode(_part_of(note, "Ontwikkelingen")).decode()
    alts = re.findall(r'"alt":"([^"]*)"', blocks)
    for alt, claim in zip(alts, group.content.ontwikkelingen.claim, strict=True):
        years = re.findall(r"mediaan selectie (\d{4})", claim.text.nl)[:2]
        ends = " naar ".join(
            f"{{{{ {claim.chart[0]} | mediaan selectie {year} }}}} in {year}" for year in years
        )
        assert f"selectie van {group.figures.write(Text(ends, ''), 'nl')}" in alt
    soup = _soup("/clusters/alle/handelingsperspectief/")
    assert len(soup.select(".perspective__three svg.trend")) == 3


@pytest.mark.parametrize(("n", "of"), [(0, 9), (8, 9), (9, 9), (31, 74)])
def test_a_margin_of_several_clusters_is_that_of_one(n: int, of: int) -> None:
    assert wilson(n, of) == pytest.approx(share_interval(n, of), abs=1e-12)


def test_a_count_of_an_opgave_stands_with_its_margin() -> None:
    [count] = [c for c in raw.cluster(TOWN)["challenges"] if c["challenge"] == "gezond-leven"]
    margin = f"{round(100 * count['low'])}–{round(100 * count['high'])}%"
    n, of = count["n_cluster"], count["of_cluster"]
    lever = flat(_soup(f"/clusters/{TOWN}/handelingsperspectief/").select_one("#thema-social").text)  # type: ignore[union-attr]
    assert f"{n} van de {of} gemeenten ({margin})" in lever
    slides = Edition(release(), "nl").make(deck_page, TOWN).slides
    assert any(f"{n} van de {of} gemeenten ({margin})." in note for s in slides for note in s.notes)
    assert f"{n} van de {of} gemeenten ({margin})" in flat(_soup(f"/gemeenten/{_AREA}/").text)
    every = flat(_soup("/clusters/alle/handelingsperspectief/").select_one("#thema-housing").text)  # type: ignore[union-attr]
    assert re.search(r"\d+ van de 7\d gemeenten \(\d+–\d+%\)", every)


def test_what_levers_argue_from_is_asked_of_a_municipality_too() -> None:
    own = Edition(release(), "nl").make(own_perspective, release().typology.members["GM0882"])
    assert own is not None
    checks = {check.indicator: check for check in (*own.alike, *own.different)}
    assert checks["dominantie"].sentence.endswith("het cluster hoger dan het land")
    # Of the tests of TOWN only those of levers are about these four.
    assert {"vestigingen", "na2000", "corp", "dominantie"} <= set(checks)


def test_the_levers_on_the_page_of_a_municipality_argue_from_the_figures_of_the_cluster() -> None:
    """Stages cost € 22 a head in Landgraaf itself, and € 54 in the middle one of its cluster."""
    text = flat(_soup("/gemeenten/landgraaf/").select_one(".own-perspective").text)  # type: ignore[union-attr]
    assert "Aan podia en cultuur gaat € 54 per inwoner" in text.replace("\xa0", " ")
    assert "De cijfers in deze teksten zijn die van Stad in transitie." in text
    without = flat(_soup("/gemeenten/assen/").select_one(".own-perspective").text)  # type: ignore[union-attr]
    assert "De cijfers in deze teksten" not in without


def test_a_municipality_outside_the_selection_is_told_for_whom_it_was_written() -> None:
    section = _soup("/gemeenten/amsterdam/").find(id="handelingsperspectief")
    assert section is not None
    assert "hoort niet bij de selectie" in flat(section.text)
