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
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.parts.figures import spec_url

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


def strips(edition: Edition, indicator: str) -> Strips:
    """Where the clusters of the release lie on `indicator`."""
    one, chart_id = edition.catalog.indicators[indicator], f"strip/{indicator}"
    axis, country = edition.charts.scales(chart_id)["x"], _country(edition.release, indicator)
    return Strips(
        rows=tuple(_strip(edition, one, c) for c in edition.typology.clusters),
        country=edition.figure(one, country),
        country_percent=axis.at(country),
        anchor=_anchor(axis.at(country)),
    )


def _strip(edition: Edition, one: Indicator, cluster: Cluster) -> Strip:
    charts, chart_id = edition.charts, f"strip/{one.id}/{cluster.archetype}"
    middle = cluster.band(one.id).middle
    return Strip(
        archetype=cluster.archetype,
        letter=cluster.letter,
        name=edition.words(cluster.name),
        middle=_("geen cijfer") if middle is None else edition.figure(one, middle),
        at=None if middle is None else charts.scales(chart_id)["x"].at(middle),
        svg=SafeString(charts.svg(chart_id, edition.language)),
        spec_url=spec_url(chart_id),
    )


def _country(release: Release, indicator: str) -> float:
    return float(np.nanmedian(release.catalog.level([indicator])))


def _anchor(place: float) -> str:
    """How a label keeps within the drawing."""
    if place < _EDGE:
        return "start"
    return "end" if place > 100 - _EDGE else "middle"
