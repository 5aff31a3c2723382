"""Pictures of an approach on a page, and what changed in them between two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from deelgenoot_web.exchange.comparing import TextPiece, cut_by_change
from deelgenoot_web.exchange.models import PlacedPicture, Practice, PracticeText, PracticeVersion
from deelgenoot_web.pictures.messages import NARROW


@dataclass(frozen=True)
class PictureOnPage:
    """A picture with its words and its two addresses; sizes in dots."""

    digest: str
    text: str
    caption: str
    wide: str
    narrow: str
    width: int
    height: int

    @property
    def narrow_width(self) -> int:
        """How wide the narrow picture is."""
        return round(self.width * min(1, NARROW / max(self.width, self.height)))

    @property
    def is_upright(self) -> bool:
        """Whether it is higher than wide."""
        return self.height > self.width


@dataclass(frozen=True)
class PictureChange:
    """A picture that came, went, or about which something else is said."""

    kind: Literal["new", "gone", "words"]
    picture: PictureOnPage
    text: tuple[TextPiece, ...] = ()
    caption: tuple[TextPiece, ...] = ()


def pictures_of(number: int, text: PracticeText) -> tuple[PictureOnPage, ...]:
    """List the pictures of a draft or a version of the approach with this number."""
    return tuple(_on_page(number, one) for one in PlacedPicture.read(text.pictures))


def picture_changes(old: PracticeVersion, new: PracticeVersion) -> Iterator[PictureChange]:
    """List what changed in the pictures between two versions: first what went."""
    before, after = (
        {one.digest: one for one in pictures_of(new.practice_id, version)} for version in (old, new)
    )
    for digest, picture in before.items():
        if digest not in after:
            yield PictureChange("gone", picture)
    for digest, picture in after.items():
        if digest not in before:
            yield PictureChange("new", picture)
        elif picture != before[digest]:
            was = before[digest]
            text = cut_by_change(was.text, picture.text)
            yield PictureChange("words", picture, text, cut_by_change(was.caption, picture.caption))


def picture_lines(practice: Practice) -> list[dict[str, str]]:
    """List each picture of an approach and its versions once: its address and its words."""
    texts = [*practice.versions.all(), practice]
    pictures = {one.digest: one for text in texts for one in pictures_of(practice.pk, text)}
    return [
        {"address": one.wide, "text": one.text, "caption": one.caption} for one in pictures.values()
    ]


def _on_page(number: int, picture: PlacedPicture) -> PictureOnPage:
    wide, narrow = (
        reverse("exchange:picture", args=[number, picture.digest, size])
        for size in ("wide", "narrow")
    )
    return PictureOnPage(
        digest=picture.digest,
        text=picture.text,
        caption=picture.caption,
        wide=wide,
        narrow=narrow,
        width=picture.width,
        height=picture.height,
    )
