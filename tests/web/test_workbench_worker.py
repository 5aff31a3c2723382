"""The worker's own work, done here instead of in a process of its own; and every way it can end."""

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import get_args

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import RequestFactory
from tests.web.raw import words

from deelgenoot_web import processes
from deelgenoot_web.atlas.answers import html
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.workbench.choice import choice
from deelgenoot_web.workbench.jobs import (
    Picture,
    PictureStability,
    Refusal,
    Task,
    Why,
    encode,
    from_worker,
)
from deelgenoot_web.workbench.pages.state import outcome_page
from deelgenoot_web.workbench.process import Process
from deelgenoot_web.workbench.queue import Job, Turned
from deelgenoot_web.workbench.worker import Worker

FREE = 'base = "middelgroot"\n[method]\nn_clusters = 3\npull = 0\nn_init = 2\n'
ANCHORED = 'base = "middelgroot"\n[method]\nn_init = 2\n'

pytestmark = pytest.mark.slow


@pytest.fixture
def ends() -> Iterator[tuple[Connection, Connection]]:
    ours, theirs = multiprocessing.Pipe()
    yield ours, theirs
    ours.close()
    theirs.close()


def _tell(pipe: Connection, *tasks: Task) -> None:
    for task in tasks:
        pipe.send_bytes(encode(task))


def test_a_picture_that_waits_comes_before_the_firmness_that_is_in_the_making(
    ends: tuple[Connection, Connection],
) -> None:
    ours, theirs = ends
    _tell(ours, Task("firm", ANCHORED, 3), Task("seen", FREE))

    Worker(theirs)._take()

    first = from_worker.decode(ours.recv_bytes())
    assert isinstance(first, Picture)
    assert (first.key, len(first.clusters), first.n_shared) == ("seen", 3, 74)
    second = from_worker.decode(ours.recv_bytes())
    assert isinstance(second, PictureStability)
    assert (second.key, second.n_draws, len(second.holds)) == ("firm", 3, 74)
    assert second.fit_kept is not None
    assert 0.5 < second.fit_kept <= 1


def test_a_site_that_stops_while_the_worker_warms_up_ends_it_without_a_word() -> None:
    ours, theirs = multiprocessing.Pipe()
    ours.close()
    Worker(theirs).run()
    theirs.close()


@pytest.mark.parametrize(
    ("study", "why"),
    [
        ('base = "nergens"\n', "bad"),
        (ANCHORED + "smallest_cluster = 11\n", "small"),
    ],
)
def test_what_cannot_be_fitted_is_refused(
    ends: tuple[Connection, Connection], study: str, why: str
) -> None:
    ours, theirs = ends
    _tell(ours, Task("a", study))

    Worker(theirs)._take()

    reply = from_worker.decode(ours.recv_bytes())
    assert isinstance(reply, Refusal)
    assert (reply.key, reply.why) == ("a", why)


def test_a_worker_ends_when_nobody_is_left_to_answer(
    ends: tuple[Connection, Connection],
) -> None:
    ours, theirs = ends
    worker = Worker(theirs)
    ours.close()
    with pytest.raises(EOFError):
        worker._take()


def _shown(known: Job | Turned) -> BeautifulSoup:
    page = outcome_page(edition(), choice(edition(), QueryDict()), known)
    request = RequestFactory().get("/werkbank/uitkomst/")
    answer = html(request, "workbench/workbench.html", page)
    return BeautifulSoup(answer.content.decode(), "html.parser")


def test_every_way_to_end_without_clusters_has_a_sentence_of_its_own() -> None:
    ends = [Job("", "", problem=why) for why in get_args(Why)]
    said = [words(_shown(one).select_one(".notice p")) for one in [*ends, *get_args(Turned)]]

    assert len(set(said)) == len(get_args(Why)) + len(get_args(Turned)) == 7


def test_small_clusters_can_be_allowed_from_there() -> None:
    link = _shown(Job("", "", problem="small")).select_one(".notice a")

    assert link is not None
    assert link["href"] == "/werkbank/uitkomst/?s=1"


def test_a_worker_that_takes_long_to_end_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_SECONDS_TO_END", 0)
    worker = Process(memory=2**30)
    worker.end()
    assert worker.pipe.closed
    worker._running.wait(30)  # for the test alone: nothing is left running
