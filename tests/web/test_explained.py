"""Why, how sure and what else: what the pages say is what the release holds, and it adds up."""

import re
from dataclasses import replace
from functools import lru_cache

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from tests.web.quick_soup import read_html

from deelgenoot.charts import interval
from deelgenoot.charts.interval import Interval
from deelgenoot.charts.published import NeededFigure
from deelgenoot.typology import explained
from deelgenoot.typology.published import Member
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.atlas.pages.cluster.page import leaving_sentences
from deelgenoot_web.atlas.pages.municipality.elsewhere import elsewhere


@lru_cache(maxsize=16)  # one page takes some 10 MB as a tree
def read(path: str, only_id: str | None = None) -> BeautifulSoup:
    """A page, or of it what stands in the tag with this id."""
    answer = Client().get(path)
    assert answer.status_code == 200
    return read_html(answer.content.decode(), only_id)


def figure(words: str) -> float:
    """A number as a Dutch page writes it."""
    return float(words.strip().replace("−", "-").replace(".", "").replace(",", "."))


def flat(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def page_of(member: Member, only_id: str | None = None) -> BeautifulSoup:
    return read(f"/gemeenten/{release().catalog.areas[member.code].slug}/", only_id)


def somebody(n_figures: int, *, in_study: bool = True) -> Member:
    """The first municipality that so many figures would bring elsewhere; 0 for none."""
    for member in release().typology.members.values():
        found = release().changes.smallest(member.code)
        if member.in_study == in_study and len(found[0].shifts if found else ()) == n_figures:
            return member
    raise AssertionError(n_figures)


def test_any_other_cluster_can_be_compared_with_and_all_distances_are_there() -> None:
    member = release().typology.members["GM0603"]
    others = {one for one in member.distances if one != member.cluster}
    usual = read("/gemeenten/rijswijk/")
    assert len(usual.select(".why__others a")) == len(others)
    for archetype in sorted(others):
        soup = read(f"/gemeenten/rijswijk/?tegen={archetype}")
        name = release().typology.cluster(archetype).name.nl
        (heading,) = soup.select("details:has(> #waarom) h2")
        assert heading.text == f"Waarom dit cluster, en niet {name}?"
        (chip,) = soup.select(".why__others [aria-current]")
        assert flat(chip).removesuffix(flat(chip).split()[-1]).strip().endswith(name)
        assert figure(flat(chip).split()[-1]) == pytest.approx(
            member.distances[archetype], abs=0.051
        )
    for no_other in (member.cluster, "<x>"):
        soup = read(f"/gemeenten/rijswijk/?tegen={no_other}", "waarom")
        assert soup.select_one("#waarom") == usual.select_one("#waarom")


def test_a_member_says_its_place_in_the_cluster_and_what_the_description_gets_wrong() -> None:
    typology = release().typology
    for cluster in typology.clusters:
        far = max(
            cluster.members, key=lambda one: typology.members[one].distances[cluster.archetype]
        )
        said = flat(page_of(typology.members[far], "waarom"))
        assert f"van alle {len(cluster.members)} leden het verst" in said
    outside = flat(read("/gemeenten/amsterdam/", "waarom"))
    assert "leden" not in outside
    assert "beschrijving" not in outside


@pytest.mark.parametrize("slug", ["veenendaal", "zutphen", "amsterdam"])
def test_what_stands_written_adds_up_for_themes_and_for_indicators(slug: str) -> None:
    section = read(f"/gemeenten/{slug}/", "waarom").select_one("#waarom")
    assert section
    own = section.select_one(".why__sides span:last-child")
    assert own
    side = flat(own).removeprefix("lijkt meer op ").removesuffix(" →")
    signs = []
    for bar in section.select(".why__bars svg[aria-label]"):
        value = re.search(r": ([\d.,]+), lijkt meer op (.+)", str(bar["aria-label"]))
        signs.append(figure(value[1]) * (1 if value[2] == side else -1) if value else 0.0)
    total = re.search(
        r"Alle balken samen wijzen naar (.+?): het verschil is ([\d.,]*\d)\.", flat(section)
    )
    assert total
    assert sum(signs) == pytest.approx(figure(total[2]))
    *rows, last = section.select(":scope > details tbody tr")
    parts = [figure(row.select("td")[-1].text) for row in rows]
    assert len(parts) == len(release().typology.weights)
    assert sum(parts) == pytest.approx(figure(last.select("td")[-1].text))
    assert total[1] == side


def test_the_smallest_change_is_said_and_drawn_and_stands_in_the_table() -> None:
    member = somebody(1)
    (change, *_), catalog = release().changes.smallest(member.code), release().catalog
    part = page_of(member).select_one(".elsewhere")
    assert part
    name = catalog.areas[member.code].name
    said = explained.change_words(name, change, release().typology, catalog)
    assert said.replace("\N{NO-BREAK SPACE}", " ") in flat(part)
    one, shift = catalog.indicators[change.shifts[0].indicator], change.shifts[0]
    cells = [cell.text for cell in part.select("tbody tr")[0].select("th, td")]
    assert cells[2:] == [
        one.text_of(shift.now),
        one.text_of(shift.needed),
        str(shift.n_passed),
    ]
    row = part.select(".elsewhere__row")[0]
    assert len(row.select(".elsewhere__shift svg .g-needed")) == 1
    assert f"Nodig: {one.text_of(shift.needed)}." in str(row.select("svg.chart")[0]["aria-label"])


def test_two_figures_are_both_drawn() -> None:
    part = page_of(somebody(2)).select_one(".elsewhere")
    assert part
    assert "twee cijfers anders waren" in flat(part)
    assert len(part.select(".elsewhere__row")[0].select(".g-needed")) == 2


def test_where_no_two_figures_are_enough_that_is_said_and_nothing_is_drawn() -> None:
    part = page_of(somebody(0)).select_one(".elsewhere")
    assert part
    assert "Ook als een of twee van de cijfers die wij probeerden" in flat(part)
    assert "in dit cluster. Zwakke of aangevulde cijfers" in flat(part)
    assert not part.select("svg, table")


def test_what_lies_outside_is_not_said_to_stay_in_a_cluster() -> None:
    outsider = somebody(0, in_study=False)
    name = release().catalog.areas[outsider.code].name
    sentence = elsewhere(Edition(release(), "nl"), outsider).sentence
    assert f"bleef {name} het meest op dit cluster lijken." in sentence


def test_outside_the_selection_it_would_be_more_like_another() -> None:
    heading = page_of(somebody(1, in_study=False)).select_one(".elsewhere h3")
    assert heading
    assert "meer op een ander cluster lijken?" in heading.text


def test_the_step_runs_from_the_figure_to_the_border() -> None:
    charts = release().charts
    scale = charts.scales("dot/bijstand")["x"]
    drawn = charts.step("bijstand", NeededFigure("GM0345", "werkstad", 18.9, 24.0), "nl")
    line = BeautifulSoup(drawn, "html.parser").select_one(".g-step")
    assert line
    ends = [f"{scale.at(value):.2f}%" for value in (18.9, 24.0)]
    assert [line["x1"], line["x2"]] == ends


def test_intervals_share_one_scale_around_zero() -> None:
    # Reach 2: from -2 at 3% to 2 at 97%, so 1 stands at 73.5% and -0.5 at 38.25%.
    drawn = interval.rows([Interval("A", -0.5, 1.0, 1.8), Interval("B", 0, 0.2, 0.4)], "T", "nl")
    soup = BeautifulSoup(drawn[0].svg, "html.parser")
    (between, zero, mark) = (soup.select_one(c) for c in (".g-between", ".g-zero", ".member"))
    assert between
    assert zero
    assert mark
    assert [between["x1"], mark["x"], zero["x1"]] == ["38.25%", "73.5%", "50%"]
    assert (drawn[0].figure, drawn[0].bounds) == ("1,0", "−0,5 tot 1,8")
    assert "A: 1,0, in 95 van de 100 berekeningen tussen −0,5 en 1,8" in drawn[0].svg


@pytest.mark.parametrize("archetype", ["werkstad", "landelijke-stad"])
def test_a_cluster_shows_its_differences_with_bounds_and_counts_the_sure_ones(
    archetype: str,
) -> None:
    part = read(f"/clusters/{archetype}/").select_one(".apart")
    assert part
    rows = [[figure(cell.text) for cell in row.select("td")] for row in part.select("tbody tr")]
    assert len(rows) == len(release().typology.weights)
    assert all(low <= value <= high for value, low, high in rows)
    bands = release().typology.cluster(archetype).bands
    n_sure = sum(
        (b.effect_low or 0) > 0 or (b.effect_high or 0) < 0
        for b in bands
        if b.indicator in release().typology.weights
    )
    assert (f"wijst {n_sure} " if n_sure == 1 else f"wijzen er {n_sure} ") in flat(part)


def test_a_cluster_names_its_typical_and_its_loose_members() -> None:
    for cluster in release().typology.clusters:
        part = read(f"/clusters/{cluster.archetype}/").select_one(".cluster__members")
        assert part
        typical = [
            release().catalog.areas[code].name
            for code in explained.typical(release().typology, cluster)
        ]
        assert [a.text for a in part.select("p a")] == typical
        for one in explained.loose(release().typology, cluster):
            assert release().catalog.areas[one.code].name in flat(part.select(".cluster__words")[0])


BORDERLINE = (
    "{} is een grensgeval: in meer dan twee van de tien steekproeven hoort de gemeente bij een "
    "ander cluster."
)
ONLY_REDRAWN = (
    "Alleen met een andere keuze van kenmerken {} in meer dan twee van de tien berekeningen bij "
    "een ander cluster."
)


@pytest.mark.parametrize(
    ("archetype", "sentences"),
    [
        ("bloeiende-streekstad", [ONLY_REDRAWN.format("horen Assen, Venray en Lelystad")]),
        ("voorstad", [ONLY_REDRAWN.format("hoort Diemen")]),
        (
            "stad-in-transitie",
            [BORDERLINE.format("Roosendaal"), ONLY_REDRAWN.format("hoort Terneuzen")],
        ),
    ],
)
def test_a_cluster_says_of_each_kind_of_draw_who_leaves(
    archetype: str, sentences: list[str]
) -> None:
    part = read(f"/clusters/{archetype}/").select_one(".cluster__words")
    assert part
    assert [flat(one) for one in part.select("p")[2:]] == sentences


def test_a_member_that_only_lacks_figures_is_not_said_to_leave() -> None:
    typology = release().typology
    cluster = typology.cluster("voorstad")
    unfilled = {
        code: replace(
            typology.members[code],
            shares={**typology.members[code].shares, "voorstad": 0.9},
            kept_redrawn=0.9,
            standing="fair" if at == 0 else "firm",
        )
        for at, code in enumerate(cluster.members)
    }
    changed = replace(typology, members={**typology.members, **unfilled})
    edition = Edition(Release(release().study, changed), "nl")
    assert list(edition.make(leaving_sentences, cluster)) == [
        "Elke gemeente blijft in acht of meer van de tien steekproeven in dit cluster."
    ]


def test_a_cluster_shows_its_rules_and_who_they_miss() -> None:
    for cluster in release().typology.clusters:
        part = read(f"/clusters/{cluster.archetype}/").select_one("#vuistregel")
        assert part
        rules = explained.rules_of(release().typology, cluster.archetype)
        assert len(part.select(".thumb")) == len(rules)
        held = {code for rule in rules for code in rule.areas}
        for code in set(cluster.members) ^ held:
            assert release().catalog.areas[code].name in flat(part)


def test_the_tree_ends_in_a_mark_for_every_municipality_and_says_how_often_it_is_right() -> None:
    part = read("/methode/", "vuistregel").select_one("#vuistregel")
    assert part
    tree = release().typology.rule_tree
    assert len(part.select(".branch__marks svg")) == len(release().study.selection)
    assert len(part.select(".branch__end")) == len(tree.rules) == len(part.select("tbody tr"))
    assert f"komen {tree.n_right} van de 74 gemeenten" in flat(part)
    assert f"kloppen ze in {tree.n_right_unseen} van de 74" in flat(part)


def test_who_is_nearer_to_another_cluster_reads_of_no_change() -> None:
    typology = release().typology
    member = replace(typology.members["GM0301"], cluster="voorstad")
    changed = replace(typology, members={**typology.members, "GM0301": member})
    edition = Edition(Release(release().study, changed), "nl")
    shown = edition.make(elsewhere, member)
    assert shown.sentence.startswith("Zutphen lijkt meer op het gemiddelde van een ander cluster")
    assert shown.rows == ()
