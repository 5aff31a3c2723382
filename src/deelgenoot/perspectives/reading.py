"""Reading the perspectives of a study; what cannot be used is said with its file and line."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from textwrap import shorten

from deelgenoot.catalog import Catalog
from deelgenoot.errors import BadStudy
from deelgenoot.perspectives.model import (
    GENERAL,
    Block,
    Claim,
    Claims,
    FollowedFigures,
    Lever,
    Perspective,
    Tested,
    texts_of,
)
from deelgenoot.perspectives.references import IN_TEXT, ClaimTest, read_reference, read_test
from deelgenoot.perspectives.resolving import GroupFigures
from deelgenoot.study import Study
from deelgenoot.toml import convert_table, table, text_of
from deelgenoot.typology.published import Typology
from deelgenoot.words import Text

_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LANGUAGES = ("nl", "en")
_LONGEST_QUOTE = 60
_MISSING = {
    "nl": Text("de Nederlandse tekst ontbreekt{}.", "the Dutch text is missing{}."),
    "en": Text("de Engelse tekst ontbreekt{}.", "the English text is missing{}."),
}
_WANTED = {
    "ontwikkelingen": (3, Text("ontwikkelingen", "developments")),
    "valkuilen": (3, Text("valkuilen", "pitfalls")),
    "vragen": (4, Text("vragen", "questions")),
    "volg": (5, Text("volgcijfers", "figures to follow")),
}
_THEME, _OPGAVE = Text("thema", "theme"), Text("opgave", "challenge")
_INDICATOR = Text("kenmerk", "indicator")
_NEEDS_TEST = Text(
    "een bewering uit onze cijfers heeft een toets nodig.",
    "a claim from our figures needs a test.",
)
_OPEN_BRACES = Text(
    "een verwijzing begint met {{ en eindigt met }}: een van beide ontbreekt.",
    "a reference begins with {{ and ends with }}: one of them is missing.",
)
_OTHER_FIGURES = Text(
    "de Nederlandse en de Engelse tekst noemen niet dezelfde cijfers.",
    "the Dutch and the English text do not name the same figures.",
)
_NO_CLUSTER = Text(
    "deze tekst gaat over geen cluster: schrijf 'selectie'.",
    "this text is about no cluster: write 'selectie'.",
)
_Found = tuple[str, Text]
"""A fragment of the file, empty for the head of its block, and what is wrong."""


@dataclass(frozen=True)
class GroupPerspective:
    """A perspective with the figures of the municipalities that it is about."""

    id: str
    """The archetype of the cluster, or `GENERAL`."""
    content: Perspective
    figures: GroupFigures

    def denied_tests(self, part: Tested) -> tuple[ClaimTest, ...]:
        """List the tests of a claim that the figures do not show."""
        tests = (read_test(line) for line in part.test)
        return tuple(test for test in tests if not self.figures.holds(test))


@dataclass(frozen=True)
class TextProblem:
    """What cannot be used: a fragment of the file, what is wrong with it, and in which block."""

    fragment: str
    sentence: Text
    block: Block


def read_perspectives(study: Study, typology: Typology) -> Mapping[str, GroupPerspective]:
    """Read the perspectives of a study, by id; none where the study has no such folder.

    Raises BadStudy with every file and line that cannot be used.
    """
    problems: list[str] = []
    perspectives: dict[str, GroupPerspective] = {}
    for path in sorted((study.source / "perspectives").glob("*.toml")):
        text = text_of(path)
        try:
            group = open_perspective(path.stem, text, study, typology)
        except BadStudy as error:
            problems.append(str(error))
            continue
        problems += [_place_problem(path, text, one) for one in find_problems(group, study)]
        perspectives[group.id] = group
    if problems:
        raise BadStudy("\n".join(problems))
    return perspectives


def open_perspective(name: str, text: str, study: Study, typology: Typology) -> GroupPerspective:
    """Read the text of one file, `name` without its ending. Raises BadStudy where it has no sense.

    Its references and tests may still be wrong: `find_problems` names these.
    """
    file_name = f"{name}.toml"
    content = convert_table(file_name, table(file_name, text), Perspective)
    return give_figures(name, content, study, typology)


def give_figures(
    name: str, content: Perspective, study: Study, typology: Typology
) -> GroupPerspective:
    """Put a perspective beside the figures of its municipalities. Raises BadStudy for no group."""
    members = {cluster.archetype: cluster.members for cluster in typology.clusters}
    members[GENERAL] = study.selection
    if name not in members:
        msg = f"{name}.toml: a perspective is named after one of {', '.join(members)}."
        raise BadStudy(msg)
    figures = GroupFigures(study.catalog, members[name], study.selection)
    return GroupPerspective(name, content, figures)


def _place_problem(path: Path, text: str, problem: TextProblem) -> str:
    """Say in which line of a file a fragment stands first, and what is wrong with it."""
    at = text.find(problem.fragment)
    place = f", line {text.count(chr(10), 0, at) + 1}" if at >= 0 else ""
    return f"{path.parent.name}/{path.name}{place}: {problem.sentence.en}"


def find_problems(group: GroupPerspective, study: Study) -> Iterator[TextProblem]:
    """Give what cannot be used, in the order of the file."""
    for name, block in group.content.named_blocks:
        head = f'theme = "{block.theme}"' if isinstance(block, Lever) else f"[{name}]"
        for fragment, sentence in (
            *_block_problems(block, group, study),
            *_wrong_number(name, block),
        ):
            yield TextProblem(fragment or head, sentence, block)


def _block_problems(block: Block, group: GroupPerspective, study: Study) -> Iterator[_Found]:
    for text in texts_of(block):
        yield from _text_problems(text, group)
    parts = block.claim if isinstance(block, Claims) else (block,)
    for part in parts:
        if isinstance(part, Tested):
            yield from _test_problems(part, group)
        if isinstance(part, Claim) and block.origin == "cijfers" and not part.test:
            yield part.text.nl, _NEEDS_TEST
    yield from _unknown_names(block, study)


def _wrong_number(name: str, block: Block) -> Iterator[_Found]:
    """Say that a block has more or fewer entries than a page has room for."""
    if name not in _WANTED:
        return
    n = len(block.claim if isinstance(block, Claims) else getattr(block, "item", ()))
    n_wanted, words = _WANTED[name]
    if n != n_wanted:
        yield (
            "",
            Text(
                f"hier horen {n_wanted} {words.nl} te staan; het zijn er {n}.",
                f"there should be {n_wanted} {words.en} here; there are {n}.",
            ),
        )


def _text_problems(text: Text, group: GroupPerspective) -> Iterator[_Found]:
    references: dict[str, list[str]] = {}
    for language in _LANGUAGES:
        words = text.in_language(language)
        references[language] = sorted(" ".join(one.split()) for one in IN_TEXT.findall(words))
        yield from _word_problems(words, group, language)
    if missing := [one for one in _LANGUAGES if not text.in_language(one).strip()]:
        yield from (_missing_text(text, language) for language in missing)
    elif references["nl"] != references["en"]:
        yield text.en, _OTHER_FIGURES


def _word_problems(words: str, group: GroupPerspective, language: str) -> Iterator[_Found]:
    """Give what is wrong in one language."""
    for inside in IN_TEXT.findall(words):
        if sentence := _reference_problem(inside, group, language):
            yield inside, sentence
    prose = IN_TEXT.sub("", words)
    if "{{" in prose or "}}" in prose:
        yield words, _OPEN_BRACES
    for number in _NUMBER.findall(prose):
        if not _YEAR.fullmatch(number) and number not in _numbers(group.figures.catalog, language):
            yield words, _typed_number(number)


def _missing_text(text: Text, language: str) -> _Found:
    """Say that a language is empty, where the text stands in the other one."""
    other = text.en if language == "nl" else text.nl
    quote = shorten(other, _LONGEST_QUOTE, placeholder=" …").rstrip(".")
    sentence, of = _MISSING[language], (f" van '{quote}'", f" of '{quote}'") if quote else ("", "")
    return other if quote else "", Text(sentence.nl.format(of[0]), sentence.en.format(of[1]))


def _typed_number(number: str) -> Text:
    return Text(
        f"{number} is met de hand getypt: schrijf het als verwijzing.",
        f"{number} is typed by hand: write it as a reference.",
    )


def _reference_problem(inside: str, group: GroupPerspective, language: str) -> Text | None:
    """Say what is wrong with what stands between the braces; None where it can be read."""
    try:
        reference = read_reference(inside)
        group.figures.resolve(reference, language)
    except BadStudy as error:
        return _both(error)
    if group.id == GENERAL and " cluster" in inside:
        return _NO_CLUSTER
    return None


def _test_problems(part: Tested, group: GroupPerspective) -> Iterator[_Found]:
    for line in part.test:
        try:
            group.figures.holds(read_test(line))
        except BadStudy as error:
            yield line, _both(error)


def _both(error: BadStudy) -> Text:
    return Text(error.message_in("nl"), error.message_in("en"))


def _unknown_names(block: Block, study: Study) -> Iterator[_Found]:
    for name, names, what in _used_names(block, study):
        if name not in names:
            yield (
                f'"{name}"',
                Text(
                    f"'{name}' is geen {what.nl} van deze studie.",
                    f"'{name}' is no {what.en} of this study.",
                ),
            )


def _used_names(block: Block, study: Study) -> Iterator[tuple[str, Collection[str], Text]]:
    """Give each name that a block uses, which there are, and what they name."""
    match block:
        case Lever():
            yield block.theme, {theme.id for theme in study.catalog.themes}, _THEME
            yield from ((one, study.challenge, _OPGAVE) for one in block.opgaven)
        case FollowedFigures():
            for item in block.item:
                yield item.indicator, study.catalog.indicators, _INDICATOR
        case Claims():
            for claim in block.claim:
                yield from ((one, study.catalog.indicators, _INDICATOR) for one in claim.chart)
        case _:
            pass


@lru_cache(maxsize=4)
def _numbers(catalog: Catalog, language: str) -> frozenset[str]:
    """Collect the numbers that belong to what is measured: `1.000 inwoners`, `65 jaar`."""
    texts = [(one.label, one.description) for one in catalog.indicators.values()]
    every = " ".join(text.in_language(language) for pair in texts for text in pair)
    return frozenset(_NUMBER.findall(every))
