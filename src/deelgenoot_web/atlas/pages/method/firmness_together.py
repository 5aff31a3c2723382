"""The municipalities that always stay together: the groups within each cluster."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.published import Cluster
from deelgenoot.typology.reading import Together, groups
from deelgenoot_web.atlas.edition import Edition


@dataclass(frozen=True)
class PartialMember:
    """A municipality that stays with a part of the group, and with which part."""

    who: Area
    words: str


@dataclass(frozen=True)
class CoreGroup:
    """Municipalities that all stay together, and others that stay with some of them."""

    core: tuple[Area, ...]
    others: tuple[PartialMember, ...]


@dataclass(frozen=True)
class InCluster:
    """The groups in one cluster, and its members without a companion."""

    archetype: str
    letter: str
    name: str
    n_held: int
    n_all: int
    groups: tuple[CoreGroup, ...]
    alone: tuple[Area, ...]


@dataclass(frozen=True)
class TogetherSection:
    """Every cluster, with how many municipalities have companions at all."""

    answer: str
    clusters: tuple[InCluster, ...]


def together_section(edition: Edition, assessment: Assessment) -> TogetherSection:
    """Show the municipalities that stay together in 19 of 20 recalculations."""
    clusters = tuple(_in_cluster(edition, assessment, one) for one in edition.typology.clusters)
    n_held = sum(one.n_held for one in clusters)
    n_all = sum(one.n_all for one in clusters)
    answer = ngettext(
        "%(n)s van de %(all)s gemeenten blijft in minstens 19 van de 20 berekeningen bij een "
        "andere. De overige liggen tussen groepen in: met wie zij samen komen, wisselt.",
        "%(n)s van de %(all)s gemeenten blijven in minstens 19 van de 20 berekeningen bij een "
        "andere. De overige liggen tussen groepen in: met wie zij samen komen, wisselt.",
        n_held,
    ) % {"n": n_held, "all": n_all}
    return TogetherSection(answer, clusters)


def _in_cluster(edition: Edition, assessment: Assessment, cluster: Cluster) -> InCluster:
    core_groups, alone = groups(cluster.members, assessment.companions)
    return InCluster(
        archetype=cluster.archetype,
        letter=cluster.letter,
        name=edition.words(cluster.name),
        n_held=len(cluster.members) - len(alone),
        n_all=len(cluster.members),
        groups=tuple(_group(edition, one) for one in core_groups),
        alone=tuple(edition.catalog.areas[code] for code in alone),
    )


def _group(edition: Edition, group: Together) -> CoreGroup:
    others = (
        PartialMember(edition.catalog.areas[code], _with(edition, group, known))
        for code, known in group.others.items()
    )
    return CoreGroup(tuple(edition.catalog.areas[code] for code in group.core), tuple(others))


def _with(edition: Edition, group: Together, companions: tuple[str, ...]) -> str:
    """Name the companions of a municipality, or the few that it does not stay with."""
    missing = [code for code in group.core if code not in companions]
    if len(missing) < len(group.core) - len(missing) and set(companions) <= set(group.core):
        names = edition.join_names([edition.catalog.areas[code].name for code in missing])
        return _("met alle behalve %s") % names
    return _("met %s") % edition.join_names(
        [edition.catalog.areas[code].name for code in companions]
    )
