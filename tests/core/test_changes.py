"""What would bring an area into another cluster: by hand, and as properties."""

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from deelgenoot.cli import main
from deelgenoot.study import Study
from deelgenoot.typology.changes import Change, Changes
from deelgenoot.typology.prepare import end_of, on_scale
from deelgenoot.typology.published import Standard, Typology
from tests.core.small import CODES, LEVELS

NOTHING = dict.fromkeys(("old", "homes", "jobs", "cars"), 0.0)


@pytest.fixture
def two_points(small_typology: Typology) -> Typology:
    """Towns at 0 and country at 2 on `old`; C01 (10%) at .4, nobody below 0 or above 1.5."""
    return move_areas(small_typology, {"old": 2.0}, {"C01": {"old": 0.4}, "C02": {"old": 1.5}})


def move_areas(
    typology: Typology,
    country: Mapping[str, float],
    areas: Mapping[str, Mapping[str, float]],
    cars: float = 0.0,
) -> Typology:
    centres = (NOTHING, NOTHING | dict(country))
    clusters = tuple(
        replace(one, pulled_centre=centre)
        for one, centre in zip(typology.clusters, centres, strict=True)
    )
    members = {
        code: replace(
            member, cluster="town", filled=(), z=NOTHING | dict(areas.get(code, {"cars": cars}))
        )
        for code, member in typology.members.items()
    }
    standards = dict.fromkeys(NOTHING, Standard("none", 5.99, 10.03))
    return replace(typology, clusters=clusters, members=members, standards=standards)


def test_one_figure_goes_to_halfway_and_is_rounded_past_it(
    small: Study, two_points: Typology
) -> None:
    (change,) = Changes(two_points, small).smallest("C01")
    (shift,) = change.shifts
    # Halfway is 1 on `old`: .6 further than .4, which is 5.99 + 10.03 = 16.02 in figures.
    assert change.cluster == "country"
    assert change.size == pytest.approx(0.6)
    assert (shift.indicator, shift.now, shift.needed) == ("old", 10.0, 16.1)
    assert shift.border == pytest.approx(1.0)
    # 11, 12, 13, 14 and 15 lie between 10 and 16.1.
    assert shift.n_passed == 5


def test_the_nearest_border_lies_halfway_at_a_right_angle(
    small: Study, two_points: Typology
) -> None:
    border = Changes(two_points, small).border("C01")
    assert border
    assert border.cluster == "country"
    assert border.distance == pytest.approx(0.6)


def test_what_it_is_now_is_the_figure_of_the_years_of_the_study(
    small_folder: Path, two_points: Typology
) -> None:
    with (small_folder / "data" / "series.csv").open("a") as lines:
        lines.writelines(
            f"old,{code},{level + 1},,\n"
            for code, level in zip(CODES, LEVELS["old"], strict=True)
            if level is not None
        )
    with (small_folder / "study.toml").open("a") as lines:
        lines.write("[years]\nold = [2010]\n")
    (change,) = Changes(two_points, Study.load(small_folder)).smallest("C01")
    (shift,) = change.shifts
    assert (shift.now, shift.needed) == (11.0, 16.1)
    assert shift.n_passed == 5  # from 12 to 16


def test_of_an_area_that_is_nearer_to_another_cluster_no_change_is_told(
    small_folder: Path, small_typology: Typology, capsys: pytest.CaptureFixture[str]
) -> None:
    member = replace(small_typology.members["C01"], cluster="country")
    members = {**small_typology.members, "C01": member}
    typology = replace(small_typology, members=members)
    study = Study.load(small_folder)
    changes = Changes(typology, study)
    assert not changes.is_at_home("C01")
    assert (changes.smallest("C01"), changes.border("C01")) == ((), None)
    (small_folder / "typology.json").write_text(typology.to_json())
    command = ["show", "C01", "--study", str(small_folder), "--lang", "en"]
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "why: " in out
    assert "No two figures" not in out
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["border"] is None


def test_a_figure_goes_no_further_than_the_selection_does(
    small: Study, small_typology: Typology
) -> None:
    narrow = move_areas(small_typology, {"old": 2.0}, {"C01": {"old": 0.4}, "C02": {"old": 0.9}})
    assert Changes(narrow, small).smallest("C01") == ()


def test_an_assumed_or_filled_figure_is_never_changed(
    small: Study, small_typology: Typology, two_points: Typology
) -> None:
    typology = move_areas(small_typology, {"homes": 2.0}, {"C02": {"homes": 1.5}})
    assert Changes(typology, small).smallest("C01") == ()
    member = replace(two_points.members["C01"], filled=("old",))
    with_gap = replace(two_points, members={**two_points.members, "C01": member})
    assert Changes(with_gap, small).smallest("C01") == ()


