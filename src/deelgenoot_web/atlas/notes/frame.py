"""What every note has around its chapters: words of the template, colours, marks, running text."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from deelgenoot.charts.shapes import shape
from deelgenoot.perspectives.references import split_text
from deelgenoot.perspectives.resolving import GroupFigures
from deelgenoot.words import Text
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.notes.content import (
    AnyBlock,
    Bullets,
    Chapter,
    Note,
    Pair,
    Part,
    Run,
    Running,
)
from deelgenoot_web.atlas.notes.house import NotesHouse, notes_house
from deelgenoot_web.atlas.notes.paint import cover_colours, mix, palette
from deelgenoot_web.atlas.wording import origin_words

_HALF = 10
_ROOM = 12.5
_DEEPER = 0.62
"""How much of a light colour is left in a heading."""


def frame_note(
    edition: Edition, *, about: str, letter: str, title: str = "", **inside: Any
) -> Note:
    """Put what every note has around what is `inside` this one (fields of `Note`).

    The publisher of `notes_house` gives name, logo, cover and, on notes with a cover, a colophon.
    `about` is what stands at the head of its pages; `letter` that of a cluster, or empty.
    """
    house = notes_house()
    note = Note(
        **{
            "template": "note.typ",
            "language": edition.language,
            "title": title or _("Startnotitie: %(name)s") % {"name": about},
            "running": about,
            "foot": _foot(edition),
            "letter": letter,
            "colours": colours(letter),
            "shapes": shapes(edition),
            "words": template_words(),
            "publisher": house.name,
            "logo": house.logo,
            **inside,
        }
    )
    return _with_house(edition, note, house)


def _with_house(edition: Edition, note: Note, house: NotesHouse) -> Note:
    """Put the cover and the colophon of the publisher in a note that has a cover."""
    if note.cover is None:
        return note
    cover = msgspec.structs.replace(note.cover, map_svg=house.cover or note.cover.map_svg)
    chapters = note.chapters
    if house.colophon:
        part = Part((paragraph(edition.words(house.colophon)),))
        chapters = (*chapters, Chapter(_("Colofon"), "", (part,)))
    return msgspec.structs.replace(note, cover=cover, chapters=chapters)


def _foot(edition: Edition) -> str:
    """Say at the foot of every page up to which year the figures go."""
    years = [y for i in edition.catalog.indicators for y in edition.catalog.series(i).years]
    slots = {"publisher": notes_house().name, "year": max(years)}
    return _("%(publisher)s · cijfers tot en met %(year)s") % slots


def figures_part(*blocks: AnyBlock, **more: Any) -> Part:
    """Set blocks that come from our own figures; `more` are other fields of `Part`."""
    return Part(blocks, origin=origin_words("cijfers"), **more)


def runs(edition: Edition, figures: GroupFigures, text: Text) -> tuple[Run, ...]:
    """Fill in the figures of a text of a perspective; each is bold."""
    return tuple(
        Run(part)
        if isinstance(part, str)
        else Run(figures.resolve(part, edition.language).text, True)
        for part in split_text(edition.words(text))
    )


def first_sentence(words: str) -> str:
    """Take the first sentence; the point within a number ends none."""
    return words.partition(". ")[0].removesuffix(".") + "."


def paragraph(text: str, *, is_quiet: bool = False) -> Running:
    """Set words without figures as a paragraph."""
    return Running((Run(text),), is_quiet)


def bullets(*items: str) -> Bullets:
    """List what there is to say; empty sentences are left out."""
    return Bullets(tuple(item for item in items if item))


def in_pairs(blocks: Sequence[AnyBlock]) -> tuple[Pair, ...]:
    """Set blocks two by two beside each other."""
    return tuple(
        Pair(tuple(blocks[at : at + 1]), tuple(blocks[at + 1 : at + 2]))
        for at in range(0, len(blocks), 2)
    )


def colours(letter: str) -> dict[str, str]:
    """Give the template its colours by name: those of the site, and of the cluster it is about."""
    cover = cover_colours(letter)
    own = palette()[f"cluster-{letter}"] if letter else palette()["action"]
    # Where the letter in a mark is white, words in that colour can be read on white.
    is_dark = cover["words"] == palette()["ground"]
    return {
        **{name: palette()[name] for name in ("ground", "ink", "quiet", "panel", "border")},
        **{name: one for name, one in palette().items() if name.startswith("cluster-")},
        "own": own,
        # A light colour of a cluster is too faint for words.
        "heading": own if is_dark else mix(own, palette()["ink"], _DEEPER),
        "cover": cover["ground"],
        "on-cover": cover["words"],
        "cover-quiet": mix(cover["words"], cover["ground"], 0.35),
    }


def shapes(edition: Edition) -> dict[str, str]:
    """Draw the mark of each cluster."""
    return {c.letter: _mark(c.letter) for c in edition.typology.clusters}


def template_words() -> dict[str, str]:
    """Say what the template itself says."""
    return {
        "contents": _("Inhoud"),
        "note": _("Startnotitie"),
        "brief": _("Voor de wethouder"),
    }


def _mark(letter: str) -> str:
    element = shape(letter).svg_element(_HALF)
    size = 2 * _ROOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
        f'viewBox="{-_ROOM} {-_ROOM} {size} {size}" fill="{palette()[f"cluster-{letter}"]}">'
        f"{element}</svg>"
    )
