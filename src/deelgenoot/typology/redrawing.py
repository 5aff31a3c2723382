"""How sure the clusters are when other indicators of the same themes are chosen."""

from dataclasses import dataclass

import numpy as np
from numpy.random import SeedSequence
from numpy.typing import NDArray

from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.stability import Draws, best_overlaps, contingency, match_labels

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class RedrawnIndicators:
    """A partition with the indicators of each theme drawn again, with replacement."""

    jaccard: Floats
    """(k,) mean over the draws of the best Jaccard overlap of each cluster."""
    share_kept: Floats
    """(n,) per area the share of the draws in which it keeps its cluster."""


def redraw_indicators(
    pipeline: Pipeline, themes: NDArray[np.str_], labels: Ints, draws: Draws
) -> RedrawnIndicators:
    """Draw the indicators within each of the `themes` (p,) again and redo the clustering."""
    k = pipeline.method.n_clusters
    jaccard, n_kept = np.zeros(k), np.zeros(len(labels))
    for n_done, seed in enumerate(SeedSequence(draws.random_state).spawn(draws.n_draws)):
        rng = np.random.default_rng(seed)
        places = _draw_within(themes, rng)
        cluster = pipeline.columns(places, pipeline.weights[places]).clustering(with_anchors=True)
        overlap = contingency(labels, new_labels := cluster(np.arange(len(labels)), rng), k)
        jaccard += best_overlaps(overlap)
        n_kept += match_labels(overlap)[new_labels] == labels
        draws.progress(n_done + 1)
    return RedrawnIndicators(jaccard / draws.n_draws, n_kept / draws.n_draws)


def _draw_within(themes: NDArray[np.str_], rng: np.random.Generator) -> Ints:
    places_of = (np.flatnonzero(themes == theme) for theme in dict.fromkeys(themes.tolist()))
    return np.concatenate([rng.choice(places, len(places)) for places in places_of])
