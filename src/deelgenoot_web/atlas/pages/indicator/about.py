"""What an indicator is worth: its source, its year, what higher means, and its weaknesses."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.catalog import Indicator
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.sources import (
    UNKNOWN,
    licence_words,
    source_marked,
    source_words,
)
from deelgenoot_web.atlas.pages.parts.units import unit_words

_DIRECTIONS = {
    -1: gettext_lazy(
        "Een hoger cijfer betekent meer waarmee een gemeente te maken heeft, zoals meer vraag naar "
        "hulp of verder reizen. Het is geen oordeel over de gemeente."
    ),
    0: gettext_lazy("Een hoger cijfer is niet beter of slechter. Het is alleen anders."),
    1: gettext_lazy(
        "Een hoger cijfer betekent meer van iets waarop inwoners of gemeente kunnen steunen. Het "
        "is geen oordeel over de gemeente."
    ),
}


@dataclass(frozen=True)
class About:
    """Everything one has to know before using the figure elsewhere."""

    facts: tuple[tuple[str, str], ...]
    url: str
    direction: str
    notes: tuple[str, ...]
    citation: str


def about(edition: Edition, one: Indicator) -> About:
    """What `one` is worth."""
    return About(
        facts=_facts(edition, one),
        url=one.url,
        direction=str(_DIRECTIONS[one.direction]),
        notes=tuple(_notes(edition, one)),
        citation=citation(edition, one),
    )


def citation(edition: Edition, one: Indicator) -> str:
    """One line that names publisher, table, year and this release, to be copied."""
    return _(
        "%(publisher)s, %(table)s: %(label)s, %(years)s. Bewerkt door deelgenoot, versie "
        "%(version)s, op de gemeentegrenzen van %(boundaries)s. Licentie: %(licence)s."
    ) % {
        "publisher": _named(one.publisher, _("uitgever onbekend")),
        "table": _named(one.table, _("tabel onbekend")),
        "label": edition.words(one.label),
        "years": edition.years(one),
        "version": edition.typology.versions["deelgenoot"],
        "boundaries": edition.catalog.areas.year,
        "licence": licence_words(one.licence),
    }


def _named(name: str, otherwise: str) -> str:
    """In a citation a bare "unknown" would not say what is unknown."""
    return otherwise if name == UNKNOWN else source_words(name)


def _facts(edition: Edition, one: Indicator) -> tuple[tuple[str, str], ...]:
    series = edition.catalog.series(one.id).years
    year = edition.years(one)
    return (
        (_("Uitgever"), source_marked(one.publisher)),
        (_("Tabel"), source_marked(one.table)),
        (_("Jaar"), f"{year} ({_('jaar aangenomen')})" if one.assumed_year else year),
        (_("Alle jaren"), ", ".join(str(one) for one in series)),
        (_("Eenheid"), unit_words(one)),
        (_("Licentie"), licence_words(one.licence)),
        (_("Gemeentegrenzen"), str(edition.catalog.areas.year)),
    )


def _notes(edition: Edition, one: Indicator) -> list[str]:
    """The publisher's and our own reserves, and what mergers did to the series."""
    notes = []
    if one.weak:
        notes.append(_("Dit is een zwak cijfer: gebruik het als aanwijzing, niet als bewijs."))
    if one.note:
        notes.append(edition.words(one.note))
    marks = edition.catalog.series(one.id).marks
    merged = int(np.any(marks == "merged", axis=1).sum())
    broken = int(np.any(marks == "break", axis=1).sum())
    if merged:
        notes.append(
            _("Van %(n)s gemeenten zijn de jaren vóór een herindeling berekend uit hun delen.")
            % {"n": merged}
        )
    if broken:
        notes.append(
            _("Van %(n)s gemeenten breekt de reeks: daarvóór gaat het cijfer over ander gebied.")
            % {"n": broken}
        )
    return notes
