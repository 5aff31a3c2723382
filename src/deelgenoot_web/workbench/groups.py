"""Groups of municipalities that can be chosen by name."""

from collections.abc import Mapping
from functools import cache

from django.utils.text import slugify

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.workbench.recipe import FEWEST, WorkbenchRecipe

OWN = "eigen"
"""The choice in the form of municipalities by name, instead of a group."""
_HUNDRED_THOUSAND = 100_000


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """Give the codes of each group, sorted; large provinces are groups too, as `p-` and a name."""
    catalog, selection = release().catalog, release().study.selection
    small = tuple(c for c in catalog.networks["G40"] if _is_middling(c))
    by_name = {
        WorkbenchRecipe.group: selection,
        "m50": _present(catalog.networks["M50"]),
        "g40": _present(small),
        "alle": catalog.codes,
    }
    of_provinces = {key: provinces()[name] for key, name in province_groups().items()}
    return {name: codes for name, codes in (by_name | of_provinces).items() if len(codes) >= FEWEST}


@cache
def province_groups() -> Mapping[str, str]:
    """Give the province of each group that is one."""
    return {f"p-{slugify(name)}": name for name in provinces()}


@cache
def provinces() -> Mapping[str, tuple[str, ...]]:
    """Give the codes of the municipalities of each province, in order of its name."""
    members: dict[str, list[str]] = {}
    for area in release().catalog.areas:
        members.setdefault(area.province, []).append(area.code)
    return {name: tuple(sorted(codes)) for name, codes in sorted(members.items())}


def group_of(codes: tuple[str, ...]) -> str:
    """Write codes in the shortest way: as a group's name, or one by one."""
    for name, members in groups().items():
        if members == codes:
            return name
    return "-".join(code.removeprefix("GM") for code in codes)


def _is_middling(code: str) -> bool:
    areas = release().catalog.areas
    return code in areas and areas[code].population < _HUNDRED_THOUSAND


def _present(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(code for code in codes if code in release().catalog.areas))
