"""How far a typology holds: measures, other methods and variants, on tables one can see through."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from deelgenoot.errors import BadData
from deelgenoot.study import Method, Study, bundled_studies
from deelgenoot.typology.alternatives import METHODS, alternatives
from deelgenoot.typology.assess import assess
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.chance import structureless
from deelgenoot.typology.choice import choices, in_a_box, prediction_strength
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.levels import on_this_land
from deelgenoot.typology.moments import in_year
from deelgenoot.typology.paths import paths
from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.published import Typology, as_text
from deelgenoot.typology.sensitivity import (
    filled_by_nearest,
    in_other_years,
    variants,
)
from deelgenoot.typology.stability import Draws
from tests.core.small import CODES
from tests.core.test_figures import STUDY, write_files

Floats = NDArray[np.float64]
TRUTH = np.repeat([0, 1, 2], 12)


@pytest.fixture
def blobs() -> Floats:
    """Three groups of twelve, far apart."""
    rng = np.random.default_rng(5)
    centres = np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 20.0]])
    points: Floats = centres[TRUTH] + rng.normal(size=(36, 2))
    return points


def as_pipeline(points: Floats) -> Pipeline:
    """A table that is used as it is, but for its scale."""
    n_columns = points.shape[1]
    method = Method(n_clusters=3, clip=100)
    return Pipeline(points, np.ones(n_columns), np.zeros((0, n_columns)), method)


@pytest.fixture
def fitted(small: Study) -> FittedTypology:
    return FittedTypology(small)


def test_every_method_finds_three_groups_that_are_far_apart(blobs: Floats) -> None:
    results = alternatives(as_pipeline(blobs), TRUTH, Draws(10, 1))
    assert [one.method for one in results] == list(METHODS)
    assert {(one.ari, round(one.jaccard, 6), one.smallest) for one in results} == {(1.0, 1.0, 12)}


def test_a_partition_that_is_there_is_predicted_and_one_that_is_not_is_not(blobs: Floats) -> None:
    rng = np.random.default_rng(2)
    assert prediction_strength(blobs, 3, rng) == 1.0
    assert prediction_strength(blobs, 6, rng) < 0.6


def test_three_groups_stand_out_from_tables_without_structure(blobs: Floats) -> None:
    two, three, four = choices(as_pipeline(blobs), [2, 3, 4], Draws(20, 1), n_tables=4)
    assert three.study.jaccard == pytest.approx(1.0)
    assert three.null.jaccard < 0.9
    assert three.gap - three.gap_se > two.gap
    assert three.gap > four.gap - four.gap_se
    # Within: the sum of squares to the three centres, worked out here.
    z = (blobs - blobs.mean(axis=0)) / blobs.std(axis=0)
    centres = np.array([z[k == TRUTH].mean(axis=0) for k in range(3)])
    assert three.study.within == pytest.approx(((z - centres[TRUTH]) ** 2).sum())


def test_a_table_without_structure_has_the_covariance_of_the_points(blobs: Floats) -> None:
    rng = np.random.default_rng(3)
    many = np.concatenate([structureless(blobs, rng) for _ in range(400)])
    assert np.cov(many.T) == pytest.approx(np.cov(blobs.T, bias=True), rel=0.1, abs=2)


def test_many_rows_without_structure_are_mixed_from_a_few() -> None:
    rng = np.random.default_rng(4)
    points = rng.normal(size=(1200, 2)) @ np.array([[1.0, 0.8], [0.0, 0.5]])
    table = structureless(points, rng)
    assert table.shape == points.shape
    assert np.cov(table.T) == pytest.approx(np.cov(points.T), rel=0.2)


def test_the_box_holds_uniform_points_as_wide_as_the_points_are(blobs: Floats) -> None:
    box = in_a_box(blobs, np.random.default_rng(3))
    assert box.shape == blobs.shape
    middle = blobs.mean(axis=0)
    axes = np.linalg.svd(blobs - middle, full_matrices=False)[2]
    ours, theirs = (blobs - middle) @ axes.T, (box - middle) @ axes.T
    assert (theirs.min(axis=0) >= ours.min(axis=0)).all()
    assert (theirs.max(axis=0) <= ours.max(axis=0)).all()


def test_variants_leave_out_each_theme_and_indicator_and_try_gaps(fitted: FittedTypology) -> None:
    all_variants = variants(fitted)
    assert [(v.kind, v.name) for v in all_variants] == [
        ("theme", "ages"),
        ("theme", "living"),
        ("theme", "work"),
        ("indicator", "old"),
        ("indicator", "homes"),
        ("indicator", "jobs"),
        ("indicator", "cars"),
        ("missing", "nearest"),
        ("missing", "without"),
    ]
    # Town and country differ in everything: at most the county in between moves.
    assert {mover.code for variant in all_variants for mover in variant.movers} <= {"C12"}
    assert all_variants[-1].changed == ("cars",)


def test_a_gap_is_filled_by_the_five_most_alike(fitted: FittedTypology) -> None:
    table = filled_by_nearest(fitted)
    before = fitted.pipeline.table
    row, column = CODES.index("C12"), fitted.columns.index("cars")
    assert np.isnan(before[row, column])
    points = np.delete(fitted.pipeline.prepare().points, column, axis=1)
    apart = ((points - points[row]) ** 2).sum(axis=1)
    alike = [i for i in np.argsort(apart) if i != row][:5]
    assert table[row, column] == pytest.approx(before[alike, column].mean())
    assert not np.isnan(table).any()


def test_figures_of_before_a_break_are_of_other_land(small: Study) -> None:
    figures = dict(zip(CODES, on_this_land(small.catalog, "people", 2010), strict=True))
    assert np.isnan(figures["C04"])
    assert figures["C02"] == 1000


def test_an_indicator_without_another_year_keeps_its_figures(fitted: FittedTypology) -> None:
    table, changed_columns = in_other_years(fitted)
    assert changed_columns == ()
    assert np.array_equal(table, fitted.pipeline.table, equal_nan=True)


def test_an_indicator_with_another_year_takes_the_nearest(small_folder: Path) -> None:
    study = small_folder / "study.toml"
    study.write_text(study.read_text() + 'people = "none"\n')
    table, changed_columns = in_other_years(FittedTypology(Study.load(small_folder)))
    assert changed_columns == ("people",)
    assert table[:4, -1].tolist() == [1000, 950, 1010, 500]
    study.write_text(study.read_text() + "[years]\npeople = [2011]\n")
    table, _columns = in_other_years(FittedTypology(Study.load(small_folder)))
    assert table[:4, -1].tolist() == [1000, 900, 1020, 490]


@pytest.mark.slow
def test_twelve_counties_are_assessed_in_as_few_clusters_as_they_allow(
    small: Study, small_typology: Typology
) -> None:
    stages: set[str] = set()
    assessment = assess(small, lambda what, _done, _total: stages.add(what), n_draws=4, n_tables=2)
    assert [choice.n_clusters for choice in assessment.choices] == [2, 3]
    assert assessment.graded_pull
    assert {"numbers of clusters", "other methods"} <= stages
    towns, country = CODES[:6], CODES[6:-1]
    assert all(set(assessment.companions[code]) >= set(towns) - {code} for code in towns)
    assert all(set(assessment.companions[code]) >= set(country) - {code} for code in country)
    assert assessment.is_of(small_typology)


@pytest.mark.slow
@pytest.mark.parametrize(("n_areas", "n_clusters", "numbers"), [(24, 7, [2, 7]), (6, 2, [2])])
def test_the_number_of_the_study_is_always_tried(
    tmp_path: Path, n_areas: int, n_clusters: int, numbers: list[int]
) -> None:
    rows = "".join(f"C{n},{n % n_clusters * 50 + n},{n * n % 17}\n" for n in range(n_areas))
    entries = STUDY.replace("n_clusters = 2", f"n_clusters = {n_clusters}\nsmallest_cluster = 1")
    study = Study.load(write_files(tmp_path, f"code,homes,old\n{rows}", entries))
    choices = assess(study, n_draws=1, n_tables=1).choices
    assert [one.n_clusters for one in choices if one.n_clusters in numbers] == numbers


@pytest.mark.parametrize("name", bundled_studies())
def test_the_bundled_assessment_is_of_the_bundled_typology(name: str) -> None:
    folder = Study.load(name).folder
    typology = Typology.read(folder / "typology.json")
    assessment = Assessment.read(folder / "assessment.json")
    assert assessment.is_of(typology), f"run `deelgenoot assess {name}`"
    assert not assessment.is_of(replace(typology, study_hash="another"))
    assert assessment.to_json() == (folder / "assessment.json").read_text(encoding="utf-8")


def test_every_page_has_the_same_figures_of_the_free_search() -> None:
    folder = Study.load("middelgroot").folder
    typology = Typology.read(folder / "typology.json")
    assessment = Assessment.read(folder / "assessment.json")
    n_clusters = len(typology.clusters)
    choice = next(one for one in assessment.choices if one.n_clusters == n_clusters)
    other_method = next(one for one in assessment.alternatives if one.method == "free")
    no_pull = assessment.frontier[0]
    assert no_pull.n_moved == typology.n_moved
    assert {one.jaccard for one in (choice.study, other_method, no_pull)} == {typology.pulled.free}
    assert choice.null.jaccard == typology.pulled.null_free
    assert choice.study.jaccard_least == other_method.jaccard_least == no_pull.jaccard_least


def test_an_assessment_of_another_shape_is_refused(tmp_path: Path) -> None:
    (tmp_path / "assessment.json").write_text("{}")
    with pytest.raises(BadData, match="deelgenoot assess"):
        Assessment.read(tmp_path / "assessment.json")


@pytest.mark.parametrize("name", bundled_studies())
def test_the_bundled_years_and_ways_are_what_the_study_gives(name: str) -> None:
    study = Study.load(name)
    assessment = Assessment.read(study.folder / "assessment.json")
    fitted = FittedTypology(study)
    newest = assessment.other_years[-1]
    assert as_text(in_year(fitted, newest.year)) == as_text(newest)
    assert as_text(paths(fitted)) == as_text(assessment.paths)
