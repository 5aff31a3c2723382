"""The checks themselves: floors of coverage, what hooks forbid, what is said without a browser."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from coverage_floors import share, verdicts

from tests.conftest import NO_CHROMIUM, NO_POSTGRES, left_out

ROOT = Path(__file__).resolve().parents[1]


def measure_lines(missing_lines: list[int], missing_branches: list[list[int]]) -> Mapping[str, Any]:
    """A file of ten lines and ten branches of which some were not run."""
    return {
        "missing_lines": missing_lines,
        "missing_branches": missing_branches,
        "summary": {
            "covered_lines": 10 - len(missing_lines),
            "missing_lines": len(missing_lines),
            "covered_branches": 10 - len(missing_branches),
            "missing_branches": len(missing_branches),
        },
    }


FILES = {
    "src/a/one.py": measure_lines([], []),
    "src/a/two.py": measure_lines([7, 8], [[1, 2], [3, 4]]),
}


def test_a_share_counts_lines_and_branches_of_all_files_together() -> None:
    assert share(FILES, "src/a/*") == pytest.approx(100 * 36 / 40)
    assert share(FILES, "src/a/one.py") == 100
    assert share(FILES, "src/b/*") is None


def test_a_floor_that_holds_is_said_in_one_line() -> None:
    lines = ["   90.0% of src/a/* is covered; the floor is 90%"]
    assert verdicts(FILES, {"src/a/*": 90}) == (lines, True)


def test_a_floor_under_nothing_does_not_hold() -> None:
    lines = ["  src/b/* matches no file: mend it in pyproject.toml"]
    assert verdicts(FILES, {"src/b/*": 100}) == (lines, False)


def test_a_broken_floor_names_the_files_and_their_lines() -> None:
    lines, holds = verdicts(FILES, {"src/a/*": 91})
    assert not holds
    assert lines[1:] == ["    src/a/two.py: 4 missed, lines [7, 8]"]


def hook(name: str) -> Mapping[str, Any]:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks: list[dict[str, Any]] = [one for repo in config["repos"] for one in repo["hooks"]]
    return next(one for one in hooks if one["id"] == name)


@pytest.mark.parametrize(
    ("name", "line", "is_forbidden"),
    [
        ("places", "see /ho" + "me/ann/x", True),
        ("places", "cd /tm" + "p/x", True),
        ("places", "https://py" + "pi.org/simple", True),
        ("places", "files.python" + "hosted.org", True),
        ("places", "the address /en/home/", False),
        ("places", "https://example.org/work/", False),
        ("conflicts", "<<<" + "<<<< HEAD", True),
        ("conflicts", "a line" + " ", True),
        ("conflicts", "a line", False),
    ],
)
def test_a_hook_forbids_what_it_says(name: str, line: str, is_forbidden: bool) -> None:
    assert bool(re.search(hook(name)["entry"], line)) == is_forbidden


def test_hooks_run_only_what_is_in_the_environment() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    ours = [one for one in config["repos"][0]["hooks"] if one["language"] == "system"]
    places = (".venv/bin/", "sh scripts/node.sh node_modules/")
    assert [one["id"] for one in ours if not one["entry"].startswith(places)] == []


def report(name: str, reason: str) -> pytest.TestReport:
    where = ("tests/x.py", 1, f"Skipped: {reason}")
    return pytest.TestReport(name, ("x.py", 1, name), {}, "skipped", where, "setup")


def test_only_tests_without_a_browser_are_said_to_be_left_out() -> None:
    reports = [report("b", NO_CHROMIUM), report("other", "no figures"), report("a", NO_CHROMIUM)]
    assert left_out(reports) == ["a", "b"]
    assert left_out([*reports, report("c", NO_POSTGRES)], NO_POSTGRES) == ["c"]
