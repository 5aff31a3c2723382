"""The workbench with a worker that computes: clusters, what changed, firmness, and its limits."""

import contextlib
import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from openpyxl import load_workbook  # type: ignore[import-untyped]
from tests.web import raw
from tests.web.raw import texts, words
from tests.web.visitor import Visitor

from deelgenoot.study import Study
from deelgenoot.typology.build import build
from deelgenoot_web.workbench.guests import Guests
from deelgenoot_web.workbench.jobs import FULL, QUICK
from deelgenoot_web.workbench.queue import Job, Limits, WorkQueue, work_queue

RESULT = "/werkbank/uitkomst/"
PATIENCE = 240.0
"""Seconds: a worker compiles all that it needs at first, and gives way to the tests beside it."""

pytestmark = pytest.mark.slow


def until(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < end, "the worker did not answer"
        time.sleep(0.02)


@pytest.fixture(scope="module", autouse=True)
def _worker() -> None:
    work_queue().start()
    until(lambda: started(work_queue()))


def started(at: WorkQueue) -> bool:
    """Whether the worker is ready; meanwhile it need not give way to the tests beside it."""
    with contextlib.suppress(PermissionError, ProcessLookupError):
        if at.worker_number:
            os.setpriority(os.PRIO_PROCESS, at.worker_number, 0)
    return not at.is_starting


@pytest.fixture
def finished(
    request: pytest.FixtureRequest, page: Visitor, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], BeautifulSoup]:
    """The page of a recipe when nothing more will come; few draws are enough for most tests."""
    if not request.node.get_closest_marker("all_draws"):
        monkeypatch.setattr("deelgenoot_web.workbench.queue.FULL", QUICK)
        monkeypatch.setattr("deelgenoot_web.workbench.recipe.FULL", QUICK)

    def fetch(query: str, path: str = RESULT) -> BeautifulSoup:
        address = f"{path}?{query}" if query else path
        visitor = Client(REMOTE_ADDR=address)  # one of its own, so that none asks too much
        visitor.get(address)
        state = f"/werkbank/stand.json?{query}"
        until(lambda: visitor.get(state).json()["done"])
        return page(address)

    return fetch


def _clusters(soup: BeautifulSoup) -> dict[str, set[str]]:
    return {
        words(one.h3): set(texts(one, ".workbench__members a"))
        for one in soup.select(".workbench__cluster")
    }


def _names(codes: list[str]) -> set[str]:
    return {row["name"] for row in raw.rows("areas.csv") if row["code"] in codes}


# --- what is shown ---


def test_the_published_recipe_gives_the_published_clusters(
    finished: Callable[[str], BeautifulSoup],
) -> None:
    soup = finished("")

    published = {c["name"]["nl"]: _names(c["members"]) for c in raw.typology()["clusters"]}
    assert _clusters(soup) == published
    assert words(soup.select_one("#veranderd + p")).startswith(
        "De overeenkomst met onze indeling is 1,00: 1 is precies gelijk, 0 is toeval. "
    )
    assert soup.select(".workbench__changes") == []
    assert len(soup.select(".workbench__map [data-gm]")) == len(raw.rows("areas.csv"))


def test_what_changed_is_who_has_another_cluster_than_in_the_file(
    finished: Callable[[str], BeautifulSoup],
) -> None:
    soup = finished("w=3111111")

    name = {c["archetype"]: c["name"]["nl"] for c in raw.typology()["clusters"]}
    before = {
        row["name"]: name[raw.member(row["code"])["cluster"]]
        for row in raw.rows("areas.csv")
        if raw.member(row["code"])["in_study"]
    }
    after = {one: cluster for cluster, members in _clusters(soup).items() for one in members}
    moved = {one for one in before if before[one] != after[one]}
    said = {
        one
        for row in soup.select(".workbench__changes li")
        for one in words(row.select_one(".workbench__moved")).replace(" en ", ", ").split(", ")
    }
    assert moved
    assert said == moved
    answer = words(soup.select_one(".lead"))
    assert f"komen er {len(moved)} in een ander cluster" in answer
    assert all((f"{one} ({after[one]})" in answer) == (len(moved) <= 4) for one in moved)


def test_a_name_leads_to_those_alike_by_the_weights_of_the_recipe(
    finished: Callable[[str], BeautifulSoup], page: Visitor
) -> None:
    link = finished("w=3110111").select_one(".workbench__members a")

    assert link is not None
    address = str(link["href"])
    assert address.endswith("?demography=3&amenities=0#gesprekspartners")
    soup = page(address.partition("#")[0])
    chosen = soup.select_one("select[name=demography] option[selected]")
    assert chosen is not None
    assert chosen["value"] == "3"


