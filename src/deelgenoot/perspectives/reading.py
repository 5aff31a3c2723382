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


def read_perspectives(study: Study, typology: Typology) -> Mapping[str, GroupPerspective]:
    """Read the perspectives of a study, by id; none where the study has no such folder.

    Raises BadStudy with every file and line that cannot be used.
    """
    problems: list[str] = []
    perspectives: dict[str, GroupPerspective] = {}
    for path in sorted((study.source / "perspectives").glob("*.toml")):
        text = text_of(path)
        try:
            group = _group(path, text, study, typology)
        except BadStudy as error:
            problems.append(str(error))
            continue
        problems += [_place_problem(path, text, *one) for one in _problems(group, study)]
        perspectives[group.id] = group
    if problems:
        raise BadStudy("\n".join(problems))
    return perspectives


def _group(path: Path, text: str, study: Study, typology: Typology) -> GroupPerspective:
    members = {cluster.archetype: cluster.members for cluster in typology.clusters}
    members[GENERAL] = study.selection
    if path.stem not in members:
        msg = f"{path.name}: a perspective is named after one of {', '.join(members)}."
        raise BadStudy(msg)
    content = convert_table(path.name, table(path.name, text), Perspective)
    figures = GroupFigures(study.catalog, members[path.stem], study.selection)
    return GroupPerspective(path.stem, content, figures)


def _place_problem(path: Path, text: str, fragment: str, problem: str) -> str:
    """Say in which line of a file a fragment stands first, and what is wrong with it."""
    at = text.find(fragment)
    place = f", line {text.count(chr(10), 0, at) + 1}" if at >= 0 else ""
    return f"{path.parent.name}/{path.name}{place}: {problem}"


def _problems(group: GroupPerspective, study: Study) -> Iterator[tuple[str, str]]:
    """Give what cannot be used: a fragment of the file, and what is wrong with it."""
    content = group.content
    for text in texts_of(content):
        yield from _text_problems(text, group)
    for part in content.tested_parts:
        yield from _test_problems(part, group)
    for block in content.blocks:
        for claim in block.claim:
            if block.origin == "cijfers" and not claim.test:
                yield claim.text.nl, "a claim from our figures needs a test."
    yield from _unknown_names(content, study)


def _text_problems(text: Text, group: GroupPerspective) -> Iterator[tuple[str, str]]:
    references: dict[str, list[str]] = {}
    for language in _LANGUAGES:
        words = text.in_language(language)
        references[language] = sorted(" ".join(one.split()) for one in IN_TEXT.findall(words))
        for inside in IN_TEXT.findall(words):
            if problem := _reference_problem(inside, group, language):
                yield inside, problem
        prose = IN_TEXT.sub("", words)
        for number in _NUMBER.findall(prose):
            if not _YEAR.fullmatch(number) and number not in _numbers(
                group.figures.catalog, language
            ):
                yield words, f"{number} is typed by hand: write it as a reference."
    if references["nl"] != references["en"]:
        yield text.en, "the Dutch and the English text do not name the same figures."


def _reference_problem(inside: str, group: GroupPerspective, language: str) -> str:
    """Say what is wrong with what stands between the braces; nothing where it can be read."""
    try:
        reference = read_reference(inside)
        group.figures.resolve(reference, language)
    except BadStudy as error:
        return str(error)
    if group.id == GENERAL and " cluster" in inside:
        return "this text is about no cluster: write 'selectie'."
    return ""


def _test_problems(part: Tested, group: GroupPerspective) -> Iterator[tuple[str, str]]:
    for line in part.test:
        try:
            group.figures.holds(read_test(line))
        except BadStudy as error:
            yield line, str(error)


def _unknown_names(content: Perspective, study: Study) -> Iterator[tuple[str, str]]:
    themes = {theme.id for theme in study.catalog.themes}
    uses = [(lever.theme, themes, "theme") for lever in content.thema]
    uses += [(o, set(study.challenge), "opgave") for lever in content.thema for o in lever.opgaven]
    indicators = [one.indicator for one in content.volg.item]
    indicators += [chart for claim in content.claims for chart in claim.chart]
    uses += [(one, set(study.catalog.indicators), "indicator") for one in indicators]
    for name, names, what in uses:
        if name not in names:
            yield f'"{name}"', f"'{name}' is no {what} of this study."


@lru_cache(maxsize=4)
def _numbers(catalog: Catalog, language: str) -> frozenset[str]:
    """Collect the numbers that belong to what is measured: `1.000 inwoners`, `65 jaar`."""
    texts = [(one.label, one.description) for one in catalog.indicators.values()]
    every = " ".join(text.in_language(language) for pair in texts for text in pair)
    return frozenset(_NUMBER.findall(every))
