"""The notes and pictures that there are, by name; made when asked for, kept for the next."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from deelgenoot.areas import Area
from deelgenoot.errors import DeelgenootError, UnknownArea
from deelgenoot.words import Language
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.atlas.notes.alderman import alderman_note
from deelgenoot_web.atlas.notes.cluster import cluster_note
from deelgenoot_web.atlas.notes.content import Note, PrintedPicture
from deelgenoot_web.atlas.notes.municipality import municipality_note
from deelgenoot_web.atlas.notes.pictures import PictureName, compose_picture
from deelgenoot_web.atlas.notes.printing import BusyPressError, Press, PrintingError
from deelgenoot_web.atlas.notes.study import study_note

Kind = Literal["cluster", "municipality", "alderman", "study"]

_PAGE = b"/Type/Page/"
_STEMS = {"nl": ("startnotitie", "wethouder"), "en": ("starting-note", "alderman")}


class UnknownNoteError(DeelgenootError):
    """A note that there is not: an unknown name, or a municipality outside the selection."""


@dataclass(frozen=True)
class NoteName:
    """Which note: its kind, its language, and the archetype or slug it is about."""

    kind: Kind
    language: Language
    about: str = ""

    @property
    def file(self) -> str:
        """The name of its file: `startnotitie-landgraaf.pdf`."""
        note, brief = _STEMS[self.language]
        return (
            "-".join(filter(None, (brief if self.kind == "alderman" else note, self.about)))
            + ".pdf"
        )


def every_note(of: Release, language: Language) -> Iterator[NoteName]:
    """Name every note of a release in one language."""
    yield NoteName("study", language)
    for cluster in of.typology.clusters:
        yield NoteName("cluster", language, cluster.archetype)
    for code in of.study.selection:
        yield from municipality_notes(of.catalog.areas[code].slug, language)


def municipality_notes(slug: str, language: Language) -> tuple[NoteName, NoteName]:
    """Name both notes of a municipality."""
    return NoteName("municipality", language, slug), NoteName("alderman", language, slug)


def find_notes(of: Release, names: Sequence[str], language: Language) -> list[NoteName]:
    """Find the notes that people name: a cluster, a municipality by any of its names, the study.

    Without names it is every note. Raises UnknownNoteError for a name that is none of these.
    """
    if not names:
        return list(every_note(of, language))
    return [note for name in names for note in _notes_by(of, name, language)]


def _notes_by(of: Release, name: str, language: Language) -> tuple[NoteName, ...]:
    if name in ("studie", "study"):
        return (NoteName("study", language),)
    if name in of.typology.archetypes:
        return (NoteName("cluster", language, name),)
    try:
        areas = of.catalog.areas.resolve(name).areas
    except UnknownArea as error:
        raise _unknown_note(name) from error
    if any(area.code not in of.study.selection for area in areas):
        raise _unknown_note(name)
    return tuple(note for area in areas for note in municipality_notes(area.slug, language))


def _unknown_note(about: str) -> UnknownNoteError:
    return UnknownNoteError(
        f"There is no note about '{about}': name a cluster, or a municipality of one.",
        f"Er is geen notitie over '{about}': noem een cluster, of een gemeente die bij een "
        "cluster hoort.",
    )


def compose(name: NoteName, study: str = "middelgroot") -> Note:
    """Put a note together. Raises UnknownNoteError."""
    edition = Edition(release(study), name.language)
    match name.kind:
        case "study":
            return edition.make(study_note)
        case "cluster":
            if name.about not in edition.typology.archetypes:
                raise _unknown_note(name.about)
            return edition.make(cluster_note, name.about)
        case "municipality":
            return edition.make(municipality_note, _member_area(edition, name.about))
        case "alderman":
            return edition.make(alderman_note, _member_area(edition, name.about))


def _member_area(edition: Edition, slug: str) -> Area:
    try:
        area = edition.catalog.areas.by_slug(slug)
    except KeyError as error:
        raise _unknown_note(slug) from error
    if area.code not in edition.study.selection:
        raise _unknown_note(slug)
    return area


def n_pages(pdf: bytes) -> int:
    """Count the pages of a note that was set here; typst writes each as an object in the open."""
    return pdf.count(_PAGE)


def compose_file(name: NoteName | PictureName) -> Note | PrintedPicture:
    """Put a note or a picture together. Raises UnknownNoteError, and KeyError for a picture."""
    return compose(name) if isinstance(name, NoteName) else compose_picture(name)


PRESS = Press(compose_file)
"""The one of this server."""


def notes_ahead(
    press: Press[NoteName | PictureName] = PRESS,
) -> Iterator[tuple[NoteName, bytes]]:
    """Print the notes of the study: they take two seconds each, all others less than one."""
    languages: tuple[Language, ...] = ("nl", "en")
    for language in languages:
        name = NoteName("study", language)
        # Who asks for one of them hears what is wrong.
        with suppress(BusyPressError, PrintingError):
            yield name, press.give(name)
