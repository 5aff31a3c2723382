"""Municipalities and opgaven by their code, in the active language."""

from deelgenoot.areas import Area
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.facts.release import release


def area_of(gm_code: str) -> Area | None:
    """Find a municipality; None for a code that is none of the reference year."""
    try:
        return release().catalog.areas[gm_code]
    except KeyError:
        return None


def municipality_name(gm_code: str) -> str:
    """Give the name of a municipality; the code where it is none of the reference year."""
    area = area_of(gm_code)
    return area.name if area else gm_code


def challenge_choices() -> list[tuple[str, str]]:
    """List the opgaven of the study, as (id, title)."""
    now = edition()
    return [(one.id, now.words(one.title)) for one in now.study.challenges]
