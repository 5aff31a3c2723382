"""Published texts written into a study, whose files are the source of a release."""

from pathlib import Path

from deelgenoot.errors import DeelgenootError
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.editing.queries import published_texts


class StudyFolderError(DeelgenootError):
    """A folder of a study that cannot be written in."""


def pull_texts(folder: Path | None = None) -> list[Path]:
    """Write the newest published text of each perspective; give the files that changed.

    Without a folder they go into the study of the site. Raises StudyFolderError.
    """
    folder = folder or release().study.source / "perspectives"
    paths = []
    for group, content in published_texts().items():
        path = folder / f"{group}.toml"
        text = content.encode()
        try:
            if not path.is_file() or path.read_bytes() != text:
                path.write_bytes(text)
                paths.append(path)
        except OSError as error:
            msg = f"In {folder} kan niet worden geschreven: {error.strerror}."
            raise StudyFolderError(msg) from error
    return paths
