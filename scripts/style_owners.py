"""Checks that a name in CSS belongs to one style sheet: `python scripts/style_owners.py`.

A sheet defines each class that stands alone in a selector (`.split > p`). Two sheets never define
the same class, and a selector of several classes names at least one that no other sheet defines.
On paper any sheet may hide what any other shows, and the library's classes belong to nobody.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1] / "src"
_ASIDE = re.compile(r'/\*.*?\*/|"[^"]*"', re.DOTALL)
_CLASS = re.compile(r"\.(?!utrecht-)([A-Za-z_][\w-]*)")
_ON_PAPER = re.compile(r"@media print\b")


def selectors(text: str) -> Iterator[str]:
    """Every selector of a style sheet that holds on screens."""
    around: list[str] = []
    for words, end in re.findall(r"([^{};]*)([{};])", _ASIDE.sub("", text)):
        if end == "{":
            around.append(words.strip())
            if not words.strip().startswith("@") and not any(map(_ON_PAPER.match, around)):
                yield from (one.strip() for one in re.split(r",(?![^(]*\))", words))
        elif end == "}":
            around.pop()


def collisions(sheets: dict[str, str]) -> list[str]:
    """What is wrong, in a sentence each; `sheets` gives the text by name."""
    rules = {
        (sheet, selector, frozenset(_CLASS.findall(selector)))
        for sheet, text in sheets.items()
        for selector in selectors(text)
    }
    owners: dict[str, set[str]] = defaultdict(set)
    for sheet, _, classes in rules:
        if len(classes) == 1:
            owners[min(classes)].add(sheet)
    double = [
        f".{name} is defined in {' and '.join(sorted(of))}"
        for name, of in owners.items()
        if len(of) > 1
    ]
    foreign = [
        f"{sheet}: {selector} names only classes of other sheets"
        for sheet, selector, classes in rules
        if len(classes) > 1 and all(owners[name] - {sheet} for name in classes)
    ]
    return sorted(double + foreign)


def main() -> None:
    doubles = collisions(
        {
            str(path.relative_to(SOURCES)): path.read_text(encoding="utf-8")
            for path in SOURCES.glob("**/*.css")
            if "static" not in path.parts and path.name != "og.css"
        }
    )
    sys.exit("\n".join(doubles) or None)


if __name__ == "__main__":
    main()
