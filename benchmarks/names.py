"""Figures and descriptions for the names that chance gives too: what decision 66 tries.

All of it stood in the repository before it was run; it takes some minutes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from msgspec.structs import replace as replace_method

from deelgenoot.own_table import Transform
from deelgenoot.sources.shapes import kilometres
from deelgenoot.study import Study
from deelgenoot.typology import archetypes
from deelgenoot.typology.chance import p_value, structureless
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.pipeline import Pipeline
from deelgenoot.typology.prediction import explained_by_others, ranks
from deelgenoot.typology.prepare import column_weights, transform
from deelgenoot.typology.stability import Draws, bootstrap

LETTERS = "CBTWVAL"
IN_QUESTION = [LETTERS.index(letter) for letter in "WVB"]
SURROUNDINGS = 20.0
FEW_TABLES, N_TABLES = 299, 999
HOPELESS = 0.1
RIJSWIJK = "GM0603"


@dataclass(frozen=True)
class NewFigure:
    """A figure that a description asks for, with its grades in the order of `LETTERS`."""

    asked_by: str
    scale: Transform
    theme: str
    grades: tuple[int, ...]


FIGURES = {
    "handel": NewFigure("W", "logit", "economy", (0, 0, 0, 1, 0, -1, 0)),
    "oprit": NewFigure("W", "log", "amenities", (0, 0, 0, -1, 0, 0, 1)),
    "jobs_per_worker": NewFigure("W", "log", "economy", (1, 1, -1, 2, -2, -1, 0)),
    "eigen": NewFigure("V", "logit", "economy", (1, 1, 0, 1, -2, -1, 0)),
    "larger_nearby": NewFigure("V", "log", "governance", (-1, -2, 0, 0, 2, 1, 0)),
    "voorznab": NewFigure("B", "none", "amenities", (1, 1, -1, 0, 1, 0, -2)),
    "rest_lead": NewFigure("B", "log", "amenities", (1, 2, 0, 0, -1, 0, -1)),
    "cultuur": NewFigure("B", "log", "amenities", (1, 1, 0, 0, -1, 0, -1)),
}
TRIES = (("", False), ("W", False), ("V", False), ("B", False), ("WVB", False))
TRIES_WITHOUT_DENIED = (("", True), ("WVB", True))


def figure_of(study: Study, name: str) -> np.ndarray:
    """Give a figure for all areas, in its own unit, (n,)."""
    catalog = study.catalog
    if name in catalog.indicators:
        return catalog.level([name])[:, 0]
    banen, partic, rest = catalog.level(["banen", "partic", "rest"]).T
    if name == "jobs_per_worker":
        per_worker: np.ndarray = banen / partic
        return per_worker
    areas = [catalog.areas[code] for code in catalog.codes]
    people = np.array([float(area.population) for area in areas])
    places = [(area.lon, area.lat) for area in areas]
    apart = np.array([[kilometres(here, there) for there in places] for here in places])
    is_near = apart <= SURROUNDINGS
    if name == "rest_lead":
        weight = is_near * people * ~np.isnan(rest)
        lead: np.ndarray = rest / (weight @ np.nan_to_num(rest) / weight.sum(axis=1))
        return lead
    np.fill_diagonal(is_near, val=False)
    larger: np.ndarray = (is_near * people).max(axis=1) / people
    return larger


def pipeline_with(fitted: FittedTypology, names: Sequence[str]) -> Pipeline:
    """Add these figures, with their grades, to the study."""
    study, scales = fitted.study, {name: FIGURES[name].scale for name in names}
    n_areas = len(study.catalog.codes)
    new = np.array([figure_of(study, name) for name in names]).reshape(len(names), n_areas).T
    columns = (*fitted.columns, *names)
    theme_of = {one: study.catalog.indicators[one].theme for one in fitted.columns}
    theme_of |= {name: FIGURES[name].theme for name in names}
    grades = np.array([FIGURES[name].grades for name in names], dtype=float)
    return Pipeline(
        np.hstack([fitted.pipeline.table, transform(new, names, scales)[fitted.selection]]),
        column_weights(columns, theme_of, study.theme_weights),
        np.hstack([fitted.pipeline.grades, grades.reshape(len(names), len(LETTERS)).T]),
        fitted.pipeline.method,
    )


def without_denied(pipeline: Pipeline, labels: np.ndarray) -> Pipeline:
    """Drop the grades of W, V and B that most members of their clusters deny."""
    grades, z = pipeline.grades.copy(), pipeline.prepare().z
    names, _fits = name_of_each(pipeline, labels)
    for cluster, name in enumerate(names):
        if name in IN_QUESTION:
            is_other_side = z[labels == cluster] * np.sign(grades[name]) < 0
            grades[name, is_other_side.mean(axis=0) > 0.5] = 0
    return replace(pipeline, grades=grades)


def name_of_each(pipeline: Pipeline, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Name the clusters: per cluster the number of its archetype, and the fit."""
    z, k = pipeline.prepare().z, pipeline.method.n_clusters
    is_member = labels == np.arange(k)[:, None]
    centres = is_member @ z / np.maximum(is_member.sum(axis=1), 1)[:, None]
    return archetypes.name_clusters(centres, pipeline.grades)


