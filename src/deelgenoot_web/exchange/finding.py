"""Finds approaches and opgaven by words: compounds, other forms, typing errors and synonyms too.

Which words the question may mean is looked up in the list of all words; then the texts that
have them are read, and scored here, so that every database gives the same order
(docs/decisions/0133).
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from math import log
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from deelgenoot.decoding import read_toml
from deelgenoot_web.atlas.facts.subjects import SearchSubject, subjects
from deelgenoot_web.exchange.models import ChallengePosting, SearchPosting, SearchWord
from deelgenoot_web.exchange.spelling import likeness, parts_of, stem, words_of

LONGEST = 100
"""Signs of a question that are read."""
MOST_FOUND = 500
_MOST_WORDS = 8
_MOST_READ = 2000
"""Rows that are read of all words together; the most telling words come first."""
_MOST_OF_ONE = 700
_SCANNED = 200
"""Words of one beginning or end that are compared."""
_SYNONYM, _SUBJECT = 0.5, 0.3
"""How much a word of the lists answers for another, or an opgave; and a subject, which is wider."""
_SAME, _LEAST = 0.8, 0.3
_MOST_LONGER, _LEAST_OF_SAME = 2, 13
"""Letters: words of thirty that are the same may differ so much in length; of a word with fewer
than thirteen, one other letter leaves less than `_SAME`.
"""
_LEAST_OF_COMPOUND, _LEAST_OF_PART = 9, 4
"""Letters of a compound of which each part may have synonyms, and of such a part."""
_LAST_LETTERS = "z" * 9
Kind = Literal["practice", "challenge"]
"""An approach, or an opgave that a municipality added."""
_POSTINGS: dict[Kind, Any] = {"practice": SearchPosting, "challenge": ChallengePosting}
"""Where the words of each kind of text stand."""


Meaning = Mapping[int, int]
"""What a word of a question may mean: how much each row of a word answers it, in thousandths.

