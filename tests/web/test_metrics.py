"""What Prometheus may read: figures of the site, and nothing of anybody."""

import io
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_fd_to_metric_families
from tests.web.live_site import LiveSite, free_port

from deelgenoot_web.letters.models import Letter
from deelgenoot_web.letters.queries import letter_counts
from deelgenoot_web.site import metrics
from deelgenoot_web.site.environment import SettingError

Figures = dict[tuple[str, ...], float]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LiveSite]:
    place = f"127.0.0.1:{free_port()}"
    one = LiveSite(tmp_path)
    one.set_up()
    one.more["DEELGENOOT_METRICS"] = place
    yield one
    one.stop()


def _figures(site: LiveSite) -> tuple[str, Figures]:
    """The text, and each figure by its name and the values of its labels."""
    address = f"http://{site.more['DEELGENOOT_METRICS']}/metrics"
    with urlopen(address, timeout=20) as answer:
        text = answer.read().decode()
    families = text_fd_to_metric_families(io.StringIO(text))
    return text, {
        (one.name.removeprefix("deelgenoot_"), *one.labels.values()): one.value
        for family in families
        for one in family.samples
    }


def _vote(site: LiveSite, made: dict[str, Any], value: object) -> None:
    body = json.dumps({"poll": made["poll"], "value": value}).encode()
    headers = {"X-Ticket": made["tickets"][0], "Content-Type": "application/json"}
    address = f"{site.address}/live/{made['meeting']}/stem"
    try:
        urlopen(Request(address, body, headers), timeout=20).close()  # noqa: S310 - our own server
    except HTTPError as error:
        error.close()


@pytest.mark.slow
def test_the_figures_are_those_of_the_site_and_of_nobody(site: LiveSite) -> None:
    made = site.session(2)
    site.start()
    _vote(site, made, 1)
    _vote(site, made, 99)
    site.asked("/gezond/klaar/")
    with urlopen(f"{site.address}/robots.txt", timeout=20):  # noqa: S310 - our own server
        pass
    text, figures = _figures(site)

    assert figures["votes_total", "accepted"] == 1
    assert figures["votes_total", "unfit"] == 1
    assert figures["votes_waiting",] == figures["streams_open",] == 0
    assert figures["request_seconds_count", "vote", "2xx"] == 1
    assert figures["request_seconds_count", "vote", "4xx"] == 1
    assert figures["request_seconds_count", "health", "2xx"] == 1
    assert figures["request_seconds_count", "site", "2xx"] == 1
    assert figures["letters", "waiting"] == figures["problem", "database"] == 0
    assert figures["process_open_fds",] > 0
    assert "voorbeeld.nl" not in text
    assert made["tickets"][0] not in text


def test_letters_are_counted_by_how_it_went_with_them() -> None:
    now = timezone.now()
    kinds: list[dict[str, Any]] = [{}, {"tries": 1}, {"tries": 2}]
    kinds += [{"tries": 1, "sent_at": now}, {"given_up_at": now}]
    for n, more in enumerate(kinds):
        Letter.objects.create(key=f"k{n}", made_at=now, due_at=now, **more)
    assert letter_counts() == {"waiting": 1, "tried": 2, "sent": 1, "given_up": 1}


def test_a_port_that_is_taken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "registry", CollectorRegistry())
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingError, match=f"poort {port} op 127.0.0.1 is niet vrij"):
            metrics.serve("127.0.0.1", port)
