"""The typology in words: what is said must be what is published, and must add up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelgenoot.study import Study
from deelgenoot.typology import explained
from deelgenoot.typology.changes import Change, Shift
from deelgenoot.typology.published import Bound, TreeRule, Typology


@pytest.fixture(scope="module")
def study() -> Study:
    return Study.load()


@pytest.fixture(scope="module")
def typology(study: Study) -> Typology:
    return Typology.read(study.folder / "typology.json")


def test_rounded_parts_add_up_to_the_rounded_sum() -> None:
    # Each rounds to .3 and the sum, 1.02, to 1.0: one of the largest remainder goes up.
    parts = {"a": 0.34, "b": 0.34, "c": 0.34}
    assert explained.adding_up(parts, 1) == {"a": 0.4, "b": 0.3, "c": 0.3}
    assert explained.adding_up({"a": -0.26, "b": 0.52}, 1) == {"a": -0.2, "b": 0.5}


@given(st.lists(st.floats(-20, 20), max_size=8), st.integers(0, 2))
def test_no_part_is_changed_by_a_whole_step(values: list[float], decimals: int) -> None:
    parts = {str(at): value for at, value in enumerate(values)}
    whole_parts = explained.adding_up(parts, decimals)
    step = 10.0**-decimals
    assert all(abs(whole_parts[key] - parts[key]) < step * (1 + 1e-6) for key in parts)
    assert sum(whole_parts.values()) == pytest.approx(sum(parts.values()), abs=step * 0.500001)


def test_the_typical_members_are_firm_and_nearest_to_the_centre(typology: Typology) -> None:
    for cluster in typology.clusters:
        typical = explained.typical(typology, cluster)
        assert len(typical) == 3
        members = [typology.members[code] for code in cluster.members]
        firm = [m.distances[cluster.archetype] for m in members if m.standing == "firm"]
        distances = [typology.members[code].distances[cluster.archetype] for code in typical]
        assert distances == sorted(firm)[:3]


def test_the_nearest_is_not_typical_when_it_does_not_stay(typology: Typology) -> None:
    cluster = typology.clusters[0]
    nearest, second, third = explained.typical(typology, cluster)
    loose = replace(typology.members[nearest], standing="fair")
    changed_typology = replace(typology, members={**typology.members, nearest: loose})
    assert explained.typical(changed_typology, cluster)[:2] == (second, third)
    assert nearest in {one.code for one in explained.loose(changed_typology, cluster)}


def test_typical_and_borderline_members_never_overlap(typology: Typology) -> None:
    for cluster in typology.clusters:
        loose = explained.loose(typology, cluster)
        assert not {one.code for one in loose} & set(explained.typical(typology, cluster))
        assert {one.code for one in loose} == {
            code for code in cluster.members if typology.members[code].standing != "firm"
        }
        assert [one.share for one in loose] == sorted(one.share for one in loose)
        assert all(one.second != cluster.archetype for one in loose)
        assert all(one.second_share <= 1 - one.share + 1e-6 for one in loose)


def test_theme_sums_add_up_to_the_difference_in_squared_distance(
    study: Study, typology: Typology
) -> None:
    for member in typology.members.values():
        sums = explained.theme_sums(study.catalog, member.reasons)
        near, far = member.distances[member.cluster], member.distances[member.next]
        assert sum(sums.values()) == pytest.approx(far**2 - near**2, abs=2e-4)
        assert list(sums) == [theme.id for theme in study.catalog.themes]


def test_reasons_against_any_cluster_add_up_to_the_difference_in_squared_distance(
    typology: Typology,
) -> None:
    for member in typology.members.values():
        own = member.distances[member.cluster]
        for archetype, distance in member.distances.items():
            reasons = explained.reasons_against(typology, member, archetype)
            assert sum(reasons.values()) == pytest.approx(distance**2 - own**2, abs=1e-3)
        nameless = replace(member, next="")
        again = explained.reasons_against(typology, nameless, member.next)
        assert again == pytest.approx(member.reasons, abs=1e-4)


def test_a_misfit_is_half_a_deviation_or_more_on_the_other_side(typology: Typology) -> None:
    member = replace(
        next(iter(typology.members.values())),
        z={"a": -0.6, "b": 0.5, "c": -0.4, "d": 2.0, "e": -3.0},
    )
    grades = {"a": 1, "b": -2, "c": 1, "d": 1, "e": 2, "unknown": 1}
    assert explained.misfits(typology, member, grades) == ("e", "b", "a")


def test_the_most_telling_come_first(typology: Typology) -> None:
    for cluster in typology.clusters:
        sizes = [abs(b.effect or 0) for b in explained.telling(cluster, typology.weights)]
        assert sizes == sorted(sizes, reverse=True)
        assert len(sizes) == len(typology.weights)


def test_a_rule_is_said_bound_by_bound(study: Study) -> None:
    rule = TreeRule(
        (Bound("corp", is_above=True, threshold=29.0), Bound("woz", is_above=False, threshold=197)),
        "werkstad",
        (),
    )
    assert explained.rule_words(rule, study.catalog).replace("\N{NO-BREAK SPACE}", " ") == (
        "huurwoningen van corporaties: meer dan 29%; gemiddelde WOZ-waarde van een woning: "
        "hoogstens € 197.000"
    )
    assert explained.rule_words(rule, study.catalog, "en").count("more than 29%") == 1


def test_a_change_is_said_in_the_unit_of_the_figure(study: Study, typology: Typology) -> None:
    first, second = Shift("corp", 41, 34, -0.2, 7), Shift("gezin", 30.1, 33.5, 0.4, 9)
    sentence = explained.change_words(
        "Almelo", Change("werkstad", (first,), 0.6), typology, study.catalog
    )
    assert sentence == (
        "Almelo zou bij Werkstad horen als één cijfer anders was: huurwoningen van corporaties "
        "34% in plaats van 41%."
    )
    both = explained.change_words(
        "Almelo", Change("werkstad", (first, second), 0.6), typology, study.catalog, "en"
    )
    assert both.startswith("Almelo would be in Working town if two figures were different: ")
    assert both.endswith("33.5% rather than 30.1%.")
