"""The file that holds drawn charts: a zip of small texts, the same bytes for the same content."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(target: Path, files: Mapping[str, bytes]) -> None:
    """Write all files in order of name; a reader sees the old archive or the new, never a half."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".part")
    with zipfile.ZipFile(half, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, compresslevel=9)
    half.replace(target)
