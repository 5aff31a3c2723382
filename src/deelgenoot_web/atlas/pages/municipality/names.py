"""All names by which people may look for a municipality, for the search box."""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from deelgenoot_web.atlas.edition import Edition

Entry = tuple[str, str, str, str]
"""Name, address, letter of its cluster (empty outside the selection), and where or what it is."""


def name_entries(edition: Edition, base: str) -> list[Entry]:
    """List every name of 2010-2026; `base` is the address under which the municipalities stand.

    A name of another year says what it is now, or which municipalities it is made of.
    """
    areas = edition.catalog.areas
    letters = {code: c.letter for c in edition.typology.clusters for code in c.members}
    present = {area.name for area in areas}
    entries = [
        (area.name, f"{base}{area.slug}/", letters.get(area.code, ""), area.province)
        for area in areas
    ]
    entries += [
        (name, f"{base}{slugify(name)}/", "", _whereabouts(edition, name, codes))
        for name, codes in areas.known_names.items()
        if name not in present
    ]
    return entries


def _whereabouts(edition: Edition, name: str, codes: tuple[str, ...]) -> str:
    """Say `nu: Gooise Meren` for an old name, `uit: Brielle, ...` for a newer one."""
    names = edition.join_names([edition.catalog.areas[code].name for code in codes])
    if edition.catalog.areas.resolve(name).how == "parts":
        return _("uit: %(areas)s") % {"areas": names}
    return names if name in edition.catalog.areas.aliases else _("nu: %(areas)s") % {"areas": names}
