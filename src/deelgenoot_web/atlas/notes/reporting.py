"""Notes written into a folder, for who wants them all."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from deelgenoot.errors import DeelgenootError
from deelgenoot.words import Language
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.notes.press import compose, find_notes, n_pages
from deelgenoot_web.atlas.notes.printing import LONGEST_OF_A_SET, Printer


class FolderError(DeelgenootError):
    """A folder that cannot be written in."""


def write_notes(
    names: Sequence[str], folder: Path, language: Language
) -> Iterator[tuple[Path, int]]:
    """Write notes by name, or all of them, and give each path with its number of pages.

    Raises UnknownNoteError and FolderError before the first is made, PrintingError at any.
    """
    notes = find_notes(release(), names, language)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"In {folder} kan niet worden geschreven: {error.strerror}."
        raise FolderError(msg) from error
    with Printer(LONGEST_OF_A_SET) as printer:
        for name in notes:
            pdf = printer.print(compose(name))
            path = folder / name.file
            path.write_bytes(pdf)
            yield path, n_pages(pdf)
