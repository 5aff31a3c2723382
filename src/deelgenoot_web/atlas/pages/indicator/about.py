"""About an indicator: its source, its year, what higher means, and its weaknesses."""

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
    """Everything that people must know before they use the figure elsewhere."""

    facts: tuple[tuple[str, str], ...]
    url: str
    direction: str
    notes: tuple[str, ...]
    citation: str


def about(edition: Edition, indicator: Indicator) -> About:
    """Tell what people must know about `indicator`."""
    return About(
        facts=_facts(edition, indicator),
        url=indicator.url,
        direction=str(_DIRECTIONS[indicator.direction]),
        notes=tuple(_notes(edition, indicator)),
        citation=citation(edition, indicator),
    )


def citation(edition: Edition, indicator: Indicator) -> str:
    """Name publisher, table, year and this release in one line, to be copied."""
    return _(
        "%(publisher)s, %(table)s: %(label)s, %(years)s. Bewerkt door deelgenoot, versie "
        "%(version)s, op de gemeentegrenzen van %(boundaries)s. Licentie: %(licence)s."
    ) % {
        "publisher": _source_name(indicator.publisher, _("uitgever onbekend")),
        "table": _source_name(indicator.table, _("tabel onbekend")),
        "label": edition.words(indicator.label),
        "years": edition.years(indicator),
        "version": edition.typology.versions["deelgenoot"],
        "boundaries": edition.catalog.areas.year,
        "licence": licence_words(indicator.licence),
    }


def _source_name(name: str, otherwise: str) -> str:
    """Name a source in a citation, where a bare "unknown" would not say what is unknown."""
    return otherwise if name == UNKNOWN else source_words(name)


def _facts(edition: Edition, indicator: Indicator) -> tuple[tuple[str, str], ...]:
    year, assumed_year = edition.years(indicator), _("jaar aangenomen")
    return (
        (_("Uitgever"), source_marked(indicator.publisher)),
        (_("Tabel"), source_marked(indicator.table)),
        (_("Jaar"), f"{year} ({assumed_year})" if indicator.assumed_year else year),
        (_("Alle jaren"), ", ".join(map(str, edition.catalog.series(indicator.id).years))),
        (_("Eenheid"), unit_words(indicator)),
        (_("Licentie"), licence_words(indicator.licence)),
        (_("Gemeentegrenzen"), str(edition.catalog.areas.year)),
    )


def _notes(edition: Edition, indicator: Indicator) -> list[str]:
    """List the publisher's and our own reserves, and what mergers did to the series."""
    notes = []
    if indicator.weak:
        notes.append(_("Dit is een zwak cijfer: gebruik het als aanwijzing, niet als bewijs."))
    if indicator.note:
        notes.append(edition.words(indicator.note))
    marks = edition.catalog.series(indicator.id).marks
    n_merged = int(np.any(marks == "merged", axis=1).sum())
    n_broken = int(np.any(marks == "break", axis=1).sum())
    if n_merged:
        notes.append(
            _("Van %(n)s gemeenten zijn de jaren vóór een herindeling berekend uit hun delen.")
            % {"n": n_merged}
        )
    if n_broken:
        notes.append(
            _("Van %(n)s gemeenten breekt de reeks: daarvóór gaat het cijfer over ander gebied.")
            % {"n": n_broken}
        )
    return notes
