"""The uses of an indicator: in the clusters, their descriptions and the rules of opgaven."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from deelgenoot.catalog import Indicator
from deelgenoot.study import Archetype
from deelgenoot_web.atlas.edition import Edition

SCALES = {
    "none": gettext_lazy(
        "Op de gewone schaal: hetzelfde verschil telt overal even zwaar, bij lage en bij hoge "
        "cijfers."
    ),
    "log": gettext_lazy(
        "Op een logaritmische schaal: twee keer zo veel telt overal even zwaar. Het verschil "
        "tussen 1 en 2 weegt dus net zo veel als dat tussen 10 en 20."
    ),
    "logit": gettext_lazy(
        "Op een schaal voor percentages (logit): een verschil van één punt telt zwaarder bij heel "
        "lage en heel hoge percentages dan in het midden."
    ),
}
SHORT_SCALES = {
    "none": gettext_lazy("gewoon"),
    "log": gettext_lazy("logaritmisch"),
    "logit": gettext_lazy("logit"),
}
_GRADES = {
    -2: gettext_lazy("veel lager"),
    -1: gettext_lazy("lager"),
    1: gettext_lazy("hoger"),
    2: gettext_lazy("veel hoger"),
}


@dataclass(frozen=True)
class Expectation:
    """What the description of one cluster expects of the indicator."""

    archetype: str
    letter: str
    name: str
    words: str


@dataclass(frozen=True)
class RuleUse:
    """An opgave whose rule looks at the indicator."""

    id: str
    title: str


@dataclass(frozen=True)
class Uses:
    """Where an indicator counts. Without `scale` it is shown beside the clusters and no more."""

    scale: str
    share: str
    """Its part of all weights, as a percentage."""
    n_filled: int
    """Municipalities of the selection for which the study filled in a figure."""
    n_selected: int
    expectations: tuple[Expectation, ...]
    rules: tuple[RuleUse, ...]


def uses(edition: Edition, indicator: Indicator) -> Uses:
    """Tell where `indicator` counts."""
    transform = edition.study.transforms.get(indicator.id)
    selection = [m for m in edition.typology.members.values() if m.in_study]
    return Uses(
        scale=str(SCALES[transform]) if transform else "",
        share=share(edition, indicator.id) if transform else "",
        n_filled=sum(indicator.id in member.filled for member in selection),
        n_selected=len(selection),
        expectations=tuple(
            Expectation(a.id, a.letter, edition.words(a.name), grade_words(a, indicator.id))
            for a in edition.study.archetypes
            if a.signature.get(indicator.id)
        ),
        rules=tuple(
            RuleUse(challenge.id, edition.words(challenge.title))
            for challenge in edition.study.challenges
            if challenge.rule and indicator.id in {c.indicator for c in challenge.rule.of}
        ),
    )


def share(edition: Edition, indicator: str) -> str:
    """Write the weight of a study indicator as a percentage of all weights together."""
    weights = edition.typology.weights
    return edition.amount(100 * weights[indicator] / sum(weights.values()), "%")


def grade_words(archetype: Archetype, indicator: str) -> str:
    """Say what an archetype's signature expects: `hoger`, `veel lager`; empty where nothing."""
    return str(_GRADES.get(archetype.signature.get(indicator, 0), ""))
