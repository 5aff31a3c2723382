"""Figures for Prometheus, on a port of their own, where DEELGENOOT_METRICS names an address.

What is counted anyway is read when Prometheus asks; only requests are noted one by one. No label
holds what a visitor sent: each has the few values of this file (docs/decisions/0094).
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module

from django.db import Error as DatabaseAwayError
from django.db import connections
from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from deelgenoot_web.letters.queries import letter_counts
from deelgenoot_web.meetings.actions.votes import outcomes
from deelgenoot_web.site import duty, environment
from deelgenoot_web.site.health import PROBLEMS, find_problems
from deelgenoot_web.site.models import Turn
from deelgenoot_web.site.request_tags import RequestTag
from deelgenoot_web.workbench.queue import work_queue

registry = CollectorRegistry()
_seconds = Histogram(
    "deelgenoot_request_seconds",
    "Time from a request to the begin of its answer, by room of the site.",
    ("kind", "status"),
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=registry,
)


def note_request(tag: RequestTag, status: int, seconds: float) -> None:
    """Note how long an answer took, by its kind and the hundred of its status."""
    _seconds.labels(tag.kind, f"{status // 100}xx").observe(seconds)


def serve(host: str, port: int) -> None:
    """Answer Prometheus at this address. Raises SettingError where the port is taken."""
    registry.register(HouseFigures())
    ProcessCollector(registry=registry)
    try:
        start_http_server(port, host, registry)
    except OSError as error:
        name = environment.METRICS.name
        msg = f"{name}: poort {port} op {host} is niet vrij ({error.strerror}). Kies een andere."
        raise environment.SettingError(msg) from error


class HouseFigures(Collector):
    """The figures that the site has of itself, read when they are asked for."""

    def collect(self) -> Iterator[Metric]:
        """Read them all; without a database, those that do without."""
        try:
            yield from _of_process()
            yield from list(_of_database())
        except DatabaseAwayError:
            return  # `deelgenoot_problem` says so
        finally:
            connections.close_all()  # each question has a thread of its own


def _of_process() -> Iterator[Metric]:
    live, queue = import_module("deelgenoot_web.site.asgi").live, work_queue()
    yield _gauge("streams_open", "Live screens that follow.", live.hub.n_listeners)
    yield _gauge("votes_waiting", "Votes that wait for the next commit.", live.n_waiting)
    yield _counts("votes", "Votes by what became of them.", "outcome", outcomes)
    yield _gauge("workbench_waiting", "Tasks that wait for the worker.", queue.n_waiting)
    yield _gauge("workbench_worker", "1 while the worker runs.", queue.worker_number is not None)
    yield _counts("duty_failures", "Failures of each duty.", "duty", duty.failures)
    problems = find_problems()
    wrong = {name: name in problems for name in PROBLEMS}
    yield _gauges("problem", "1 for what is wrong, as at /gezond/alles/.", "problem", wrong)


def _of_database() -> Iterator[Metric]:
    yield _gauges("letters", "Letters of the last 30 days.", "state", letter_counts())
    for turn in Turn.objects.filter(name="duty"):
        moment = turn.until.timestamp()
        yield _gauge("duty_turn_seconds", "Until when the due work has or had its turn.", moment)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"deelgenoot_{name}", words, value=value)


def _gauges(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    return _fill_labels(
        GaugeMetricFamily(f"deelgenoot_{name}", words, labels=[label]), values.items()
    )


def _counts(name: str, words: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(f"deelgenoot_{name}", words, labels=[label])
    return _fill_labels(family, list(values.items()))


def _fill_labels(
    family: CounterMetricFamily | GaugeMetricFamily, values: Iterable[tuple[str, float]]
) -> Metric:
    for value, number in values:
        family.add_metric([value], number)
    return family
