"""What is there already that resembles a draft: advice for who writes, which blocks nothing."""

from dataclasses import dataclass

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.exchange import finding, queries
from deelgenoot_web.exchange.models import Practice, PracticeText
from deelgenoot_web.exchange.pages.cards import PracticeCard, practice_cards
from deelgenoot_web.exchange.spelling import likeness, words_of

MOST = 3
_COMPARED = 10
"""Of what the search finds: that needs one word in common, which resembles little."""
_WORDS_IN_COMMON = 2
_SAME = 0.4
"""From where on two words count as one: `woning` and `tussenwoning` do."""


@dataclass(frozen=True)
class SimilarPractices:
    """Public approaches beside a draft."""

    cards: tuple[PracticeCard, ...]
    is_alike: bool
    """They resemble it in words; else they are the newest of its opgave."""


def similar_practices(edition: Edition, draft: Practice) -> SimilarPractices:
    """Find what resembles a draft by its title and summary, or else is about its opgave."""
    found_numbers = finding.find_practices(_text(draft))
    numbers = [one for one in found_numbers if one != draft.pk][:_COMPARED]
    rows = queries.practices_by_number(numbers)
    in_order = (rows[one] for one in numbers if one in rows)
    alike = [one for one in in_order if one.current and _is_alike(draft, one.current)]
    if alike:
        return SimilarPractices(practice_cards(edition, alike[:MOST]), is_alike=True)
    of_challenge = queries.newest_about(draft.challenge, besides=draft.pk, most=MOST)
    return SimilarPractices(practice_cards(edition, of_challenge), is_alike=False)


def _is_alike(draft: PracticeText, other: PracticeText) -> bool:
    """Whether two words of a draft, or its only one, stand in what another text says it is."""
    own = set(words_of(_text(draft)[: finding.LONGEST]))
    others = set(words_of(_text(other)))
    n_shared = sum(any(likeness(word, one) >= _SAME for one in others) for word in own)
    return n_shared >= min(_WORDS_IN_COMMON, len(own))


def _text(text: PracticeText) -> str:
    return f"{text.title} {text.summary}"
