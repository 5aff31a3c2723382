"""What chance gives beside what is claimed, on answers that can be counted."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from deelgenoot.study import Study
from deelgenoot.typology.chance import ChanceClusters, chance_clusters, p_value
from deelgenoot.typology.claims import claims, lines
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.published import Typology
from deelgenoot.typology.redrawing import redraw_indicators
from deelgenoot.typology.stability import Draws, bootstrap
from tests.core.small import CODES

TWO_TABLES = ChanceClusters(
    archetypes=np.array([[0, -1, -1], [-1, 1, -1]]),
    fits=np.array([[0.4, 0.0, 0.0], [0.0, 0.7, 0.0]]),
    jaccards=np.array([[0.5, 0.6, 0.7], [0.8, 0.9, 1.0]]),
)


@pytest.fixture
def fitted(small: Study) -> FittedTypology:
    return FittedTypology(small)


@pytest.mark.parametrize(("own", "p"), [(0.95, 1 / 5), (0.9, 2 / 5), (0.75, 3 / 5), (0.1, 1.0)])
def test_p_counts_the_tables_that_give_as_much_and_the_study_itself(own: float, p: float) -> None:
    assert p_value(own, np.array([0.9, 0.8, 0.7, 0.6])) == pytest.approx(p)


def test_a_name_that_a_table_does_not_have_gives_nothing_there() -> None:
    assert TWO_TABLES.fits_of(0).tolist() == [0.4, 0.0]
    assert TWO_TABLES.jaccards_of(1).tolist() == [0.0, 0.9]


def test_clusters_without_a_name_are_compared_with_all_of_these() -> None:
    assert TWO_TABLES.jaccards_of(-1).tolist() == [0.6, 0.7, 0.8, 1.0]


def test_chance_reports_each_table_and_names_its_clusters_once(fitted: FittedTypology) -> None:
    steps: list[int] = []
    chance = chance_clusters(fitted.pipeline, Draws(3, 1, steps.append), with_anchors=True)
    assert steps == [1, 2, 3]
    assert np.sort(chance.archetypes).tolist() == [[0, 1]] * 3
    assert ((chance.jaccards > 0) & (chance.jaccards <= 1)).all()


@pytest.mark.parametrize(("distance", "is_firm"), [(20.0, True), (0.0, False)])
def test_groups_far_apart_beat_chance_and_scattered_areas_do_not(
    fitted: FittedTypology, distance: float, is_firm: bool
) -> None:
    centres = distance * np.repeat([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]], 12, axis=0)
    table = centres + np.random.default_rng(5).normal(size=(36, 2))
    method = structs.replace(fitted.study.method, n_clusters=3, pull=0.0)
    pipeline = Pipeline(table, np.ones(2), np.zeros((0, 2)), method)
    cluster = pipeline.clustering(with_anchors=False)
    labels = cluster(np.arange(36), np.random.default_rng(1))
    by_chance = chance_clusters(pipeline, Draws(19, 1), with_anchors=False).jaccards_of(-1)
    jaccards = bootstrap(labels, cluster, Draws(20, 1)).jaccard
    assert (max(p_value(float(one), by_chance) for one in jaccards) < 0.05) is is_firm


def test_indicators_drawn_again_keep_what_differs_in_everything(fitted: FittedTypology) -> None:
    themes = np.array(["ages", "living", "work", "work"])
    redrawn = redraw_indicators(fitted.pipeline, themes, fitted.partition.labels, Draws(20, 1))
    assert redrawn.share_kept[:-1].tolist() == [1.0] * (len(CODES) - 1)
    assert redrawn.jaccard.min() > 0.8


def test_free_draws_without_a_pull_are_the_draws_themselves(small_folder: Path) -> None:
    text = (small_folder / "study.toml").read_text().replace("pull = 0.5", "pull = 0")
    free = FittedTypology(Study.from_text(text, small_folder))
    assert free.free_recovery is free.anchored_stability.jaccard
    assert free.free_chance is free.chance


def test_the_release_says_how_many_tables_and_draws_and_from_which_seed(
    small_typology: Typology,
) -> None:
    chance = small_typology.chance
    assert (chance.n_tables, chance.n_draws, chance.random_state) == (20, 10, 1)


def test_every_cluster_and_name_is_a_claim_with_its_chance(small_typology: Typology) -> None:
    town = small_typology.cluster("town")
    returns, fits = claims(small_typology)[0], claims(small_typology)[2]
    assert (returns.figure, returns.free, returns.by_chance, returns.p) == (
        town.jaccard,
        town.free_recovery,
        town.jaccard_null,
        town.jaccard_p,
    )
    assert (fits.figure, fits.by_chance, fits.p) == (town.fit, town.fit_null, town.fit_p)


@pytest.mark.parametrize(("p", "answer"), [(0.049, "yes"), (0.05, "no")])
def test_a_claim_is_more_than_chance_under_one_in_twenty(
    small_typology: Typology, p: float, answer: str
) -> None:
    clusters = tuple(replace(one, jaccard_p=p) for one in small_typology.clusters)
    returns = claims(replace(small_typology, clusters=clusters))[0]
    assert returns.cells("en")[-2:] == (f"{p:.3f}", answer)


def test_claims_are_written_in_their_own_unit(small_typology: Typology) -> None:
    returns, _, _, _, _mean, sure = claims(small_typology)
    some = replace(returns, figure=0.4692, free=None, by_chance=-0.09, unit="%")
    assert some.cells("en")[1:4] == ("47%", "–", "−9%")
    assert replace(sure, by_chance=1.25).cells("nl")[1:4] == ("11", "–", "1,2")


def test_claims_in_plain_text_stand_under_their_headings(small_typology: Typology) -> None:
    header, *rows = lines(small_typology, "en")
    assert " ".join(header.split()) == (
        "Claim Our figure Without descriptions Chance gives p More than chance"
    )
    assert rows[0].startswith("The group “Town” returns (Jaccard)")
    assert {len(row) for row in rows} == {len(header)}
