"""A use that was hidden is ranked again; uses are simulated, for there are none yet."""

import pytest
from tests.web import held_out

from deelgenoot_web.atlas.facts.release import release


@pytest.fixture(scope="module")
def world() -> held_out.UseWorld:
    return held_out.simulate(held_out.UseWorld(release()), seed=5, little=0.5)


def test_hidden_uses_stand_higher_than_by_popularity_or_by_cluster(
    world: held_out.UseWorld,
) -> None:
    rankings = (held_out.by_likeness, held_out.by_popularity, held_out.by_cluster)
    [(ours, _), (popularity, _), (cluster, _)] = held_out.hide_each_use(world, rankings)
    assert ours > popularity > cluster


def test_most_of_what_is_offered_is_from_outside_the_region(world: held_out.UseWorld) -> None:
    first, of_all = held_out.share_outside(world)
    assert first >= max(0.6, of_all)
