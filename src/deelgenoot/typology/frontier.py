"""What the pull of the descriptions gives and costs: the same study at softer and harder pulls.

A pull makes clusters return more often, and lets them tell less of figures that were not used.
"""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import numpy as np

from deelgenoot.typology import archetypes
from deelgenoot.typology.assessment import PullTried
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.prediction import predicted_by
from deelgenoot.typology.stability import Draws, bootstrap

PULLS = (0.0, 0.125, 0.1875, 0.25, 0.3125, 0.375, 0.4375, 0.5, 0.625, 0.75, 1.0)
"""The pulls of decision 65."""


def frontier(fitted: FittedTypology, pulls: Sequence[float] = PULLS) -> tuple[PullTried, ...]:
    """Try `pulls` and the study's own, with its own draws; nothing where nothing pulls.

    A pull that leaves a cluster without areas is passed over: it tells of fewer clusters.
    """
    method = fitted.study.method
    if method.pull == 0 or method.algorithm != "search":
        return ()
    every = sorted({*pulls, method.pull})
    results, what = [], "other pulls"
    for n_done, pull in enumerate(every, start=1):
        other_method = msgspec.structs.replace(method, pull=pull)
        pipeline = replace(fitted.pipeline, method=other_method)
        draws = replace(fitted.draws(what), progress=lambda _: None)
        if row := _try(fitted, pipeline, draws):
            results.append(row)
        fitted.progress(what, n_done, len(every))
    return tuple(results)


def _try(fitted: FittedTypology, pipeline: Pipeline, draws: Draws) -> PullTried | None:
    """Search, redraw and predict with the pull of this pipeline; None where a cluster is empty."""
    partition = pipeline.partition(with_anchors=True)
    labels, k = partition.labels, pipeline.method.n_clusters
    smallest = int(np.bincount(labels, minlength=k).min())
    if smallest == 0:
        return None
    z = fitted.all_areas.z[fitted.selection]
    centres = np.array([z[labels == cluster].mean(axis=0) for cluster in range(k)])
    fits = archetypes.fits(centres, pipeline.grades)
    names = archetypes.match_archetypes(fits)
    jaccard = bootstrap(labels, pipeline.clustering(with_anchors=True), draws).jaccard
    recovery = bootstrap(labels, pipeline.clustering(with_anchors=False), draws).jaccard
    own_names = np.array([name for name, _fit in fitted.names])
    ids = [one.id for one in fitted.study.archetypes]
    return PullTried(
        pull=pipeline.method.pull,
        r2=predicted_by(fitted, labels),
        jaccard=float(jaccard.mean()),
        jaccard_least=float(jaccard.min()),
        recovery=float(recovery.mean()),
        fits={ids[name]: float(fits[at, name]) for at, name in enumerate(names) if name >= 0},
        fit_kept=fitted.explained_share(partition) / fitted.explained_share(fitted.free),
        n_moved=int((own_names[fitted.partition.labels] != names[labels]).sum()),
        smallest=smallest,
    )
