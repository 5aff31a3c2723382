"""What an editor has to look at: claims that figures deny, opgaven that are no longer shared."""

from collections.abc import Iterator
from dataclasses import dataclass

from deelgenoot.perspectives.model import GENERAL, texts_of
from deelgenoot.perspectives.reading import GroupPerspective
from deelgenoot.perspectives.references import FigureReference, split_text
from deelgenoot.perspectives.resolving import SHARES
from deelgenoot.perspectives.wording import claim_words
from deelgenoot.study import Study
from deelgenoot.typology.published import SharedChallenge, Typology
from deelgenoot.words import Text

_HALF = 0.5
_DENIED = Text("de cijfers laten niet zien: {}", "the figures do not show: {}")
_SELDOM = Text(
    "opgave '{}' is beschreven, maar minder dan de helft van de gemeenten laat die zien",
    "challenge '{}' is described, but less than half of the municipalities show it",
)
_NOWHERE = (
    "opgave '{{}}' is beschreven, maar 0 van de {n} gemeenten laten die zien",
    "challenge '{{}}' is described, but 0 of the {n} municipalities show it",
)
_NOT_DESCRIBED = Text(
    "opgave '{}' is gedeeld, maar niet beschreven", "challenge '{}' is shared, but not described"
)
_GAPS = Text(
    "{known} van de {n} gemeenten hebben een cijfer voor '{name}': zet dat aantal in de tekst, met "
    "'aantal met cijfer'",
    "{known} of the {n} municipalities have a figure for '{name}': put that number in the text, "
    "with 'aantal met cijfer'",
)


@dataclass(frozen=True)
class Doubt:
    """Something of a perspective that somebody has to look at."""

    perspective: str
    sentence: Text


def find_doubts(group: GroupPerspective, study: Study, typology: Typology) -> Iterator[Doubt]:
    """Give the claims that figures deny, and the opgaven that are shared but not described.

    Also those that are described, but that less than half of the members show (of the generic
    ones: none at all); and the texts that count among all members where some have no figure.
    """
    for text in texts_of(group.content):
        yield from _find_gaps(group, text)
    for part in group.content.tested_parts:
        for test in group.denied_tests(part):
            words = claim_words(test, study.catalog)
            yield Doubt(group.id, _in_words(_DENIED, words))
    if group.id != GENERAL:
        yield from _doubt_opgaven(group, study, typology)


def _doubt_opgaven(group: GroupPerspective, study: Study, typology: Typology) -> Iterator[Doubt]:
    described_ids = {opgave for lever in group.content.thema for opgave in lever.opgaven}
    counts = {one.challenge: one for one in typology.cluster(group.id).challenges}
    for challenge in study.challenges:
        count, is_described = counts.get(challenge.id), challenge.id in described_ids
        is_named = group.id in challenge.archetypes
        is_shared = count is not None and count.is_shared
        sentence = None
        if (is_named or is_shared) and not is_described:
            sentence = _NOT_DESCRIBED
        elif is_described and challenge.generic and count and _is_nowhere(count):
            sentence = Text(*(one.format(n=count.of_cluster) for one in _NOWHERE))
        elif is_described and not (is_named or challenge.generic or _is_often(count)):
            sentence = _SELDOM
        if sentence:
            yield Doubt(group.id, _in_words(sentence, challenge.title))


def _find_gaps(group: GroupPerspective, text: Text) -> Iterator[Doubt]:
    """Give the counts of a text that also names how many members there are, and leave some out."""
    references = [part for part in split_text(text.nl) if isinstance(part, FigureReference)]
    if all(one.measure.kind != "size" for one in references):
        return
    n = len(group.figures.members)
    for reference in references:
        n_known = group.figures.count_known(reference) if reference.measure.kind in SHARES else n
        if n_known < n:
            slots = {"known": n_known, "n": n, "name": reference.subject}
            yield Doubt(group.id, Text(_GAPS.nl.format(**slots), _GAPS.en.format(**slots)))


def _is_nowhere(count: SharedChallenge) -> bool:
    """Tell whether figures can show a challenge, and show it at no member."""
    return count.of_cluster > 0 and count.n_cluster == 0


def _is_often(count: SharedChallenge | None) -> bool:
    """Tell whether a cluster shares a challenge, or half of its members show it."""
    return count is not None and (
        count.is_shared or (count.n_cluster > 0 and count.n_cluster >= _HALF * count.of_cluster)
    )


def _in_words(sentence: Text, words: Text) -> Text:
    return Text(sentence.nl.format(words.nl), sentence.en.format(words.en))