Whole numbers add up to the same in every order; rows have none.
"""


def find_practices(text: str) -> list[int]:
    """List the numbers of public approaches that answer a question, the best first."""
    return find_texts(text, "practice")[0]


def find_texts(text: str, *kinds: Kind) -> tuple[list[int], ...]:
    """List the numbers of public texts of each kind that answer a question, the best first."""
    words = list(dict.fromkeys(words_of(text[:LONGEST])))[:_MOST_WORDS]
    if not words:
        return tuple([] for _kind in kinds)
    meanings, sizes = _meanings(words)
    answers = []
    for kind in kinds:
        scores = _score(meanings, sizes, kind)
        in_order = sorted(scores, key=lambda number: (-scores[number], -number))
        answers.append(in_order[:MOST_FOUND])
    return tuple(answers)


def _meanings(words: list[str]) -> tuple[list[Meaning], dict[int, int]]:
    """Look up what each word may mean, and in how many approaches these words stand."""
    synonyms = {word: _synonyms(word) for word in words}
    parts = {word: {word, *parts_of(word), *synonyms[word]} for word in words}
    exact = _rows_of({"", *(one for others in parts.values() for one in others)})
    n_all = exact[""].n_texts if "" in exact else 1
    meanings: list[Meaning] = []
    sizes: dict[int, int] = {}
    for word in words:
        near = _near(word, is_known=word in exact)
        near |= {one: exact[one] for one in parts[word] if one in exact}
        alike = {one: max(likeness(word, one), synonyms[word].get(one, 0)) for one in near}
        alike = {one: value for one, value in alike.items() if value >= _LEAST}
        # What only resembles a word says no more than the word itself.
        n_same = sum(near[one].n_texts for one in alike if alike[one] >= _SAME)
        meanings.append(
            {
                near[one].pk: round(1000 * value * _rarity(max(near[one].n_texts, n_same), n_all))
                for one, value in alike.items()
            }
        )
        sizes |= {near[one].pk: near[one].n_texts for one in alike}
    return meanings, sizes


def _rarity(n_texts: int, n_all: int) -> float:
    """Say how telling a word is (the inverse document frequency of BM25)."""
    return log(1 + n_all / (n_texts + 0.5))


def _synonyms(word: str) -> dict[str, float]:
    """List what the lists of subjects and synonyms call the same, and the opgaven they name."""
    answers: dict[str, float] = {}
    for subject, stems in _subject_stems():
        if word.startswith(stems) or any(_is_same(word, one) for one in stems):
            answers |= {f"={one}": _SUBJECT for one in subject.challenges}
            answers |= dict.fromkeys(stems, _SYNONYM)
    lists = _word_stems()
    answers |= dict.fromkeys(lists.get(word, ()), _SYNONYM)
    parts = parts_of(word) if len(word) >= _LEAST_OF_COMPOUND else ()
    for part in (one for one in parts if len(one) >= _LEAST_OF_PART):
        # To no opgave: what stands inside a word is often another one, as `formatie` in
        # `transformatie`.
        same = (one for one in lists.get(part, ()) if one[0] != "=")
        answers |= dict.fromkeys(same, _SYNONYM)
    return answers


def _is_same(word: str, other: str) -> bool:
    n_letters, more = len(word), abs(len(word) - len(other))
    is_possible = n_letters >= _LEAST_OF_SAME and more <= _MOST_LONGER
    return is_possible and likeness(word, other) >= _SAME


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """The list of synonyms, and by opgave what else leads to it."""

    same: tuple[tuple[str, ...], ...]
    leads: dict[str, tuple[str, ...]]


@cache
def _word_stems() -> Mapping[str, set[str]]:
    """Give for each stem of the lists what it answers to: synonyms, and opgaven."""
    words = read_toml(Path(__file__).with_name("synonyms.toml"), Words)
    answers: dict[str, set[str]] = defaultdict(set)
    for group in words.same:
        stems = set(map(stem, group))
        for word in stems:
            answers[word] |= stems
    for challenge, others in words.leads.items():
        for word in others:
            answers[stem(word)].add(f"={challenge}")
    return answers


@cache
def _subject_stems() -> list[tuple[SearchSubject, tuple[str, ...]]]:
    """Give each subject with the stems of its single words."""
    return [
        (subject, tuple({one[0]: 0 for one in map(words_of, subject.words) if len(one) == 1}))
        for subject in subjects()
    ]


class WordRow(NamedTuple):
    """The row of a word, and in how many approaches it stands."""

    pk: int
    n_texts: int


def _rows_of(words: set[str]) -> dict[str, WordRow]:
    rows = _known_words().filter(word__in=words)
    return {word: WordRow(pk, n) for word, pk, n in rows}


def _near(word: str, *, is_known: bool) -> dict[str, WordRow]:
    """Find words that begin or end as this one does.

    An error stands in one half of a word; then the other half is right.
    """
    n_letters = min(5, len(word)) if is_known else max(3, len(word) // 2)
    head, tail = word[:n_letters], word[: -n_letters - 1 : -1]
    near: dict[str, WordRow] = {}
    for column, begins in (("word", head), ("backward", tail)):
        alike = {f"{column}__gte": begins, f"{column}__lte": begins + _LAST_LETTERS}
        # In the order of their index, so that no database reads and sorts more than it gives.
        rows = _known_words().filter(**alike).order_by(column)[:_SCANNED]
        near |= {word: WordRow(pk, n) for word, pk, n in rows}
    return near


def _known_words() -> Any:
    rows = SearchWord.objects.filter(n_texts__gt=0)
    return rows.values_list("word", "pk", "n_texts")


def _score(meanings: list[Meaning], sizes: Mapping[int, int], kind: Kind) -> dict[int, int]:
    """Score texts: each word of the question adds its meanings there, the best one twice.

    The others count for a compound, of which both parts may stand there as words.
    """
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, meaning in enumerate(meanings):
        for word, worth in meaning.items():
            places[word].append((at, worth))
    best: dict[tuple[int, int], int] = {}
    scores: dict[int, int] = defaultdict(int)
    for text, word, weight in _postings(kind, places, sizes):
        for at, worth in places[word]:
            value = worth * weight
            scores[text] += value
            if value > best.get((text, at), 0):
                best[text, at] = value
    for (text, _at), value in best.items():
        scores[text] += value
    return scores


def _postings(
    kind: Kind, places: Mapping[int, list[tuple[int, int]]], sizes: Mapping[int, int]
) -> list[tuple[int, int, int]]:
    """Read where the words stand, as (text, word, weight), the most telling words first."""
    rows = _POSTINGS[kind].objects.values_list(kind, "word_id", "weight")
    if kind == "challenge":
        return list(rows.filter(word__in=list(places)))  # opgaven are short, and bounded in number
    rare, heaviest, left = [], [], _MOST_READ
    telling = {word: max(worth for _at, worth in where) for word, where in places.items()}
    for pk in sorted(telling, key=lambda pk: (-telling[pk], sizes[pk], pk)):
        n = min(sizes[pk], _MOST_OF_ONE)
        if n > left:
            continue
        left -= n
        if n < sizes[pk]:
            heaviest += list(rows.filter(word=pk).order_by("-weight", "-practice")[:n])
        else:
            rare.append(pk)
    return [*heaviest, *rows.filter(word__in=rare)]
