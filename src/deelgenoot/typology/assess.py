"""Everything that is tried on a fitted study to see how far its typology holds."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from deelgenoot.study import Study
from deelgenoot.typology.alternatives import METHODS, Redrawn, alternatives, beside
from deelgenoot.typology.assessment import Alternative, Assessment, NumberOfClusters
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
"""Numbers of clusters that are tried, besides the study's own."""
_ROOM = 4
"""Areas to a cluster without which prediction strength, which halves them, says nothing."""
_N_TABLES = 10
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
    n_draws: int | None = None,
    n_tables: int = _N_TABLES,
) -> Assessment:
    """Assess `study` with so many draws of each kind, or its own; raises what `build` raises."""
    fitted = FittedTypology(study, progress, spread)
    fitted.partition  # noqa: B018  first, so that what cannot be clustered says so
    most = min(_MOST, len(fitted.pipeline.table) // _ROOM)
    ks = sorted({*range(_LEAST, most + 1), study.method.n_clusters})
    n_draws = n_draws or study.method.n_draws

    def draws(what: str, total: int) -> Draws:
        def report(n_done: int) -> None:
            progress(what, n_done, total)

        return Draws(n_draws, study.method.random_state, report, spread)

    return Assessment(
        study_hash=study.hash,
        inputs=study.input_hashes,
        n_draws=n_draws,
        choices=_choices(fitted, ks, draws("numbers of clusters", len(ks)), n_tables),
        alternatives=_alternatives(fitted, draws("other methods", len(METHODS))),
        variants=variants(fitted),
        graded_pull=graded_pull(fitted, draws("pull on graded cells", n_draws)),
        other_years=other_years(fitted),
        paths=paths(fitted),
        companions=_companions(fitted),
        predictions=predict(fitted),
        frontier=frontier(fitted),
    )


def _choices(
    fitted: FittedTypology, ks: Sequence[int], draws: Draws, n_tables: int
) -> tuple[NumberOfClusters, ...]:
    """Measure each number of clusters; of the study's own the Jaccards that `build` publishes."""
    every = choices(fitted.pipeline, ks, draws, n_tables)
    if fitted.study.method.algorithm != "search":
        return every
    return tuple(
        _as_published(one, fitted) if one.n_clusters == fitted.study.method.n_clusters else one
        for one in every
    )


def _as_published(choice: NumberOfClusters, fitted: FittedTypology) -> NumberOfClusters:
    own, nothing = fitted.free_stability.jaccard, fitted.free_chance.jaccards
    study = replace(choice.study, jaccard=float(own.mean()), jaccard_least=float(own.min()))
    least = float(nothing.min(axis=1).mean())
    null = replace(choice.null, jaccard=float(nothing.mean()), jaccard_least=least)
    return replace(choice, study=study, null=null)


def _alternatives(fitted: FittedTypology, draws: Draws) -> tuple[Alternative, ...]:
    """Try other methods; the free search is the one that `build` publishes."""
    pipeline, labels = fitted.pipeline, fitted.partition.labels
    every = alternatives(pipeline, labels, draws)
    if fitted.study.method.algorithm != "search":
        return every
    free_groups = Redrawn(fitted.free.labels, fitted.free_stability.jaccard)
    free = beside("free", pipeline.prepare().points, labels, free_groups)
    return tuple(free if one.method == "free" else one for one in every)


def _companions(fitted: FittedTypology) -> dict[str, tuple[str, ...]]:
    if fitted.selection.sum() > MANY:
        return {}
    together = fitted.anchored_stability.together() >= _ALWAYS
    np.fill_diagonal(together, val=False)
    codes = np.array(fitted.study.catalog.codes)[fitted.selection]
    return {
        str(code): tuple(codes[row].tolist()) for code, row in zip(codes, together, strict=True)
    }