def test_two_figures_share_the_way_where_one_is_not_enough(
    small: Study, small_typology: Typology
) -> None:
    # The border is old + .5 jobs = 1.25; old reaches .9 and jobs 1.5 by themselves.
    both = move_areas(small_typology, {"old": 2.0, "jobs": 2.0}, {"C02": {"old": 0.9, "jobs": 1.5}})
    both = replace(both, weights={**both.weights, "jobs": 0.25})
    (change,) = Changes(both, small).smallest("C01")
    old, jobs = change.shifts
    # From 0,0 at a right angle to old + .25 jobs = 1.25 would be 1.18: too far, so old stops at .9.
    assert (old.indicator, jobs.indicator) == ("old", "jobs")
    assert [old.border, jobs.border] == pytest.approx([0.9, 1.4])


@pytest.fixture(scope="module")
def study() -> Study:
    return Study.load()


@pytest.fixture(scope="module")
def changes(study: Study) -> Changes:
    return Changes(Typology.read(study.folder / "typology.json"), study)


def place(changes: Changes, code: str, change: Change, share: float) -> np.ndarray:
    """Where the area stands when it has gone this share of the way to the border."""
    z = np.array([changes.typology.members[code].z[c] for c in changes.columns])
    for shift in change.shifts:
        at = changes.columns.index(shift.indicator)
        z[at] += share * (shift.border - z[at])
    return z


def test_every_change_moves_the_area_and_slightly_less_does_not(changes: Changes) -> None:
    for code in changes.typology.members:
        for change in changes.smallest(code):
            assert changes.nearest(place(changes, code, change, 1 + 1e-6)) == change.cluster
            assert changes.nearest(place(changes, code, change, 1 - 1e-4)) != change.cluster


def test_the_figures_that_are_said_are_enough_and_within_the_selection(changes: Changes) -> None:
    catalog = changes.catalog
    members = [m for m in changes.typology.members.values() if m.in_study]
    for member in members:
        for change in changes.smallest(member.code):
            z = place(changes, member.code, change, 0)
            for shift in change.shifts:
                standard = changes.typology.standards[shift.indicator]
                figures = catalog.level([shift.indicator])[:, 0]
                figure = on_scale(
                    np.array([shift.needed]), standard.scale, end_of(figures, standard.scale)
                )[0]
                z[changes.columns.index(shift.indicator)] = (
                    figure - standard.mean
                ) / standard.spread
                every = [indicator.z[shift.indicator] for indicator in members]
                assert min(every) - 1e-6 <= shift.border <= max(every) + 1e-6
                indicator = catalog.indicators[shift.indicator]
                assert indicator.text_of(shift.needed) != indicator.text_of(shift.now)
                assert not indicator.assumed_year
            assert changes.nearest(z) == change.cluster


def test_no_single_figure_of_the_range_is_closer_to_any_border(changes: Changes) -> None:
    """Tried one by one, in steps of a fiftieth of a standard deviation."""
    for code in list(changes.typology.members)[::25]:
        member = changes.typology.members[code]
        smallest = changes.smallest(code)
        size = smallest[0].size if smallest and len(smallest[0].shifts) == 1 else np.inf
        start = np.array([member.z[c] for c in changes.columns])
        for at, column in enumerate(changes.columns):
            if not usable(changes, code, column):
                continue
            every = [m.z[column] for m in changes.typology.members.values() if m.in_study]
            for z in np.arange(min(every), max(every), 0.02):
                if abs(z - start[at]) < size - 0.02:
                    place = start.copy()
                    place[at] = z
                    assert changes.nearest(place) == member.cluster


def test_no_pair_of_figures_is_closer_than_the_pair_that_is_given(changes: Changes) -> None:
    """Tried around the area at nine tenths of the way, in every direction of every pair."""
    typology = changes.typology
    codes = [code for code in typology.members if len(shifts(changes, code)) == 2][::40]
    angles = np.linspace(0, 2 * np.pi, 40)
    places = [member.z for member in typology.members.values() if member.in_study]
    ends = [
        (min(held), max(held)) for name in changes.columns for held in [[z[name] for z in places]]
    ]
    for code in codes:
        smallest = changes.smallest(code)[0]
        start = place(changes, code, smallest, 0)
        columns = [at for at, c in enumerate(changes.columns) if usable(changes, code, c)]
        for pair in combinations(columns, 2):
            for angle in angles:
                candidate = start.copy()
                candidate[list(pair)] += (
                    0.9 * smallest.size * np.array([np.cos(angle), np.sin(angle)])
                )
                inside = all(ends[at][0] <= candidate[at] <= ends[at][1] for at in pair)
                assert not inside or changes.nearest(candidate) == typology.members[code].cluster
    assert codes


def shifts(changes: Changes, code: str) -> tuple[object, ...]:
    smallest = changes.smallest(code)
    return smallest[0].shifts if smallest else ()


def usable(changes: Changes, code: str, column: str) -> bool:
    indicator = changes.catalog.indicators[column]
    gaps = changes.typology.members[code].filled
    return not (indicator.assumed_year or indicator.weak or column in gaps)
