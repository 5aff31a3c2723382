"""Which municipalities nearly always stay together."""

from deelgenoot.areas import Area
from deelgenoot_web.atlas.facts.release import Release


def companions(release: Release, code: str) -> tuple[Area, ...] | None:
    """List the municipalities that nearly always fall in one group with `code`; None if unknown."""
    assessment = release.current_assessment
    if assessment is None or code not in assessment.companions:
        return None
    areas = [release.catalog.areas[other] for other in assessment.companions[code]]
    return tuple(sorted(areas, key=lambda area: area.name))
