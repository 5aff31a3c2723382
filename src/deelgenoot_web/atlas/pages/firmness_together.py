"""Who always stays together: the groups within each cluster, and the companions of one area."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.published import Cluster
from deelgenoot.typology.reading import Together, groups
from deelgenoot.typology.sentences import listed
from deelgenoot_web.atlas.release import Release


@dataclass(frozen=True)
class CoreMember:
    """A municipality to link to."""

    name: str
    slug: str


@dataclass(frozen=True)
class PartialMember:
    """One that stays with a part of the group, and with whom."""

    who: CoreMember
    words: str


@dataclass(frozen=True)
class CoreGroup:
    """Municipalities that stay together: all with all, and those who stay with some of them."""

    core: tuple[CoreMember, ...]
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
    alone: tuple[CoreMember, ...]


@dataclass(frozen=True)
class TogetherSection:
    """Every cluster, with how many municipalities have companions at all."""

    answer: str
    clusters: tuple[InCluster, ...]


def together_section(release: Release, assessment: Assessment, language: str) -> TogetherSection:
    """The municipalities that stay together in 19 of 20 recalculations."""
    clusters = tuple(
        _in_cluster(release, assessment, one, language) for one in release.typology.clusters
    )
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


def companions(release: Release, code: str) -> tuple[CoreMember, ...] | None:
    """Who nearly always falls in one group with `code`; None when that is not known."""
    assessment = release.current_assessment
    if assessment is None or code not in assessment.companions:
        return None
    found = [_named(release, one) for one in assessment.companions[code]]
    return tuple(sorted(found, key=lambda one: one.name))


def _in_cluster(
    release: Release, assessment: Assessment, cluster: Cluster, language: str
) -> InCluster:
    found, alone = groups(cluster.members, assessment.companions)
    return InCluster(
        archetype=cluster.archetype,
        letter=cluster.letter,
        name=cluster.name.in_language(language),
        n_held=len(cluster.members) - len(alone),
        n_all=len(cluster.members),
        groups=tuple(_group(release, one, language) for one in found),
        alone=tuple(_named(release, code) for code in alone),
    )


def _group(release: Release, group: Together, language: str) -> CoreGroup:
    others = (
        PartialMember(_named(release, code), _with(release, group, known, language))
        for code, known in group.others.items()
    )
    return CoreGroup(tuple(_named(release, code) for code in group.core), tuple(others))


def _with(release: Release, group: Together, known: tuple[str, ...], language: str) -> str:
    """With whom somebody stays; the fewer names the better."""
    missing = [code for code in group.core if code not in known]
    if len(missing) < len(group.core) - len(missing) and set(known) <= set(group.core):
        names = listed([_named(release, code).name for code in missing], language)
        return _("met alle behalve %s") % names
    return _("met %s") % listed([_named(release, code).name for code in known], language)


def _named(release: Release, code: str) -> CoreMember:
    area = release.catalog.areas[code]
    return CoreMember(area.name, area.slug)
