"""What groups tell of figures that were not used: worked out by hand, and the published figures."""

import numpy as np
import pytest

from deelgenoot.study import Study
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.prediction import (
    explained_by_chance,
    explained_by_others,
    predict,
    ranks,
)

GAP = np.nan
PAIRS = np.kron(np.eye(2), np.ones((2, 2))).astype(bool) & ~np.eye(4, dtype=bool)
"""Four areas in two groups of two: the first two are each other's others, and so the last two."""


def test_an_area_is_predicted_by_its_group_and_compared_with_everybody_else() -> None:
    figures = np.array([[1.0], [2.0], [3.0], [4.0]])
    # By its pair each is off by 1: 4 in squares. By the mean of the other three 1 is off by 2,
    # 2 by 2/3, 3 by 2/3 and 4 by 2: 80/9. So 1 - 4 / (80/9) = .55.
    assert explained_by_others(figures, PAIRS) == pytest.approx([0.55])


def test_who_has_no_figure_takes_no_part_and_who_is_alone_is_predicted_by_everybody() -> None:
    figures = np.array([[1.0], [2.0], [4.0], [GAP]])
    # 1 and 2 are off by 1 each; 4 has no other with a figure and is off by 2.5, as is the mean of
    # the others, which is off by 2 for 1 and by .5 for 2. So 1 - (1 + 1 + 6.25) / (4 + .25 + 6.25).
    assert explained_by_others(figures, PAIRS) == pytest.approx([1 - 8.25 / 10.5])


def test_chance_is_the_mean_over_every_way_to_deal_the_areas() -> None:
    figures = np.array([[1.0], [2.0], [3.0], [10.0]])
    # Three ways to make two pairs, each as likely.
    ways = [[0, 1, 2, 3], [0, 2, 1, 3], [0, 3, 1, 2]]
    dealt = np.mean([explained_by_others(figures[way], PAIRS) for way in ways])
    assert explained_by_chance(figures, PAIRS) == pytest.approx([dealt])


def test_where_nobody_differs_nothing_is_explained() -> None:
    assert explained_by_others(np.ones((4, 1)), PAIRS) == pytest.approx([0.0])


def test_equal_figures_share_the_mean_of_their_ranks() -> None:
    column = np.array([[7.0], [GAP], [5.0], [7.0], [9.0]])
    assert ranks(column)[:, 0] == pytest.approx([2.5, GAP, 1.0, 2.5, 4.0], nan_ok=True)


def test_a_study_of_which_all_that_differs_is_used_has_little_to_predict(small: Study) -> None:
    predictions = predict(FittedTypology(small))
    assert predictions
    assert predictions.indicators == {"ages": ("people",)}  # a thousand everywhere
    assert {one.grouping: one.r2 for one in predictions.by if one.grouping != "chance"} == (
        dict.fromkeys(["peers", "free", "clusters", "ward", "near", "province"], 0.0)
    )


def test_the_published_figures_are_those_of_an_independent_referee() -> None:
    """Computed apart, with other code, before ours was there (to .01)."""
    assessment = Assessment.read(Study.load("middelgroot").folder / "assessment.json")
    assert assessment.predictions
    referee = {
        "peers": 0.469,
        "free": 0.373,
        "clusters": 0.326,
        "ward": 0.324,
        "urbanity": 0.165,
        "near": 0.076,
        "province": 0.010,
        "chance": -0.097,
    }
    ours = {one.grouping: one.r2 for one in assessment.predictions.by}
    assert ours == pytest.approx(referee, abs=0.01)
    changes = {one.grouping: one.changes for one in assessment.predictions.by}
    assert changes["clusters"] == pytest.approx(0.003, abs=0.01)
    assert changes["peers"] == pytest.approx(0.053, abs=0.01)


@pytest.mark.slow
def test_the_published_predictions_are_what_the_study_makes() -> None:
    study = Study.load("middelgroot")
    predictions = predict(FittedTypology(study))
    old_predictions = Assessment.read(study.folder / "assessment.json").predictions
    assert predictions
    assert old_predictions
    assert [one.grouping for one in predictions.by] == [one.grouping for one in old_predictions.by]
    for new, old in zip(predictions.by, old_predictions.by, strict=True):
        assert new.r2 == pytest.approx(old.r2, abs=1e-5)
        assert new.themes == pytest.approx(old.themes, abs=1e-5)
    assert predictions.indicators == old_predictions.indicators
    assert predictions.changes == old_predictions.changes
