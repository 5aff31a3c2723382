"""The process beside the serving one that computes: `python -m deelgenoot_web.workbench.worker`.

It is given one end of a pipe, takes a task at a time and answers on the same pipe. While it draws
for the firmness of one recipe it looks, between two draws, whether another waits for a picture.
It ends when the other end closes, when a task takes too long, or when its memory is full.
"""

import contextlib
import importlib
import signal
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray

from deelgenoot.errors import BadStudy, DeelgenootError
from deelgenoot.study import Study
from deelgenoot.typology.agreement import adjusted_rand
from deelgenoot.typology.archetypes import fit_word
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.published import Typology
from deelgenoot.typology.stability import (
    Draws,
    bootstrap,
    contingency,
    firmness,
)
from deelgenoot.words import Text
from deelgenoot_web.processes import open_pipe
from deelgenoot_web.workbench.jobs import (
    FoundCluster,
    MemberHold,
    Picture,
    PictureStability,
    Ready,
    Refusal,
    Reply,
    Task,
    Why,
    encode,
    to_worker,
)

Floats = NDArray[np.float64]

_LONGEST = 120
"""Seconds after which a task ends the worker, also when the site is gone."""
_KEPT = 16


def main(arguments: list[str]) -> None:
    """Serve the pipe with this file number, within so many bytes of memory."""
    Worker(open_pipe(*arguments)).run()


