"""The action perspective of a group as chapters of a note."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from deelgenoot.perspectives.model import GENERAL, Claim, Claims, Lever, Origin
from deelgenoot.perspectives.reading import GroupPerspective
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.notes.content import (
    AnyBlock,
    Bullets,
    Chapter,
    FigureTable,
    Heading,
    Pair,
    Panel,
    Part,
    Run,
    Running,
    WholeBlock,
)
from deelgenoot_web.atlas.notes.drawings import trend
from deelgenoot_web.atlas.notes.frame import (
    first_sentence,
    in_pairs,
    paragraph,
    runs,
)
from deelgenoot_web.atlas.pages.perspective.claims import Denial, find_denial, with_reserve
from deelgenoot_web.atlas.pages.perspective.levers import lever_actors, lever_terms
from deelgenoot_web.atlas.pages.perspective.page import perspective_page
from deelgenoot_web.atlas.pages.perspective.prose import plain_text
from deelgenoot_web.atlas.wording import origin_words


def core_parts(edition: Edition, group: GroupPerspective) -> Iterator[Part]:
    """Say what is the matter, what is wanted, and in what the members differ."""
    content = group.content
    yield _claims_part(edition, group, content.kern)
    yield Part(
        (Heading(_("Ambitie")), Running(runs(edition, group.figures, content.ambitie.text))),
        origin=origin_words(content.ambitie.origin),
    )
    yield _claims_part(edition, group, content.verdeeldheid, _("Waarin de leden verschillen"))


def development_part(edition: Edition, group: GroupPerspective) -> Part:
    """Say how it went, with a line beside each claim that has one."""
    block = group.content.ontwikkelingen
    blocks = [_development(edition, group, claim, block.origin) for claim in block.claim]
    aside = _("Doorgetrokken: de middelste gemeente van het cluster. Gestippeld: die van het land.")
    if group.id == GENERAL:
        aside = _(
            "Doorgetrokken: de middelste gemeente van de selectie. Gestippeld: die van het land."
        )
    return Part(tuple(blocks), origin=origin_words(block.origin), aside=aside)


def _development(
    edition: Edition, group: GroupPerspective, claim: Claim, origin: Origin
) -> AnyBlock:
    words = tuple(_claim_blocks(edition, group, claim, origin))
    ids = [f"trend/{one}/{group.id}" for one in claim.chart]
    charts = [one for one in ids if one in edition.charts]
    if not charts:
        return WholeBlock(words)
    return WholeBlock((Pair(words, (trend(edition, charts[0]),)),))


def _claims_part(
    edition: Edition, group: GroupPerspective, block: Claims, heading: str = ""
) -> Part:
    first = (Heading(heading),) if heading else ()
    each = (_claim_blocks(edition, group, claim, block.origin) for claim in block.claim)
    blocks = tuple(block for blocks in each for block in blocks)
    return Part((*first, *blocks), origin=origin_words(block.origin))


def _claim_blocks(
    edition: Edition, group: GroupPerspective, claim: Claim, origin: Origin
) -> Iterator[AnyBlock]:
    denial = find_denial(edition, group, origin, claim)
    if claim.title:
        title = plain_text(edition, group.figures, claim.title)
        yield Heading(with_reserve(title, denial))
    yield Running((*_reserve(denial), *runs(edition, group.figures, claim.text)))


def _reserve(denial: Denial | None) -> tuple[Run, ...]:
    """Say with reserve what the figures no longer show, as the site does."""
    if denial is None:
        return ()
    tests = "; ".join(denial.tests)
    return (
        Run(
            _("%(lead)s (de cijfers laten dit niet zien: %(tests)s): ")
            % {"lead": denial.lead, "tests": tests}
        ),
    )


def lever_parts(
    edition: Edition, group: GroupPerspective, levers: Sequence[Lever]
) -> Iterator[Part]:
    """Say per theme what can be done, by whom."""
    for lever in levers:
        theme = edition.words(edition.catalog.theme(lever.theme).label)
        actors = [
            WholeBlock((Heading(who, 4), Running(runs(edition, group.figures, text))))
            for who, text in lever_actors(group.id, lever)
        ]
        reserve = _reserve(find_denial(edition, group, lever.origin, lever))
        yield Part(
            (
                Heading(plain_text(edition, group.figures, lever.hefboom), 3),
                *((Running(reserve),) if reserve else ()),
                *in_pairs(actors),
                _terms(edition, group, lever),
            ),
            label=theme,
            origin=origin_words(lever.origin),
        )


def _terms(edition: Edition, group: GroupPerspective, lever: Lever) -> Running:
    pairs = lever_terms(edition, group, lever)
    return Running(
        tuple(run for name, words in pairs for run in (Run(f"{name}: ", True), Run(f"{words}. "))),
        is_quiet=True,
    )


def following_parts(edition: Edition, group: GroupPerspective) -> Iterator[Part]:
    """Give the pitfalls, the figures to follow and what figures do not show."""
    content = group.content
    page = perspective_page(edition, group.id)
    yield Part(
        (Heading(_("Valkuilen")), Bullets(page.pitfalls.items)),
        origin=origin_words(content.valkuilen.origin),
    )
    here = _("Selectie") if group.id == GENERAL else _("Cluster")
    yield Part(
        (
            Heading(_("Cijfers om te volgen")),
            FigureTable(
                header=(_("Kenmerk"), here, _("Land"), _("Jaar"), _("Gewenst")),
                rows=tuple(
                    (r.label, r.here, r.country, r.when, r.wish) for r in page.followed_rows
                ),
                widths=("3.2fr", ">1fr", ">1fr", "1fr", "1.2fr"),
            ),
        ),
        origin=origin_words(content.volg.origin),
        aside=_(
            "De middelste gemeente, in het nieuwste jaar van de reeks. Wanneer het volgende "
            "verschijnt, staat niet in onze gegevens."
        ),
        is_whole=True,
    )
    yield Part(
        (Panel((Heading(_("Niet in onze cijfers")), paragraph(page.not_shown))),),
        origin=origin_words(content.niet.origin),
        is_ruled=False,
    )


def question_part(edition: Edition, group: GroupPerspective) -> Part:
    """Put the questions for the conversation."""
    block = group.content.vragen
    items = tuple(plain_text(edition, group.figures, text) for text in block.item)
    return Part(
        (Bullets(items, is_ordered=True),),
        origin=origin_words(block.origin),
        is_ruled=False,
        is_whole=True,
    )


def perspective_chapters(edition: Edition, group: GroupPerspective) -> Iterator[Chapter]:
    """Give what the members of a group can do: the perspective, and what to watch."""
    content = group.content
    yield Chapter(
        title=_("Wat kunt u doen?"),
        lead=first_sentence(plain_text(edition, group.figures, content.ambitie.text)),
        parts=tuple(lever_parts(edition, group, content.thema)),
    )
    yield Chapter(_("Waar let u op?"), "", tuple(following_parts(edition, group)))
