"""How do the seven clusters lie on one indicator? A strip per cluster, all on one axis.

The numbers stand in words before each strip. The strips stand in the fixed order of the clusters:
nobody is ranked.
"""

from dataclasses import dataclass

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator
from deelgenoot.typology.published import Cluster
from deelgenoot_web.atlas.pages.figures import spec_url
from deelgenoot_web.atlas.release import Release

_EDGE = 20
"""Per cent from an end within which a centred label would leave a narrow drawing."""


@dataclass(frozen=True)
class Strip:
    """One cluster on one indicator."""

    archetype: str
    letter: str
    name: str
    middle: str
    at: float | None
    """Where the middle member stands, in per cent; None where no member has a figure."""
    svg: SafeString
    """The drawing; its name says where the middle half of the members lies."""
    spec_url: str


@dataclass(frozen=True)
class Strips:
    """All clusters on one indicator, and the middle of the country through all of them."""

    rows: tuple[Strip, ...]
    country: str
    """The middle of all municipalities, written."""
    country_percent: float
    """Where its label stands."""
    anchor: str
    """How that label is anchored, in SVG's words."""


def strips(release: Release, indicator: str, language: str) -> Strips:
    """Where the clusters of the release lie on `indicator`."""
    one, chart_id = release.catalog.indicators[indicator], f"strip/{indicator}"
    axis, country = release.charts.scales(chart_id)["x"], _country(release, indicator)
    return Strips(
        rows=tuple(_strip(release, one, c, language) for c in release.typology.clusters),
        country=one.written(country, language),
        country_percent=axis.at(country),
        anchor=_anchor(axis.at(country)),
    )


def _strip(release: Release, one: Indicator, cluster: Cluster, language: str) -> Strip:
    charts, chart_id = release.charts, f"strip/{one.id}/{cluster.archetype}"
    middle = next(band.middle for band in cluster.bands if band.indicator == one.id)
    return Strip(
        archetype=cluster.archetype,
        letter=cluster.letter,
        name=cluster.name.in_language(language),
        middle=_("geen cijfer") if middle is None else one.written(middle, language),
        at=None if middle is None else charts.scales(chart_id)["x"].at(middle),
        svg=SafeString(charts.svg(chart_id, language)),
        spec_url=spec_url(chart_id),
    )


def _country(release: Release, indicator: str) -> float:
    return float(np.nanmedian(release.catalog.level([indicator])))


def _anchor(place: float) -> str:
    """How a label keeps within the drawing."""
    if place < _EDGE:
        return "start"
    return "end" if place > 100 - _EDGE else "middle"
