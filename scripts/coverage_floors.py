"""Reads what the tests covered and fails where a part of the code falls through its floor."""

import fnmatch
import json
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from slipcover import merge_coverage

Files = Mapping[str, Mapping[str, Any]]


def measure(folder: Path = Path("var/coverage")) -> Files:
    """Per file: which lines and branches there are, and which were run by any of the runs."""
    first, *others = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    for other in others:
        merge_coverage(first, other)
    files: Files = first["files"]
    return files


def share(files: Files, pattern: str) -> float | None:
    """The percentage of lines and branches run in the files that match; None where none does."""
    summaries = [file["summary"] for name, file in files.items() if fnmatch.fnmatch(name, pattern)]
    n_covered = sum(one["covered_lines"] + one["covered_branches"] for one in summaries)
    n_missed = sum(one["missing_lines"] + one["missing_branches"] for one in summaries)
    there = n_covered + n_missed
    return 100 * n_covered / there if there else None


def leaks(files: Files, pattern: str) -> Iterable[str]:
    """The files that match and have something uncovered, the worst first."""
    n_missed = {
        name: len(file["missing_lines"]) + len(file["missing_branches"])
        for name, file in files.items()
        if fnmatch.fnmatch(name, pattern)
    }
    worst = sorted(n_missed, key=lambda name: -n_missed[name])
    return [
        f"    {name}: {n_missed[name]} missed, lines {files[name]['missing_lines'][:12]}"
        for name in worst[:8]
        if n_missed[name]
    ]


def verdicts(files: Files, floors: Mapping[str, float]) -> tuple[list[str], bool]:
    """One line per floor, with the leaks below it, and whether all floors hold."""
    lines: list[str] = []
    holds = True
    for pattern, floor in floors.items():
        percentage = share(files, pattern)
        if percentage is None:
            lines.append(f"  {pattern} matches no file: mend it in pyproject.toml")
        else:
            lines.append(f"  {percentage:5.1f}% of {pattern} is covered; the floor is {floor}%")
        if percentage is None or percentage < floor:
            holds = False
            lines.extend(leaks(files, pattern))
    return lines, holds


def main() -> int:
    settings = tomllib.loads(Path("pyproject.toml").read_text())
    lines, holds = verdicts(measure(), settings["tool"]["deelgenoot"]["coverage_floors"])
    print("\n".join(lines))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
