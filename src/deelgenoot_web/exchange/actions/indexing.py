"""Actions that keep the words of public texts, for the search (docs/decisions/0133)."""

from collections import Counter
from datetime import datetime
from functools import cache
from typing import Any
from zlib import crc32

from django.db import transaction
from django.db.models import F

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.exchange.challenges import find_challenge
from deelgenoot_web.exchange.models import (
    MunicipalChallenge,
    Practice,
    PracticeVersion,
    SearchWord,
)
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.exchange.rules import is_public
from deelgenoot_web.exchange.spelling import words_of

ALL = ""
"""The word that every text has."""
_EDITION = 1
"""Changes with these rules, so that what was indexed by others is done again."""
_AT_ONCE = 100
"""How many texts of a kind one round of the due work indexes."""
_FIELDS = {
    6.0: ("title",),
    3.0: ("summary",),
    1.0: ("success", "setback", "story", "partners", "lesson", "figures"),
}
"""How much a word says in which parts."""
_OF_PLACE, _OF_CHALLENGE = 6.0, 2.0
_OF_TITLE, _OF_EXPLANATION = 6.0, 1.0
_ORDINARY_LENGTH = 150
"""Words of an approach, without those that every text has; longer ones say less with each."""
_SATURATION = 3.0
_HEAVIEST = 100


@cache
def index_edition() -> int:
    """Give the number of the rules, and of the words of the release, by which is indexed."""
    titles = (f"{one.id} {one.title.nl} {one.title.en}" for one in release().study.challenges)
    return crc32(f"{_EDITION} {' '.join(titles)}".encode())


@transaction.atomic
def index(text: Practice | MunicipalChallenge) -> None:
    """Make a public text findable by its present version, and any other by nothing."""
    weights = _weigh(text) if is_public(text) else {}
    _forget(text)
    if weights:
        numbers = _learn(weights)
        postings: Any = text.postings
        postings.bulk_create(
            postings.model(**{postings.field.name: text}, word_id=numbers[word], weight=weight)
            for word, weight in weights.items()
        )
        SearchWord.objects.filter(pk__in=numbers.values()).update(n_texts=F("n_texts") + 1)
    edition = index_edition() if weights else 0
    type(text).objects.filter(pk=text.pk).update(index_edition=edition)


def _weigh(text: Practice | MunicipalChallenge) -> dict[str, int]:
    if isinstance(text, MunicipalChallenge):
        return weigh_challenge(text)
    return weigh_words(text, text.current) if text.current else {}


def weigh_words(practice: Practice, version: PracticeVersion) -> dict[str, int]:
    """Give the words of a version with how much each says, 1 to 100, after BM25.

    Where BM25 compares with the mean length of all texts, this uses a fixed one, so that an
    approach weighs the same whatever others are there.
    """
    counts: Counter[str] = Counter()
    for factor, names in _FIELDS.items():
        for name in names:
            _count(counts, getattr(version, name), factor)
    _count(counts, practice.example_name or municipality_name(practice.gm_code), _OF_PLACE)
    length = sum(counts.values())
    if challenge := find_challenge(version.challenge):
        titles = dict.fromkeys((challenge.title.nl, challenge.title.en))
        _count(counts, " ".join(titles), _OF_CHALLENGE)
    return {ALL: 1, f"={version.challenge}": _HEAVIEST, **_saturate(counts, length)}


def weigh_challenge(challenge: MunicipalChallenge) -> dict[str, int]:
    """Give the words of an opgave that a municipality added with how much each says."""
    counts: Counter[str] = Counter()
    _count(counts, challenge.title, _OF_TITLE)
    _count(counts, challenge.explanation, _OF_EXPLANATION)
    place = challenge.example_name or municipality_name(challenge.gm_code)
    _count(counts, place, _OF_PLACE)
    return {ALL: 1, **_saturate(counts, sum(counts.values()))}


def _saturate(counts: Counter[str], length: float) -> dict[str, int]:
    """Turn counts into weights: each further time a word says less, the more so in a long text."""
    slack = _SATURATION * (0.5 + 0.5 * length / _ORDINARY_LENGTH)
    return {word: round(_HEAVIEST * n / (n + slack)) for word, n in counts.items()}


def index_due(now: datetime) -> None:
    """Index some of the public texts that were indexed by other rules, or not at all."""
    practices = Practice.objects.select_related("current")
    for rows in (practices, MunicipalChallenge.objects.all()):
        public = rows.filter(standing=Practice.Standing.PUBLIC)
        for text in public.exclude(index_edition=index_edition())[:_AT_ONCE]:
            index(text)


def _count(counts: Counter[str], text: str, factor: float) -> None:
    for word in words_of(text):
        counts[word] += factor  # type: ignore[assignment]  # a weighted count


def _learn(words: dict[str, int]) -> dict[str, int]:
    """Give the rows of words, which are there from now on.

    Locked in one order, so that two who publish at once wait for each other instead of for ever.
    """
    SearchWord.objects.bulk_create(
        (SearchWord(word=word, backward=word[::-1]) for word in sorted(words)),
        ignore_conflicts=True,
    )
    rows = SearchWord.objects.select_for_update().order_by("word").filter(word__in=words)
    return dict(rows.values_list("word", "pk"))


def _forget(text: Practice | MunicipalChallenge) -> None:
    rows: Any = text.postings.all()
    words = SearchWord.objects.filter(pk__in=rows.values("word"))
    numbers = list(words.select_for_update().order_by("word").values_list("pk", flat=True))
    SearchWord.objects.filter(pk__in=numbers).update(n_texts=F("n_texts") - 1)
    rows.delete()
