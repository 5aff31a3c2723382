"""The claims of a perspective with their tests; what the figures deny is said with reserve."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.perspectives.model import GENERAL, Claim, Claims, Origin, Tested
from deelgenoot.perspectives.reading import GroupPerspective
from deelgenoot.perspectives.references import read_test
from deelgenoot.perspectives.wording import claim_words
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, chart_figure
from deelgenoot_web.atlas.pages.parts.profile import IndicatorName, indicator_name
from deelgenoot_web.atlas.pages.perspective.prose import (
    FigureSource,
    join_sources,
    plain_text,
    prose,
)


@dataclass(frozen=True)
class DotRow:
    """An indicator with the members of the cluster on a line."""

    name: IndicatorName
    svg: SafeString


@dataclass(frozen=True)
class Denial:
    """How a claim is softened that the figures no longer show."""

    lead: str
    """`Volgens de tekst van 28 november 2026`."""
    tests: tuple[str, ...]


@dataclass(frozen=True)
class ClaimPart:
    """A claim as a page says it."""

    title: str
    """With its reserve where the figures deny it."""
    html: SafeString
    denial: Denial | None
    sources: tuple[FigureSource, ...]
    tests: tuple["ClaimTestPart", ...]
    rows: tuple[DotRow, ...]
    trend: ChartFigure | None


@dataclass(frozen=True)
class ClaimTestPart:
    """One test in words, and whether the figures show it."""

    sentence: str
    holds: bool


@dataclass(frozen=True)
class ClaimBlock:
    """A block of claims, with all its tests in one place."""

    origin: Origin
    title: str
    denial: Denial | None
    """That of the title: there is one as soon as any of the claims is denied."""
    claims: tuple[ClaimPart, ...]
    tests: tuple[ClaimTestPart, ...]
    count: str
    """`Getoetst: 6 van de 6 vergelijkingen kloppen`."""


def claim_block(
    edition: Edition, group: GroupPerspective, block: Claims, *, with_trends: bool = False
) -> ClaimBlock:
    """Put a block of claims in words; `with_trends` draws years in place of municipalities."""
    claims = [_claim(edition, group, block.origin, claim) for claim in block.claim]
    draw = _with_trend if with_trends else _with_rows
    claims = [
        draw(edition, group.id, part, claim)
        for part, claim in zip(claims, block.claim, strict=True)
    ]
    tests = tuple(test for part in claims for test in part.tests)
    return ClaimBlock(
        origin=block.origin,
        title=plain_text(edition, group.figures, block.title),
        denial=next((part.denial for part in claims if part.denial), None),
        claims=tuple(claims),
        tests=tests,
        count=count_tests(tests),
    )


def find_denial(
    edition: Edition, group: GroupPerspective, origin: Origin, part: Tested
) -> Denial | None:
    """Say how a claim is softened; None while the figures show it."""
    tests = group.denied_tests(part)
    if not tests:
        return None
    date = date_format(group.content.date, "j F Y")
    lead = (
        _("Volgens het onderzoek van Platform31 (2020)")
        if origin == "onderzoek"
        else _("Volgens de tekst van %(date)s") % {"date": date}
    )
    return Denial(lead, tuple(edition.words(claim_words(test, edition.catalog)) for test in tests))


def with_reserve(words: str, denial: Denial | None) -> str:
    """Say in one line, where there is no room for a notice, what the figures may deny."""
    return f"{denial.lead}: {words}" if denial else words


def _claim(edition: Edition, group: GroupPerspective, origin: Origin, claim: Claim) -> ClaimPart:
    text = prose(edition, group.figures, claim.text)
    title = plain_text(edition, group.figures, claim.title)
    denial = find_denial(edition, group, origin, claim)
    return ClaimPart(
        title=with_reserve(title, denial) if title else "",
        html=text.html,
        denial=denial,
        sources=join_sources(edition, text.figures),
        tests=tuple(_tests(edition, group, claim)),
        rows=(),
        trend=None,
    )


def _with_rows(edition: Edition, group_id: str, part: ClaimPart, claim: Claim) -> ClaimPart:
    return replace(part, rows=tuple(_row(edition, group_id, one) for one in claim.chart))


def _row(edition: Edition, group_id: str, indicator: str) -> DotRow:
    chart_id = f"dot/{indicator}" if group_id == GENERAL else f"members/{indicator}/{group_id}"
    return DotRow(
        indicator_name(edition, edition.catalog.indicators[indicator]),
        SafeString(edition.charts.svg(chart_id, edition.language)),
    )


def _with_trend(edition: Edition, group_id: str, part: ClaimPart, claim: Claim) -> ClaimPart:
    """Add the line of the first indicator that has one; its sentence would say the claim again."""
    drawn_ids = [one for one in claim.chart if f"trend/{one}/{group_id}" in edition.charts]
    if not drawn_ids:
        return part
    figure = chart_figure(edition, f"trend/{drawn_ids[0]}/{group_id}")
    title = edition.charts.title(f"trend/{drawn_ids[0]}", edition.language)
    return replace(part, trend=replace(figure, title=title, sentence=""))


def _tests(edition: Edition, group: GroupPerspective, claim: Claim) -> Sequence[ClaimTestPart]:
    denied_tests = group.denied_tests(claim)
    return [
        ClaimTestPart(edition.words(claim_words(test, edition.catalog)), test not in denied_tests)
        for test in map(read_test, claim.test)
    ]


def count_tests(tests: Sequence[ClaimTestPart]) -> str:
    """Say how many of the tests come out: `Getoetst: 6 van de 6 vergelijkingen kloppen`."""
    words = ngettext(
        "Getoetst: %(n)s van de %(all)s vergelijking klopt",
        "Getoetst: %(n)s van de %(all)s vergelijkingen kloppen",
        len(tests),
    )
    return words % {"n": sum(test.holds for test in tests), "all": len(tests)}
