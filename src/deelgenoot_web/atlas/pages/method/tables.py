"""Tables beside the method: the weights, the missing figures, the doubtful figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator, Theme
from deelgenoot.charts.figures import Table
from deelgenoot.typology import claims
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.indicator.themes import theme_slug
from deelgenoot_web.atlas.pages.indicator.uses import SHORT_SCALES, share
from deelgenoot_web.atlas.pages.parts.profile import IndicatorName, indicator_name

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

    of_assumed_year: tuple[IndicatorName, ...]
    weak: tuple[IndicatorName, ...]


def weights(edition: Edition) -> tuple[ThemeWeights, ...]:
    """List per theme the indicators that count, and how much."""
    return tuple(_theme(edition, theme) for theme in edition.catalog.themes)


def _theme(edition: Edition, theme: Theme) -> ThemeWeights:
    indicators = [i for i in _in_typology(edition.release) if i.theme == theme.id]
    whole = edition.typology.weights
    part = 100 * sum(whole[one.id] for one in indicators) / sum(whole.values())
    return ThemeWeights(
        edition.words(theme.label),
        theme_slug(theme),
        edition.amount(part, "%"),
        tuple(_weight(edition, one) for one in indicators),
    )


def _weight(edition: Edition, indicator: Indicator) -> IndicatorWeight:
    scale = str(SHORT_SCALES[edition.study.transforms[indicator.id]])
    return IndicatorWeight(indicator_name(edition, indicator), scale, share(edition, indicator.id))


def filled_figures(edition: Edition) -> FilledFigures:
    """Name per indicator the municipalities of the selection whose figure was filled in."""
    selection = [m for m in edition.typology.members.values() if m.in_study]
    areas, rows, n_filled = edition.catalog.areas, [], 0
    for indicator in _in_typology(edition.release):
        names = sorted(areas[m.code].name for m in selection if indicator.id in m.filled)
        n_filled += len(names)
        if names:
            label = edition.words(indicator.label)
            rows.append((label, str(len(names)), edition.join_names(names)))
    n_figures = len(selection) * len(edition.typology.weights)
    return FilledFigures(
        n_filled,
        n_figures,
        edition.amount(100 * n_filled / n_figures, "%"),
        Table((_("Kenmerk"), _("Aangevuld"), _("Bij")), tuple(rows)),
    )


def signatures(edition: Edition) -> Table:
    """Show what each description expects: `++` much higher, `−` lower, empty: no matter."""
    archetypes = edition.study.archetypes
    header = (_("Kenmerk"), *(edition.words(one.name) for one in archetypes))
    rows = tuple(
        (
            edition.words(one.label),
            *(_SIGNS[archetype.signature.get(one.id, 0)] for archetype in archetypes),
        )
        for one in _in_typology(edition.release)
    )
    note = _("++ veel hoger dan het midden van de selectie, + hoger, − lager, −− veel lager.")
    return Table(header, rows, note)


def claims_table(edition: Edition) -> Table:
    """Set each claim beside what chance gives."""
    every = claims.claims(edition.typology, edition.release.current_assessment)
    return Table(
        tuple(map(edition.words, claims.HEADER)),
        tuple(one.cells(edition.language) for one in every),
        claims.note(edition.typology, edition.language),
    )


def doubtful(edition: Edition) -> Doubtful:
    """List every figure that is assumed or weak, whether or not it counts."""
    every = list(edition.catalog.indicators.values())
    return Doubtful(
        _names(edition, [one for one in every if one.assumed_year]),
        _names(edition, [one for one in every if one.weak]),
    )


def _names(edition: Edition, some: Sequence[Indicator]) -> tuple[IndicatorName, ...]:
    return tuple(indicator_name(edition, one) for one in some)


def _in_typology(release: Release) -> list[Indicator]:
    """List the indicators that count, in order of the catalogue."""
    return [i for i in release.catalog.indicators.values() if i.id in release.typology.weights]
