"""What a team that runs the site asks: does it live, can it serve, does anything want a person?

`/gezond/` says that the process lives, `/gezond/klaar/` that it can serve, `/gezond/alles/` that
nothing at all is wrong (docs/decisions/0093). Django is not asked: it may be what is stuck.
"""

import asyncio
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import Error as DatabaseAwayError
from django.utils import timezone

from deelgenoot_web.letters.queries import waits_since
from deelgenoot_web.meetings.live import answers
from deelgenoot_web.meetings.live.answers import LiveAnswer, Receive, Scope, Send
from deelgenoot_web.meetings.live.reconnect import reconnecting
from deelgenoot_web.site import steps
from deelgenoot_web.site.models import Turn
from deelgenoot_web.workbench.queue import work_queue

ADDRESS = "/gezond/"
MAIL_MAY_WAIT = timedelta(minutes=15)
DUTIES_APART = timedelta(minutes=5)
"""As long as five rounds of due work take (`duty.EVERY_SECONDS`)."""
LEAST_DISK = 200_000_000
"""Bytes that are free where the database is: a day of sessions with its log."""
PATIENCE = 3.0
"""Seconds after which a database that does not answer is one that is away."""
LASTS = 1.0
"""Seconds for which a look is good, so that asking often costs nothing."""
PROBLEMS = ("database", "migrations", "mail", "duties", "disk", "workbench")
KEEPS_FROM_SERVING = frozenset({"database", "migrations"})
_started_at = timezone.now()

Find = Callable[[], list[str]]


def find_problems() -> list[str]:
    """List what is wrong, each in a word of `PROBLEMS`. Reads the database."""
    try:
        of_database = _problems_of_database(timezone.now())
    except DatabaseAwayError:
        of_database = ["database"]
    is_full = shutil.disk_usage(settings.VAR).free < LEAST_DISK
    of_machine = {"disk": is_full, "workbench": work_queue().cannot_start}
    return of_database + [name for name, is_wrong in of_machine.items() if is_wrong]


@reconnecting
def _problems_of_database(now: datetime) -> list[str]:
    if steps.missing_steps():
        return ["migrations"]  # a question about rows would fail
    mail_waits_since = waits_since()
    mail_waits = mail_waits_since is not None and mail_waits_since < now - MAIL_MAY_WAIT
    return ["mail"] * mail_waits + ["duties"] * (_last_duty() < now - DUTIES_APART)


def _last_duty() -> datetime:
    """Return until when somebody has or had the turn; who just started still gets one."""
    turn = Turn.objects.filter(name="duty").first()
    return max(turn.until, _started_at) if turn else _started_at


class Health:
    """Serve the addresses under `/gezond/`: one look at a time, whoever asks how often."""

    def __init__(self, find: Find, patience: float = PATIENCE) -> None:
        self._find = find
        self._patience = patience
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._look: Future[list[str]] | None = None
        self._good_until = 0.0

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer one request."""
        await answers.give(send, await self._answer(scope["path"].removeprefix(ADDRESS)))

    async def _answer(self, what: str) -> LiveAnswer:
        if what == "":
            return answers.of({"alive": True})
        if what not in {"klaar/", "alles/"}:
            return LiveAnswer(HTTPStatus.NOT_FOUND, b"{}")
        problems = await self._problems()
        can_serve = KEEPS_FROM_SERVING.isdisjoint(problems)
        is_well = can_serve if what == "klaar/" else not problems
        body = answers.of({"ready": can_serve, "problems": problems}).body
        return LiveAnswer(HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE, body)

    async def _problems(self) -> list[str]:
        now = time.monotonic()
        if self._look is None or (self._look.done() and now > self._good_until):
            self._look, self._good_until = self._thread.submit(self._find), now + LASTS
        look: asyncio.Future[list[str]] = asyncio.wrap_future(self._look)
        await asyncio.wait([look], timeout=self._patience)
        return look.result() if look.done() else ["database"]
