"""Whether the data is whole: `python -m deelgenoot.sources.check`, a part of `make check`.

Every `meta.yml` keeps to the schema, every raw file is the locked one, and building anew gives the
very bytes that stand in the data package.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from deelgenoot.areas import BUNDLED
from deelgenoot.errors import BadData
from deelgenoot.sources.lock import RAW, check_lock
from deelgenoot.sources.meta import sources
from deelgenoot.sources.package import build


def check(folder: Path = BUNDLED, raw: Path = RAW) -> None:
    """Raise BadData at the first thing that is not as it should be."""
    for source in sources():
        check_lock(source.id, raw)
    with TemporaryDirectory() as again:
        build(Path(again), raw)
        compare(folder, Path(again))


def compare(folder: Path, again: Path) -> None:
    """Raise BadData unless two folders hold the same files with the same bytes."""
    names = {path.name for path in (*folder.iterdir(), *again.iterdir())}
    differ = [name for name in sorted(names) if _bytes(folder / name) != _bytes(again / name)]
    if differ:
        raise BadData(
            f"{folder}: building anew gives other bytes for {', '.join(differ)}; "
            "run `python -m deelgenoot.sources.package` and look at what changed"
        )


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def main() -> int:
    """Check from the command line; return 0 when all is well, 1 with the reason when not."""
    try:
        check()
    except BadData as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