@pytest.mark.all_draws
def test_firmness_stands_beside_each_cluster_and_names_who_lies_between(
    finished: Callable[[str], BeautifulSoup],
) -> None:
    soup = finished("k=4")

    assert len(soup.select(".workbench__firm li")) == 4
    assert "Wij rekenden 100 keer opnieuw" in words(soup.select_one("#stevig + p"))
    figures = [
        float(words(one).split()[-1].replace(",", "."))
        for one in soup.select(".workbench__firm .rows__end")
    ]
    assert all(0 < figure <= 1 for figure in figures)
    assert "Ververs" not in soup.get_text()


@pytest.mark.parametrize(
    ("query", "n_clusters"),
    [
        ("g=alle&k=12", 12),
        ("g=p-drenthe&k=3", 3),
        ("m=ward", 7),
        ("k=3&m=medoids", 3),
        ("k=3&m=mixture", 3),
        ("k=3&m=consensus", 3),
        ("a=0", 7),
        ("j=1", 7),
        ("w=0000003", 7),
    ],
)
def test_every_kind_of_recipe_gives_a_page(
    finished: Callable[[str], BeautifulSoup], query: str, n_clusters: int
) -> None:
    soup = finished(query)

    assert soup.select(".notice") == []
    found = _clusters(soup)
    assert len(found) == n_clusters
    assert all(found.values())


def test_a_script_gets_what_is_new_and_firmness_once_its_visitor_looks() -> None:
    part = "/werkbank/uitkomst/deel/?gemeente=gouda&a=0&w=1231232"
    visitor = Client(REMOTE_ADDR="192.0.2.44")
    first = BeautifulSoup(visitor.get(part).content.decode(), "html.parser").div
    assert first is not None
    assert first["data-waits"] == "/werkbank/uitkomst/?w=1231232&a=0&gemeente=gouda"
    assert first.form is None

    until(lambda: visitor.get(f"{part}&stand=waiting").status_code == 200)
    time.sleep(0.3)
    soup = BeautifulSoup(visitor.get(f"{part}&stand=waiting").content.decode(), "html.parser")
    assert soup.div is not None
    assert soup.div["data-stage"] == "picture", "nobody asked how firm it is"
    assert words(soup.select_one("[data-part=own] .bench__name")).startswith("Gouda")
    assert len(soup.select("[data-part=picture] .pin:not(.halo)")) == 1
    assert visitor.get(f"{part}&stand=picture").status_code == 204
    until(lambda: visitor.get(f"{part}&stand=picture").status_code == 200)


def test_who_moved_stands_out_and_the_own_municipality_comes_first(
    finished: Callable[[str], BeautifulSoup],
) -> None:
    soup = finished("a=0&gemeente=rijswijk")

    own = soup.select_one("[data-part=own]")
    assert words(own.select_one(".bench__name") if own else None) == "Rijswijk verandert"
    first = soup.select_one(".workbench__changes .workbench__moved")
    assert words(first).startswith("Rijswijk, ")
    n_still = len(soup.select(".workbench__map g.marks .still"))
    assert len(_moved(soup)) + n_still == 74


