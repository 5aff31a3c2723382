"""Pictures of approaches: their bytes once, and where each stands with which words."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

from django.db import models


@dataclass(frozen=True)
class PlacedPicture:
    """A picture in a draft or a version: which one, and what is said of it."""

    digest: str
    width: int
    """Dots of the wide picture; the page keeps room for it."""
    height: int
    text: str = ""
    """What can be seen, for who does not see it. A draft may lack it, a version may not."""
    caption: str = ""

    @classmethod
    def read(cls, column: Iterable[dict[str, Any]]) -> tuple[Self, ...]:
        """Read the pictures of a draft or a version."""
        return tuple(cls(**one) for one in column)

    @staticmethod
    def write(pictures: Iterable["PlacedPicture"]) -> list[dict[str, Any]]:
        """Write pictures as a draft or a version holds them."""
        return [asdict(one) for one in pictures]


class PracticePicture(models.Model):
    """A picture of an approach as WebP, for a page and for a phone. Nothing in it changes.

    The draft and the versions name it by its digest; it goes with the last that does.
    """

    practice = models.ForeignKey(
        "Practice", on_delete=models.CASCADE, related_name="stored_pictures"
    )
    digest = models.CharField(max_length=64)
    """SHA-256 of `wide`, in hexadecimal digits."""
    wide = models.BinaryField()
    narrow = models.BinaryField()
    size = models.PositiveIntegerField()
    """Bytes of both."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "digest"], name="picture_once"),
        ]

    def __str__(self) -> str:
        return self.digest
