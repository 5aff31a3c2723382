"""The page about firmness: its numbers are those of the assessment, its sentences follow rules."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation
from tests.web.visitor import Visitor

from deelgenoot.typology.assessment import Assessment
from deelgenoot.words import format_number
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.firmness import companions
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.atlas.pages.method.firmness import firmness_page
from deelgenoot_web.atlas.pages.method.firmness_choice import ChoiceSection, choice_section
from deelgenoot_web.atlas.pages.method.page import graded_sentences

STUDY = release().study.folder
ASSESSMENT = json.loads((STUDY / "assessment.json").read_text(encoding="utf-8"))
TYPOLOGY = json.loads((STUDY / "typology.json").read_text(encoding="utf-8"))
AREAS = release().catalog.areas
NAMES = {one["archetype"]: one["name"]["nl"] for one in TYPOLOGY["clusters"]}
PATH = "/methode/stevigheid/"


def _words(tag: Any) -> str:
    return " ".join(tag.get_text().split())


def _section(page: Visitor, key: str, path: str = PATH) -> Any:
    return page(path).select(f"#{key}")[0]


def _assessment() -> Assessment:
    return Assessment.read(STUDY / "assessment.json")


def _choice(assessment: Assessment) -> ChoiceSection:
    return choice_section(Edition(release(), "nl"), assessment)


def _release(assessment: Assessment | None) -> Release:
    made = Release(release().study, release().typology)
    made.__dict__["assessment"] = assessment
    return made


def _kind(kind: str) -> list[dict[str, Any]]:
    return sorted(
        (one for one in ASSESSMENT["variants"] if one["kind"] == kind),
        key=lambda one: (one["ari"], one["name"]),
    )


def test_the_assessment_of_the_release_is_of_its_typology() -> None:
    assert ASSESSMENT["study_hash"] == TYPOLOGY["study_hash"]
    assert ASSESSMENT["inputs"] == TYPOLOGY["inputs"]
    assert firmness_page(Edition(release(), "nl")).state == "current"


@pytest.mark.parametrize(
    ("path", "questions"),
    [
        (
            PATH,
            [
                "Waarom zeven?",
                "Vindt een andere methode dezelfde groepen?",
                "Wat doet het trekken van de beschrijvingen?",
                "Wat als wij een thema of kenmerk weglaten?",
                "Welke gemeenten blijven altijd bij elkaar?",
            ],
        ),
        (
            "/en/method/firmness/",
            [
                "Why seven?",
                "Does another method find the same groups?",
                "What does the pull of the descriptions do?",
                "What if we leave out a theme or indicator?",
                "Which municipalities always stay together?",
            ],
        ),
    ],
    ids=["nl", "en"],
)
def test_the_questions_are_the_headings(page: Visitor, path: str, questions: list[str]) -> None:
    soup = page(path)
    shown = [_words(tag) for tag in soup.select(".part h2")]
    contents = [_words(tag) for tag in soup.select(".contents a")]
    assert shown[:5] == questions
    assert contents == shown[: len(contents)]
    assert "%(" not in _words(soup.main)


def test_the_answer_counts_the_municipalities_that_are_sure(page: Visitor) -> None:
    standings = [one["standing"] for one in TYPOLOGY["members"].values() if one["in_study"]]
    said = _words(page(PATH).select_one(".lead"))
    assert f"Van de {len(standings)} gemeenten zijn er {standings.count('firm')} zeker van" in said
    assert f"{standings.count('between')} liggen tussen twee clusters" in said


def test_every_measure_has_a_picture_and_its_numbers_beside_chance(page: Visitor) -> None:
    section = _section(page, "aantal")
    places = {"calinski_harabasz": 1}
    for name in (
        "silhouette",
        "calinski_harabasz",
        "prediction_strength",
        "jaccard",
        "jaccard_least",
    ):
        figure = section.select_one(f"#k-{name}")
        rows = [
            [_words(cell) for cell in row.select("th, td")] for row in figure.select("tbody tr")
        ]
        assert rows == [
            [
                str(one["n_clusters"]),
                *(
                    format_number(one[side][name], places.get(name, 2))
                    for side in ("study", "null")
                ),
            ]
            for one in ASSESSMENT["choices"]
        ]
        assert len(figure.select("svg .g-point > svg")) == len(ASSESSMENT["choices"])
    gaps = [_words(row.td) for row in section.select("#k-gap tbody tr")]
    assert gaps == [format_number(one["gap"], 2) for one in ASSESSMENT["choices"]]


def test_a_measure_stands_in_the_drawing_where_its_number_says(page: Visitor) -> None:
    figure = _section(page, "aantal").select_one("#k-jaccard")
    dots = figure.select("svg .g-point > svg")
    assert [float(dot["x"].rstrip("%")) for dot in dots] == pytest.approx(
        [4 + 92 * at / 10 for at in range(11)]
    )
    heights = [130 - 108 * one["study"]["jaccard"] for one in ASSESSMENT["choices"]]
    assert [float(dot["y"]) for dot in dots] == pytest.approx(heights, abs=0.06)
    sizes = [float(dot.path["d"].partition(",")[0][1:]) for dot in dots]
    assert sizes.index(max(sizes)) == 7 - 2
    chart = figure.select_one("svg.chart")
    assert chart is not None
    assert str(chart["data-chart"]).startswith("curve/")


def test_a_drawing_of_another_assessment_is_not_shown_beside_the_numbers_of_this_one() -> None:
    assessment = _assessment()
    other = replace(assessment.choices[0], gap=assessment.choices[0].gap + 0.1)
    with translation.override("nl"):
        changed = _choice(replace(assessment, choices=(other, *assessment.choices[1:])))
    gap, silhouette, *_rest = changed.panels
    assert gap.svg == ""
    assert silhouette.svg
    assert 'data-chart="curve/silhouette"' in silhouette.svg


def test_seven_is_called_a_choice_as_long_as_no_measure_points_to_it() -> None:
    assessment = _assessment()
    with translation.override("nl"):
        assert "Geen enkele maat wijst op zeven" in " ".join(_choice(assessment).sentences)
        seven = next(c for c in assessment.choices if c.n_clusters == 7)
        best = replace(seven, study=replace(seven.study, silhouette=0.9))
        others = [best if c.n_clusters == 7 else c for c in assessment.choices]
        said = " ".join(_choice(replace(assessment, choices=tuple(others))).sentences)
    assert "Één maat wijst op zeven" in said
    assert "Geen enkele maat" not in said


def test_the_names_that_fit_beyond_chance_are_counted() -> None:
    beyond = [one["archetype"] for one in TYPOLOGY["clusters"] if one["fit_p"] < 0.05]
    assert beyond == ["stad-in-transitie", "aantrekkelijke-woonstad"]
    edition = Edition(release(), "nl")
    sentence = edition.make(choice_section, _assessment()).sentences[3]
    assert sentence.endswith("Twee van de zeven namen passen beter dan bij toeval.")


def test_where_the_own_number_was_never_tried_that_section_is_absent() -> None:
    assessment = _assessment()
    others = tuple(one for one in assessment.choices if one.n_clusters != len(NAMES))
    made = firmness_page(Edition(_release(replace(assessment, choices=others)), "nl"))
    assert made.sections
    assert made.sections.choice is None


def test_where_all_measures_beat_chance_is_counted() -> None:
    names = ("silhouette", "calinski_harabasz", "prediction_strength", "jaccard", "jaccard_least")
    above = [
        str(one["n_clusters"])
        for one in ASSESSMENT["choices"]
        if all(one["study"][name] > one["null"][name] for name in names)
    ]
    with translation.override("nl"):
        said = _choice(_assessment()).sentences[2]
    assert f"Bij {', '.join(above[:-1])} en {above[-1]} groepen" in said
    assert "7" in above
    assert "Het gekozen aantal hoort daarbij." in said


def test_every_other_method_has_its_numbers(page: Visitor) -> None:
    section = _section(page, "methoden")
    rows = [[_words(cell) for cell in row.select("td")] for row in section.select("tbody tr")]
    columns = ("ari", "ami", "silhouette", "jaccard", "jaccard_least")
    ordered = sorted(ASSESSMENT["alternatives"], key=lambda one: -one["ari"])
    assert rows == [
        [*(format_number(one[name], 2) for name in columns), str(one["smallest"])]
        for one in ordered
    ]
    bars = [bar["width"] for bar in section.select("rect.lying__part")]
    assert bars == [f"{100 * one['ari']:.1f}%" for one in ordered]


def test_the_pull_is_shown_with_what_it_costs_and_moves(page: Visitor) -> None:
    said = _words(_section(page, "trekken"))
    assert f"nog {format_number(100 * TYPOLOGY['fit_kept'], 1)}% van de verschillen" in said
    assert f"{TYPOLOGY['n_moved']} van de 74 gemeenten" in said
    for key in ("jaccard", "free_recovery", "jaccard_null"):
        mean = sum(one[key] for one in TYPOLOGY["clusters"]) / len(TYPOLOGY["clusters"])
        assert format_number(mean, 2) in said


def test_a_pull_on_what_is_mentioned_alone_stands_beside_the_pull_on_all(page: Visitor) -> None:
    graded = ASSESSMENT["graded_pull"]
    said = _words(_section(page, "trekken"))
    assert f"{graded['n_cells'] - graded['n_graded']} van de {graded['n_cells']} vakjes" in said
    assert f"gemiddeld {format_number(graded['jaccard'], 2)} terug. In onze" in said
    gains = graded["jaccard"] > TYPOLOGY["pulled"]["free"]
    assert ("komt dus van wat de beschrijvingen niet noemen" in said) is not gains


def test_without_an_assessment_nothing_is_said_of_graded_cells() -> None:
    assert graded_sentences(Edition(_release(None), "nl")) == ""


def test_variants_are_in_order_of_what_they_change_and_name_who_moves(page: Visitor) -> None:
    lists = _section(page, "weglaten").select("ul.lying")
    indicators = _kind("indicator")
    expected = [_kind("theme"), indicators[:8], indicators[8:], _kind("years"), _kind("missing")]
    for shown, variants in zip(lists, expected, strict=False):
        rows = shown.find_all("li", class_="lying__row")
        values = [_words(row.select_one(".lying__value")) for row in rows]
        assert values == [format_number(one["ari"], 2) for one in variants]
        for row, variant in zip(rows, variants, strict=True):
            moved = [_words(one.a) for one in row.select(".movers li")]
            assert moved == [AREAS[one["code"]].name for one in variant["movers"]]


def test_a_mover_goes_from_its_own_cluster_to_the_one_of_the_variant(page: Visitor) -> None:
    first = _section(page, "weglaten").select_one(".movers li")
    mover = _kind("theme")[0]["movers"][0]
    was = TYPOLOGY["members"][mover["code"]]["cluster"]
    assert [one["aria-label"] for one in first.select("[aria-label]")] == [NAMES[was]]
    assert _words(first).endswith(NAMES[mover["cluster"]])


def test_indicators_with_another_year_are_named(page: Visitor) -> None:
    said = _words(_section(page, "weglaten"))
    catalog = release().catalog.indicators
    for one in _kind("years")[0]["changed"]:
        assert f"“{catalog[one].label.nl}”" in said


def test_redrawn_indicators_show_each_cluster_and_who_wavers(page: Visitor) -> None:
    shown = _section(page, "weglaten").select("ul.lying")[-1]
    order = sorted(TYPOLOGY["clusters"], key=lambda one: -one["jaccard_redrawn"])
    assert [_words(a) for a in shown.select("a")] == [one["name"]["nl"] for one in order]
    members = TYPOLOGY["members"].items()
    wavering = {
        AREAS[c].name for c, one in members if one["in_study"] and one["kept_redrawn"] < 0.5
    }
    last = _section(page, "weglaten").select(".method__section > p")[-1]
    assert {_words(a) for a in last.select("a")} == wavering


def test_every_municipality_stands_in_a_group_or_between_groups(page: Visitor) -> None:
    section = _section(page, "samen")
    shown = [str(a["href"]).split("/")[-2] for a in section.select(".stays p a, .stays ul a")]
    chosen = [code for code, one in TYPOLOGY["members"].items() if one["in_study"]]
    assert sorted(shown) == sorted(AREAS[code].slug for code in chosen)
    alone = {AREAS[code].name for code, found in ASSESSMENT["companions"].items() if not found}
    between = [p for p in section.select(".stays > p") if "tussen groepen in" in _words(p)]
    assert {_words(a) for p in between for a in p.select("a")} == alone
    assert f"{len(chosen) - len(alone)} van de {len(chosen)} gemeenten" in _words(section)


def test_a_stale_assessment_is_not_shown() -> None:
    stale = replace(_assessment(), study_hash="another")
    with translation.override("nl"):
        page = firmness_page(Edition(_release(stale), "nl"))
        assert (page.state, page.sections) == ("stale", None)
        assert companions(_release(stale), "GM0301") is None
        assert firmness_page(Edition(_release(None), "nl")).state == "missing"


@pytest.mark.parametrize(
    ("assessment", "said"),
    [
        (replace(_assessment(), inputs={}), "De proeven zijn van een eerdere indeling."),
        (None, "De proeven zijn nog niet gedaan."),
    ],
    ids=["stale", "missing"],
)
def test_without_a_current_assessment_the_page_says_so(
    assessment: Assessment | None, said: str
) -> None:
    from django.template.loader import render_to_string  # noqa: PLC0415 - needs settings

    with translation.override("nl"):
        page = firmness_page(Edition(_release(assessment), "nl"))
        request = RequestFactory().get(PATH)
        html = render_to_string("atlas/firmness.html", {"page": page, "title": page.title}, request)
    assert said in html
    assert "deelgenoot assess middelgroot" in html
    assert 'id="aantal"' not in html
    assert 'id="trekken"' in html


def _second(member: dict[str, Any]) -> str:
    """The cluster in which a member falls most often after its own."""
    others = {a: share for a, share in member["shares"].items() if a != member["cluster"]}
    found: str = max(others, key=lambda a: (others[a], a))
    return found


def test_a_municipality_names_its_second_cluster_also_where_another_is_nearer(
    page: Visitor,
) -> None:
    inside = {c: m for c, m in TYPOLOGY["members"].items() if m["in_study"]}
    code = max(
        (c for c, m in inside.items() if m["next"] != _second(m)),
        key=lambda c: inside[c]["shares"][_second(inside[c])],
    )
    (sure,) = page(f"/gemeenten/{AREAS[code].slug}/").select(".standing__sure")
    assert f"Daarna het vaakst: {NAMES[_second(inside[code])]}, in " in _words(sure)


def test_a_municipality_that_never_leaves_its_cluster_says_so(page: Visitor) -> None:
    members = TYPOLOGY["members"].items()
    code = next(c for c, m in members if m["in_study"] and m["shares"][m["cluster"]] == 1)
    (sure,) = page(f"/gemeenten/{AREAS[code].slug}/").select(".standing__sure")
    assert "In geen enkele berekening met onze beschrijvingen viel zij in een ander" in _words(sure)


def test_a_municipality_names_its_companions(page: Visitor) -> None:
    code = next(c for c, found in ASSESSMENT["companions"].items() if len(found) > 2)
    (why,) = page(f"/gemeenten/{AREAS[code].slug}/").select("#waarom")
    listed = next(p for p in why.select("p") if _words(p).startswith("Bijna altijd bij"))
    expected = sorted(AREAS[one].name for one in ASSESSMENT["companions"][code])
    assert [_words(a) for a in listed.select("a")] == expected


def test_a_municipality_without_companions_says_so(page: Visitor) -> None:
    code = next(c for c, found in ASSESSMENT["companions"].items() if not found)
    soup = page(f"/gemeenten/{AREAS[code].slug}/")
    said = _words(soup.select_one("#waarom"))
    assert "Kort gezegd" not in _words(soup.select_one(".standing__sure"))
    assert f"Geen gemeente blijft bijna altijd bij {AREAS[code].name}." in said


@pytest.mark.parametrize("path", ["/methode/", "/clusters/werkstad/", "/gemeenten/zutphen/"])
def test_pages_that_speak_of_firmness_lead_here(page: Visitor, path: str) -> None:
    assert page(path).select(f'main a[href="{PATH}"]')


def test_every_work_has_an_address_and_they_are_in_order(page: Visitor) -> None:
    works = page(PATH).select(".literature li")
    assert [_words(work) for work in works] == sorted(_words(work) for work in works)
    assert len(works) == len([a for work in works for a in work.select("a[href^=https]")]) == 10


def test_a_municipality_says_where_it_falls_without_descriptions(page: Visitor) -> None:
    members = TYPOLOGY["members"]
    moved = "GM0513"  # Gouda
    free, cluster = members[moved]["free"], members[moved]["cluster"]
    assert free != cluster
    said = _words(page("/gemeenten/gouda/").select_one(".standing__sure"))
    along = said.partition(f"zonder onze beschrijvingen: {NAMES[free]} samen met ")[2]
    named = {area.name for area in AREAS if area.name in along.partition(".")[0]}
    assert named == {
        AREAS[code].name
        for code, one in members.items()
        if one["in_study"] and (one["cluster"], one["free"]) == (cluster, free) and code != moved
    }
    stays = next(c for c, m in members.items() if m["in_study"] and m["free"] == m["cluster"])
    said = _words(page(f"/gemeenten/{AREAS[stays].slug}/").select_one(".standing__sure"))
    assert "zonder onze beschrijvingen: hetzelfde cluster." in said


def test_all_is_said_only_of_all_and_ten_in_ten_that_were_rounded_are_nearly_all(
    page: Visitor,
) -> None:
    inside = {c: m for c, m in TYPOLOGY["members"].items() if m["in_study"]}
    own = {code: one["shares"][one["cluster"]] for code, one in inside.items()}
    always = next(code for code, share in own.items() if share == 1)
    nearly = next(code for code, share in own.items() if 0.96 < share < 1)
    for code, words in ((always, "in alle berekeningen"), (nearly, "in bijna alle berekeningen")):
        (heading,) = page(f"/gemeenten/{AREAS[code].slug}/").select(".standing__heading")
        assert _words(heading).endswith(f": {words}")


def test_as_many_move_as_is_counted() -> None:
    members = TYPOLOGY["members"].values()
    moved = [m for m in members if m["in_study"] and m["free"] != m["cluster"]]
    assert len(moved) == TYPOLOGY["n_moved"]
    assert {m["free"] for m in members if not m["in_study"]} == {None}


def test_where_the_group_or_its_name_is_in_doubt_one_sentence_says_what_stays(
    page: Visitor,
) -> None:
    # Rijswijk: ten of ten, in a group that chance gives too.
    said = _words(page("/gemeenten/rijswijk/").select_one(".standing__sure"))
    assert "Kort gezegd: Rijswijk hoort steeds bij ongeveer dezelfde gemeenten." in said
