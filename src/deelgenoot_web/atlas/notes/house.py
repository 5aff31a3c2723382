"""Whose notes these are: name, logo, colour, cover and colophon, from a file that settings name."""

import re
from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings

from deelgenoot.decoding import read_toml
from deelgenoot.errors import DeelgenootError
from deelgenoot.words import Text

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CHANNELS = (0.2126, 0.7152, 0.0722)
_WHITE, _INK = "#ffffff", "#101b2e"
_LEAST_CONTRAST = 4.5
_DARK = 0.04045
"""Up to this sRGB value a channel is linear (WCAG 2)."""


class BadHouseError(DeelgenootError):
    """A file about the house of notes that cannot be used: names it and the entry."""


class NotesHouse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who publishes the notes; what is empty is as in the notes of the site itself."""

    name: str = "deelgenoot"
    colour: str = ""
    """The ground of covers, as `#00568b`; empty for that of the cluster."""
    logo: str = ""
    """An SVG for the head of a cover; in the file the name of one beside it."""
    cover: str = ""
    """An SVG in place of the map on a cover; in the file the name of one beside it."""
    colophon: Text | None = None

    @property
    def words_colour(self) -> str:
        """The colour of words on the ground of a cover: white, or ink where white is too faint."""
        return _WHITE if _contrast(_WHITE, self.colour) >= _LEAST_CONTRAST else _INK


def notes_house() -> NotesHouse:
    """Read whose notes these are, once. Raises BadHouseError."""
    path: Path | None = settings.NOTES_HOUSE
    return NotesHouse() if path is None else read_house(path)


@cache
def read_house(path: Path) -> NotesHouse:
    """Read a file about a house, with the pictures beside it. Raises BadHouseError."""
    try:
        house = read_toml(path, NotesHouse)
        logo, cover = (_svg(path, name) for name in (house.logo, house.cover))
    except (OSError, ValueError) as error:
        msg = f"{path.name} is niet bruikbaar: {error}."
        raise BadHouseError(msg) from error
    if house.colour and not _COLOUR.fullmatch(house.colour):
        msg = f"{path.name}: colour is '{house.colour}'; schrijf een kleur als #00568b."
        raise BadHouseError(msg)
    return msgspec.structs.replace(house, logo=logo, cover=cover)


def _svg(path: Path, name: str) -> str:
    """Read a picture beside the file. Raises ValueError for what is no SVG."""
    if not name:
        return ""
    svg = (path.parent / name).read_text(encoding="utf-8")
    if "<svg" not in svg:
        msg = f"{name} is geen SVG"
        raise ValueError(msg)
    return svg


def _contrast(front: str, back: str) -> float:
    """Compute the contrast of two colours by WCAG 2."""
    lighter, darker = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (c / 12.92 if c <= _DARK else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip(_CHANNELS, linear, strict=True))
