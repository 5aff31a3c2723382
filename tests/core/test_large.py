"""What is said and left out when a selection is large."""

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from deelgenoot.study import Method
from deelgenoot.typology.alternatives import alternatives
from deelgenoot.typology.assess import expected_effort
from deelgenoot.typology.choice import MANY, prediction_strength, silhouette
from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.stability import Draws


def groups(n_areas: int) -> tuple[np.ndarray, np.ndarray]:
    """Three groups that lie apart, and which is which."""
    truth = np.arange(n_areas) % 3
    middles = np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]])
    return middles[truth] + np.random.default_rng(3).normal(size=(n_areas, 2)), truth


def test_somebody_with_many_areas_hears_how_long_it_takes_and_what_is_left_out() -> None:
    assert expected_effort(74) is None
    some, many = expected_effort(1500), expected_effort(17_341)
    assert some
    assert some.en.startswith("1,500 areas: this takes some 2 minutes of one processor. With --wo")
    assert "left out" not in some.en
    assert many
    assert "some 12 minutes" in many.en
    assert "Ward, k-medoids, consensus and who always goes together are left out" in many.en
    assert "Ward, k-medoids, consensus en wie altijd samen gaan blijven weg" in many.nl


@pytest.mark.parametrize(("n_areas", "n_methods"), [(30, 5), (MANY + 1, 2)])
def test_methods_that_compare_all_pairs_are_left_to_fewer_areas(
    n_areas: int, n_methods: int
) -> None:
    points, truth = groups(n_areas)
    pipeline = Pipeline(points, np.ones(2), np.zeros((0, 2)), Method(n_clusters=3))
    results = alternatives(pipeline, truth, Draws(1, 1))
    assert len(results) == n_methods
    assert all(one.ari == 1 for one in results)


def test_the_silhouette_of_many_areas_is_near_that_of_all() -> None:
    points, truth = groups(MANY + 500)
    assert silhouette(points, truth) == pytest.approx(silhouette_score(points, truth), abs=0.01)
    few, those = groups(60)
    assert silhouette(few, those) == silhouette_score(few, those)


def test_prediction_strength_of_many_areas_tells_structure_from_none() -> None:
    points, _ = groups(1200)
    rng = np.random.default_rng(1)
    assert prediction_strength(points, 3, rng) > 0.99
    assert prediction_strength(points, 5, rng) < 0.7
