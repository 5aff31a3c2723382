"""Parts for pages: painted once for all who come in together, and never older than the bell."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import translation
from tests.web import small_meeting as small

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions import director
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.parts import cache as module
from deelgenoot_web.meetings.parts.cache import PartCache, Parts


@pytest.fixture(autouse=True)
def _some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LASTS", 60)


class PaintedRows:
    """What is painted from; it counts how often."""

    meanwhile: Callable[[], object]

    def __init__(self) -> None:
        self.said = "one"
        self.painted: list[str] = []
        self.kept = PartCache(self.paint)
        self.meanwhile = lambda: None

    def paint(self, meeting: Meeting, topics: list[str]) -> Parts:
        [topic] = topics
        self.painted.append(topic)
        parts = {f"{topic} {translation.get_language()}": self.said}
        self.meanwhile()
        return parts


@pytest.fixture
def rows() -> PaintedRows:
    return PaintedRows()


def _meeting(pk: int = 1) -> Meeting:
    return Meeting(pk=pk)


def test_a_topic_is_painted_once_until_the_bell_rings_for_it(rows: PaintedRows) -> None:
    asked = ["hall", "poll"]
    assert rows.kept.parts(_meeting(), asked) == {"hall nl": "one", "poll nl": "one"}
    rows.said = "two"
    assert rows.kept.parts(_meeting(), asked) == {"hall nl": "one", "poll nl": "one"}
    rows.kept.ring(1, ["poll"])
    assert rows.kept.parts(_meeting(), asked) == {"hall nl": "one", "poll nl": "two"}
    rows.kept.ring(1, [bell.EVERYTHING])
    assert rows.kept.parts(_meeting(), asked) == {"hall nl": "two", "poll nl": "two"}
    rows.said = "three"
    rows.kept.ring(1, [f"{bell.LATER}poll"])
    assert rows.kept.parts(_meeting(), asked) == {"hall nl": "two", "poll nl": "three"}
    assert rows.painted == ["hall", "poll", "poll", "hall", "poll", "poll"]


def test_meetings_and_languages_do_not_share(rows: PaintedRows) -> None:
    rows.kept.parts(_meeting(1), ["hall"])
    with translation.override("en"):
        assert rows.kept.parts(_meeting(1), ["hall"]) == {"hall en": "one"}
    rows.kept.parts(_meeting(2), ["hall"])
    rows.kept.ring(2, ["hall"])
    rows.kept.parts(_meeting(1), ["hall"])
    assert rows.painted == ["hall"] * 3


def test_what_changed_while_it_was_painted_is_painted_again(rows: PaintedRows) -> None:
    def change() -> None:
        rows.said = "two"
        rows.kept.ring(1, ["hall"])

    rows.meanwhile = change
    assert rows.kept.parts(_meeting(), ["hall"]) == {"hall nl": "one"}
    rows.meanwhile = lambda: None
    assert rows.kept.parts(_meeting(), ["hall"]) == {"hall nl": "two"}


def test_a_topic_that_shows_nothing_is_kept_too(rows: PaintedRows) -> None:
    empty = PartCache(lambda meeting, topics: rows.painted.extend(topics) or {})  # type: ignore[func-returns-value]  # notes that it was asked
    assert [empty.parts(_meeting(), ["board:3"]) for _again in range(2)] == [{}, {}]
    assert rows.painted == ["board:3"]


def test_a_lost_ring_shows_late_not_never(
    rows: PaintedRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows.kept.parts(_meeting(), ["hall"])
    rows.said = "two"
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    assert rows.kept.parts(_meeting(), ["hall"]) == {"hall nl": "two"}


def test_who_asks_at_the_same_moment_gets_the_same(rows: PaintedRows) -> None:
    together = threading.Barrier(8)
    slowly = threading.Event()
    rows.meanwhile = lambda: slowly.wait(0.05)

    def ask() -> Parts:
        together.wait()
        return rows.kept.parts(_meeting(), ["hall"])

    with ThreadPoolExecutor(8) as people:
        found = [one.result() for one in [people.submit(ask) for _ in range(8)]]
    assert len({tuple(one.values()) for one in found}) == 1
    assert rows.painted == ["hall"]


@pytest.mark.django_db
def test_the_page_after_ones_own_change_shows_it(
    django_capture_on_commit_callbacks: object,
) -> None:
    meeting = small.made()
    assert "Nog vijf minuten" not in module.part_cache.parts(meeting, ["hall"])["message"]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        director.say(by=small.person(), meeting=meeting, text="Nog vijf minuten")
    assert "Nog vijf minuten" in module.part_cache.parts(meeting, ["hall"])["message"]
