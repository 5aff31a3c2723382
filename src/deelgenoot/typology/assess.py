"""Everything that is tried on a fitted study to see how far its typology holds."""

import numpy as np

from deelgenoot.study import Study
from deelgenoot.typology.alternatives import METHODS, alternatives
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.choice import MANY, choices
from deelgenoot.typology.fitted import FittedTypology, Progress, silent
from deelgenoot.typology.frontier import frontier
from deelgenoot.typology.graded import graded_pull
from deelgenoot.typology.moments import other_years
from deelgenoot.typology.paths import paths
from deelgenoot.typology.prediction import predict
from deelgenoot.typology.sensitivity import variants
from deelgenoot.typology.stability import Draws, SeedMap
from deelgenoot.words import Text, format_number

_LEAST, _MOST = 2, 12
"""Numbers of clusters that are tried."""
_ROOM = 4
"""Areas to a cluster without which prediction strength, which halves them, says nothing."""
_N_DRAWS, _N_TABLES = 100, 10
_ALWAYS = 0.95
_LARGE, _PER_MINUTE = 1000, 1500
"""Areas from which it takes long, and how many of them take a minute of one processor."""


def expected_effort(n_areas: int) -> Text | None:
    """Say how long so many areas take and what is left out; None for a few."""
    if n_areas <= _LARGE:
        return None
    minutes = max(round(n_areas / _PER_MINUTE), 2)
    text = _LASTS if n_areas <= MANY else Text(_LASTS.nl + _NO_PAIRS.nl, _LASTS.en + _NO_PAIRS.en)
    nl, en = (
        words.format(
            n=format_number(n_areas, 0, language),
            minutes=minutes,
            many=format_number(MANY, 0, language),
        )
        for words, language in ((text.nl, "nl"), (text.en, "en"))
    )
    return Text(nl, en)


_LASTS = Text(
    "{n} gebieden: dit duurt zo'n {minutes} minuten op één processor. Met --workers 4 verdelen "
    "vier processen de berekeningen.",
    "{n} areas: this takes some {minutes} minutes of one processor. With --workers 4 four "
    "processes share the calculations.",
)
_NO_PAIRS = Text(
    " Ward, k-medoids, consensus en wie altijd samen gaan blijven weg, want die vergelijken ieder "
    "paar; de silhouet is van {many} gebieden. Voor alles: kies een kleinere selectie.",
    " Ward, k-medoids, consensus and who always goes together are left out, since they compare "
    "every pair; the silhouette is of {many} areas. For all of it: choose a smaller selection.",
)


def assess(
    study: Study,
    progress: Progress = silent,
    spread: SeedMap = map,
    *,
    n_draws: int = _N_DRAWS,
    n_tables: int = _N_TABLES,
) -> Assessment:
    """Assess `study` with so many draws of each kind; raises what `build` raises."""
    fitted = FittedTypology(study, progress, spread)
    fitted.partition  # noqa: B018  first, so that what cannot be clustered says so
    points = fitted.pipeline.prepare().points
    ks = range(_LEAST, min(_MOST, len(points) // _ROOM) + 1)

    def draws(what: str, total: int) -> Draws:
        def report(n_done: int) -> None:
            progress(what, n_done, total)

        return Draws(n_draws, study.method.random_state, report, spread)

    return Assessment(
        study_hash=study.hash,
        inputs=study.input_hashes,
        n_draws=n_draws,
        choices=choices(points, ks, draws("numbers of clusters", len(ks)), n_tables),
        alternatives=alternatives(
            points, fitted.partition.labels, draws("other methods", len(METHODS))
        ),
        variants=variants(fitted),
        graded_pull=graded_pull(fitted, draws("pull on graded cells", n_draws)),
        other_years=other_years(fitted),
        paths=paths(fitted),
        companions=_companions(fitted),
        predictions=predict(fitted),
        frontier=frontier(fitted),
    )


def _companions(fitted: FittedTypology) -> dict[str, tuple[str, ...]]:
    if fitted.selection.sum() > MANY:
        return {}
    together = fitted.anchored_stability.together() >= _ALWAYS
    np.fill_diagonal(together, val=False)
    codes = np.array(fitted.study.catalog.codes)[fitted.selection]
    return {
        str(code): tuple(codes[row].tolist()) for code, row in zip(codes, together, strict=True)
    }
