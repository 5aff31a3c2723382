"""Other indicators and signatures for the bundled study: what decision 34 tried, run again.

`tries.csv` holds what was written down before: per indicator its scale, whether it was one of the
thirty and with which grades (`was`), and the grades that follow from the words. It takes a
quarter of an hour; `tries-outcomes.csv` is what it printed.
"""

import csv
import dataclasses
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from msgspec import convert  # noqa: TID251 - unsafe in threads only, and this has one
from msgspec.structs import replace
from scipy.stats import spearmanr

from deelgenoot.own_table import Transform
from deelgenoot.study import Study
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.levels import levels
from deelgenoot.typology.pipeline import is_selected
from deelgenoot.typology.sensitivity import in_other_years
from deelgenoot.typology.stability import Hold, standing

LETTERS = "CBTWVAL"
NEW = ("streekfunctie", "handel", "diensten", "voorznab")
WEAK = "WVB"
PULLS = (0.5, 0.75, 1.0)
SAME_YEARS, SAME_THING = 0.9, 0.8
ORIGIN_INSIDE = "leefbaar"

Grades = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Written:
    """What stood in `tries.csv` before anything was computed."""

    scale: Mapping[str, Transform]
    thirty: tuple[str, ...]
    with_thirty: Grades
    words: Grades
    again: Grades


@dataclass(frozen=True)
class TryOutcome:
    """One try at one pull."""

    name: str
    pull: float
    columns: tuple[str, ...]
    fit: np.ndarray
    jaccard: np.ndarray
    free: np.ndarray
    null: np.ndarray
    fit_kept: float
    sizes: np.ndarray
    years: tuple[int, int]
    """How many of the selection stay, and how many indicators are of another year."""
    redrawn: np.ndarray
    stay: int
    between: int
    members: Mapping[str, tuple[str, ...]]

    @property
    def holds(self) -> bool:
        """Whether it meets the conditions."""
        return bool(self.jaccard.min() >= 0.75 and self.fit_kept >= 0.95 and self.sizes.min() >= 5)

    @property
    def measures(self) -> tuple[float, ...]:
        """(a) to (e) of decision 34."""
        weak = [LETTERS.index(letter) for letter in WEAK]
        n = self.sizes.sum()
        return (
            float(self.fit[weak].mean()),
            float(self.redrawn.mean()),
            float(self.stay / n),
            float(self.years[0] / n),
            float((self.jaccard - self.null).mean()),
        )


def read_table() -> Written:
    """The table, read."""
    rows = list(csv.DictReader((Path(__file__).parent / "tries.csv").open(encoding="utf-8")))
    words = {row["indicator"]: [int(row[letter]) for letter in LETTERS] for row in rows}
    was = {row["indicator"]: [int(g) for g in row["was"].split()] for row in rows if row["thirty"]}
    scale = {row["indicator"]: convert(row["scale"], Transform) for row in rows}
    anew = {
        row["indicator"]: [int(g) for g in row["again"].split()] for row in rows if row["again"]
    }
    return Written(scale, tuple(was), {**words, **was}, words, {**words, **anew})


def by_rule(study: Study, table: Written, others: Iterable[str]) -> tuple[str, ...]:
    """The walk of decision 34 over the thirty and then the others."""
    chosen_columns: list[str] = []
    figures = dict(zip(study.transforms, levels(study)[is_selected(study)].T, strict=True))
    elsewhere = _other_years(study)
    for column in [*table.thirty, *(o for o in others if o not in table.thirty)]:
        if column == ORIGIN_INSIDE or not any(table.words[column]):
            continue
        if column in elsewhere and _alike(figures[column], elsewhere[column]) < SAME_YEARS:
            continue
        theme = study.catalog.indicators[column].theme
        beside = [t for t in chosen_columns if study.catalog.indicators[t].theme == theme]
        if all(abs(_alike(figures[column], figures[t])) < SAME_THING for t in beside):
            chosen_columns.append(column)
    return tuple(chosen_columns)


def _other_years(study: Study) -> dict[str, np.ndarray]:
    fitted = FittedTypology(study)
    table, changed_columns = in_other_years(fitted)
    return {one: table[:, fitted.columns.index(one)] for one in changed_columns}


def _alike(first: np.ndarray, second: np.ndarray) -> float:
    return float(spearmanr(first, second, nan_policy="omit").statistic)