def fits_of(pipeline: Pipeline, labels: np.ndarray) -> np.ndarray:
    """Give the fit of each name, in the order of `LETTERS`."""
    names, fits = name_of_each(pipeline, labels)
    return fits[np.argsort(names)]


def fits_by_chance(pipeline: Pipeline, n_tables: int, *, dropping: bool) -> np.ndarray:
    """Give the fits on tables without structure, (n_tables, 7), as `chance_clusters` makes them."""
    z, random_state = pipeline.prepare().z, pipeline.method.random_state
    rng = np.random.default_rng([random_state, len(z)])
    everybody, fits = np.arange(len(z)), []
    for number in range(n_tables):
        table = replace(pipeline, table=structureless(z, rng))
        for _ in range(1 + dropping):
            cluster = table.clustering(with_anchors=True)
            labels = cluster(everybody, np.random.default_rng(random_state + number))
            if dropping and table.grades is pipeline.grades:
                table = without_denied(table, labels)
        fits.append(fits_of(table, labels))
    return np.array(fits)


def predict_unused(fitted: FittedTypology, labels: np.ndarray) -> float:
    """Compute the mean R2 of the unused indicators that no try uses."""
    catalog = fitted.study.catalog
    names = [one for one in catalog.indicators if one not in (*fitted.columns, *FIGURES)]
    levels = catalog.level(names)[fitted.selection]
    is_full = (~np.isnan(levels)).mean(axis=0) >= 0.9
    others = (labels[:, None] == labels) & ~np.eye(len(labels), dtype=bool)
    return float(explained_by_others(ranks(levels[:, is_full]), others).mean())


def tell(fitted: FittedTypology, asked_by: str, *, dropping: bool) -> Iterator[str]:
    """Run one try and write its figures; the dear ones only when a name may be beyond chance."""
    names = [name for name, one in FIGURES.items() if one.asked_by in asked_by]
    before = pipeline_with(fitted, names)
    labels = before.partition(with_anchors=True).labels
    title = f"figures for {asked_by or 'nobody'}{', without what is denied' * dropping}"
    yield title if asked_by or dropping else "as published"
    pipeline = without_denied(before, labels) if dropping else before
    if dropping:
        yield f"  dropped: {', '.join(name_dropped_grades(fitted, names, before, pipeline))}"
        labels = pipeline.partition(with_anchors=True).labels
    fits = fits_of(pipeline, labels)
    yield (
        f"  predicts {predict_unused(fitted, labels):.3f}, sizes {np.bincount(labels)}, "
        f"{beside_rijswijk(fitted, pipeline, labels)}"
    )
    ps = p_values(fits, fits_by_chance(before, FEW_TABLES, dropping=dropping))
    yield f"  {FEW_TABLES} tables: " + cells(fits, ps)
    if min(ps[at] for at in IN_QUESTION) < HOPELESS:
        yield from tell_all(before, pipeline, labels)


def tell_all(before: Pipeline, pipeline: Pipeline, labels: np.ndarray) -> Iterator[str]:
    """Write what the rule asks of a try that may be accepted."""
    dropping, fits = pipeline is not before, fits_of(pipeline, labels)
    for random_state in (pipeline.method.random_state, 1, 2):
        method = replace_method(before.method, random_state=random_state)
        null = fits_by_chance(replace(before, method=method), N_TABLES, dropping=dropping)
        yield f"  {N_TABLES} tables, {random_state}: " + cells(fits, p_values(fits, null))
    draws = Draws(pipeline.method.n_draws, pipeline.method.random_state)
    jaccard = bootstrap(labels, pipeline.clustering(with_anchors=True), draws).jaccard
    yield f"  Jaccard, by number of the cluster: {jaccard.round(3)}"


def p_values(fits: np.ndarray, null: np.ndarray) -> list[float]:
    """Compute how often chance gives each fit, in the order of `LETTERS`."""
    return [p_value(float(fit), null[:, at]) for at, fit in enumerate(fits)]


def cells(fits: np.ndarray, ps: Sequence[float]) -> str:
    """Write the fit of each name with its p."""
    return "; ".join(f"{c} {f:.2f} p {p:.3f}" for c, f, p in zip(LETTERS, fits, ps, strict=True))


def name_dropped_grades(
    fitted: FittedTypology, names: Sequence[str], before: Pipeline, after: Pipeline
) -> Iterator[str]:
    """Name the grades that were dropped."""
    columns = (*fitted.columns, *names)
    for row, column in np.argwhere(before.grades != after.grades):
        yield f"{LETTERS[row]} {columns[column]} {before.grades[row, column]:+g}"


def beside_rijswijk(fitted: FittedTypology, pipeline: Pipeline, labels: np.ndarray) -> str:
    """Say in which cluster Rijswijk stands."""
    codes = np.array(fitted.study.catalog.codes)[fitted.selection]
    names, _fits = name_of_each(pipeline, labels)
    return f"Rijswijk {LETTERS[names[labels[codes == RIJSWIJK][0]]]}"


def main() -> None:
    fitted = FittedTypology(Study.load())
    for asked_by, dropping in (*TRIES, *TRIES_WITHOUT_DENIED):
        for line in tell(fitted, asked_by, dropping=dropping):
            print(line, flush=True)


if __name__ == "__main__":
    main()
