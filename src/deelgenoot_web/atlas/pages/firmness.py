"""How far the typology holds: everything that was tried on it, with what came out."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.utils.translation import gettext as _

from deelgenoot.typology.assessment import Assessment
from deelgenoot.words import grouped
from deelgenoot_web.atlas.pages.firmness_choice import ChoiceSection, choice_section
from deelgenoot_web.atlas.pages.firmness_methods import (
    MethodsSection,
    PullSection,
    methods_section,
    pull_section,
)
from deelgenoot_web.atlas.pages.firmness_terms import TERMS, Term
from deelgenoot_web.atlas.pages.firmness_together import TogetherSection, together_section
from deelgenoot_web.atlas.pages.firmness_variants import VariantsSection, variants_section
from deelgenoot_web.atlas.pages.literature import Work, literature
from deelgenoot_web.atlas.release import Release

State = Literal["current", "stale", "missing"]


@dataclass(frozen=True)
class AssessmentSections:
    """What the assessment holds, a section per question."""

    choice: ChoiceSection
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
    tried: AssessmentSections | None
    terms: tuple[Term, ...]
    literature: tuple[Work, ...]


@cache
def firmness(release: Release, language: str) -> FirmnessPage:
    """The page about firmness, in `language`; the same for everybody, so made once."""
    current = release.current_assessment
    return FirmnessPage(
        title=_("Hoe stevig is de indeling?"),
        description=_(
            "Wat wij probeerden om te zien hoe ver de indeling in clusters houdt: andere "
            "aantallen, andere methoden, andere kenmerken en andere jaren."
        ),
        answer=_answer(release),
        state=_state(release),
        study=release.typology.study,
        n_draws=grouped(current.n_draws, 0, language) if current else "",
        pull=pull_section(release, language),
        tried=_tried(release, current, language) if current else None,
        terms=TERMS,
        literature=literature("firmness"),
    )


def _state(release: Release) -> State:
    if release.current_assessment:
        return "current"
    return "stale" if release.assessment else "missing"


def _tried(release: Release, assessment: Assessment, language: str) -> AssessmentSections:
    return AssessmentSections(
        choice=choice_section(assessment, release.typology, release.charts, language),
        methods=methods_section(assessment, language),
        variants=variants_section(release, assessment, language),
        together=together_section(release, assessment, language),
    )


def _answer(release: Release) -> str:
    """In how many places the typology is sure, and in how many it is not."""
    members = [one for one in release.typology.members.values() if one.in_study]
    standings = [one.standing for one in members]
    return _(
        "Van de %(all)s gemeenten zitten er %(firm)s stevig in hun cluster: in acht of meer van "
        "de tien berekeningen. %(between)s liggen tussen twee clusters. Hieronder staat alles wat "
        "wij probeerden, ook wat tegenviel."
    ) % {
        "all": len(members),
        "firm": standings.count("firm"),
        "between": standings.count("between"),
    }
