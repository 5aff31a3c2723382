"""Judge which figures are nearly alike: those that lie close together on the drawn line.

One rule for every indicator, whatever its unit, and one that a reader can check with the eye.
"""

from collections.abc import Sequence

from deelgenoot_web.atlas.facts.release import Release

NEARLY = 0.25
"""Closer than this part of the line is nearly alike: about the spread of the selection on it."""


def places(release: Release, indicator: str, values: Sequence[float]) -> tuple[float, ...]:
    """Place figures on the line of an indicator: 0 at its left end, 1 at its right end."""
    scale = release.charts.scales(f"dot/{indicator}")["x"]
    length = scale.end - scale.start
    return tuple((scale.at(value) - scale.start) / length for value in values)


def are_nearly_alike(places: Sequence[float]) -> bool:
    """Whether all of these places lie close together."""
    return max(places) - min(places) < NEARLY
