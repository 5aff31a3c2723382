"""The typology in other years: the numbers are those of the assessment, and limits are said."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from tests.web.visitor import Visitor

from deelgenoot.typology.assessment import Assessment, YearMover
from deelgenoot.typology.sentences import span
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.atlas.facts.years import known_years
from deelgenoot_web.atlas.pages.method.years import years_page
from deelgenoot_web.atlas.pages.parts.ways import main_axes

PATH = "/methode/door-de-tijd/"
STUDY = release().study.folder
ASSESSMENT = json.loads((STUDY / "assessment.json").read_text(encoding="utf-8"))
YEARS = ASSESSMENT["other_years"]
AREAS = release().catalog.areas
LETTERS = [cluster.letter for cluster in release().typology.clusters]


def _words(tag: Any) -> str:
    return " ".join(tag.get_text().split())


def _release(assessment: Assessment | None) -> Release:
    made = Release(release().study, release().typology)
    made.__dict__["assessment"] = assessment
    return made


def _assessment(**changes: Any) -> Assessment:
    return replace(Assessment.read(STUDY / "assessment.json"), **changes)


def test_every_year_stands_in_the_overview_and_the_newest_is_looked_at(page: Visitor) -> None:
    soup = page(PATH)
    rows = [[_words(td) for td in tr.select("th, td")] for tr in soup.select(".years tbody tr")]
    assert rows == [
        [
            str(one["year"]),
            str(len(one["used"])),
            str(len({release().catalog.indicators[c].theme for c in one["used"]})),
            f"{len(one['movers'])} van de {len(one['before'])}",
            f"tot {one['noise']['n_most']}",
            f"{one['ari']:.2f}".replace(".", ","),
        ]
        for one in reversed(YEARS)
    ]
    assert _words(soup.select("#jaar")[0]).endswith(f"van {YEARS[-1]['year']}?")


def _moved(*, n_most: int, fit: float = 0.9) -> Release:
    """The release with a newest year in which one municipality moves for sure, and one may."""
    assessment = _assessment()
    last = assessment.other_years[-1]
    codes = [code for code, cluster in last.before.items() if cluster == "voorstad"]
    push = dict.fromkeys(last.used, 1.0)
    movers = tuple(
        YearMover(code, "voorstad", "werkstad", push, certainty)
        for code, certainty in zip(codes, (0.95, 0.94), strict=False)
    )
    fits = dict.fromkeys(last.fits, fit)
    year = replace(last, movers=movers, fits=fits, noise=replace(last.noise, n_most=n_most))
    return _release(replace(assessment, other_years=(year,)))


def test_only_who_moves_beyond_noise_is_named_with_the_figures_that_pushed() -> None:
    moved = _moved(n_most=1)
    movers = moved.assessment.other_years[0].movers if moved.assessment else ()
    with translation.override("nl"):
        view = years_page(Edition(moved, "nl"), None).view
    assert view
    (mover,) = view.movers
    assert mover.place.code == movers[0].code
    assert (mover.was.name, mover.now.name) == ("Voorstad", "Werkstad")
    assert all("midden van alle gemeenten" in reason for reason in mover.reasons)
    assert view.caution == (
        "Ruis alleen verhuist er tot 1 gemeente. "
        "Gemeenten die niet verder komen dan ruis noemen wij niet."
    )


def test_nobody_is_named_where_noise_moves_as_many() -> None:
    with translation.override("nl"):
        view = years_page(Edition(_moved(n_most=2), "nl"), None).view
    assert view
    assert view.movers == ()
    assert view.sentences[0].startswith(f"Met de cijfers van {view.year} lijken 2 van de")


def test_a_name_that_does_not_fit_the_year_is_not_used() -> None:
    with translation.override("nl"):
        view = years_page(Edition(_moved(n_most=0, fit=0.49), "nl"), None).view
    assert view
    assert (view.movers[0].was.name, view.movers[0].now.name) == ("cluster V", "cluster W")


def test_the_flow_counts_who_went_where(page: Visitor) -> None:
    one = YEARS[-1]
    letter = {c.archetype: c.letter for c in release().typology.clusters}
    counts = Counter((letter[one["before"][c]], letter[one["after"][c]]) for c in one["before"])
    figure = page(PATH).select("#stromen")[0]
    cells = [[_words(td) for td in tr.select("td")] for tr in figure.select("tbody tr")]
    assert cells == [[str(counts[was, now]) for now in LETTERS] for was in LETTERS]
    assert len(figure.select("path.g-goes")) == sum(1 for was, now in counts if was != now)


def test_who_has_too_few_figures_of_a_year_is_named(page: Visitor) -> None:
    newest = page(PATH)
    assert YEARS[-1]["left_out"]
    for code in YEARS[-1]["left_out"]:
        assert newest.select(f'main a[href="/gemeenten/{AREAS[code].slug}/"]')


def test_the_years_of_each_figure_are_named(page: Visitor) -> None:
    rows = [
        [_words(cell) for cell in tr.select("th, td")]
        for tr in page(PATH).select("section:has(#jaar) > details tbody tr")
    ]
    one = YEARS[-1]
    assert [row[-1] for row in rows] == [span(each, "–") for each in one["used"].values()]
    assert [row[0] for row in rows] == [
        release().catalog.indicators[c].label.nl for c in one["used"]
    ]


def test_a_year_that_is_not_there_is_not_found(page: Visitor) -> None:
    page(PATH, status=404, jaar="1999")


def test_everybody_with_a_way_is_in_the_picture(page: Visitor) -> None:
    steps = ASSESSMENT["paths"]["steps"]
    figure = page(PATH).select("#wegen")[0]
    assert len(figure.select("path.g-way")) == len(steps)
    assert len(figure.select("circle.g-area")) == len(ASSESSMENT["paths"]["places"])
    assert len(figure.select("tbody tr")) == len(steps)


def test_without_series_or_a_current_assessment_there_is_no_way_and_the_page_says_so() -> None:
    empty = replace(_assessment().paths, steps={})
    with translation.override("nl"):
        none = _release(_assessment(other_years=(), paths=empty))
        assert main_axes(Edition(none, "nl"), _assessment(paths=empty)) is None
        assert known_years(_release(None)) == ()
        for made, said in [
            (none, "Van geen ander jaar zijn er genoeg cijfers"),
            (_release(None), "nog niet berekend"),
            (_release(_assessment(inputs={})), "nog niet berekend"),
        ]:
            page = years_page(Edition(made, "nl"), None)
            assert page.view is None
            html = render_to_string("atlas/years.html", {"page": page, "title": page.title})
            assert said in html


def test_years_are_written_short() -> None:
    assert span((2020,), "–", "nl") == "2020"
    assert span((2014, 2016), "–", "nl") == "2014 en 2016"
    assert span((2011, 2012, 2013), "–", "en") == "2011–2013"
