"""Softer and harder pulls: what each row must agree with, on a small study and in the release."""

from copy import copy
from statistics import fmean

import msgspec
import pytest

from deelgenoot.study import Study
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.frontier import PULLS, frontier
from deelgenoot.typology.published import Typology


def test_each_pull_is_tried_and_that_of_the_study_from_softest_to_hardest(small: Study) -> None:
    fitted = FittedTypology(small)
    free, own = frontier(fitted, pulls=[0.0])
    assert (free.pull, own.pull) == (0.0, small.method.pull)
    assert free.fit_kept == pytest.approx(1.0)
    assert free.recovery == free.jaccard
    assert free.jaccard == pytest.approx(fitted.free_stability.jaccard.mean())
    assert own.jaccard == pytest.approx(fitted.anchored_stability.jaccard.mean())
    assert own.n_moved == 0
    fits = {fitted.ids[at]: fit for at, (_name, fit) in enumerate(fitted.names)}
    assert own.fits == pytest.approx(fits)


def test_a_pull_that_empties_a_cluster_is_passed_over(small: Study) -> None:
    study = copy(small)
    # Of two descriptions one is like everybody and one like nobody.
    signatures: tuple[dict[str, int], ...] = ({}, {"old": 3, "homes": 3, "jobs": 3})
    study.archetypes = tuple(
        msgspec.structs.replace(one, signature=signature)
        for one, signature in zip(small.archetypes, signatures, strict=True)
    )
    study.method = msgspec.structs.replace(small.method, pull=0.01, smallest_cluster=1)
    assert [one.pull for one in frontier(FittedTypology(study), pulls=[100.0])] == [0.01]


def test_a_study_that_nothing_pulls_has_no_frontier(small: Study) -> None:
    study = copy(small)
    study.method = msgspec.structs.replace(small.method, pull=0)
    assert frontier(FittedTypology(study)) == ()


def test_the_row_of_the_published_pull_is_the_published_typology() -> None:
    study = Study.load("middelgroot")
    typology = Typology.read(study.folder / "typology.json")
    assessment = Assessment.read(study.folder / "assessment.json")
    assert [one.pull for one in assessment.frontier] == list(PULLS)
    own = next(one for one in assessment.frontier if one.pull == study.method.pull)
    clusters = typology.clusters
    assert own.jaccard == pytest.approx(fmean(one.jaccard for one in clusters), abs=1e-5)
    assert own.fits == pytest.approx({one.archetype: one.fit for one in clusters}, abs=1e-5)
    assert own.n_moved == 0
    assert own.fit_kept == pytest.approx(typology.fit_kept, abs=1e-5)
    assert assessment.predictions
    ours = {one.grouping: one.r2 for one in assessment.predictions.by}
    assert own.r2 == pytest.approx(ours["clusters"], abs=1e-5)
    assert assessment.frontier[0].r2 == pytest.approx(ours["free"], abs=1e-5)
