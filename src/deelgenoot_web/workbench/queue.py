"""The queue in which the serving process leaves recipes for the worker and finds the results.

A thread hands out one picture and one calculation of firmness at a time, ends a worker that takes
too long and starts another. Nobody waits here: every question is answered with the results so far.
"""

import atexit
import contextlib
import heapq
import itertools
import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection, wait
from typing import Literal

from deelgenoot_web.workbench.guests import Guests
from deelgenoot_web.workbench.jobs import (
    FULL,
    QUICK,
    Picture,
    PictureStability,
    Ready,
    Refusal,
    Reply,
    Task,
    Why,
)
from deelgenoot_web.workbench.process import Process

Turned = Literal["often", "busy"]
"""Why a recipe is turned away: its visitor asks too often, or too many recipes wait."""


@dataclass(frozen=True)
class Limits:
    """How much the workbench may take; `docs/decisions/0040` says why these values."""

    start_seconds: float = 90
    picture_seconds: float = 10
    stability_seconds: float = 60
    memory: int = 2**30 * 3 // 2
    waiting: int = 40
    waiting_each: int = 10
    """How many pictures of one visitor may wait at once."""
    per_minute: int = 90
    most_jobs: int = 400
    wanted_seconds: float = 3
    """How long after the last question for it the firmness of a recipe is still worth its time."""
    pause_seconds: float = 10
    """How long to wait before a worker that cannot start, or a lost recipe, is tried again."""


@dataclass
class Job:
    """One recipe and its results so far."""

    key: str
    study: str
    guest: str = ""
    """The visitor who asked for it first."""
    wanted_until: float = 0.0
    """Until when somebody may be waiting for its firmness."""
    is_lined_up: bool = False
    """Whether it waits for the worker, or the worker has it."""
    picture: Picture | None = None
    stability: PictureStability | None = None
    problem: Why | None = None
    """Why there is no picture, or no firmness beside the picture."""
    ended_at: float = 0.0

    @property
    def stage(self) -> str:
        """The state of the job in one word, for a page that asks whether there is more."""
        if self.problem:
            return self.problem
        if self.stability:
            return f"stability-{self.stability.n_draws}"
        return "picture" if self.picture else "waiting"

    @property
    def is_done(self) -> bool:
        """Whether nothing more will come."""
        return bool(self.problem or (self.stability and self.stability.n_draws == FULL))


Entry = tuple[int, int, int, Job]
"""Draws, how many of the same visitor waited before it, order of arrival."""


