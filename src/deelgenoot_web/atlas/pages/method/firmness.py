"""How far the typology holds: everything that was tried on it, with the outcomes."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.published import Cluster
from deelgenoot.typology.reading import Together, groups
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.method.firmness_choice import ChoiceSection, choice_section
from deelgenoot_web.atlas.pages.method.firmness_methods import (
    MethodsSection,
    PullSection,
    methods_section,
    pull_section,
)
from deelgenoot_web.atlas.pages.method.firmness_variants import VariantsSection, variants_section
from deelgenoot_web.atlas.pages.method.literature import Term, Work, literature, terms
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name


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

    cluster: ClusterName
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
        cluster=cluster_name(edition, cluster),
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


State = Literal["current", "stale", "missing"]


@dataclass(frozen=True)
class AssessmentSections:
    """What the assessment holds, a section per question.

    There is no `choice` where an older assessment never tried this number of clusters.
    """

    choice: ChoiceSection | None
    methods: MethodsSection
    variants: VariantsSection
    together: TogetherSection


@dataclass(frozen=True)
class FirmnessPage:
    """Everything on the page about firmness.

    `tried` is None unless the assessment is of this very typology: its figures would be of other
    groups than those the visitor sees.
    """

    title: str
    description: str
    answer: str
    state: State
    study: str
    n_draws: str
    pull: PullSection
    sections: AssessmentSections | None
    terms: tuple[Term, ...]
    literature: tuple[Work, ...]


def firmness_page(edition: Edition) -> FirmnessPage:
    """Make the page about firmness, once: it is the same for everybody."""
    current = edition.release.current_assessment
    return FirmnessPage(
        title=_("Hoe stevig is de indeling?"),
        description=_(
            "Wat wij probeerden om te zien hoe ver de indeling in clusters houdt: andere "
            "aantallen, andere methoden, andere kenmerken en andere jaren."
        ),
        answer=_answer(edition),
        state=_state(edition.release),
        study=edition.typology.study,
        n_draws=edition.number(current.n_draws, 0) if current else "",
        pull=pull_section(edition),
        sections=_sections(edition, current) if current else None,
        terms=terms(),
        literature=literature("firmness"),
    )


def _state(release: Release) -> State:
    if release.current_assessment:
        return "current"
    return "stale" if release.assessment else "missing"


def _sections(edition: Edition, assessment: Assessment) -> AssessmentSections:
    n_clusters = len(edition.typology.clusters)
    is_tried = any(one.n_clusters == n_clusters for one in assessment.choices)
    return AssessmentSections(
        choice=choice_section(edition, assessment) if is_tried else None,
        methods=methods_section(edition, assessment),
        variants=variants_section(edition, assessment),
        together=together_section(edition, assessment),
    )


def _answer(edition: Edition) -> str:
    """Count the municipalities with a firm place, and those between two clusters."""
    members = [one for one in edition.typology.members.values() if one.in_study]
    standings = [one.standing for one in members]
    return _(
        "Van de %(all)s gemeenten zijn er %(firm)s zeker van hun cluster: in acht of meer van "
        "de tien berekeningen, zowel met andere gemeenten als met andere kenmerken. %(between)s "
        "liggen tussen twee clusters. Hieronder staat alles wat wij probeerden, ook wat tegenviel."
    ) % {
        "all": len(members),
        "firm": standings.count("firm"),
        "between": standings.count("between"),
    }
