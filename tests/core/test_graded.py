"""A pull on what the descriptions mention alone, beside the pull on everything."""

import numpy as np

from deelgenoot.study import Study
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.graded import CellAnchors, graded_pull, settle
from deelgenoot.typology.search import Anchors
from deelgenoot.typology.stability import Draws

ANCHORS = Anchors(np.array([[1.0, 0.0], [-1.0, 2.0]]), 3.0)


def test_only_graded_cells_have_mass() -> None:
    mentioned_only = CellAnchors.of(ANCHORS, graded_only=True)
    assert mentioned_only.masses.tolist() == [[3.0, 0.0], [3.0, 3.0]]
    assert CellAnchors.of(ANCHORS, graded_only=False).masses.tolist() == [[3.0, 3.0], [3.0, 3.0]]


def test_with_mass_everywhere_it_finds_what_the_search_finds(small: Study) -> None:
    fitted = FittedTypology(small)
    anchors = fitted.pipeline.anchors(12)
    assert anchors
    everywhere = CellAnchors.of(anchors, graded_only=False)
    labels = settle(fitted.pipeline.prepare().points, everywhere, np.random.default_rng(1))
    assert labels.tolist() == fitted.partition.labels.tolist()


def test_a_cell_without_grade_does_not_pull() -> None:
    """Two pairs apart in the second column, which no description mentions."""
    points = np.array([[0.0, 5.0], [0.0, 5.0], [0.0, -5.0], [0.0, -5.0]])
    anchors = Anchors(np.array([[0.1, 0.0], [-0.1, 0.0]]), 1000.0)
    labels = settle(points, CellAnchors.of(anchors, graded_only=True), np.random.default_rng(1))
    assert labels[0] == labels[1] != labels[2] == labels[3]


def test_the_cells_are_counted_and_without_a_pull_there_is_nothing(small: Study) -> None:
    pull = graded_pull(FittedTypology(small), Draws(5, 1))
    assert pull
    assert (pull.n_cells, pull.n_graded) == (8, 6)
    assert pull.n_moved <= 1
    assert 0.5 < pull.jaccard <= 1
    free = Study.from_text(
        (small.folder / "study.toml").read_text().replace("pull = 0.5", "pull = 0"), small.folder
    )
    assert graded_pull(FittedTypology(free), Draws(5, 1)) is None
