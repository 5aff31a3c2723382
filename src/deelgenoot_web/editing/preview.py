"""A block as its readers will see it: figures as chips, what is wrong, tests that fail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from deelgenoot.errors import BadStudy
from deelgenoot.perspectives.model import Claims, Lever, texts_of
from deelgenoot.perspectives.reading import GroupPerspective, TextProblem, find_problems
from deelgenoot.perspectives.references import IN_TEXT, read_reference, read_test
from deelgenoot.perspectives.wording import claim_words
from deelgenoot.words import Text
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.editing.blocks import block_of


@dataclass(frozen=True)
class PreviewPart:
    """A piece of a text: words, or a figure with its reference."""

    words: str
    reference: str = ""
    """What stands between the braces; empty for words."""
    when: str = ""
    problem: str = ""
    """Why there is no figure; empty where there is one."""


@dataclass(frozen=True)
class PreviewText:
    """One text in one language."""

    language: str
    parts: tuple[PreviewPart, ...]


@dataclass(frozen=True)
class PreviewTest:
    """One test in words; `holds` is None where a figure is missing or the test is no test."""

    sentence: str
    holds: bool | None
    problem: str = ""


@dataclass(frozen=True)
class BlockPreview:
    """Everything a writer sees of a block."""

    texts: tuple[PreviewText, ...]
    tests: tuple[PreviewTest, ...]
    problems: tuple[str, ...]
    """What of it cannot be used, each once."""

    @property
    def n_denied(self) -> int:
        """The number of tests that the figures deny."""
        return sum(test.holds is False for test in self.tests)


def preview_block(
    edition: Edition,
    group: GroupPerspective,
    key: str,
    problems: Iterable[TextProblem] | None = None,
) -> BlockPreview:
    """Show one block in both languages, whatever is wrong with it.

    `problems` are those of the whole text; without them they are looked for here.
    """
    block = block_of(group.content, key)
    all_problems = find_problems(group, edition.study) if problems is None else problems
    texts = [text for text in _texts_in_order(block) if text.nl or text.en]
    return BlockPreview(
        texts=tuple(_text(group, text, one) for text in texts for one in ("nl", "en")),
        tests=tuple(_tests(edition, group, block)),
        problems=tuple(
            dict.fromkeys(edition.words(one.sentence) for one in all_problems if one.block is block)
        ),
    )


def _texts_in_order(block: Any) -> Iterator[Text]:
    """Give the texts of a block as a page has them: a heading before its claim."""
    if not isinstance(block, Claims):
        yield from texts_of(block)
        return
    yield from texts_of(block.title)
    for claim in block.claim:
        yield from texts_of(claim.title)
        yield claim.text


def _tested_parts(block: Any) -> tuple[Any, ...]:
    if isinstance(block, Claims):
        return block.claim
    return (block,) if isinstance(block, Lever) else ()


def _text(group: GroupPerspective, text: Text, language: str) -> PreviewText:
    pieces = IN_TEXT.split(text.in_language(language))
    parts = (
        _figure(group, piece, language) if at % 2 else PreviewPart(piece)
        for at, piece in enumerate(pieces)
    )
    return PreviewText(language, tuple(part for part in parts if part.words))


def _figure(group: GroupPerspective, inside: str, language: str) -> PreviewPart:
    reference = " ".join(inside.replace("|", " · ").split())
    try:
        figure = group.figures.resolve(read_reference(inside), language)
    except BadStudy as error:
        return PreviewPart("?", reference or "?", problem=error.message_in(language))
    return PreviewPart(figure.text, reference, figure.when)


def _tests(edition: Edition, group: GroupPerspective, block: Any) -> Iterator[PreviewTest]:
    for part in _tested_parts(block):
        for line in part.test:
            try:
                test = read_test(line)
                holds = group.figures.holds(test)
            except BadStudy as error:
                yield PreviewTest(line, None, error.message_in(edition.language))
                continue
            yield PreviewTest(edition.words(claim_words(test, edition.catalog)), holds)
