"""Reports names that tell a stranger nothing, class names used twice and unclear commit subjects.

`python scripts/check_names.py [PATH ...]`: without paths, all rooms but those in `NOT_YET`. A bare
participle (`made`, `_said`) does not say what it holds; `written_label` and `is_hidden` do.
"""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOTS = ("src", "scripts", "benchmarks", "tests")
NOT_YET = ("tests/web", "tests/browser")
"""Tests whose names are still to be mended."""

PARTICIPLE = re.compile(
    "([a-z]+ed|been|begun|bought|broken|brought|built|caught|chosen|done|drawn|driven|fallen|found"
    "|given|gone|got|grown|heard|held|hidden|kept|known|laid|led|left|lost|lying|made|meant|met|put"
    "|overtaken|paid|said|seen|sent|shown|sold|spelt|spoken|taken|taught|thought|told|undone|went"
    "|won|written)"
)
ALLOWED = frozenset(
    (
        *("bed", "deed", "feed", "need", "seed", "speed"),  # nouns
        "left",  # a side
        "seen",  # what a page showed when its button was pressed (meetings/edits.py)
        "expected",  # by chance, or by a test
        "fitted",  # scikit-learn's word
    )
)
PUBLISHED = {
    "Agreement": "matched",
    "Assessment": "redrawn",
    "Base": "selected",
    "Curve": "chosen",
    "FigureSpread": "selected",
    "Member": "filled",
    "OtherYear": "used",
    "PullFacts": "anchored",
    "Shift": "needed",
    "Typology": "pulled",
    "Variant": "changed",
    "YearPosition": "merged",
}
"""Fields of files and of JSON that others read: their names are the format."""
SUBJECT = re.compile(r"[a-z_./-]+: [a-z].*")
MOST_SIGNS = 72


def is_bare(name: str) -> bool:
    """Whether a name is a participle without a noun, or the word `one`."""
    word = name.strip("_")
    return word == "one" or (word not in ALLOWED and PARTICIPLE.fullmatch(word) is not None)


def bindings(node: ast.AST, owner: str = "") -> Iterator[tuple[int, str, str]]:
    """Line, owner and name of all that is bound in a tree, but in comprehensions and lambdas."""
    for child in ast.iter_child_nodes(node):
        inside = owner
        if isinstance(child, ast.comprehension | ast.Lambda):
            continue
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{owner}.{child.name}".strip(".")
        match child:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield child.lineno, owner, name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield child.lineno, owner, name
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                yield child.lineno, owner, name
            case ast.ExceptHandler(name=str(name)) | ast.alias(asname=str(name)):
                yield child.lineno, owner, name
        yield from bindings(child, inside)


def bad_names(path: Path) -> Iterator[str]:
    """A line for each name of a file that says nothing."""
    for line, owner, name in bindings(ast.parse(path.read_text(encoding="utf-8"))):
        if is_bare(name) and PUBLISHED.get(owner) != name:
            yield f"{path}:{line}: {owner or 'module'}: `{name}` does not say what it is"


def classes(node: ast.AST, owner: str = "") -> Iterator[str]:
    """The classes of a module, each with the class that holds it; Django names two itself."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef) and child.name not in {"Meta", "Migration"}:
            name = f"{owner}.{child.name}".strip(".")
            yield name
            yield from classes(child, name)


def double_classes(paths: Iterable[Path]) -> Iterator[str]:
    """A line for each class name that stands in two places."""
    places = defaultdict(list)
    for path in paths:
        for name in classes(ast.parse(path.read_text(encoding="utf-8"))):
            places[name].append(str(path))
    for name, where in sorted(places.items()):
        if len(where) > 1:
            yield f"class {name} stands in {' and in '.join(where)}"


def bad_subjects(subjects: Iterable[str]) -> Iterator[str]:
    """A line for each subject that is not `area: verb and object`, or that is too long."""
    for subject in subjects:
        if not SUBJECT.fullmatch(subject) or len(subject) > MOST_SIGNS:
            yield f"commit '{subject}': write 'area: verb and object', {MOST_SIGNS} signs at most"


def git_lines(*arguments: str) -> list[str]:
    """What git answers, by line; nothing outside a clone."""
    answer = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return answer.stdout.splitlines()


def new_subjects() -> list[str]:
    """The subjects of the commits since this script; a shallow clone judges those that it has."""
    since = git_lines("log", "--diff-filter=A", "--format=%H", "--", "scripts/check_names.py")
    return git_lines("log", "--no-merges", "--format=%s", f"{since[-1]}..HEAD") if since else []


def python_files(roots: Iterable[str | Path]) -> list[Path]:
    """The Python files among these paths and below them."""
    paths = (path for root in map(Path, roots) for path in (root, *root.rglob("*.py")))
    return sorted({path for path in paths if path.suffix == ".py"})


def main(arguments: list[str]) -> int:
    everything = python_files(ROOTS)
    in_order = (path for path in everything if not str(path).startswith(NOT_YET))
    paths = python_files(arguments) or list(in_order)
    lines = [line for path in paths for line in bad_names(path)]
    lines += [*double_classes(everything), *bad_subjects(new_subjects())]
    print("\n".join(lines) or f"{len(paths)} files: every name says what it is")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
