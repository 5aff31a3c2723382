"""Reports words that the word list rules out, in every text that visitors read.

`python scripts/check_words.py`: the last table of `docs/use/woordenlijst.md` says which words those
are. A `*` stands for any ending; a phrase of the last column is passed over. Addresses are no text.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
GLOSSARY = ROOT / "docs/use/woordenlijst.md"
HEADING = "## Words we do not use"
_SOURCE = "src"
_LANGUAGES = ("nl", "en")
_PLACE = re.compile(r"%\(\w+\)[sd]|\{[^}]*\}|<[^>]*>|\S*/\S*")
"""What stands in a text without being a word of it."""
_BILINGUAL = dict.fromkeys(
    ("BadChoice", "BadData", "BadStudy", "DeelgenootError", "MissingExtra"), ("en", "nl")
) | {"Text": ("nl", "en")}
"""Calls that say something in two languages, and in which order."""
_ADDRESS = re.compile(r"[^\s/]*/\S*")


@dataclass(frozen=True)
class Phrase:
    """A text that visitors read, in one language, and where it stands."""

    path: Path
    line: int
    language: str
    words: str


@dataclass(frozen=True)
class Rule:
    """Words of one language that we do not use, what we write instead, and where they may stand."""

    language: str
    bad: re.Pattern[str]
    instead: str
    exceptions: re.Pattern[str] | None


def read_rules(glossary: str) -> list[Rule]:
    """Read the table of words that we do not use.

    Its columns: the Dutch word, Dutch words to avoid, the English word, English words to avoid, and
    phrases in which those may stand. Raises ValueError for a row with other columns.
    """
    _, _, section = glossary.partition(HEADING)
    rows = [line.strip().strip("|").split("|") for line in section.splitlines() if line[:1] == "|"]
    rules = []
    for row in rows[2:]:
        dutch, not_dutch, english, not_english, exception_words = (cell.strip() for cell in row)
        exceptions = _pattern(exception_words) if exception_words else None
        for language, word, bad in (("nl", dutch, not_dutch), ("en", english, not_english)):
            if bad:
                rules.append(Rule(language, _pattern(bad), word, exceptions))
    return rules


def _pattern(words: str) -> re.Pattern[str]:
    """Match any of these words, with commas between, whole and in any case."""
    each = (re.escape(word.strip()).replace(r"\*", r"\w*") for word in words.split(","))
    return re.compile(rf"\b(?:{'|'.join(each)})\b", re.IGNORECASE)


def bad_words(phrase: Phrase, rules: Iterable[Rule]) -> Iterator[str]:
    """Give a line for each word of a phrase that a rule excludes."""
    text = _PLACE.sub(" ", phrase.words)
    for rule in rules:
        if rule.language != phrase.language:
            continue
        left = rule.exceptions.sub(" ", text) if rule.exceptions else text
        for word in sorted({match.lower() for match in rule.bad.findall(left)}):
            where = f"{phrase.path}:{phrase.line}"
            yield f"{where}: '{word}' is not a word of ours; write: {rule.instead}"


def catalog_phrases(path: Path) -> Iterator[Phrase]:
    """Give the Dutch and the English of a catalog, but for parts of addresses."""
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    for message in messages:
        for language, strings in (("nl", message.id), ("en", message.string)):
            for string in (strings,) if isinstance(strings, str) else strings or ():
                if not _ADDRESS.fullmatch(string):
                    yield Phrase(path, message.lineno or 0, language, string)


def code_phrases(path: Path) -> Iterator[Phrase]:
    """Give what code says in two languages: `Text("Dutch", "English")`, errors the other way."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[first, second]) if name in _BILINGUAL:
                for language, argument in zip(_BILINGUAL[name], (first, second), strict=True):
                    yield Phrase(path, argument.lineno, language, _words_of(argument))


def _words_of(node: ast.expr) -> str:
    """Join the constant parts of a string, and nothing of the values within it."""
    parts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return "".join(part for part in parts if isinstance(part, str))


def file_phrases(path: Path) -> Iterator[Phrase]:
    """Give the texts of a TOML or YAML file: each string under a key `nl` or `en`."""
    raw = path.read_text(encoding="utf-8")
    tree = tomllib.loads(raw) if path.suffix == ".toml" else yaml.safe_load(raw)
    for language, words in _strings(tree):
        start = raw.find(words.strip().partition("\n")[0][:40])
        yield Phrase(path, raw.count("\n", 0, max(start, 0)) + 1, language, words)


def _strings(tree: Any) -> Iterator[tuple[str, str]]:
    """Give every string under a key that is a language, with that language."""
    if isinstance(tree, list):
        for item in tree:
            yield from _strings(item)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            texts = value if isinstance(value, list) else [value]
            if key in _LANGUAGES and all(isinstance(text, str) for text in texts):
                yield from ((key, text) for text in texts)
            else:
                yield from _strings(value)


def page_phrases(path: Path) -> Iterator[Phrase]:
    """Give the lines of a page of text in one language, such as `werkstad.nl.md`."""
    language = path.suffixes[-2].removeprefix(".")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        yield Phrase(path, number, language, line)


KINDS = {
    "**/locale/en/LC_MESSAGES/*.po": catalog_phrases,
    "**/*.py": code_phrases,
    "**/*.toml": file_phrases,
    "**/*.yml": file_phrases,
    "**/*.[en][nl].md": page_phrases,
}


def phrases(folder: Path) -> Iterator[Phrase]:
    """Give every text that visitors read, of all files under a folder."""
    for pattern, read in KINDS.items():
        for path in sorted(folder.glob(pattern)):
            yield from read(path)


def main() -> int:
    rules = read_rules(GLOSSARY.read_text(encoding="utf-8"))
    every = list(phrases(ROOT / _SOURCE))
    lines = [line for phrase in every for line in bad_words(phrase, rules)]
    print("\n".join(lines).replace(f"{ROOT}/", "") or f"{len(every)} texts keep to the word list")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
