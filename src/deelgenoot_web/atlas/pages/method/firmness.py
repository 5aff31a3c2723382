"""How far the typology holds: everything that was tried on it, with the outcomes."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from deelgenoot.typology.assessment import Assessment
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.method.firmness_choice import ChoiceSection, choice_section
from deelgenoot_web.atlas.pages.method.firmness_methods import (
    MethodsSection,
    PullSection,
    methods_section,
    pull_section,
)
from deelgenoot_web.atlas.pages.method.firmness_together import TogetherSection, together_section
from deelgenoot_web.atlas.pages.method.firmness_variants import VariantsSection, variants_section
from deelgenoot_web.atlas.pages.method.literature import Term, Work, literature, terms

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
    return AssessmentSections(
        choice=choice_section(edition, assessment),
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
