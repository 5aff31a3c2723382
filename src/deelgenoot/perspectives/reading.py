"""Reading the perspectives of a study; what cannot be used is said with its file and line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from deelgenoot.catalog import Catalog
from deelgenoot.errors import BadStudy
from deelgenoot.perspectives.model import GENERAL, Perspective, Tested, texts_of
from deelgenoot.perspectives.references import IN_TEXT, ClaimTest, read_reference, read_test
from deelgenoot.perspectives.resolving import GroupFigures
from deelgenoot.study import Study
from deelgenoot.toml import convert_table, table, text_of
from deelgenoot.typology.published import Typology
from deelgenoot.words import Text

_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LANGUAGES = ("nl", "en")
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
    """What cannot be used: a fragment of the file, and what is wrong with it."""

    fragment: str
    sentence: Text


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
    content = group.content
    for text in texts_of(content):
        yield from _text_problems(text, group)
    for part in content.tested_parts:
        yield from _test_problems(part, group)
    for block in content.blocks:
        for claim in block.claim:
            if block.origin == "cijfers" and not claim.test:
                yield TextProblem(claim.text.nl, _NEEDS_TEST)
    yield from _unknown_names(content, study)


def _text_problems(text: Text, group: GroupPerspective) -> Iterator[TextProblem]:
    references: dict[str, list[str]] = {}
    for language in _LANGUAGES:
        words = text.in_language(language)
        references[language] = sorted(" ".join(one.split()) for one in IN_TEXT.findall(words))
        for inside in IN_TEXT.findall(words):
            if sentence := _reference_problem(inside, group, language):
                yield TextProblem(inside, sentence)
        prose = IN_TEXT.sub("", words)
        if "{{" in prose or "}}" in prose:
            yield TextProblem(words, _OPEN_BRACES)
        for number in _NUMBER.findall(prose):
            if not _YEAR.fullmatch(number) and number not in _numbers(
                group.figures.catalog, language
            ):
                yield TextProblem(words, _typed_number(number))
    if references["nl"] != references["en"]:
        yield TextProblem(text.en, _OTHER_FIGURES)


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


def _test_problems(part: Tested, group: GroupPerspective) -> Iterator[TextProblem]:
    for line in part.test:
        try:
            group.figures.holds(read_test(line))
        except BadStudy as error:
            yield TextProblem(line, _both(error))


def _both(error: BadStudy) -> Text:
    return Text(error.message_in("nl"), error.message_in("en"))


def _unknown_names(content: Perspective, study: Study) -> Iterator[TextProblem]:
    themes = {theme.id for theme in study.catalog.themes}
    uses = [(lever.theme, themes, _THEME) for lever in content.thema]
    uses += [(o, set(study.challenge), _OPGAVE) for lever in content.thema for o in lever.opgaven]
    indicators = [one.indicator for one in content.volg.item]
    indicators += [chart for claim in content.claims for chart in claim.chart]
    uses += [(one, set(study.catalog.indicators), _INDICATOR) for one in indicators]
    for name, names, what in uses:
        if name not in names:
            yield TextProblem(
                f'"{name}"',
                Text(
                    f"'{name}' is geen {what.nl} van deze studie.",
                    f"'{name}' is no {what.en} of this study.",
                ),
            )


@lru_cache(maxsize=4)
def _numbers(catalog: Catalog, language: str) -> frozenset[str]:
    """Collect the numbers that belong to what is measured: `1.000 inwoners`, `65 jaar`."""
    texts = [(one.label, one.description) for one in catalog.indicators.values()]
    every = " ".join(text.in_language(language) for pair in texts for text in pair)
    return frozenset(_NUMBER.findall(every))
