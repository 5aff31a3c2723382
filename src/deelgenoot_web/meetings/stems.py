"""Count words with the same Dutch stem as one term."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from types import MappingProxyType
from typing import Any

# Letters, digits, and what holds a word together.
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# The algorithm leaves “opgave” as it is and makes “opgaaf” of its plural: these steps bring such
# pairs together. What changes its vowel in the plural (stad, steden) no rule finds.
_LONG_VOWEL = re.compile(r"([aeou])\1")
_LAST = str.maketrans("vz", "fs")
_IRREGULAR = re.compile(r"steed$")
# The stemmer keeps the word it is at in itself, and pages are made by several threads.
_one_at_a_time = Lock()


@lru_cache(maxsize=4096)
def stem(term: str) -> str:
    """Return what the forms of a term share: “Betaalbare woningen” and “betaalbare woning”.

    Each word of the term is stemmed apart (Kraaij and Pohlmann 1994, as in Snowball); empty for a
    text without a letter or digit.
    """
    words = _WORD.findall(term.casefold())
    with _one_at_a_time:
        stems = _stemmer().stemWords(words)
    return " ".join(_fold_spelling(word) for word in stems)


def count_terms(
    answers: Iterable[Sequence[str]],
    left_out: frozenset[str] = frozenset(),
    merges: Mapping[str, str] = MappingProxyType({}),
) -> list[tuple[str, int]]:
    """List (term, how many people wrote it), most first, then by the alphabet.

    One person counts once per term. A term has the form that people wrote most, the first in the
    alphabet among equals. Terms whose stem is in `left_out` are not listed; one whose stem is in
    `merges` counts as the term of the stem there, and gives it no form while that has its own.
    """
    people: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sources: dict[str, str] = {}
    for answer in answers:
        own = {stem(word): " ".join(word.split()) for word in answer}
        for key, form in own.items():
            forms[key][form] += 1
        targets = {key: merges.get(key, key) for key in own if key and key not in left_out}
        people.update(set(targets.values()) - left_out)
        sources.update({into: key for key, into in targets.items()})
    terms = [
        (_most_written(forms.get(key) or forms[sources[key]]), count)
        for key, count in people.items()
    ]
    return sorted(terms, key=lambda one: (-one[1], one[0].casefold()))


def _fold_spelling(word: str) -> str:
    short = _LONG_VOWEL.sub(r"\1", _IRREGULAR.sub("stad", word)).removesuffix("e")
    return short[:-1] + short[-1:].translate(_LAST)


def _most_written(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form.casefold(), form))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    # Thirty languages are read along, a tenth of what starting the server takes.
    import snowballstemmer  # noqa: PLC0415 - slow, and only a word cloud needs it

    return snowballstemmer.stemmer("dutch")
