"""Prepares a process, when it starts, to serve thousands at once."""

import ctypes
import gc
import resource
import sys
import threading
import time

from django.db import connection
from django.urls import reverse
from django.utils import translation

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings import traces

_CHECKPOINTS_APART = 2.0
_TRACES_APART = 0.25
"""Seconds between two tries to remove what was deleted from the log."""
_ARENA_MAX = -8
"""The number of this option in glibc (`M_ARENA_MAX` in malloc.h)."""


def one_heap() -> bool:
    """Let all threads, before any starts, share one heap; return whether that is possible.

    Each request has a thread, and glibc gives up to eight threads per core a heap of their own, in
    which what one page needed stays for the next that happens to come along: 14 MB and more.
    Threads share one interpreter, so they hardly wait for each other here.
    """
    libc = ctypes.CDLL(None)
    # Other libraries (musl, macOS) have one heap, or another way.
    return hasattr(libc, "mallopt") and libc.mallopt(_ARENA_MAX, 1) == 1


def load() -> None:
    """Load every address, view and the study before many screens come back after a restart.

    A vote counts under the cluster of its municipality: the first one waited 0.2 s for the study.
    """
    release()
    for language in ("nl", "en"):
        with translation.override(language):
            reverse("atlas:home")


def settle() -> None:
    """Make room for thousands of open streams; once everything is loaded.

    What was loaded stays, so the collector need not walk it: a full collection among thousands of
    streams takes up to 300 ms. Each stream is an open file, and the usual bound is 1,024.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    # What a page leaves behind goes after a page or two: with a bound of 50,000 it was 1 MB a page.
    gc.set_threshold(10_000, 5, 100)
    # A thread that paints or commits gets its turn sooner, and gives it back sooner.
    sys.setswitchinterval(0.001)
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if connection.vendor == "sqlite":
        threading.Thread(target=_keep_log_short, name="checkpoints", daemon=True).start()


def _keep_log_short() -> None:
    """Bring commits from the log of SQLite to its file, in a thread of its own.

    By itself SQLite does so in the commit that makes the log too long, and that vote waits for the
    disk: up to 60 ms. A passive checkpoint delays no commit, and leaves the log as it is; where
    that holds traces of what was deleted it is emptied, as soon as nobody reads from it.
    """
    traces.must_empty.set()  # a server that fell over may have left some
    while True:
        time.sleep(_TRACES_APART if traces.must_empty.is_set() else _CHECKPOINTS_APART)
        try:
            if traces.must_empty.is_set():
                traces.empty_log()
                continue
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except Exception:  # noqa: BLE001 - whatever it is, commits do the same work themselves
            connection.close()
