"""The seven clusters on one indicator: a strip per cluster, all on one axis.

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
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name

_EDGE = 20
"""Per cent from an end within which a centred label would leave a narrow drawing."""


@dataclass(frozen=True)
class Strip:
    """One cluster on one indicator."""

    cluster: ClusterName
    middle: str
    at: float | None
    """Where the middle member stands, in per cent; None where no member has a figure."""
    svg: SafeString
    """The drawing; its name says where the middle half of the members lies."""


@dataclass(frozen=True)
class Strips:
    """All clusters on one indicator, and the middle of the country through all of them."""

    rows: tuple[Strip, ...]
    country: str
    """The middle of all municipalities, written."""
    country_percent: float
    """Where the label of that middle stands."""
    anchor: str
    """The `text-anchor` of that label."""


def strips(edition: Edition, indicator: Indicator) -> Strips:
    """Show where the clusters of the release lie on `indicator`."""
    axis = edition.charts.scales(f"strip/{indicator.id}")["x"]
    country = float(np.nanmedian(edition.catalog.level([indicator.id])))
    return Strips(
        rows=tuple(_strip(edition, indicator, c) for c in edition.typology.clusters),
        country=edition.figure(indicator, country),
        country_percent=axis.at(country),
        anchor=_anchor(axis.at(country)),
    )


def _strip(edition: Edition, indicator: Indicator, cluster: Cluster) -> Strip:
    charts, chart_id = edition.charts, f"strip/{indicator.id}/{cluster.archetype}"
    middle = cluster.band(indicator.id).middle
    return Strip(
        cluster=cluster_name(edition, cluster),
        middle=_("geen cijfer") if middle is None else edition.figure(indicator, middle),
        at=None if middle is None else charts.scales(chart_id)["x"].at(middle),
        svg=SafeString(charts.svg(chart_id, edition.language)),
    )


def _anchor(place: float) -> str:
    """Anchor a label so that it keeps within the drawing."""
    if place < _EDGE:
        return "start"
    return "end" if place > 100 - _EDGE else "middle"
