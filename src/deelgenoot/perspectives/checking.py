"""What an editor has to look at: claims that figures deny, opgaven that are no longer shared."""

from collections.abc import Iterator
from dataclasses import dataclass

from deelgenoot.perspectives.model import GENERAL
from deelgenoot.perspectives.reading import GroupPerspective
from deelgenoot.perspectives.wording import claim_words
from deelgenoot.study import Study
from deelgenoot.typology.published import SharedChallenge, Typology
from deelgenoot.words import Text

_HALF = 0.5
_DENIED = Text("de cijfers laten niet zien: {}", "the figures do not show: {}")
_NOT_SHARED = Text(
    "opgave '{}' is beschreven, maar niet gedeeld", "challenge '{}' is described, but not shared"
)
_NOT_DESCRIBED = Text(
    "opgave '{}' is gedeeld, maar niet beschreven", "challenge '{}' is shared, but not described"
)


@dataclass(frozen=True)
class Doubt:
    """Something of a perspective that somebody has to look at."""

    perspective: str
    sentence: Text


def find_doubts(group: GroupPerspective, study: Study, typology: Typology) -> Iterator[Doubt]:
    """Give the claims that figures deny, and the opgaven that are shared but not described.

    And the other way about: the opgaven that are described, but not shared.
    """
    for part in group.content.tested_parts:
        for test in group.denied_tests(part):
            words = claim_words(test, study.catalog)
            yield Doubt(group.id, _in_words(_DENIED, words))
    if group.id == GENERAL:
        return
    opgaven = {opgave for lever in group.content.thema for opgave in lever.opgaven}
    counts = {one.challenge: one for one in typology.cluster(group.id).challenges}
    for challenge in study.challenges:
        count, is_described = counts.get(challenge.id), challenge.id in opgaven
        is_named = group.id in challenge.archetypes
        is_shared = is_named or (count is not None and _is_shared(count))
        if is_shared and not is_described:
            yield Doubt(group.id, _in_words(_NOT_DESCRIBED, challenge.title))
        elif is_described and not (is_shared or challenge.generic):
            yield Doubt(group.id, _in_words(_NOT_SHARED, challenge.title))


def _is_shared(count: SharedChallenge) -> bool:
    """Tell whether half of the members show an opgave, and more of them than elsewhere."""
    is_commoner = count.n_cluster * count.of_elsewhere > count.n_elsewhere * count.of_cluster
    return is_commoner and count.n_cluster >= _HALF * count.of_cluster


def _in_words(sentence: Text, words: Text) -> Text:
    return Text(sentence.nl.format(words.nl), sentence.en.format(words.en))
