"""Why a municipality moves with the figures of another year: from what to what its figures went."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.typology.assessment import OtherYear, YearMover
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.years import own_years, yearly_means
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name

_SHOWN_REASONS = 2


@dataclass(frozen=True)
class YearsMover:
    """Who moves, from where to where, and what pushed most."""

    place: Area
    was: ClusterName
    now: ClusterName
    reasons: tuple[str, ...]


def mover_row(edition: Edition, one: OtherYear, mover: YearMover) -> YearsMover:
    """Who moves, with the pushes that show in its figures as they are written."""
    area = edition.catalog.areas[mover.code]
    ways = _Ways(edition, one, mover.code)
    pushed = sorted(mover.pushes, key=lambda column: (-mover.pushes[column], column))
    told = [column for column in pushed if mover.pushes[column] > 0 and ways.is_seen(column)]
    still = _("De eigen cijfers bleven vrijwel gelijk; de groepen verschoven.")
    return YearsMover(
        place=area,
        was=cluster_name(edition, edition.typology.cluster(mover.was)),
        now=cluster_name(edition, edition.typology.cluster(mover.now)),
        reasons=tuple(ways.sentence(column) for column in told[:_SHOWN_REASONS]) or (still,),
    )


@dataclass(frozen=True)
class _Ways:
    """From what to what the figures of a municipality went, and those of the middle one."""

    edition: Edition
    one: OtherYear
    code: str

    def is_seen(self, column: str) -> bool:
        """Whether there are two figures, and they differ as they are written."""
        first, last = self._ends(column, [self.code])
        return None not in (first, last) and first != last

    def sentence(self, column: str) -> str:
        return _("%(label)s: %(here)s; midden van alle gemeenten %(all)s.") % {
            "label": self.edition.words(self.edition.catalog.indicators[column].label),
            "here": self._way(column, [self.code]),
            "all": self._way(column, list(self.one.before)),
        }

    def _way(self, column: str, codes: Sequence[str]) -> str:
        first, last = self._ends(column, codes)
        return _("van %(first)s naar %(last)s") % {"first": first, "last": last}

    def _ends(self, column: str, codes: Sequence[str]) -> tuple[str | None, str | None]:
        """The middle of these municipalities in our study and in the year, as it is written."""
        indicator = self.edition.catalog.indicators[column]
        rows = [self.edition.catalog.codes.index(code) for code in codes]
        written = []
        for span in (own_years(self.edition.release, column), self.one.used[column]):
            values = yearly_means(self.edition.release, column, span)[rows]
            known = values[~np.isnan(values)]
            middle = float(np.median(known)) if known.size else None
            written.append(None if middle is None else self.edition.figure(indicator, middle))
        return written[0], written[1]
