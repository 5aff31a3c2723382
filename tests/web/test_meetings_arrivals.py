"""The large screen before the beginning: which municipalities are there, by cluster."""

from typing import Any

import pytest
from tests.web.small_meeting import HEERLEN, VEERE, ZUTPHEN, made

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.models import Participant
from deelgenoot_web.meetings.parts.stage import stage
from deelgenoot_web.meetings.queries.arrivals import arrivals_of
from deelgenoot_web.meetings.templatetags.live import breakable

pytestmark = pytest.mark.django_db
UTRECHT = "GM0344"  # too large for the study


@pytest.fixture
def came_in() -> Any:
    """A meeting with two people of Heerlen, one of Zutphen, of Utrecht, and of no municipality."""
    meeting = made()
    for code in (HEERLEN, ZUTPHEN, HEERLEN, UTRECHT, ""):
        Participant.objects.create(meeting=meeting, name="Deelnemer", gm_code=code)
    return meeting


def test_municipalities_count_once_in_their_cluster_and_others_are_guests(came_in: Any) -> None:
    arrivals = arrivals_of(came_in)
    members = release().typology.members
    assert arrivals.codes == {HEERLEN, ZUTPHEN}
    assert (arrivals.n_guests, arrivals.newest, arrivals.n_all) == (2, "Heerlen", 74)
    here = {one.letter: one.n_here for one in arrivals.clusters if one.n_here}
    letters = {one.archetype: one.letter for one in release().typology.clusters}
    assert here == {letters[members[code].cluster]: 1 for code in (HEERLEN, ZUTPHEN)}
    first = next(one for one in arrivals.clusters if one.n_here)
    assert first.dots == (True,) + (False,) * (first.n_all - 1)


def test_the_map_colours_who_is_there_and_nobody_is_named(came_in: Any) -> None:
    scene = stage(came_in, None)["stage-scene"]
    coloured = scene.partition('class="others"')[2].partition("</g>")[2]
    assert f'data-gm="{HEERLEN}"' in coloured
    assert f'data-gm="{VEERE}"' not in coloured
    assert "2 zijn er" in scene
    assert "Zojuist binnen: Heerlen" in scene
    assert "Deelnemer" not in scene


def test_before_anybody_came_in_the_screen_welcomes_all_the_same() -> None:
    meeting = made()
    assert arrivals_of(meeting).newest == ""
    assert "Zojuist" not in stage(meeting, None)["stage-scene"]


def test_a_long_name_of_a_cluster_may_break_between_its_parts() -> None:
    assert breakable("Aantrekkelijke woonstad") == "Aantrekke\u00adlijke woon\u00adstad"
    assert breakable("Stad in transitie") == "Stad in transitie"
