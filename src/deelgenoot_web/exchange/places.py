"""Municipalities and opgaven by their code, in the active language."""

import re

from deelgenoot.areas import Area
from deelgenoot_web.accounts.models import is_organisation
from deelgenoot_web.accounts.queries import organisation_name
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.facts.release import release

_OWN = "gemeente-"
_OWN_ID = re.compile(rf"{_OWN}([1-9]\d{{0,17}})", re.ASCII)


def area_of(gm_code: str) -> Area | None:
    """Find a municipality; None for a code that is none of the reference year."""
    try:
        return release().catalog.areas[gm_code]
    except KeyError:
        return None


def municipality_name(gm_code: str) -> str:
    """Give the name of a municipality, or of an organisation that contributes as one.

    The code where it is none of the reference year.
    """
    if is_organisation(gm_code):
        return organisation_name(gm_code)
    area = area_of(gm_code)
    return area.name if area else gm_code


def place_to_match(gm_code: str) -> str:
    """Give the code by which a text is offered to others; an organisation resembles nobody."""
    return "" if is_organisation(gm_code) else gm_code


def challenge_choices() -> list[tuple[str, str]]:
    """List the opgaven of the study, as (id, title)."""
    now = edition()
    return [(one.id, now.words(one.title)) for one in now.study.challenges]


def theme_choices() -> list[tuple[str, str]]:
    """List the themes, as (id, name)."""
    now = edition()
    return [(one.id, now.words(one.label)) for one in now.catalog.themes]


def own_challenge_id(number: int) -> str:
    """Write the id by which texts name an opgave that a municipality added."""
    return f"{_OWN}{number}"


def own_challenge_number(challenge_id: str) -> int | None:
    """Read the number of an opgave that a municipality added; None for any other id."""
    match = _OWN_ID.fullmatch(challenge_id)
    return int(match[1]) if match else None
