"""Words of texts and of questions, and how alike two words are: pure, without rows."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_EVERYWHERE = """
aan al als bij dan dat de deze die dit door een en er geen had heb hebben heeft het hij hoe
hun ik in is je kan kunnen maar me met mij na naar niet nog of om ook op over te tot u uit
uw van veel voor waar was wat we wel werd wie wij wordt worden zich zij zijn zo zonder zou
a an and are as at by for from how in is it of on or the to we what who with our
"""
_STOP_WORDS = frozenset(_EVERYWHERE.split())
LONGEST = 30
"""Letters of a word that are read."""
_SHORTEST_STEM = 3
_ENDING = re.compile(r"(?:ing(?:en)?|t?jes?|en|es?|(?<![aeiouj])s)$")
"""Usual endings; an s after a vowel is of the word itself: `huis`, `prijs`."""
_TWICE = re.compile(r"(.)\1")
_LAST = {"v": "f", "z": "s"}
_PART = 3
"""Letters of the shortest word that is looked for as a part of a compound."""
_SHARED = 5
"""Letters that two words share at least, to be alike where neither is a part of the other."""
_COMPOUND, _ALIKE = 0.75, 0.9


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Reduce a word to what its Dutch forms share: `huizen` and `huis`, `sloop` and `slopen`.

    Without case, accents, a usual ending and doubled letters. It need not be a word.
    """
    plain = unicodedata.normalize("NFKD", word).casefold()
    letters = "".join(letter for letter in plain if letter.isalnum())[:LONGEST]
    short = _ENDING.sub("", letters, count=1)
    letters = _TWICE.sub(r"\1", short if len(short) >= _SHORTEST_STEM else letters)
    return letters[:-1] + _LAST.get(letters[-1:], letters[-1:])


def words_of(text: str) -> list[str]:
    """List the stems of a text in their order, without words that every text has."""
    words = (word for word in _WORD.findall(text.casefold()) if word not in _STOP_WORDS)
    return [stem(word) for word in words if len(word) > 1]


def parts_of(word: str) -> set[str]:
    """List what a compound may begin or end with: `buurtbus` has `buurt`, `bus`, and no words."""
    cuts = range(_PART, len(word) - _PART + 1)
    return {stem(word[:at]) for at in cuts} | {stem(word[at:]) for at in cuts}


def likeness(query: str, word: str) -> float:
    """Say how much a stem answers that of a question: 1 for the same, 0 for another.

    A part of a compound counts by its share of the letters. So do words that begin and end alike,
    where an error was typed in between, or one part of a compound differs.
    """
    if query == word:
        return 1.0
    short, long = (query, word) if len(query) <= len(word) else (word, query)
    if len(short) < _PART:
        return 0.0
    if long.startswith(short) or long.endswith(short):
        return _COMPOUND * float((len(short) / len(long)) ** 0.5)
    head = n_shared(short, long)
    same = head + min(n_shared(short[::-1], long[::-1]), len(short) - head)
    is_alike = same >= _SHARED or (len(long) >= _SHARED and len(long) - same == 1)
    return _ALIKE * float((same / len(long)) ** 1.5) if is_alike else 0.0


def n_shared(first: str, second: str) -> int:
    """Count the letters with which two words begin alike."""
    for n, (letter, its) in enumerate(zip(first, second, strict=False)):
        if letter != its:
            return n
    return min(len(first), len(second))
