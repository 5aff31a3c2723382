"""What people make is kept the same on PostgreSQL as on SQLite: the same tests, run on both."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import NO_POSTGRES
from tests.web import postgres

ROOT = Path(__file__).resolve().parents[2]
# Each holds rows of its own, claims or locks.
SAME = (
    "test_accounts.py",
    "test_letters.py",
    "test_letters_bounces.py",
    "test_duty.py",
    "test_meetings_together.py",
    "test_meetings_votes.py::test_after_closing_the_order_of_rows_is_not_that_of_arrival",
    "test_meetings_votes.py::test_after_closing_no_small_group_is_kept_apart",
    "test_meetings_votes.py::test_of_two_questions_put_at_once_the_later_one_is_open",
    "test_organiser_copies.py::test_copies_made_at_once_get_addresses_of_their_own",
    "test_exchange_finding.py",
    "test_exchange_corrections.py",
    "test_exchange_routes.py",
    "test_exchange_conversation.py::test_of_two_who_change_an_opgave_the_second_sees_both_texts",
    # What strangers send to the exchange: forged ids, hostile text, marks of direction, 10 MB.
    "test_exchange_conversation.py::test_forged_ids_find_nothing",
    "test_exchange_conversation.py::test_hostile_words_come_out_harmless",
    "test_exchange_conversation.py::test_the_key_of_another_opens_nothing",
    "test_exchange_practices.py::test_a_forged_value_is_refused",
    "test_exchange_practices.py::test_hostile_text_is_harmless_everywhere",
    "test_exchange_pictures.py::test_forged_addresses_of_pictures_find_nothing",
    "test_exchange_pictures.py::test_hostile_words_of_a_picture_come_out_harmless",
    "test_exchange_pictures.py::test_the_picture_of_a_draft_is_for_its_municipality_alone",
    "test_exchange_pictures.py::test_versions_say_which_pictures_came_and_went_and_put_them_back",
    "test_exchange_introductions.py::test_a_forged_link_opens_nothing",
    "test_exchange_harvest.py::test_a_forged_link_opens_no_harvest",
    "test_guessing.py",
    "test_shell_hostile.py::test_a_cookie_that_cannot_be_read_is_answered_400",
    "test_meetings_purge.py::test_a_meeting_that_cannot_be_purged_holds_up_no_other",
    "test_meetings_purge.py::test_no_date_outside_this_century_comes_into_the_database",
    "test_meetings_purge.py::test_no_number_without_bounds_comes_into_the_database",
)


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty PostgreSQL that is there for this test alone, on no network."""
    where = postgres.programs()
    if where is None:
        pytest.skip(NO_POSTGRES)
    with postgres.running(where) as address:
        yield address


@pytest.mark.slow
def test_people_letters_duties_and_joined_groups_are_the_same_on_postgresql(database: str) -> None:
    files = [f"tests/web/{name}" for name in SAME]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *files, "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
