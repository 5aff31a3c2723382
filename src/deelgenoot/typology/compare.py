"""A typology beside somebody else's grouping of the same areas."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from deelgenoot.typology.agreement import adjusted_mutual_information, adjusted_rand, match_groups
from deelgenoot.typology.explained import reasons_against
from deelgenoot.typology.published import Typology
from deelgenoot.typology.reference import BadReference, ReferenceProblem


@dataclass(frozen=True)
class Disagreement:
    """An area that stands elsewhere in the reference than where the matched clusters would put it.

    `instead` is the archetype that is matched with its group there; None where that group has no
    match, and then there are no `reasons`. Those say, per indicator, the squared distance to
    `instead` minus that to its own cluster: they sum to how much nearer it is to its own.
    """

    code: str
    cluster: str
    group: str
    instead: str | None
    reasons: Mapping[str, float]


@dataclass(frozen=True)
class Agreement:
    """How far two groupings agree on the areas that both contain."""

    n_areas: int
    ari: float
    """Adjusted Rand index (Hubert & Arabie 1985): 1 is the same, 0 is what chance gives."""
    ami: float
    """Adjusted mutual information (Vinh et al. 2010): 1 is the same, 0 is what chance gives."""
    groups: tuple[str, ...]
    """The groups of the reference: in the order of the archetypes they match, the others after."""
    counts: Mapping[str, Mapping[str, int]]
    """Per archetype, per group of the reference, how many areas have both; no zeros."""
    matched: Mapping[str, str]
    """Per archetype the group it stands for: one to one, with most areas in common."""
    differ: tuple[Disagreement, ...]
    """In the order of the typology."""
    not_there: tuple[str, ...]
    """Areas of the study that the reference does not group."""
    not_here: tuple[str, ...]
    """Areas of the reference that are not in the study."""


def compare_groups(typology: Typology, reference: Mapping[str, str]) -> Agreement:
    """Compare the selection with `reference` (code -> group); BadReference without overlap."""
    here = {m.code: m.cluster for m in typology.members.values() if m.in_study}
    both = [code for code in here if code in reference]
    if not both:
        raise BadReference([ReferenceProblem("nobody")])
    mine = [
        c.archetype for c in typology.clusters if any(here[code] == c.archetype for code in both)
    ]
    theirs = sorted({reference[code] for code in both})
    table = np.zeros((len(mine), len(theirs)))
    for code in both:
        table[mine.index(here[code]), theirs.index(reference[code])] += 1
    pairs = {mine[row]: theirs[column] for row, column in match_groups(table).items()}
    differ = [code for code in both if pairs.get(here[code]) != reference[code]]
    return Agreement(
        n_areas=len(both),
        ari=adjusted_rand(table),
        ami=adjusted_mutual_information(table),
        groups=(*pairs.values(), *(one for one in theirs if one not in pairs.values())),
        counts={
            one: {group: int(n) for group, n in zip(theirs, row, strict=True) if n}
            for one, row in zip(mine, table, strict=True)
        },
        matched=pairs,
        differ=tuple(_difference(typology, pairs, code, reference[code]) for code in differ),
        not_there=tuple(code for code in here if code not in reference),
        not_here=tuple(code for code in reference if code not in here),
    )


def _difference(
    typology: Typology, pairs: Mapping[str, str], code: str, group: str
) -> Disagreement:
    member = typology.members[code]
    instead = next((one for one, other in pairs.items() if other == group), None)
    why = reasons_against(typology, member, instead) if instead else {}
    return Disagreement(code, member.cluster, group, instead, why)
