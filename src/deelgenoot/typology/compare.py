"""A typology beside somebody else's grouping of the same areas."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from deelgenoot.areas import Areas
from deelgenoot.errors import BadChoice, UnknownArea
from deelgenoot.typology.published import Typology


@dataclass(frozen=True)
class Agreement:
    """How far two groupings of the areas that both have go together."""

    n_areas: int
    ari: float
    """Adjusted Rand index (Hubert & Arabie 1985): 1 is the same, 0 is what chance gives."""
    ami: float
    """Adjusted mutual information (Vinh et al. 2010), likewise."""
    counts: Mapping[str, Mapping[str, int]]
    """Per archetype, per group of the reference, how many areas have both."""
    matched: Mapping[str, str]
    """Per archetype the group it stands for: one to one, with most areas in common."""
    differ: tuple[tuple[str, str, str], ...]
    """Area code, archetype here, group there, where the two are not matched."""
    not_there: tuple[str, ...]
    """Areas of the study that the reference does not group."""
    not_here: tuple[str, ...]
    """Areas of the reference that are not in the study."""


def read_reference(path: Path, areas: Areas) -> dict[str, str]:
    """A CSV with columns `code` (any code or name of any year) and `cluster`: code -> cluster.

    Raises BadChoice with the line that cannot be used.
    """
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path.name} cannot be read: {error}."
        raise BadChoice(msg) from error
    if not rows or not {"code", "cluster"} <= rows[0].keys():
        msg = f"{path.name} needs the columns 'code' and 'cluster', with a comma between them."
        raise BadChoice(msg)
    groups: dict[str, str] = {}
    for line, row in enumerate(rows, start=2):
        code = _code(row["code"] or "", areas, f"{path.name}, line {line}")
        if code in groups:
            msg = f"{path.name}, line {line}: {row['code']} ({code}) was already given."
            raise BadChoice(msg)
        groups[code] = (row["cluster"] or "").strip()
    return groups


def _code(asked: str, areas: Areas, where: str) -> str:
    try:
        found = areas.resolve(asked).areas
    except UnknownArea as error:
        msg = f"{where}: {error}"
        raise BadChoice(msg) from error
    if len(found) > 1:
        msg = f"{where}: {asked} stands for {', '.join(area.name for area in found)}; name one."
        raise BadChoice(msg)
    return found[0].code


def compared(typology: Typology, reference: Mapping[str, str]) -> Agreement:
    """The selection beside the `reference` (code -> group); BadChoice without overlap."""
    here = {m.code: m.cluster for m in typology.members.values() if m.in_study}
    both = [code for code in here if code in reference]
    if not both:
        msg = "The reference has no area that is in the study."
        raise BadChoice(msg)
    pairs = Counter((here[code], reference[code]) for code in both)
    matched = _matched(pairs)
    differ = [c for c in both if matched.get(here[c]) != reference[c]]
    return Agreement(
        n_areas=len(both),
        ari=float(adjusted_rand_score([here[c] for c in both], [reference[c] for c in both])),
        ami=float(
            adjusted_mutual_info_score([here[c] for c in both], [reference[c] for c in both])
        ),
        counts={
            one: {group: n for (mine, group), n in sorted(pairs.items()) if mine == one}
            for one in dict.fromkeys(here[c] for c in both)
        },
        matched=matched,
        differ=tuple((code, here[code], reference[code]) for code in differ),
        not_there=tuple(code for code in here if code not in reference),
        not_here=tuple(code for code in reference if code not in here),
    )


def _matched(pairs: Counter[tuple[str, str]]) -> dict[str, str]:
    mine = sorted({one for one, _ in pairs})
    theirs = sorted({group for _, group in pairs})
    table = np.array([[pairs[one, group] for group in theirs] for one in mine])
    rows, columns = linear_sum_assignment(-table)
    return {
        mine[row]: theirs[column]
        for row, column in zip(rows, columns, strict=True)
        if table[row, column]
    }
