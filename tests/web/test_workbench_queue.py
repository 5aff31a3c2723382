"""The queue of the workbench by itself: nobody computes here, so what waits can be looked at."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.test import RequestFactory

from deelgenoot_web.workbench.guests import Guests
from deelgenoot_web.workbench.jobs import QUICK, Picture
from deelgenoot_web.workbench.queue import Job, Limits, WorkQueue
from deelgenoot_web.workbench.recipe import WorkbenchRecipe
from deelgenoot_web.workbench.views import _ask

PICTURE = Picture("a", (), None, 0, 1, 1)


@pytest.fixture
def still() -> Iterator[Callable[[Limits], WorkQueue]]:
    """A queue whose worker never comes."""
    queues: list[WorkQueue] = []

    def make(limits: Limits) -> WorkQueue:
        queues.append(WorkQueue(limits))
        queues[-1]._is_open = False
        return queues[-1]

    yield make
    for queue in queues:
        queue.close()


def _handed_out(queue: WorkQueue) -> list[str]:
    """The pictures that wait, in the order in which the worker gets them."""
    keys = []
    while tasks := queue._next():
        keys += [job.key for job, _n_draws in tasks]
    return keys


def test_one_visitor_fills_no_more_than_its_own_part_of_the_queue(
    still: Callable[[Limits], WorkQueue],
) -> None:
    queue = still(Limits(waiting=3, waiting_each=2))

    first = [queue.ask(key, "", "one") for key in ("a", "b", "c")]
    second = [queue.ask(key, "", "two") for key in ("d", "e")]

    assert [isinstance(one, Job) for one in first] == [True, True, False]
    assert first[2] == "often"
    assert isinstance(second[0], Job)
    assert second[1] == "busy"


def test_the_first_question_of_each_comes_before_the_second_of_anybody(
    still: Callable[[Limits], WorkQueue],
) -> None:
    queue = still(Limits())
    for key, guest in (("a1", "one"), ("a2", "one"), ("a3", "one"), ("b1", "two"), ("c1", "x")):
        queue.ask(key, "", guest)

    assert _handed_out(queue) == ["a1", "b1", "c1", "a2", "a3"]


def test_firmness_that_nobody_waits_for_is_not_computed_until_somebody_comes_back(
    still: Callable[[Limits], WorkQueue],
) -> None:
    queue = still(Limits(wanted_seconds=0.01))
    job = queue.ask("a", "", "one")
    assert isinstance(job, Job)
    assert queue._next() == [(job, 0)]
    queue._note(PICTURE)

    time.sleep(0.02)
    assert queue._next() == []
    queue.find("a")
    assert queue._next() == [(job, QUICK)]
    queue.find("a")
    assert queue._next() == [], "the worker has it already"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
    ],
)
def test_a_visitor_is_a_network(one: str, other: str, is_same: bool) -> None:
    guests = Guests(per_minute=1)
    assert (guests.name(one) == guests.name(other)) is is_same


def test_another_browser_is_no_other_visitor(
    still: Callable[[Limits], WorkQueue], monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = still(Limits(per_minute=2))
    monkeypatch.setattr("deelgenoot_web.workbench.views.work_queue", lambda: queue)

    answers = [
        _ask(
            RequestFactory().get("/", REMOTE_ADDR="192.0.2.9", HTTP_USER_AGENT=f"browser {n}"),
            WorkbenchRecipe(codes=("GM0014",), n_clusters=n),
        )
        for n in (3, 4, 5)
    ]

    assert [isinstance(one, Job) for one in answers] == [True, True, False]
    assert answers[2] == "often"
