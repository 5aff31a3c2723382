"""Every figure of one municipality, with its year, its source and its weaknesses."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.catalog import Indicator
from deelgenoot.typology.published import Member
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.parts.sources import source_marked

_HEADER = (
    "gm_code",
    "name",
    "indicator",
    "label",
    "theme",
    "year",
    "value",
    "unit",
    "mark",
    "publisher",
    "table",
    "licence",
)


@dataclass(frozen=True)
class FigureRow:
    """One figure; `marks` says what a reader must know before using it."""

    indicator: str
    label: str
    year: str
    value: str
    marks: tuple[str, ...]
    publisher: str
    table: str


@dataclass(frozen=True)
class ThemeFigures:
    """The figures of one theme."""

    label: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class OwnFigures:
    """All figures of a municipality, by theme, and how many there are."""

    themes: tuple[ThemeFigures, ...]
    n_measured: int
    n_all: int


def own_figures(edition: Edition, member: Member) -> OwnFigures:
    """List the figures of `member` by theme."""
    levels = _levels(edition.release, member)
    themes = tuple(
        ThemeFigures(
            edition.words(theme.label),
            tuple(
                _row(edition, one, levels[one.id], member)
                for one in edition.catalog.in_theme(theme.id)
            ),
        )
        for theme in edition.catalog.themes
    )
    n_measured = sum(not math.isnan(level) for level in levels.values())
    return OwnFigures(themes, n_measured, len(levels))


def figures_table(
    edition: Edition, areas: Iterable[Area]
) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """Make the table for a file, of one or several: plain numbers, nothing without a figure."""
    members = [edition.typology.members[area.code] for area in areas]
    return _HEADER, (row for member in members for row in _table_rows(edition, member))


def _table_rows(edition: Edition, member: Member) -> Iterator[tuple[object, ...]]:
    levels = _levels(edition.release, member)
    name = edition.catalog.areas[member.code].name
    for indicator in edition.catalog.indicators.values():
        level = levels[indicator.id]
        yield (
            member.code,
            name,
            indicator.id,
            edition.words(indicator.label),
            indicator.theme,
            edition.years(indicator),
            "" if math.isnan(level) else level,
            indicator.unit,
            _mark(indicator, level, member),
            indicator.publisher,
            indicator.table,
            indicator.licence,
        )


def _levels(release: Release, member: Member) -> dict[str, float]:
    catalog = release.catalog
    row = catalog.level(list(catalog.indicators))[catalog.codes.index(member.code)]
    return dict(zip(catalog.indicators, map(float, row), strict=True))


def _row(edition: Edition, indicator: Indicator, level: float, member: Member) -> FigureRow:
    is_missing = math.isnan(level)
    return FigureRow(
        indicator=indicator.id,
        label=edition.words(indicator.label),
        year=edition.years(indicator),
        value=_("geen cijfer") if is_missing else edition.figure(indicator, level),
        marks=tuple(_marks(indicator, member, is_missing=is_missing)),
        publisher=source_marked(indicator.publisher),
        table=source_marked(indicator.table),
    )


def _marks(indicator: Indicator, member: Member, *, is_missing: bool) -> Iterator[str]:
    """Say in words how hard the figure is."""
    if is_missing:
        if indicator.id in member.filled:
            yield _("aangevuld in de berekening")
        return
    if indicator.assumed_year:
        yield _("jaar aangenomen")
    if indicator.weak:
        yield _("zwak cijfer")


def _mark(indicator: Indicator, level: float, member: Member) -> str:
    """Mark a figure for machines: measured, assumed_year, filled or missing."""
    if math.isnan(level):
        return "filled" if indicator.id in member.filled else "missing"
    return "assumed_year" if indicator.assumed_year else "measured"