class WorkQueue:
    """Takes recipes, keeps answers, runs the worker."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.guests = Guests(self.limits.per_minute)
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        # Pictures come before firmness, a quick look at firmness before a full one.
        self._queue: list[Entry] = []
        self._count = itertools.count()
        self._deadlines: dict[tuple[str, int], float] = {}
        self._process: Process | None = None
        self._ready_by: float | None = None
        self._rest_until = 0.0
        self._thread: threading.Thread | None = None
        self._woken, self._wake = os.pipe()
        self._is_open = True
        self.cannot_start = False
        """Whether the worker, when it was last started, did not get as far as its first task."""

    # --- for the views ---

    def start(self) -> None:
        """Start the worker, if it is not there, so that nobody has to wait for it later."""
        with self._lock:
            if self._thread is None and self._is_open:
                self._thread = threading.Thread(target=self._run, name="workbench", daemon=True)
                self._thread.start()

    def ask(self, key: str, study: str, guest: str, *, wants_firmness: bool = True) -> Job | Turned:
        """Find the job of this recipe; take a new one on, if there is room."""
        self.start()
        with self._lock:
            job = self._jobs.get(key)
            if job is None or self._is_lost(job):
                why = self._why_not(guest)
                if why:
                    return why
                self.guests.may_ask(guest)
                job = self._take_on(Job(key, study, guest))
            self._jobs.move_to_end(key)
            if wants_firmness:
                self._want(job)
            return job

    def find(self, key: str) -> Job | None:
        """Find the job of this recipe, without taking it on; somebody waits for it."""
        with self._lock:
            job = self._jobs.get(key)
            if job:
                self._want(job)
            return job

    @property
    def is_starting(self) -> bool:
        """Whether the worker still compiles what it needs."""
        return self._process is None or self._ready_by is not None

    def close(self) -> None:
        """End the worker and the thread."""
        self._is_open = False
        self._alert()
        if self._thread:
            self._thread.join()
        for end in (self._woken, self._wake):
            with contextlib.suppress(OSError):
                os.close(end)

    @property
    def n_waiting(self) -> int:
        """Count the pictures and calculations of firmness that wait for the worker."""
        return len(self._queue)

    @property
    def worker_number(self) -> int | None:
        """The process id of the worker, if one runs."""
        process = self._process
        return process.number if process else None

    # --- taking on ---

    def _why_not(self, guest: str) -> Turned | None:
        """Say why one more recipe of this visitor is turned away.

        A visitor who asks too often is told so, also when the queue is full; the answer that it is
        full does not count as a question.
        """
        owners = [job.guest for n_draws, _, _, job in self._queue if n_draws == 0]
        if self.guests.has_asked_enough(guest) or owners.count(guest) >= self.limits.waiting_each:
            return "often"
        return "busy" if len(owners) >= self.limits.waiting else None

    def _want(self, job: Job) -> None:
        """Note that somebody waits for the firmness of a recipe, and line it up if it is not."""
        job.wanted_until = time.monotonic() + self.limits.wanted_seconds
        if job.picture and not job.is_done and not job.is_lined_up:
            self._line_up(job, FULL if job.stability else QUICK)
            self._alert()

    def _is_lost(self, job: Job) -> bool:
        """Whether the worker died under it, long enough ago to try again."""
        is_old = time.monotonic() > job.ended_at + self.limits.pause_seconds
        return job.problem == "died" and is_old

    def _take_on(self, job: Job) -> Job:
        self._jobs[job.key] = job
        self._line_up(job, 0)
        while len(self._jobs) > self.limits.most_jobs:
            self._jobs.popitem(last=False)
        self._alert()
        return job

    def _line_up(self, job: Job, n_draws: int) -> None:
        """Let a job wait; the first of each visitor goes before the second of anybody."""
        job.is_lined_up = True
        rank = sum(n == n_draws and other.guest == job.guest for n, _, _, other in self._queue)
        heapq.heappush(self._queue, (n_draws, rank, next(self._count), job))

    def _alert(self) -> None:
        with contextlib.suppress(OSError):
            os.write(self._wake, b".")

    # --- the thread ---

    def _run(self) -> None:
        while self._is_open:
            self._keep_worker()
            self._hand_out()
            self._listen()
            self._end_overdue()
        if self._process:
            self._process.end()

    def _keep_worker(self) -> None:
        if self._process is None and time.monotonic() >= self._rest_until:
            self._process = Process(self.limits.memory)
            self._ready_by = time.monotonic() + self.limits.start_seconds

    def _hand_out(self) -> None:
        """Give the worker what it may have: one picture and one calculation of firmness."""
        if self._process is None or self._ready_by is not None:
            return
        for job, n_draws in self._next():
            seconds = self.limits.stability_seconds if n_draws else self.limits.picture_seconds
            self._deadlines[job.key, n_draws] = time.monotonic() + seconds
            try:
                self._process.tell(Task(job.key, job.study, n_draws))
            except OSError:
                self._lose("died")
                return

    def _next(self) -> list[tuple[Job, int]]:
        """Take the tasks for which the worker has a place."""
        tasks: list[tuple[Job, int]] = []
        with self._lock:
            busy = {n > 0 for _, n in self._deadlines}
            put_back: list[Entry] = []
            while self._queue and len(busy) < 2:  # noqa: PLR2004  a picture, and firmness
                entry = heapq.heappop(self._queue)
                n_draws, _, _, job = entry
                if n_draws and job.wanted_until < time.monotonic():
                    job.is_lined_up = False  # whoever comes back for it lines it up again
                    continue
                if (n_draws > 0) in busy:
                    put_back.append(entry)
                    continue
                busy.add(n_draws > 0)
                tasks.append((job, n_draws))
            for entry in put_back:
                heapq.heappush(self._queue, entry)
        return tasks

    def _listen(self) -> None:
        """Wait for the worker, a visitor, or the next moment at which something is overdue."""
        ends: list[int | Connection] = [
            self._woken,
            *([self._process.pipe] if self._process else []),
        ]
        ready = wait(ends, timeout=self._patience())
        if self._woken in ready:
            os.read(self._woken, 4096)
        if self._process and self._process.pipe in ready:
            try:
                self._note(self._process.receive())
            except (EOFError, OSError):
                self._lose("died")

    def _patience(self) -> float | None:
        moments = [*self._deadlines.values()]
        if self._ready_by is not None:
            moments.append(self._ready_by)
        if self._process is None:
            moments.append(self._rest_until)
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def _end_overdue(self) -> None:
        now = time.monotonic()
        overdue = [task for task, by in self._deadlines.items() if by < now]
        if overdue or (self._ready_by is not None and self._ready_by < now):
            self._lose("slow")

    def _note(self, reply: Reply) -> None:
        """Keep the worker's reply, and line up the task that follows from it."""
        if isinstance(reply, Ready):
            self._ready_by, self.cannot_start = None, False
            return
        n_draws = 0 if isinstance(reply, Picture) else reply.n_draws
        self._deadlines.pop((reply.key, n_draws), None)
        with self._lock:
            job = self._jobs.get(reply.key)
            if job is not None:
                job.is_lined_up = False
                self._write_down(job, reply)

    def _write_down(self, job: Job, reply: Picture | PictureStability | Refusal) -> None:
        if isinstance(reply, Refusal):
            self._stop(job, reply.why)
        elif isinstance(reply, Picture):
            job.picture = reply
            self._line_up(job, QUICK)
        else:
            job.stability = reply
            if reply.n_draws < FULL:
                self._line_up(job, FULL)

    def _stop(self, job: Job, why: Why) -> None:
        job.is_lined_up = False
        job.problem, job.ended_at = why, time.monotonic()

    def _lose(self, why: Why) -> None:
        """End the worker; the recipe to blame is lost, the others go to the next worker."""
        if self._process:
            self._process.end()
        self._process = None
        now = time.monotonic()
        self.cannot_start = never_started = self._ready_by is not None
        with self._lock:
            jobs = [self._jobs[key] for key, _ in self._deadlines if key in self._jobs]
            if never_started:
                self._rest_until = now + self.limits.pause_seconds
                jobs += [job for *_, job in self._queue]
                self._queue.clear()
            overdue = {key for (key, _), by in self._deadlines.items() if by < now}
            for job in jobs:
                is_to_blame = why == "died" or job.key in overdue
                if is_to_blame or never_started:
                    self._stop(job, "died" if never_started else why)
                else:
                    n_draws = next(n for key, n in self._deadlines if key == job.key)
                    self._line_up(job, n_draws)
            self._deadlines.clear()
        self._ready_by = None


@cache
def work_queue() -> WorkQueue:
    """Make the queue of this process, once."""
    queue = WorkQueue()
    atexit.register(queue.close)
    return queue
