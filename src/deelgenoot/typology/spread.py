"""Draws done by several processes, on this machine or on a Dask cluster (the `scale` extra).

Every draw brings its own random state and the results come back in order, so that what is
published does not depend on who did which draw.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from numpy.random import SeedSequence

from deelgenoot.errors import BadChoice, needing_extra
from deelgenoot.typology.stability import DrawResult, SeedMap

_PER_BATCH = 10
"""Draws handed out at once, with the figures they need."""
_PATIENCE = "10s"


@contextmanager
def spread_over(workers: str | None) -> Iterator[SeedMap]:
    """Spread draws over so many processes, or over the Dask cluster at this address.

    Raises BadChoice when that is neither, or when the extra is not installed.
    """
    if workers is None or workers == "1":
        yield map
        return
    with needing_extra("scale"):
        from joblib import parallel_config  # noqa: PLC0415  only those who spread need it
    if "://" not in workers:
        with parallel_config(backend="loky", n_jobs=_count_workers(workers)):
            yield _in_parallel
        return
    with _scheduler(workers), parallel_config(backend="dask"):
        yield _in_parallel


def _count_workers(workers: str) -> int:
    if workers.isdecimal() and int(workers) > 0:
        return int(workers)
    raise BadChoice(
        f"--workers {workers}: give a number of processes, or an address as tcp://host:8786.",
        f"--workers {workers}: geef een aantal processen, of een adres als tcp://host:8786.",
    )


@contextmanager
def _scheduler(address: str) -> Iterator[None]:
    """Connect to a Dask scheduler, for as long as it is needed."""
    with needing_extra("scale"):
        from distributed import Client  # noqa: PLC0415  only those who spread need it
    try:
        client = Client(  # type: ignore[no-untyped-call]  # Dask has no types here
            address, timeout=_PATIENCE, set_as_default=True
        )
    except (OSError, ValueError) as error:
        raise BadChoice(
            f"--workers {address}: no Dask scheduler answers there ({error}).",
            f"--workers {address}: daar antwoordt geen planner van Dask ({error}).",
        ) from error
    with client:
        yield


def _in_parallel(
    work: Callable[[SeedSequence], DrawResult], seeds: Iterable[SeedSequence], /
) -> Iterable[DrawResult]:
    """Map seeds in parallel over the backend that joblib was given."""
    from joblib import Parallel, delayed  # noqa: PLC0415  only those who spread need it

    parallel = Parallel(return_as="generator", batch_size=_PER_BATCH)
    results: Iterable[DrawResult] = parallel(delayed(work)(seed) for seed in seeds)
    return results
