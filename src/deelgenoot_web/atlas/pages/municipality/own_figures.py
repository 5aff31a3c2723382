"""Every figure of one municipality, with its year, where it comes from and how hard it is."""

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
    """The table of all indicators for `member`."""
    levels = _levels(edition.release, member)
    indicators = edition.catalog.indicators.values()
    themes = tuple(
        ThemeFigures(
            edition.words(theme.label),
            tuple(
                _row(edition, one, levels[one.id], member)
                for one in indicators
                if one.theme == theme.id
            ),
        )
        for theme in edition.catalog.themes
    )
    n_measured = sum(not math.isnan(level) for level in levels.values())
    return OwnFigures(themes, n_measured, len(levels))


def figures_table(
    edition: Edition, areas: Iterable[Area]
) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """The same for a file, of one or several: plain numbers, nothing where there is no figure."""
    members = [edition.typology.members[area.code] for area in areas]
    return _HEADER, (row for member in members for row in _table_rows(edition, member))


def _table_rows(edition: Edition, member: Member) -> Iterator[tuple[object, ...]]:
    levels = _levels(edition.release, member)
    name = edition.catalog.areas[member.code].name
    for one in edition.catalog.indicators.values():
        level = levels[one.id]
        yield (
            member.code,
            name,
            one.id,
            edition.words(one.label),
            one.theme,
            edition.years(one),
            "" if math.isnan(level) else level,
            one.unit,
            _mark(one, level, member),
            one.publisher,
            one.table,
            one.licence,
        )


def _levels(release: Release, member: Member) -> dict[str, float]:
    catalog = release.catalog
    row = catalog.level(list(catalog.indicators))[catalog.codes.index(member.code)]
    return dict(zip(catalog.indicators, map(float, row), strict=True))


def _row(edition: Edition, one: Indicator, level: float, member: Member) -> FigureRow:
    is_missing = math.isnan(level)
    return FigureRow(
        indicator=one.id,
        label=edition.words(one.label),
        year=edition.years(one),
        value=_("geen cijfer") if is_missing else edition.figure(one, level),
        marks=tuple(_marks(one, member, is_missing=is_missing)),
        publisher=source_marked(one.publisher),
        table=source_marked(one.table),
    )


def _marks(one: Indicator, member: Member, *, is_missing: bool) -> Iterator[str]:
    """In words: how hard the figure is."""
    if is_missing:
        if one.id in member.filled:
            yield _("aangevuld in de berekening")
        return
    if one.assumed_year:
        yield _("jaar aangenomen")
    if one.weak:
        yield _("zwak cijfer")


def _mark(one: Indicator, level: float, member: Member) -> str:
    """For machines: measured, assumed_year, filled or missing."""
    if math.isnan(level):
        return "filled" if one.id in member.filled else "missing"
    return "assumed_year" if one.assumed_year else "measured"
