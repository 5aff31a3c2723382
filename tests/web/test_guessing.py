"""Who has the database and the log of the proxy names voters no better than by guessing."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pytest
from django.db import connection
from tests.web import small_meeting as small
from tests.web.guessing import SIZES, Guesses, answer_poll, close_poll, guess, voters

pytestmark = pytest.mark.django_db

N_POLLS = 30


def _rows(question: str, given: Sequence[Any]) -> Iterable[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        return list(cursor.fetchall())


def test_naming_a_voter_from_the_order_of_rows_is_guessing() -> None:
    meeting, people = voters()
    by = small.person()
    played = [close_poll(answer_poll(meeting, people), by) for _ in range(N_POLLS)]
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    guesses = guess(_rows, played, place)
    assert guesses.places.sum() == N_POLLS * sum(SIZES)
    assert max(abs(one) for one in guesses.deviations.values()) < 6
    # By chance once in a million times.
    assert guesses.p_value > 1e-6


def test_who_finds_rows_in_order_of_arrival_is_not_called_a_guesser() -> None:
    guesses = Guesses()
    for _ in range(30):
        guesses.add([(f"{place:02}", place) for place in range(16)])
    assert guesses.by_chance == 60
    # All 16 in each poll, where guessing gives 2: (480 - 60) / sqrt(60).
    assert guesses.right["rows in order of arrival"] == 480
    assert guesses.deviations["rows in order of arrival"] == pytest.approx(54.22, abs=0.01)
    assert guesses.right["rows in reverse order"] == 0
    assert guesses.p_value < 1e-100


def test_how_uneven_places_are_is_held_against_random_orders() -> None:
    # Two classes of two voters: each is in order 60 of 100 times, 2 standard deviations of 5 off.
    # So 2² + 2² with two degrees of freedom, of which the tail is exp(-8 / 2).
    guesses = Guesses(n_polls=100, places=np.array([[[60, 40], [40, 60]]] * 2))
    assert guesses.p_value == pytest.approx(math.exp(-4))
