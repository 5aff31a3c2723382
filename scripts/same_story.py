"""What visitors do while the site is recorded: a session from its draft to its report."""

import json
import sys
import time
from contextlib import suppress
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from same_fetch import HERE, PEOPLE, QUICK, SLOWER, Crawl

Visitors = dict[str, tuple[str, Any]]
RECIPE = "k=5"
WAITS = 900
"""Seconds for the worker of the workbench."""
_TABLE = "gemeente;groep\nZutphen;A\nRoermond;A\nHeerlen;B\nDelft;B\nAtlantis;C\n"
_SESSION = {"pattern_name": "clusters", "starts_at": "2026-12-01T10:00", "study": "middelgroot"}


def tell(crawl: Crawl) -> None:
    """Fetch everything, at each moment of the example and of a session that is prepared."""
    who = visitors(crawl.recording.folder / "cookies.json")
    crawl.fetch(who["stranger"], f"{crawl.address('workbench:result')}?{RECIPE}", " (waiting)")
    _send_forms(crawl, who)
    plan = _plan(crawl, who)
    starts = crawl.starts(("voorbeeld", plan))
    for visitor in who.values():
        crawl.everything(visitor, starts)
    if not QUICK:
        _wait_for_result(crawl, who["stranger"])
    during = [one for one in starts if "/voorbeeld/" in one]
    for moment, drive in {"groups": _talk, "closed": _close}.items():
        drive(crawl, who)
        for visitor in who.values():
            crawl.everything(visitor, during, f" ({moment})", "/voorbeeld/")


def client() -> Any:
    """A browser on this machine, where the example and the mailbox may be seen."""
    name, port = HERE.split(":")
    visitor = Client(raise_request_exception=False, SERVER_NAME=name, SERVER_PORT=port)
    with suppress(ImportError):  # trees of before there was a key on the console
        console = import_module("deelgenoot_web.letters.console")
        response = HttpResponse()
        console.give_access(response)
        visitor.cookies.update(response.cookies)
    return visitor


def _rows(model: str, **filters: object) -> Any:
    return apps.get_model("meetings", model).objects.filter(**filters)


def sign_in(file: Path) -> None:
    """Sign in who leads the example, join it with the code, and keep the cookies of all.

    A stranger has one too: that of a browser on this machine.
    """
    clients = {role: client() for role in ("stranger", "participant", *PEOPLE)}
    for role, email in PEOPLE.items():
        person = get_user_model().objects.get(email=email)
        clients[role].force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    code = _rows("Meeting", slug="voorbeeld").get().join_code
    form = {"name": "Noor", "municipality": "Zutphen"}
    answer = clients["participant"].post(f"/mee/{code}/", form)
    if answer.status_code != HTTPStatus.FOUND:
        sys.exit(f"Nobody could join with the code: {answer.status_code}.")
    cookies = {
        role: {name: cookie.value for name, cookie in one.cookies.items()}
        for role, one in clients.items()
    }
    file.write_text(json.dumps(cookies), encoding="utf-8")


def visitors(file: Path) -> Visitors:
    """Who visits, by role, with the cookies that `sign_in` kept."""
    clients: Visitors = {}
    for role, cookies in json.loads(file.read_text(encoding="utf-8")).items():
        clients[role] = (role, client())
        clients[role][1].cookies.load(cookies)
    return clients


def _send_forms(crawl: Crawl, who: Visitors) -> None:
    """Forms that anybody may send, also with mistakes."""
    stranger = who["stranger"]
    crawl.send(stranger, crawl.address("atlas:reference"), tabel=_TABLE)
    crawl.send(stranger, crawl.address("atlas:reference"), tabel="")
    crawl.send(stranger, crawl.address("accounts:sign_in"), email="nobody")
    crawl.send(
        stranger, crawl.address("accounts:sign_in"), email="somebody@voorbeeld.invalid", next="/"
    )
    crawl.fetch(stranger, crawl.address("workbench:form") + "?k=99")
    crawl.fetch(stranger, crawl.address("meetings:code") + "?code=000000")
    crawl.send(who["administrator"], crawl.address("accounts:organisers"), email="no")


def _plan(crawl: Crawl, who: Visitors) -> str:
    """The slug of a session that is announced, with somebody who registered and a reaction."""
    by, stranger = who["administrator"], who["stranger"]
    crawl.send(by, crawl.address("meetings:new"))
    answer = crawl.send(by, crawl.address("meetings:new"), **_SESSION, language=crawl.language)
    slug = str(answer.headers["Location"].rstrip("/").rpartition("/")[2])
    crawl.fetch(stranger, crawl.address("meetings:invitation", slug), " (draft)")
    crawl.fetch(by, crawl.address("meetings:overview", slug), " (draft)")
    crawl.send(by, crawl.address("meetings:announce", slug))
    sign_up, react = (crawl.address(f"meetings:{name}", slug) for name in ("sign_up", "react"))
    crawl.send(stranger, sign_up, name="", municipality="Atlantis")
    crawl.send(
        stranger, sign_up, name="Noor", municipality="Zutphen", email="noor@voorbeeld.invalid"
    )
    crawl.send(stranger, react)
    crawl.send(stranger, react, name="Noor", text="Wat een goed idee.")
    return slug


def _talk(crawl: Crawl, who: Visitors) -> None:
    """Begin each part of the programme, then that of the groups, and say something to all."""
    by = who["organiser"]
    screens = {"organiser": "desk", "participant": "take_part", "presenter": "stage"}
    parts = list(_rows("ProgrammeItem", meeting__slug="voorbeeld").values_list("pk", "kind"))
    talks = [part for part, kind in parts if kind == "groups"]
    for part in (*(part for part, _ in parts), *talks[:1]):
        crawl.send(by, crawl.address("meetings:drive", "voorbeeld"), item=str(part))
        for role, screen in screens.items():
            address = crawl.address(f"meetings:{screen}", "voorbeeld")
            crawl.fetch(who[role], address, f" (part {part})")
    crawl.send(by, crawl.address("meetings:say", "voorbeeld"), text="Nog vijf minuten.")


def _close(crawl: Crawl, who: Visitors) -> None:
    """End the session and publish its report."""
    by = who["organiser"]
    crawl.send(by, crawl.address("meetings:drive", "voorbeeld"), close="1")
    crawl.send(by, crawl.address("meetings:publish_report", "voorbeeld"), audience="public")


def _wait_for_result(crawl: Crawl, visitor: tuple[str, Any]) -> None:
    """Fetch the outcome of the workbench once its worker has it."""
    state = f"{crawl.address('workbench:state')}?{RECIPE}"
    until = time.monotonic() + WAITS / SLOWER
    while not visitor[1].get(state).json()["done"]:
        if time.monotonic() > until:
            sys.exit("The workbench had no outcome in time.")
        time.sleep(1)
    crawl.fetch(visitor, state)
    crawl.fetch(visitor, f"{crawl.address('workbench:result')}?{RECIPE}")
