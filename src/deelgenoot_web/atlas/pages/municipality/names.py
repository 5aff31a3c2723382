"""All names and words by which people may look for something, for the search box."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.subjects import subjects
from deelgenoot_web.atlas.pages.municipality import search

Entry = tuple[str, str, str, str]
"""Name, address, letter of its cluster (or nothing), and where or what it is."""


def name_entries(edition: Edition, base: str) -> list[Entry]:
    """List every name of 2010-2026; `base` is the address under which the municipalities stand.

    After them the other pages, and what people call their subjects.

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
    return [*entries, *_subjects(edition)]


def _subjects(edition: Edition) -> Iterator[Entry]:
    for kind, every in (
        (_("cluster"), search.clusters(edition)),
        (_("thema"), search.themes(edition)),
        (_("opgave"), search.challenges(edition)),
        (_("kenmerk"), search.indicators(edition)),
        (_("pagina"), search.pages()),
    ):
        for entry in every:
            yield edition.words(entry.label), entry.address, "", kind
    address = reverse("atlas:search")
    for word in dict.fromkeys(word for subject in subjects() for word in subject.words):
        yield word, f"{address}?{urlencode({'q': word})}", "", _("onderwerp")


def _whereabouts(edition: Edition, name: str, codes: tuple[str, ...]) -> str:
    """Say `nu: Gooise Meren` for an old name, `uit: Brielle, ...` for a newer one."""
    names = edition.join_names([edition.catalog.areas[code].name for code in codes])
    if edition.catalog.areas.resolve(name).how == "parts":
        return _("uit: %(areas)s") % {"areas": names}
    return names if name in edition.catalog.areas.aliases else _("nu: %(areas)s") % {"areas": names}
