"""How did it go with a cluster? Per theme the series with the most years; the others are named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from deelgenoot.catalog import Theme
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, drawn
from deelgenoot_web.atlas.pages.parts.profile import in_sentence


@dataclass(frozen=True)
class IndicatorPeriod:
    """An indicator whose line stands on its own page."""

    id: str
    label: str
    period: str


@dataclass(frozen=True)
class Trends:
    """The lines in sight, the others by name, and what there is no line for."""

    shown: tuple[ChartFigure, ...]
    others: tuple[IndicatorPeriod, ...]
    missing: str
    """The themes without a series of enough years, in a sentence; empty without any."""


def trends(edition: Edition, archetype: str) -> Trends:
    """The developments of a cluster beside those of the country."""
    shown: list[str] = []
    others: list[str] = []
    missing: list[str] = []
    for theme in edition.catalog.themes:
        held = _with_line(edition.release, theme)
        shown += held[:1]
        others += held[1:]
        if not held:
            missing.append(in_sentence(edition.words(theme.label)))
    return Trends(
        shown=tuple(_drawn(edition, one, archetype) for one in shown),
        others=tuple(_named(edition, one) for one in others),
        missing=_missing(edition, missing),
    )


def _drawn(edition: Edition, indicator: str, archetype: str) -> ChartFigure:
    """The line of a cluster; its page names the cluster once, so the title does not."""
    found = drawn(edition, f"trend/{indicator}/{archetype}")
    title = edition.charts.title(f"trend/{indicator}", edition.language)
    return replace(found, id=f"trend-{indicator}", title=title)


def _named(edition: Edition, indicator: str) -> IndicatorPeriod:
    years = edition.catalog.series(indicator).years
    label = edition.words(edition.catalog.indicators[indicator].label)
    return IndicatorPeriod(indicator, label, f"{years[0]}–{years[-1]}")


def _with_line(release: Release, theme: Theme) -> list[str]:
    """The indicators of a theme that have a line: most years first, weak ones last."""
    held = [
        one
        for one in release.catalog.indicators.values()
        if one.theme == theme.id and f"trend/{one.id}" in release.charts.ids
    ]
    held.sort(key=lambda i: (i.weak, -len(release.catalog.series(i.id).years)))
    return [one.id for one in held]


def _missing(edition: Edition, themes: Sequence[str]) -> str:
    if not themes:
        return ""
    return _("Over %(themes)s hebben wij niet genoeg jaren voor een lijn.") % {
        "themes": edition.listed(themes)
    }
