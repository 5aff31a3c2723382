"""Published texts written into a study, whose files are the source of a release."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deelgenoot.errors import BadStudy, DeelgenootError
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.editing.queries import (
    forerunners,
    is_taken_up,
    open_text,
    published_versions,
    text_digest,
    write_text,
)


class StudyFolderError(DeelgenootError):
    """A folder of a study that cannot be written in."""


class ChangedFilesError(DeelgenootError):
    """Files that somebody changed since the published text was begun."""

    def __init__(self, paths: Sequence[Path]) -> None:
        names = ", ".join(map(str, paths))
        super().__init__(
            f"Niet overschreven: {names}. Daar is iets gewijzigd sinds de gepubliceerde tekst werd "
            "begonnen. Geldt het bestand? Breng het uit; daarna begint een redacteur op de site "
            "met de tekst van de uitgave. Geldt de gepubliceerde tekst? Verwijder het bestand, en "
            "haal de teksten nog eens op."
        )


@dataclass(frozen=True)
class Pulled:
    """What became of the files of a study."""

    written_paths: tuple[Path, ...]
    changed_paths: tuple[Path, ...]
    """Those that hold another text than the published one goes on from; they stay as they are."""


def pull_texts(folder: Path | None = None) -> Pulled:
    """Write the newest published text of each perspective, unless its file was changed meanwhile.

    Without a folder they go into the study of the site. Raises StudyFolderError.
    """
    folder = folder or release().study.source / "perspectives"
    written_paths, changed_paths = [], []
    for row in published_versions():
        path, new = folder / f"{row.group}.toml", row.content.encode()
        try:
            old = _writings(path, row.group) if path.is_file() else []
            if new in old:
                continue
            digests = {text_digest(one) for one in old}
            # First what the text goes on from: a draft of after it was begun from the same release.
            if not digests or digests & forerunners(row):
                path.write_bytes(new)
                written_paths.append(path)
            elif not is_taken_up(digests, row):
                changed_paths.append(path)
        except OSError as error:
            msg = f"In {folder} kan niet worden geschreven: {error.strerror}."
            raise StudyFolderError(msg) from error
    return Pulled(tuple(written_paths), tuple(changed_paths))


def _writings(path: Path, group: str) -> list[bytes]:
    """Give a file as it is, and as this site writes what stands in it.

    Comments, blank lines and other ends of lines are of whoever typed the file.
    """
    raw = path.read_bytes()
    try:
        content = open_text(group, raw.decode("utf-8-sig")).content
    except (BadStudy, UnicodeDecodeError):
        return [raw]
    return [raw, write_text(group, content).encode()]
