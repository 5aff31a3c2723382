"""Everything that is tried on a fitted study to see how far its typology holds."""

import numpy as np

from deelgenoot.study import Study
from deelgenoot.typology.alternatives import METHODS, alternatives
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.build import input_hashes
from deelgenoot.typology.choice import MANY, choices
from deelgenoot.typology.fitted import Fitted, Progress, silent
from deelgenoot.typology.moments import other_years
from deelgenoot.typology.paths import paths
from deelgenoot.typology.sensitivity import redrawn, variants
from deelgenoot.typology.stability import Draws, Spread

_LEAST, _MOST = 2, 12
"""Numbers of clusters that are tried."""
_ROOM = 4
"""Areas to a cluster without which prediction strength, which halves them, says nothing."""
_N_DRAWS, _N_TABLES = 100, 10
_ALWAYS = 0.95


def assess(
    study: Study,
    progress: Progress = silent,
    spread: Spread = map,
    *,
    n_draws: int = _N_DRAWS,
) -> Assessment:
    """The assessment of `study`, with so many draws of each kind; raises what `build` raises."""
    fitted = Fitted(study, progress, spread)
    fitted.published  # noqa: B018  first, so that what cannot be clustered says so
    points = fitted.pipeline.prepared().points
    ks = range(_LEAST, min(_MOST, len(points) // _ROOM) + 1)

    def draws(what: str, total: int) -> Draws:
        def told(done: int) -> None:
            progress(what, done, total)

        return Draws(n_draws, study.method.random_state, told, spread)

    return Assessment(
        study_hash=study.hash,
        inputs=input_hashes(study),
        n_draws=n_draws,
        choices=choices(points, ks, draws("numbers of clusters", len(ks)), _N_TABLES),
        alternatives=alternatives(
            points, fitted.published.labels, draws("other methods", len(METHODS))
        ),
        variants=variants(fitted),
        redrawn=redrawn(fitted, draws("other indicators", n_draws)),
        other_years=other_years(fitted),
        paths=paths(fitted),
        companions=_companions(fitted),
    )


def _companions(fitted: Fitted) -> dict[str, tuple[str, ...]]:
    if fitted.selection.sum() > MANY:
        return {}
    together = fitted.anchored_stability.together() >= _ALWAYS
    np.fill_diagonal(together, val=False)
    codes = np.array(fitted.study.catalog.codes)[fitted.selection]
    return {
        str(code): tuple(codes[row].tolist()) for code, row in zip(codes, together, strict=True)
    }
