"""Words of texts, for the search (docs/decisions/0133)."""

from typing import ClassVar

from django.db import models

from deelgenoot_web.exchange.models.conversation import MunicipalChallenge
from deelgenoot_web.exchange.models.practices import Practice


class SearchWord(models.Model):
    """A folded word of public texts; the word "" stands for all of them."""

    word = models.CharField(max_length=64, unique=True)
    """An opgave is a word too: `=` and its id."""
    backward = models.CharField(max_length=64, db_index=True)
    """The same from its last letter on, to find what ends alike."""
    n_texts = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.word


class SearchPosting(models.Model):
    """A word in an approach, and how much it says there (1 to 100)."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="postings", db_index=False
    )
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, db_index=False)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "word"], name="posting_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["word", "-weight", "-practice"], name="posting_heaviest"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.word_id}"


class ChallengePosting(models.Model):
    """A word in an opgave that a municipality added, and how much it says there (1 to 100)."""

    challenge = models.ForeignKey(
        MunicipalChallenge, on_delete=models.CASCADE, related_name="postings", db_index=False
    )
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, db_index=False)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "word"], name="challenge_posting_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["word", "-weight", "-challenge"], name="challenge_heaviest"),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.word_id}"
