"""Everything that is tried on a fitted study to see how far its typology holds."""

import numpy as np

from deelgenoot.study import Study
from deelgenoot.typology.alternatives import METHODS, alternatives
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.build import input_hashes
from deelgenoot.typology.choice import choices
from deelgenoot.typology.fitted import Fitted, Progress, silent
from deelgenoot.typology.moments import other_years
from deelgenoot.typology.paths import paths
from deelgenoot.typology.sensitivity import redrawn, variants
from deelgenoot.typology.stability import Draws, Spread

_KS = range(2, 13)
_N_DRAWS, _N_TABLES = 100, 10
_ALWAYS = 0.95


def assess(study: Study, progress: Progress = silent, spread: Spread = map) -> Assessment:
    """The assessment of `study`; raises what `build` raises."""
    fitted = Fitted(study, progress, spread)
    points = fitted.pipeline.prepared().points
    return Assessment(
        study_hash=study.hash,
        inputs=input_hashes(study),
        n_draws=_N_DRAWS,
        choices=choices(points, _KS, _draws(fitted, "numbers of clusters", len(_KS)), _N_TABLES),
        alternatives=alternatives(
            points, fitted.published.labels, _draws(fitted, "other methods", len(METHODS))
        ),
        variants=variants(fitted),
        redrawn=redrawn(fitted, _draws(fitted, "other indicators", _N_DRAWS)),
        other_years=other_years(fitted),
        paths=paths(fitted),
        companions=_companions(fitted),
    )


def _draws(fitted: Fitted, what: str, total: int) -> Draws:
    seed = fitted.study.method.random_state
    return Draws(_N_DRAWS, seed, lambda done: fitted.progress(what, done, total), fitted.spread)


def _companions(fitted: Fitted) -> dict[str, tuple[str, ...]]:
    together = fitted.anchored_stability.together() >= _ALWAYS
    np.fill_diagonal(together, val=False)
    codes = np.array(fitted.study.catalog.codes)[fitted.selection]
    return {
        str(code): tuple(codes[row].tolist()) for code, row in zip(codes, together, strict=True)
    }