def test_an_outcome_can_be_taken_along_with_the_choice_that_gave_it(
    finished: Callable[[str], BeautifulSoup],
) -> None:
    soup = finished("a=0&z=solv")
    answer = Client().get("/werkbank/uitkomst.csv?a=0&z=solv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))

    clusters = {c["archetype"]: c["name"]["nl"] for c in raw.typology()["clusters"]}
    by_file: dict[str, set[str]] = {}
    for row in rows:
        by_file.setdefault(clusters[row["cluster"]], set()).add(row["name"])
        published = raw.member(row["gm_code"])["cluster"]
        assert (row["published"], row["moved"]) == (
            published,
            str(int(published != row["cluster"])),
        )
        assert 0 <= float(row["share_of_draws"]) <= 1
    assert by_file == _clusters(soup)
    about = Client().get(re.findall("<(.*)>", answer["Link"])[0]).json()
    assert [column["name"] for column in about["tableSchema"]["columns"]] == list(rows[0])
    study = tomllib.loads(about["dc:source"]["schema:text"])
    assert study["method"]["pull"] == 0
    assert "solv" not in study["indicators"]
    book = load_workbook(io.BytesIO(Client().get("/werkbank/uitkomst.xlsx?a=0&z=solv").content))
    said = [value for _what, value in book["Bron"].iter_rows(values_only=True)]
    assert "http://testserver/werkbank/uitkomst/?a=0&z=solv" in said


def test_a_file_of_an_outcome_that_is_not_there_yet_is_asked_for_later() -> None:
    answer = Client().get("/werkbank/uitkomst.csv?w=3213213&k=5")
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")


def test_every_pull_says_who_moves_and_the_release_says_how_firm(
    page: Visitor, finished: Callable[[str], BeautifulSoup]
) -> None:
    n_free = len(_moved(finished("a=0&gemeente=rijswijk")))
    path = "/werkbank/trekkracht/?gemeente=rijswijk"
    until(lambda: b"data-reloads" not in Client().get(path).content)
    soup = page(path)

    movers, claims = soup.select(".stress table")
    rows = [texts(row, "th, td") for row in claims.select("tbody tr")]
    assert [row[0].split()[0] for row in rows] == [
        *("0", "0,125", "0,25", "0,375", "0,5", "0,625", "0,75", "0,875", "1")
    ]
    assert rows[0][1] == str(n_free)
    assert rows[6][1:3] == ["0", "1,00"]
    frontier = {
        one["pull"]: one
        for one in json.loads((raw.STUDY / "assessment.json").read_text())["frontier"]
    }
    assert rows[0][3] == f"{frontier[0]['jaccard_least']:.2f}".replace(".", ",")
    assert rows[7][3] == "–", "nobody computed how firm .875 is"
    assert words(movers.select_one("tbody th")) == "Rijswijk"
    first = movers.select("tbody tr")[0].select("td")
    assert [one.get("class") for one in (first[0], first[6])] == [None, ["stress__still"]]


def _moved(soup: BeautifulSoup) -> list[str]:
    return [
        name
        for one in soup.select(".workbench__moved")
        for name in words(one).replace(" en ", ", ").split(", ")
    ]


def test_english_is_english(finished: Callable[[str, str], BeautifulSoup]) -> None:
    soup = finished("k=8", "/en/workbench/result/")

    assert words(soup.h1) == "Which clusters does your own choice give?"
    assert "Cluster" in "".join(_clusters(soup))


def test_a_first_visit_is_answered_at_once_and_asks_to_come_back() -> None:
    answer = Client().get(f"{RESULT}?w=1231231")
    soup = BeautifulSoup(answer.content.decode(), "html.parser")

    outcome = soup.select_one("[data-waits]")
    assert outcome is not None
    assert outcome["data-waits"] == "/werkbank/uitkomst/?w=1231231"
    assert outcome["data-stage"] in {"waiting", "picture"}
    assert soup.select_one("noscript meta[http-equiv=refresh]") is not None
    assert answer["Cache-Control"] == "no-store"
    until(lambda: Client().get("/werkbank/stand.json?w=1231231").json()["done"])
    assert Client().get("/werkbank/stand.json?w=1231231").json()["stage"] == f"stability-{FULL}"


def test_the_state_of_a_recipe_that_nobody_asked_for_is_unknown() -> None:
    assert Client().get("/werkbank/stand.json?w=3333332").json() == {
        "stage": "unknown",
        "done": False,
    }


# --- the same on the command line ---


@pytest.mark.parametrize(
    "query", ["g=p-gelderland&w=2111110&k=4&j=1", "w=1131111&a=0.625&z=65plus&z=solv"]
)
def test_the_file_gives_the_same_clusters_and_firmness_as_the_page(
    finished: Callable[[str], BeautifulSoup], tmp_path: Path, query: str
) -> None:
    soup = finished(query)
    answer = Client().get(f"/werkbank/study.toml?{query}")
    (tmp_path / "study.toml").write_bytes(answer.content)

    # What `deelgenoot build <folder>` calls, without the drawing of charts.
    built = build(Study.load(tmp_path))

    assert _clusters(soup) == {c.name.nl: _names(list(c.members)) for c in built.clusters}
    shown = [words(one).split()[-1] for one in soup.select(".workbench__firm .rows__end")]
    assert shown == [f"{c.jaccard:.2f}".replace(".", ",") for c in built.clusters]


# --- limits, each with a worker of its own ---

STUDY = 'base = "middelgroot"\n[method]\nn_draws = {n}\n'


@pytest.fixture
def opened() -> Iterator[Callable[[Limits], WorkQueue]]:
    desks: list[WorkQueue] = []

    def make(limits: Limits) -> WorkQueue:
        desks.append(WorkQueue(limits))
        return desks[-1]

    yield make
    for one in desks:
        one.close()


def _asked(at: WorkQueue, key: str, study: str, guest: str = "g") -> Job:
    job = at.ask(key, study, guest)
    assert isinstance(job, Job)
    return job


def test_a_worker_that_takes_too_long_is_ended_and_the_next_recipe_gets_another(
    opened: Callable[[Limits], WorkQueue],
) -> None:
    at = opened(Limits(picture_seconds=0))
    at.start()
    until(lambda: started(at))
    first = at.worker_number

    job = _asked(at, "a", STUDY.format(n=1))
    until(lambda: job.is_done)

    assert job.stage == "slow"
    until(lambda: at.worker_number not in {None, first})
    assert first is not None
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_a_worker_that_dies_loses_only_what_it_was_doing(
    opened: Callable[[Limits], WorkQueue],
) -> None:
    at = opened(Limits(pause_seconds=0.1))
    at.start()
    until(lambda: started(at))
    number = at.worker_number
    assert number is not None
    os.kill(number, signal.SIGSTOP)  # so that it is surely still busy
    doing = _asked(at, "a", STUDY.format(n=1))
    waiting = _asked(at, "b", STUDY.format(n=2))
    time.sleep(0.2)
    os.kill(number, signal.SIGKILL)

    until(lambda: doing.is_done and waiting.picture is not None)

    assert doing.stage == "died"
    assert waiting.problem is None
    time.sleep(0.2)
    again = _asked(at, "a", STUDY.format(n=1))
    until(lambda: again.picture is not None)


def test_a_worker_without_memory_never_starts_and_that_is_said(
    opened: Callable[[Limits], WorkQueue], capfd: pytest.CaptureFixture[str]
) -> None:
    at = opened(Limits(memory=2**26))
    job = _asked(at, "a", STUDY.format(n=1))

    until(lambda: job.is_done)

    assert job.stage == "died"
    capfd.readouterr()


def test_one_visitor_has_a_number_of_recipes_per_minute_and_old_ones_are_free(
    opened: Callable[[Limits], WorkQueue],
) -> None:
    at = opened(Limits(per_minute=2))

    first = at.ask("a", STUDY.format(n=1), "one")
    assert isinstance(first, Job)
    assert isinstance(at.ask("b", STUDY.format(n=2), "one"), Job)
    assert at.ask("c", STUDY.format(n=3), "one") == "often"
    assert at.ask("a", STUDY.format(n=1), "one") is first
    assert isinstance(at.ask("c", STUDY.format(n=3), "two"), Job)


def test_no_more_wait_than_there_is_room_for(opened: Callable[[Limits], WorkQueue]) -> None:
    at = opened(Limits(waiting=2))

    taken = [at.ask(str(n), STUDY.format(n=n + 1), str(n)) for n in range(3)]
    assert [isinstance(one, Job) for one in taken] == [True, True, False]
    assert taken[2] == "busy"


@pytest.mark.parametrize(
    ("study", "stage"),
    [
        ('base = "middelgroot"\n[method]\nsmallest_cluster = 11\n', "small"),
        ('base = "middelgroot"\n[method]\nn_clusters = 6\n', "bad"),
        ('base = "nergens"\n', "bad"),
    ],
)
def test_a_study_that_cannot_be_fitted_is_refused_with_its_reason(study: str, stage: str) -> None:
    job = _asked(work_queue(), study, study)

    until(lambda: job.is_done)

    assert job.stage == stage


def test_too_many_recipes_are_turned_away_with_the_command_that_does_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(work_queue().guests, "_per_minute", 1)
    visitor = Client(REMOTE_ADDR="192.0.2.1")
    first, second = (visitor.get(f"{RESULT}?w={n}1113") for n in (100, 101))

    page = BeautifulSoup(second.content.decode(), "html.parser")
    assert (first.status_code, second.status_code) == (200, 429)
    assert words(page.select_one(".notice")).startswith("U vroeg in korte tijd veel")
    assert words(page.select_one(".workbench__command")) == "deelgenoot build mijn-studie"


def test_a_visitor_is_counted_per_minute_under_a_name_that_says_nothing() -> None:
    guests = Guests(per_minute=2)
    name = guests.name("192.0.2.1")

    assert "192" not in name
    assert name != Guests(2).name("192.0.2.1"), "another start, another secret"
    assert [guests.may_ask(name, now) for now in (0.0, 1.0, 2.0, 59.9, 60.1)] == [
        True,
        True,
        False,
        False,
        True,
    ]


def test_the_serving_process_computes_nothing_itself() -> None:
    code = (
        "import os, sys, django;"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'deelgenoot_web.site.settings';"
        "django.setup();"
        "from django.test import Client;"
        "answer = Client().get('/werkbank/uitkomst/', headers={'host': 'localhost'});"
        "assert answer.status_code == 200;"
        "print({'numba', 'sklearn', 'altair', 'kmedoids'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "set()"