class Worker:
    """Takes tasks from a pipe until it closes."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._fitted = lru_cache(maxsize=_KEPT)(_fitted)

    def run(self) -> None:
        """Warm up, say so, and serve, until the site is gone."""
        start = time.monotonic()
        _warm_up()
        with contextlib.suppress(EOFError, BrokenPipeError):
            self._say(Ready(time.monotonic() - start))
            while True:
                self._take()

    def _take(self) -> None:
        """Do one task, within its own time."""
        task = to_worker.decode(self._pipe.recv_bytes())
        left = signal.alarm(_LONGEST)
        try:
            self._say(self._answer(task))
        except MemoryError:
            self._say(Refusal(task.key, task.n_draws, "slow"))
        finally:
            signal.alarm(left)

    def _answer(self, task: Task) -> Reply:
        try:
            fitted = self._fitted(task.study)
            if task.n_draws:
                return stability(task, fitted, self._between_draws)
            return picture(task.key, fitted)
        except DeelgenootError as error:
            why = error.why if isinstance(error, _ImpossibleError) else "bad"
            return Refusal(task.key, task.n_draws, why, str(error))

    def _between_draws(self, _n_done: int) -> None:
        while self._pipe.poll():
            self._take()

    def _say(self, reply: Reply) -> None:
        self._pipe.send_bytes(encode(reply))


class _ImpossibleError(DeelgenootError):
    """A study that can be read but gives no picture."""

    def __init__(self, why: Why, message: str) -> None:
        super().__init__(message)
        self.why = why


def _fitted(text: str) -> FittedTypology:
    """Fit a study as far as its picture needs."""
    fitted = FittedTypology(Study.from_text(text))
    empty = np.isnan(fitted.pipeline.table).all(axis=0)
    if empty.any():
        raise _ImpossibleError("empty", fitted.columns[int(empty.argmax())])
    try:
        fitted.partition  # noqa: B018  computed here, kept by `fitted`
    except BadStudy as error:
        raise _ImpossibleError("small", str(error)) from error
    return fitted


def picture(key: str, fitted: FittedTypology) -> Picture:
    """Make the clusters of a fitted study, and measure how far they agree with the published."""
    clusters = tuple(_cluster(fitted, k) for k in _order(fitted))
    agreement, n_shared = _against_published({a: c.id for c in clusters for a in c.members})
    best = fitted.partition
    n_init = fitted.study.method.n_init
    return Picture(key, clusters, agreement, n_shared, n_init, best.n_reached)


def _order(fitted: FittedTypology) -> list[int]:
    """Order clusters as they are published, by archetype; unnamed ones last."""
    numbers = [number for number, _ in fitted.names]
    return sorted(range(len(numbers)), key=lambda k: (numbers[k] < 0, numbers[k], k))


def _cluster(fitted: FittedTypology, k: int) -> FoundCluster:
    number, fit = fitted.names[k]
    archetype = fitted.study.archetypes[number] if number >= 0 else None
    inside = np.flatnonzero(fitted.selection & (fitted.labels == k))
    codes = fitted.study.catalog.codes
    near = sorted(inside, key=lambda i: (round(float(fitted.distances[i, k]), 6), codes[i]))
    return FoundCluster(
        id=fitted.ids[k],
        letter=archetype.letter if archetype else str(k + 1),
        name=archetype.name if archetype else Text(f"Cluster {k + 1}", f"Cluster {k + 1}"),
        fit=fit if archetype else 0.0,
        fit_word=fit_word(fit if archetype else 0.0),
        members=tuple(codes[i] for i in near),
    )


@cache
def _published_clusters() -> Mapping[str, str]:
    """Read the published cluster of each area of the bundled study."""
    typology = Typology.read(Study.load().folder / "typology.json")
    return {code: m.cluster for code, m in typology.members.items() if m.in_study}


def _against_published(own: Mapping[str, str]) -> tuple[float | None, int]:
    """Measure the adjusted Rand index on the areas in both, and count these."""
    both = [code for code in own if code in _published_clusters()]
    if len(both) < 2:  # noqa: PLR2004  one area makes no pair
        return None, len(both)
    names = sorted({own[code] for code in both} | {_published_clusters()[code] for code in both})
    first, second = (
        np.array([names.index(of[code]) for code in both]) for of in (own, _published_clusters())
    )
    return adjusted_rand(contingency(first, second, len(names))), len(both)


def stability(
    task: Task, fitted: FittedTypology, progress: Callable[[int], None]
) -> PictureStability:
    """Do `task.n_draws` draws; `progress` is called after each."""
    method = fitted.study.method
    draws = Draws(task.n_draws, method.random_state, progress)
    result = bootstrap(
        fitted.partition.labels, fitted.pipeline.clustering(with_anchors=True), draws
    )
    codes = np.array(fitted.study.catalog.codes)[fitted.selection]
    fit_kept = None
    if method.pull > 0:
        fit_kept = fitted.explained_share(fitted.partition) / fitted.explained_share(fitted.free)
    return PictureStability(
        key=task.key,
        n_draws=task.n_draws,
        jaccard={one: float(j) for one, j in zip(fitted.ids, result.jaccard, strict=True)},
        firmness={
            one: firmness(float(j)) for one, j in zip(fitted.ids, result.jaccard, strict=True)
        },
        holds={
            str(code): _hold(fitted, result.shares[row], int(fitted.partition.labels[row]))
            for row, code in enumerate(codes)
        },
        fit_kept=fit_kept,
    )


def _hold(fitted: FittedTypology, shares: Floats, own: int) -> MemberHold:
    others = shares.copy()
    others[own] = -1
    second = int(others.argmax())
    return MemberHold(float(shares[own]), fitted.ids[second], float(shares[second]))


def _warm_up() -> None:
    """Compile the inner loops, free and anchored, and read the figures, before anybody asks."""
    quick = 'base = "middelgroot"\n[method]\nn_init = 2\n'
    task = Task("", quick, 1)
    stability(task, FittedTypology(Study.from_text(quick)), lambda _: None)
    picture("", FittedTypology(Study.from_text(quick + "pull = 0\n")))
    _published_clusters()
    with contextlib.suppress(ImportError):  # the other methods, where they are installed
        importlib.import_module("deelgenoot.typology.alternatives")


if __name__ == "__main__":
    main(sys.argv[1:])
