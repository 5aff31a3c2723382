"""What the machine wrote down about each source: size and hash of its part of `data/raw`."""

import hashlib
from pathlib import Path
from typing import Any

import yaml

from deelgenoot.errors import BadData
from deelgenoot.sources.meta import HERE

ROOT = HERE.parents[2]
RAW = ROOT / "data" / "raw"


def sha256(path: Path) -> str:
    """Hash the bytes of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def state(source: str, raw: Path = RAW) -> dict[str, Any]:
    """Take size and hash of every raw file of a source."""
    files = sorted(path for path in (raw / source).iterdir() if path.is_file())
    return {path.name: {"bytes": path.stat().st_size, "sha256": sha256(path)} for path in files}


def write_lock(source: str, raw: Path = RAW, locks: Path = HERE) -> None:
    """Write `lock.yml`; the same raw bytes give the same lock."""
    head = "# Written by deelgenoot.sources.extract; do not edit.\n"
    body: str = yaml.safe_dump({"files": state(source, raw)}, sort_keys=True)
    (locks / source).mkdir(parents=True, exist_ok=True)
    (locks / source / "lock.yml").write_text(head + body, encoding="utf-8")


def check_lock(source: str, raw: Path = RAW, locks: Path = HERE) -> None:
    """Raise BadData unless the raw files of a source are the locked ones."""
    path = locks / source / "lock.yml"
    if not path.exists():
        raise BadData(f"{source}: there is no lock.yml; run deelgenoot.sources.extract")
    lock: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["files"]
    now = state(source, raw)
    differ = sorted(name for name in {*lock, *now} if lock.get(name) != now.get(name))
    if differ:
        raise BadData(f"{source}: these raw files are not the locked ones: {', '.join(differ)}")
