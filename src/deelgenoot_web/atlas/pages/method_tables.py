"""The numbers beside the method: what counts how much, what was missing, what is doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator, Theme
from deelgenoot.charts.figures import Table
from deelgenoot.typology.sentences import listed
from deelgenoot.words import formatted
from deelgenoot_web.atlas.pages.profile import IndicatorName, indicator_name
from deelgenoot_web.atlas.pages.themes import theme_slug
from deelgenoot_web.atlas.pages.uses import SHORT_SCALES, share
from deelgenoot_web.atlas.release import Release

_SIGNS = {-2: "−−", -1: "−", 0: "", 1: "+", 2: "++"}


@dataclass(frozen=True)
class IndicatorWeight:
    """One indicator of the typology: on which scale it counts, and for how much of the whole."""

    name: IndicatorName
    scale: str
    share: str


@dataclass(frozen=True)
class ThemeWeights:
    """The indicators of one theme that count."""

    label: str
    slug: str
    share: str
    rows: tuple[IndicatorWeight, ...]


@dataclass(frozen=True)
class FilledFigures:
    """What was missing within the selection, and filled in by the study's rule."""

    n_filled: int
    n_figures: int
    share: str
    table: Table


@dataclass(frozen=True)
class Doubtful:
    """Figures of which the year is assumed, and figures that are weak."""

    assumed: tuple[IndicatorName, ...]
    weak: tuple[IndicatorName, ...]


def weights(release: Release, language: str) -> tuple[ThemeWeights, ...]:
    """Per theme what counts, and how much."""
    return tuple(_theme(release, theme, language) for theme in release.catalog.themes)


def _theme(release: Release, theme: Theme, language: str) -> ThemeWeights:
    counted = [i for i in _in_typology(release) if i.theme == theme.id]
    whole = release.typology.weights
    part = 100 * sum(whole[one.id] for one in counted) / sum(whole.values())
    return ThemeWeights(
        theme.label.in_language(language),
        theme_slug(theme),
        formatted(part, "%", language),
        tuple(_weight(release, one, language) for one in counted),
    )


def _weight(release: Release, one: Indicator, language: str) -> IndicatorWeight:
    scale = str(SHORT_SCALES[release.study.transforms[one.id]])
    return IndicatorWeight(indicator_name(one, language), scale, share(release, one.id, language))


def filled(release: Release, language: str) -> FilledFigures:
    """Per indicator the municipalities of the selection whose figure was filled in."""
    chosen = [m for m in release.typology.members.values() if m.in_study]
    areas, rows, n_filled = release.catalog.areas, [], 0
    for one in _in_typology(release):
        names = sorted(areas[m.code].name for m in chosen if one.id in m.filled)
        n_filled += len(names)
        if names:
            label = one.label.in_language(language)
            rows.append((label, str(len(names)), listed(names, language)))
    n_figures = len(chosen) * len(release.typology.weights)
    return FilledFigures(
        n_filled,
        n_figures,
        formatted(100 * n_filled / n_figures, "%", language),
        Table((_("Kenmerk"), _("Aangevuld"), _("Bij")), tuple(rows)),
    )


def signatures(release: Release, language: str) -> Table:
    """What each description expects: `++` much higher, `−` lower, empty: no matter."""
    archetypes = release.study.archetypes
    header = (_("Kenmerk"), *(one.name.in_language(language) for one in archetypes))
    rows = tuple(
        (
            one.label.in_language(language),
            *(_SIGNS[archetype.signature.get(one.id, 0)] for archetype in archetypes),
        )
        for one in _in_typology(release)
    )
    note = _("++ veel hoger dan het midden van de selectie, + hoger, − lager, −− veel lager.")
    return Table(header, rows, note)


def doubtful(release: Release, language: str) -> Doubtful:
    """Every figure that is assumed or weak, whether or not it counts."""
    every = list(release.catalog.indicators.values())
    return Doubtful(
        _named([one for one in every if one.assumed_year], language),
        _named([one for one in every if one.weak], language),
    )


def _named(some: Sequence[Indicator], language: str) -> tuple[IndicatorName, ...]:
    return tuple(indicator_name(one, language) for one in some)


def _in_typology(release: Release) -> list[Indicator]:
    """The indicators that count, in order of the catalogue."""
    return [i for i in release.catalog.indicators.values() if i.id in release.typology.weights]