def variant(columns: Iterable[str], grades: Grades, table: Written, pull: float) -> Study:
    """The bundled study with these indicators and grades."""
    study = Study.load()
    column_set = set(columns)
    study.transforms = {
        one: table.scale[one] for one in study.catalog.indicators if one in column_set
    }
    study.archetypes = tuple(
        replace(a, signature={c: grades[c][LETTERS.index(a.letter)] for c in study.transforms})
        for a in study.archetypes
    )
    study.method = replace(study.method, pull=pull)
    return study


def outcome(name: str, study: Study) -> TryOutcome:
    """All the figures of one try at one pull."""
    fitted = FittedTypology(study)
    order = np.argsort([number for number, _ in fitted.names])
    labels, stability = fitted.partition.labels, fitted.anchored_stability
    other, changed_columns = in_other_years(fitted)
    other_labels = (
        dataclasses.replace(fitted.pipeline, table=other).partition(with_anchors=True).labels
    )
    own = stability.shares[np.arange(len(labels)), labels]
    codes = np.array(study.catalog.codes)[fitted.selection]
    return TryOutcome(
        name,
        study.method.pull,
        fitted.columns,
        np.array([fitted.names[k][1] for k in order]),
        stability.jaccard[order],
        fitted.free_recovery[order],
        np.array([fitted.chance.jaccards_of(fitted.names[k][0]).mean() for k in order]),
        fitted.explained_share(fitted.partition) / fitted.explained_share(fitted.free),
        np.bincount(labels)[order],
        (int((other_labels == labels).sum()), len(changed_columns)),
        fitted.redrawn.jaccard[order],
        int((own >= 0.8).sum()),
        sum(
            standing(Hold(shares, share_kept), int(k)) == "between"
            for shares, share_kept, k in zip(
                stability.shares, fitted.redrawn.share_kept, labels, strict=True
            )
        ),
        {fitted.ids[k]: tuple(codes[labels == k].tolist()) for k in order},
    )


@dataclass(frozen=True)
class Try:
    """What one try is made of."""

    name: str
    columns: tuple[str, ...]
    grades: Grades
    pulls: tuple[float, ...] = PULLS
    clip: float = 3.0

    def studies(self, table: Written) -> Iterable[Study]:
        """The bundled study with these indicators and grades, once for each pull."""
        for pull in self.pulls:
            study = variant(self.columns, self.grades, table, pull)
            study.method = replace(study.method, clip=self.clip)
            yield study


def first_round(table: Written) -> Iterable[Try]:
    """What was published, then seven tries."""
    everything = variant(table.words, table.words, table, 0.0)
    package = [one for one in everything.catalog.indicators if one in table.words]
    older = [one for one in package if one not in NEW]
    sets = {
        "thirty": table.thirty,
        "thirty + new": (*table.thirty, *NEW),
        "rule": by_rule(everything, table, older),
        "rule + new": by_rule(everything, table, [*NEW, *older]),
    }
    for name, columns in sets.items():
        for signatures, grades in (("share_kept", table.with_thirty), ("words", table.words)):
            yield Try(f"{name}, {signatures}", columns, grades)


def second_round(table: Written) -> Iterable[Try]:
    """Five tries, written down after the first round."""
    swap = (*(one for one in table.thirty if one != "eigen"), "streekfunctie", "diensten")
    for name, columns in (("thirty", table.thirty), ("swap", swap)):
        for clip in (3.0, 2.0):
            yield Try(f"{name}, words again, clip {clip:g}", columns, table.again, (0.75,), clip)
    everything = (*table.thirty, *NEW)
    yield Try("thirty + new, words again, clip 2", everything, table.again, (0.75,), 2.0)


HEAD = [
    "try",
    "pull",
    "indicators",
    "holds",
    "fit_kept",
    "stay",
    "between",
    "years",
    "years_changed",
]
PER_CLUSTER = ["fit", "jaccard", "free", "null", "redrawn", "sizes"]


def row(result: TryOutcome) -> list[str]:
    """One try at one pull, as it stands in the table; last (a) to (e) and their mean."""
    cells: list[object] = [
        result.name,
        result.pull,
        len(result.columns),
        result.holds,
        f"{result.fit_kept:.3f}",
    ]
    cells += [result.stay, result.between, *result.years]
    for name in PER_CLUSTER:
        cells += [f"{number:.3g}" for number in getattr(result, name)]
    cells += [f"{number:.3f}" for number in (*result.measures, np.mean(result.measures))]
    return [str(cell) for cell in cells]


def main() -> None:
    table = read_table()
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(
        HEAD + [f"{name}_{c}" for name in PER_CLUSTER for c in LETTERS] + [*"abcde", "score"]
    )
    for attempt in (*first_round(table), *second_round(table)):
        for study in attempt.studies(table):
            out.writerow(row(outcome(attempt.name, study)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
