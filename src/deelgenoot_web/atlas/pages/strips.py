"""How do the seven clusters lie on one indicator? A strip per cluster, all on one axis.

The strips are dot lines without labels: the same axis as on every other page, with the numbers in
words beside them. They stand in the fixed order of the clusters: nobody is ranked.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator
from deelgenoot.charts.scale import Scale
from deelgenoot.typology.published import Band, Cluster
from deelgenoot_web.atlas.release import Release

WIDE = 1000
"""Units along a strip; the drawing stretches with the page."""
_EDGE = 20
"""Per cent from an end within which a centred label would leave a narrow drawing."""


@dataclass(frozen=True)
class Strip:
    """One cluster on one indicator; places are in units of `WIDE` from the left."""

    archetype: str
    letter: str
    name: str
    middle: str
    half: str
    """The middle half of the members, in words."""
    ticks: tuple[int, ...]
    """One per member with a figure on the axis."""
    band: tuple[int, int] | None
    """Where the middle half begins and how wide it is; None where no member has a figure."""
    bar: int | None
    """Where the middle member stands."""
    is_below: bool
    """Whether a member lies beyond the left end of the axis."""
    is_above: bool


@dataclass(frozen=True)
class Strips:
    """All clusters on one indicator, and the middle of the country through all of them."""

    rows: tuple[Strip, ...]
    country: str
    """The middle of all municipalities, written."""
    country_at: int
    anchor: str
    """How the label of the country is anchored, in SVG's words."""

    @property
    def country_percent(self) -> float:
        """Where that label stands: it does not stretch with the drawing."""
        return self.country_at * 100 / WIDE


def strips(release: Release, indicator: str, language: str) -> Strips:
    """Where the clusters of the release lie on `indicator`."""
    levels = release.catalog.level([indicator])[:, 0]
    axis = _Axis(
        release.charts.scales(f"dot/{indicator}")["x"],
        release.catalog.indicators[indicator],
        language,
        dict(zip(release.catalog.codes, levels.tolist(), strict=True)),
    )
    country = float(np.nanmedian(levels))
    return Strips(
        rows=tuple(axis.strip(cluster, indicator) for cluster in release.typology.clusters),
        country=axis.written(country),
        country_at=axis.at(country),
        anchor=axis.anchor(country),
    )


@dataclass(frozen=True)
class _Axis:
    """The axis of an indicator, with the figure of every area."""

    scale: Scale
    indicator: Indicator
    language: str
    levels: Mapping[str, float]

    def strip(self, cluster: Cluster, indicator: str) -> Strip:
        """One cluster on this axis."""
        band = next(one for one in cluster.bands if one.indicator == indicator)
        held = [self.levels[code] for code in cluster.members if not np.isnan(self.levels[code])]
        sides = {self.scale.side(value) for value in held}
        return Strip(
            archetype=cluster.archetype,
            letter=cluster.letter,
            name=cluster.name.in_language(self.language),
            middle=_("geen cijfer") if band.middle is None else self.written(band.middle),
            half=self._half(band),
            ticks=tuple(sorted(self.at(v) for v in held if self.scale.side(v) == "inside")),
            band=self._width(band),
            bar=None if band.middle is None else self.at(band.middle),
            is_below="below" in sides,
            is_above="above" in sides,
        )

    def written(self, value: float) -> str:
        """A figure as it stands in a cell."""
        return self.indicator.written(value, self.language)

    def at(self, value: float) -> int:
        """Where a figure stands along a strip."""
        return round(self.scale.at(value) * WIDE / 100)

    def anchor(self, value: float) -> str:
        """How a label at `value` keeps within the drawing."""
        place = self.scale.at(value)
        if place < _EDGE:
            return "start"
        return "end" if place > 100 - _EDGE else "middle"

    def _half(self, band: Band) -> str:
        if band.low is None or band.high is None:
            return ""
        ends = {"low": self.written(band.low), "high": self.written(band.high)}
        return _("%(low)s tot %(high)s") % ends

    def _width(self, band: Band) -> tuple[int, int] | None:
        if band.low is None or band.high is None:
            return None
        start = self.at(band.low)
        return start, max(self.at(band.high) - start, 2)
